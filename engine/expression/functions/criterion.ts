/** Criteria of SUMIF, COUNTIF and their like: a value to equal, or a text with an operator and perhaps wildcards, as in Excel. */
import { type Context, spend } from '../context.ts'
import { Decimal, numberText, parseDecimal } from '../decimal.ts'
import { rawSql, type SqlFragment, sql } from '../fragment.ts'
import { dateText, instantText, localOf, parseDate, parseInstant } from '../time.ts'
import type { Type } from '../types.ts'
import type { Value } from '../value.ts'
import { equalValues, orderOf } from './operators/compare.ts'
import { numberInText } from './text-number.ts'

export type Test = (item: Value) => boolean
type Operator = '=' | '<>' | '<' | '<=' | '>' | '>='

interface Criterion {
  readonly operator: Operator
  /** dates as YYYY-MM-DD */
  readonly operand: Decimal | string
  readonly isDate: boolean
  readonly written: string
}

const CRITERION = /^(<=|>=|<>|!=|==|=|<|>)([\s\S]*)$/
const SAME: Readonly<Record<string, Operator>> = { '==': '=', '!=': '<>' }

function readCriterion(text: string): Criterion {
  const match = CRITERION.exec(text)
  const written = (match?.[2] ?? text).trim()
  const sign = match?.[1] ?? '='
  const days = parseDate(written)
  return {
    operator: SAME[sign] ?? (sign as Operator),
    operand: parseDecimal(written) ?? (days === undefined ? written : dateText(days)),
    isDate: days !== undefined,
    written,
  }
}

/** Whether an item meets a criterion. * and ? stand for any characters in an equality of texts (~ before them makes them themselves). Ordering with a blank is false. */
export function criterionTest(criterion: Value, context: Context): Test {
  if (typeof criterion !== 'string') return item => equalValues(item, criterion)
  const { operator, operand, isDate, written } = readCriterion(criterion)
  const dated = (item: Value) => (isDate ? localDate(item, context) : item)
  const equal =
    wildcard(operand, context) ?? (item => equalValues(dated(item), operand) || (isDate && item === written))
  if (operator === '=') return equal
  if (operator === '<>') return item => !equal(item)
  return item => isInOrder(operator, orderOf(dated(item), operand))
}

function isInOrder(operator: Operator, order: number | null): boolean {
  if (order === null) return false
  if (order === 0) return operator.endsWith('=')
  return order < 0 ? operator.startsWith('<') : operator.startsWith('>')
}

/** A datetime beside a date counts as its local date. */
function localDate(item: Value, context: Context): Value {
  if (typeof item !== 'string' || item.length !== 24) return item
  const ms = parseInstant(item)
  return ms === undefined ? item : dateText(localOf(ms, context.scope.zone).days)
}

/** Any characters, or any one. */
const ANY = Symbol('*')
const ONE = Symbol('?')
type Wild = string | typeof ANY | typeof ONE

/** An operand with wildcards or escapes, character by character; undefined = a plain text. */
function wildsOf(operand: Value): readonly Wild[] | undefined {
  if (typeof operand !== 'string' || !/[*?]/.test(operand)) return undefined
  return (operand.match(/~[*?~]|[\s\S]/gu) ?? []).map(mark => {
    if (mark === '*') return ANY
    return mark === '?' ? ONE : mark.replace(/^~(?=.)/, '')
  })
}

function wildcard(operand: Value, context: Context): Test | undefined {
  const pattern = wildsOf(operand)
  return (
    pattern &&
    (item => {
      if (typeof item !== 'string') return false
      spend(context, Math.ceil((item.length * pattern.length) / 100))
      return matchesWildcards([...item], pattern)
    })
  )
}

/** Two pointers, going back to the last star only: at worst text times pattern. */
function matchesWildcards(text: readonly string[], pattern: readonly Wild[]): boolean {
  let [t, p, star, mark] = [0, 0, -1, 0]
  while (t < text.length) {
    if (pattern[p] === ANY) {
      star = p++
      mark = t
    } else if (p < pattern.length && (pattern[p] === ONE || pattern[p] === text[t])) {
      p++
      t++
    } else if (star >= 0) {
      p = star + 1
      t = ++mark
    } else return false
  }
  while (pattern[p] === ANY) p++
  return p === pattern.length
}

/** A constant criterion on items of a type as a condition that is never NULL; undefined = not for SQL. */
export function criterionSql(criterion: Value, item: SqlFragment, type: Type, zone: string): SqlFragment | undefined {
  if (criterion === null) return blankSql(item, type)
  if (typeof criterion === 'boolean')
    return type.kind === 'boolean' ? sql`coalesce(${item} = ${criterion}::boolean, false)` : rawSql('false')
  if (Decimal.isDecimal(criterion)) return comparedSql('=', criterion, item, type)
  if (typeof criterion !== 'string') return undefined
  const { operator, operand, isDate } = readCriterion(criterion)
  const compared = isDate
    ? datedSql(operator, String(operand), item, type, zone)
    : (wildcardSql(operator, operand, item, type) ?? comparedSql(operator, operand, item, type))
  return compared
}

function blankSql(item: SqlFragment, type: Type): SqlFragment {
  return type.kind === 'text' ? sql`(coalesce(${item}, '') = '')` : sql`(${item} is null)`
}

const TEXTUAL: readonly Type['kind'][] = ['text', 'option', 'time']

function wildcardSql(operator: Operator, operand: Decimal | string, item: SqlFragment, type: Type) {
  const wilds = operator === '=' || operator === '<>' ? wildsOf(operand) : undefined
  if (!wilds) return undefined
  if (!TEXTUAL.includes(type.kind)) return rawSql(operator === '=' ? 'false' : 'true')
  const pattern = wilds
    .map(wild => (wild === ANY ? '%' : wild === ONE ? '_' : String(wild).replace(/[\\%_]/, '\\$&')))
    .join('')
  const matches = sql`coalesce(${item} like ${pattern}::text, false)`
  return operator === '=' ? matches : sql`not ${matches}`
}

function datedSql(operator: Operator, day: string, item: SqlFragment, type: Type, zone: string) {
  if (type.kind === 'date') return signed(operator, item, sql`${day}::date`)
  if (type.kind === 'datetime')
    return signed(operator, sql`(${item} at time zone ${zone}::text)::date`, sql`${day}::date`)
  return TEXTUAL.includes(type.kind) ? undefined : comparedSql(operator, day, item, type)
}

/** Items and operand as values of one kind; values of different kinds are never equal and have no order. */
function comparedSql(
  operator: Operator,
  operand: Decimal | string,
  item: SqlFragment,
  type: Type,
): SqlFragment | undefined {
  if (operand === '') {
    if (operator === '=') return blankSql(item, type)
    return operator === '<>' ? sql`not ${blankSql(item, type)}` : rawSql('false')
  }
  const isNumber = Decimal.isDecimal(operand)
  if (type.kind === 'number' || type.kind === 'duration')
    return isNumber ? signed(operator, item, sql`${numberText(operand)}::numeric`) : unlike(operator)
  if (TEXTUAL.includes(type.kind)) {
    if (isNumber) return signed(operator, numberInText(item), sql`${numberText(operand)}::numeric`)
    return signed(operator, sql`nullif(${item}, '') collate "C"`, sql`${operand}::text collate "C"`)
  }
  if (isNumber || type.kind === 'boolean' || type.kind === 'blank') return unlike(operator)
  if (['user', 'department', 'record'].includes(type.kind))
    return operator === '=' || operator === '<>'
      ? signed(operator, sql`(${item})::text`, sql`${operand}::text`)
      : undefined
  if (type.kind !== 'datetime') return undefined
  const ms = parseInstant(operand)
  return ms === undefined || operand !== instantText(ms)
    ? undefined
    : signed(operator, item, sql`${operand}::timestamptz`)
}

const unlike = (operator: Operator): SqlFragment => rawSql(operator === '<>' ? 'true' : 'false')

function signed(operator: Operator, item: SqlFragment, operand: SqlFragment): SqlFragment {
  if (operator === '<>') return sql`(${item} = ${operand}) is not true`
  return sql`coalesce(${item} ${rawSql(operator)} ${operand}, false)`
}
