/** Conversions the checker puts between an expression and what its place expects. They are operations without a spelling. */
import type { Context } from '../context.ts'
import { Decimal, divide, numberText, toDecimal } from '../decimal.ts'
import { sql } from '../fragment.ts'
import { clockText, dateText, instantAt, instantText, localOf, parseDate, parseInstant } from '../time.ts'
import type { ScalarKind, Type } from '../types.ts'
import { FormulaError, type PlainRecord, type Value } from '../value.ts'
import type { Operation } from './definition.ts'
import { localInstantSql, shownLocalSql } from './local-sql.ts'
import { sqlDate, sqlInstant } from './sql-bounds.ts'

const HOUR_MS = new Decimal(3_600_000)

/** ms of an instant text of a record. */
export function instantOf(text: string): number {
  const ms = parseInstant(text)
  if (ms === undefined) throw new FormulaError('not_a_datetime', { text: text.slice(0, 40) })
  return ms
}

/** Day number of a date text of a record. */
export function dayOf(text: string): number {
  const days = parseDate(text)
  if (days === undefined) throw new FormulaError('not_a_date', { text: text.slice(0, 40) })
  return days
}

export function isPlainRecord(value: unknown): value is PlainRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !Decimal.isDecimal(value)
}

/** Local date and clock of an instant, as people write it: `2026-11-22 13:10:02`. */
function localText(text: string, zone: string): string {
  const { days, ofDay } = localOf(instantOf(text), zone)
  return `${dateText(days)} ${clockText(ofDay)}`
}

/** Text of any value whose static type is not known: lists joined with ", ", blank is "". */
export function plainText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Decimal.isDecimal(value)) return numberText(value)
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  if (Array.isArray(value)) return value.map(plainText).join(', ')
  if (isPlainRecord(value)) return Object.hasOwn(value, 'id') ? plainText(value.id) : ''
  return String(value)
}

const strict = (name: string, evaluate: Operation['evaluate'], write?: Operation['sql']): Operation => ({
  name,
  ...(evaluate ? { evaluate } : {}),
  ...(write ? { sql: write } : {}),
})

export const NUMBER_TO_TEXT = strict(
  'number to text',
  (_: Context, value: Decimal) => numberText(value),
  ([value]) => sql`trim_scale(${value})::text`,
)
export const BOOLEAN_TO_TEXT = strict(
  'boolean to text',
  (_: Context, value: boolean) => (value ? 'TRUE' : 'FALSE'),
  ([value]) => sql`(case when ${value} then 'TRUE' when not ${value} then 'FALSE' end)`,
)
export const DATE_TO_TEXT = strict(
  'date to text',
  (_: Context, value: string) => value,
  ([value]) => sql`to_char(${value}, 'YYYY-MM-DD')`,
)
export const DATETIME_TO_TEXT = strict(
  'datetime to text',
  (context: Context, value: string) => localText(value, context.scope.zone),
  ([value], call) => sql`to_char(${shownLocalSql(value!, call.nodes[0], call)}, 'YYYY-MM-DD HH24:MI:SS')`,
)
export const DURATION_TO_TEXT = strict(
  'duration to text',
  (_: Context, value: Decimal) => `${numberText(divide(value, HOUR_MS))}h`,
  ([value]) => sql`(trim_scale(round(round(${value}, 90) / 3600000, 20))::text || 'h')`,
)
export const ID_TO_TEXT = strict(
  'id to text',
  (_: Context, value: Value) => plainText(value),
  ([value]) => sql`(${value})::text`,
)
export const ANY_TO_TEXT: Operation = { name: 'any to text', evaluate: (_, value) => plainText(value) }
export const DATE_TO_DATETIME = strict(
  'date to datetime',
  (context: Context, value: string) => instantText(instantAt(dayOf(value), 0, context.scope.zone)),
  ([value], call) => sqlInstant(localInstantSql(sql`${value}::timestamp`, call), call),
)
export const DATETIME_TO_DATE = strict(
  'datetime to date',
  (context: Context, value: string) => dateText(localOf(instantOf(value), context.scope.zone).days),
  ([value], call) => {
    const date = sql`(${value} at time zone ${call.zone})::date`
    // A stored instant within a day of the year 1 or 9999 is not worth a check in every condition on a column.
    return call.nodes[0]?.node === 'call' ? sqlDate(date, call) : date
  },
)

/** Conversion to text by kind; kinds that are text already need none. */
export const TO_TEXT: Readonly<Partial<Record<ScalarKind | 'record' | 'list', Operation>>> = {
  number: NUMBER_TO_TEXT,
  boolean: BOOLEAN_TO_TEXT,
  date: DATE_TO_TEXT,
  datetime: DATETIME_TO_TEXT,
  duration: DURATION_TO_TEXT,
  user: ID_TO_TEXT,
  department: ID_TO_TEXT,
  record: ID_TO_TEXT,
  any: ANY_TO_TEXT,
  list: ANY_TO_TEXT,
}

/** A value of unknown type taken as `type`; error value `wrong_value_type` when it is something else. */
export function assertValue(value: Value, type: Type): Value {
  if (value === null || type.kind === 'any') return value
  const wrong = () =>
    new FormulaError('wrong_value_type', { expected: type.kind, found: plainText(value).slice(0, 40) })
  switch (type.kind) {
    case 'number':
    case 'duration':
      if (typeof value === 'string' || Decimal.isDecimal(value)) return toDecimal(value)
      throw wrong()
    case 'boolean':
      if (typeof value === 'boolean') return value
      throw wrong()
    case 'list':
      return (Array.isArray(value) ? value : [value]).map(item => assertValue(item, type.of))
    case 'date':
      if (typeof value === 'string') return dateText(dayOf(value.slice(0, 10)))
      throw wrong()
    case 'datetime':
      if (typeof value === 'string') return instantText(instantOf(value))
      throw wrong()
    case 'record':
      if (typeof value === 'string' || isPlainRecord(value)) return value
      throw wrong()
    default:
      if (typeof value === 'boolean' || Array.isArray(value)) throw wrong()
      return plainText(value)
  }
}

/** A blank of no type as one of `type`. */
export function blankTo(type: Type): Operation {
  return {
    name: `blank as ${type.kind}`,
    acceptsBlank: true,
    evaluate: (_, value) => value ?? null,
    sql: ([value], call) => call.typed(value!, type),
  }
}

/** The operation that takes an `any` as `type`. */
export function assertion(type: Type): Operation {
  return { name: `as ${type.kind}`, evaluate: (_, value) => assertValue(value ?? null, type) }
}
