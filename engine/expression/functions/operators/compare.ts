import type { Context } from '../../context.ts'
import { Decimal, parseDecimal } from '../../decimal.ts'
import { rawSql, type SqlFragment, sql } from '../../fragment.ts'
import type { TypedNode } from '../../typed.ts'
import type { Value } from '../../value.ts'
import { isPlainRecord } from '../conversions.ts'
import type { Operation, SqlCall } from '../definition.ts'

export type OrderOperator = '<' | '<=' | '>' | '>='
/** How values of a static type compare. */
export type Comparison = 'number' | 'text' | 'plain' | 'boolean' | 'any'

/** Identity of a value for comparing: a record object counts as its id. */
function identity(value: Value): Value {
  return isPlainRecord(value) && Object.hasOwn(value, 'id') ? ((value.id as Value | undefined) ?? null) : value
}

/** Equality of any two values (M1): blank equals only blank and "". Numbers by value, lists element by element. */
export function equalValues(a: Value, b: Value): boolean {
  const [left, right] = [identity(a), identity(b)]
  if (left === null || left === '') return right === null || right === ''
  if (right === null || right === '') return false
  if (Decimal.isDecimal(left)) {
    const number = Decimal.isDecimal(right) ? right : typeof right === 'string' ? parseDecimal(right) : undefined
    return number?.eq(left) ?? false
  }
  if (Decimal.isDecimal(right)) return equalValues(right, left)
  if (Array.isArray(left)) {
    return (
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((item, index) => equalValues(item, right[index] ?? null))
    )
  }
  return left === right
}

/** Order of two texts by code points, as PostgreSQL's collation "C". */
function compareTexts(a: string, b: string): number {
  if (a === b) return 0
  const length = Math.min(a.length, b.length)
  for (let index = 0; index < length; index++) {
    const [x, y] = [a.charCodeAt(index), b.charCodeAt(index)]
    if (x === y) continue
    const surrogates = (code: number) => code >= 0xd800 && code <= 0xdfff
    if (surrogates(x) !== surrogates(y)) return surrogates(x) ? 1 : -1
    return x - y
  }
  return a.length - b.length
}

/** Order of two values of one kind; null when they have none (a blank, a list, different kinds). */
export function orderOf(a: Value, b: Value): number | null {
  if (a === null || b === null || a === '' || b === '') return null
  if (Decimal.isDecimal(a) || Decimal.isDecimal(b)) {
    const left = typeof a === 'string' ? parseDecimal(a) : a
    const right = typeof b === 'string' ? parseDecimal(b) : b
    return Decimal.isDecimal(left) && Decimal.isDecimal(right) ? left.cmp(right) : null
  }
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b)
  return typeof a === 'boolean' && typeof b === 'boolean' ? Number(a) - Number(b) : null
}

const DECIDE: Readonly<Record<OrderOperator, (order: number) => boolean>> = {
  '<': order => order < 0,
  '<=': order => order <= 0,
  '>': order => order > 0,
  '>=': order => order >= 0,
}

const NUMBERS: Readonly<Record<OrderOperator, (a: Decimal, b: Decimal) => boolean>> = {
  '<': (a, b) => a.lt(b),
  '<=': (a, b) => a.lte(b),
  '>': (a, b) => a.gt(b),
  '>=': (a, b) => a.gte(b),
}

/** An ordering comparison; with a blank it is false (M1). Texts order by code point. */
export function ordering(operator: OrderOperator, by: Comparison): Operation {
  const decide = DECIDE[operator]
  const numbers = NUMBERS[operator]
  return {
    name: operator,
    acceptsBlank: true,
    nullFalse: true,
    evaluate:
      by === 'number'
        ? (_: Context, a: Decimal | null, b: Decimal | null) => a !== null && b !== null && numbers(a, b)
        : (_: Context, a: Value, b: Value) => {
            const order = orderOf(a, b)
            return order !== null && decide(order)
          },
    sql: ([a, b], call) => orderingSql(operator, by, a!, b!, call),
  }
}

function orderingSql(
  operator: OrderOperator,
  by: Comparison,
  a: SqlFragment,
  b: SqlFragment,
  call: SqlCall,
): SqlFragment | undefined {
  if (by === 'any') return undefined
  const compare = rawSql(` ${operator} `)
  if (by !== 'text') return sql`(${a}${compare}${b})`
  const filled = (fragment: SqlFragment, node: TypedNode | undefined) =>
    node?.node === 'constant' && node.value !== '' ? fragment : sql`nullif(${fragment}, '')`
  return sql`(${filled(a, call.nodes[0])} collate "C"${compare}${filled(b, call.nodes[1])} collate "C")`
}

/** = on typed values; blank equals only blank and "". */
export function equality(by: Comparison): Operation {
  return {
    name: '=',
    acceptsBlank: true,
    nullFalse: true,
    evaluate: equalityOf(by),
    sql: ([a, b], call) => equalSql(by, a!, b!, call),
  }
}

function equalityOf(by: Comparison): NonNullable<Operation['evaluate']> {
  if (by !== 'number') return (_: Context, a: Value, b: Value) => equalValues(a, b)
  return (_: Context, a: Decimal | null, b: Decimal | null) => (a === null || b === null ? a === b : a.eq(b))
}

export function inequality(by: Comparison): Operation {
  const equal = equalityOf(by)
  return {
    name: '<>',
    acceptsBlank: true,
    evaluate: (context: Context, a: Value, b: Value) => !equal(context, a, b),
    sql([a, b], call) {
      const same = equalSql(by, a!, b!, call)
      return same && sql`(not coalesce(${same}, false))`
    },
  }
}

/** With a constant on one side it is a plain `=`, so that an index serves it; NULL then stands for false. */
function equalSql(by: Comparison, a: SqlFragment, b: SqlFragment, call: SqlCall): SqlFragment | undefined {
  if (by === 'any') return undefined
  const [left, right] = call.nodes
  const isConstant = (node: TypedNode | undefined) => node?.node === 'constant'
  const isBlank = (node: TypedNode | undefined) =>
    node?.node === 'constant' && (node.value === null || node.value === '')
  const blank = (value: SqlFragment) => (by === 'text' ? sql`(coalesce(${value}, '') = '')` : sql`(${value} is null)`)
  if (isBlank(right)) return blank(a)
  if (isBlank(left)) return blank(b)
  if (isConstant(left) || isConstant(right)) return sql`(${a} = ${b})`
  return by === 'text' ? sql`(coalesce(${a}, '') = coalesce(${b}, ''))` : sql`(${a} is not distinct from ${b})`
}
