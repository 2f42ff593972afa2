import type { Context } from '../../context.ts'
import {
  bounded,
  Decimal,
  DIVISION_SCALE,
  divide,
  integer,
  MAX_DIGITS,
  PRODUCT_SCALE,
  roundTo,
  ZERO,
} from '../../decimal.ts'
import { joinSql, rawSql, type SqlFragment, sql } from '../../fragment.ts'
import type { NumberSize, TypedNode } from '../../typed.ts'
import { FormulaError } from '../../value.ts'
import type { Operation, SqlCall } from '../definition.ts'

type Number = Decimal | null
const UNKNOWN: NumberSize = { digits: 20, scale: DIVISION_SCALE }

export function sizeOf(size: NumberSize | undefined): NumberSize {
  return size ?? UNKNOWN
}

/** SQL twin of `bounded`: only written where the sizes do not rule the overflow out. */
function guard(value: SqlFragment, size: NumberSize, call: SqlCall): SqlFragment {
  if (size.digits > MAX_DIGITS) call.fail(sql`abs(${value}) >= ${rawSql(`1${'0'.repeat(MAX_DIGITS)}::numeric`)}`)
  return value
}

function orZero(fragment: SqlFragment, node: TypedNode | undefined): SqlFragment {
  return node?.node === 'constant' ? fragment : sql`coalesce(${fragment}, 0)`
}

function sumSize([a, b]: readonly (NumberSize | undefined)[]): NumberSize {
  const [left, right] = [sizeOf(a), sizeOf(b)]
  return { digits: Math.max(left.digits, right.digits) + 1, scale: Math.max(left.scale, right.scale) }
}

function productSize([a, b]: readonly (NumberSize | undefined)[]): NumberSize {
  const [left, right] = [sizeOf(a), sizeOf(b)]
  return { digits: left.digits + right.digits, scale: left.scale + right.scale }
}

const limited = (size: NumberSize): NumberSize => ({
  digits: Math.min(size.digits, MAX_DIGITS),
  scale: Math.min(size.scale, PRODUCT_SCALE),
})

/** + and - take a blank as 0 (M1). */
export const ADD: Operation = {
  name: '+',
  acceptsBlank: true,
  evaluate: (_: Context, a: Number, b: Number) => bounded((a ?? ZERO).plus(b ?? ZERO)),
  sql: ([a, b], call) =>
    guard(
      sql`(${orZero(a!, call.nodes[0])} + ${orZero(b!, call.nodes[1])})`,
      sumSize(call.nodes.map(n => n.size)),
      call,
    ),
  size: sizes => limited(sumSize(sizes)),
}

export const SUBTRACT: Operation = {
  name: '-',
  acceptsBlank: true,
  evaluate: (_: Context, a: Number, b: Number) => bounded((a ?? ZERO).minus(b ?? ZERO)),
  sql: ([a, b], call) =>
    guard(
      sql`(${orZero(a!, call.nodes[0])} - ${orZero(b!, call.nodes[1])})`,
      sumSize(call.nodes.map(n => n.size)),
      call,
    ),
  size: sizes => limited(sumSize(sizes)),
}

/** A blank makes the product blank. Rounded to PRODUCT_SCALE places when it could have more. */
export const MULTIPLY: Operation = {
  name: '*',
  evaluate: (_: Context, a: Decimal, b: Decimal) => product(a, b),
  sql([a, b], call) {
    const size = productSize(call.nodes.map(node => node.size))
    const exact = sql`(${a} * ${b})`
    return guard(
      size.scale > PRODUCT_SCALE ? sql`round(${exact}, ${rawSql(String(PRODUCT_SCALE))})` : exact,
      size,
      call,
    )
  },
  size: sizes => limited(productSize(sizes)),
}

/** Exact product, rounded half away from zero to PRODUCT_SCALE places when it has more. */
export function product(a: Decimal, b: Decimal): Decimal {
  return bounded(a.times(b).toDecimalPlaces(PRODUCT_SCALE))
}

function quotientSize([a, b]: readonly (NumberSize | undefined)[]): NumberSize {
  return { digits: sizeOf(a).digits + sizeOf(b).scale + 1, scale: DIVISION_SCALE }
}

/**
 * a / b to DIVISION_SCALE places. In SQL the numerator is widened so far that the quotient is precise enough for the final rounding to be the
 * only one that matters: a quotient that is no tie differs from every tie by at least 10^-(21 + scale of b + scale of a + digits of b).
 */
export const DIVIDE: Operation = {
  name: '/',
  evaluate: (_: Context, a: Decimal, b: Decimal) => divide(a, b),
  sql([a, b], call) {
    const [left, right] = call.nodes.map(node => sizeOf(node.size)) as [NumberSize, NumberSize]
    const divisor = call.nodes[1]
    const isSafe = divisor?.node === 'constant' && Decimal.isDecimal(divisor.value) && !divisor.value.isZero()
    if (!isSafe) call.fail(sql`(${b} = 0 and ${a} is not null)`)
    const width = DIVISION_SCALE + 2 + left.scale + right.scale + right.digits
    const widened = sql`round(${a}, ${rawSql(String(width))})`
    return guard(
      sql`round(${widened} / ${isSafe ? b : sql`nullif(${b}, 0)`}, ${rawSql(String(DIVISION_SCALE))})`,
      quotientSize([left, right]),
      call,
    )
  },
  size: sizes => limited(quotientSize(sizes)),
}

export const NEGATE: Operation = {
  name: '-',
  evaluate: (_: Context, a: Decimal) => a.negated(),
  sql: ([a]) => sql`(-${a})`,
  size: ([a]) => a,
}

export const PERCENT: Operation = {
  name: '%',
  evaluate: (_: Context, a: Decimal) => a.times('0.01'),
  sql: ([a]) => sql`(${a} * 0.01)`,
  size: ([a]) => limited({ digits: sizeOf(a).digits, scale: sizeOf(a).scale + 2 }),
}

const LARGEST_EXPONENT = 1_000
const LARGEST_SQL_EXPONENT = 8

/** Whole exponents only: exact up to PRODUCT_SCALE places. Error values `exponent_not_whole`, `division_by_zero` (0 to a negative power). */
export const POWER: Operation = {
  name: '^',
  evaluate(_: Context, base: Decimal, exponent: Decimal) {
    if (!exponent.isInteger()) throw new FormulaError('exponent_not_whole', { exponent: exponent.toFixed() })
    const times = integer(exponent, -LARGEST_EXPONENT, LARGEST_EXPONENT)
    const positive = wholePower(base, Math.abs(times))
    return times < 0 ? divide(new Decimal(1), positive) : positive
  },
  sql([base], call) {
    const exponent = call.nodes[1]
    if (exponent?.node !== 'constant' || !Decimal.isDecimal(exponent.value) || !exponent.value.isInteger())
      return undefined
    const times = exponent.value.toNumber()
    const size = sizeOf(call.nodes[0]?.size)
    if (times < 1 || times > LARGEST_SQL_EXPONENT || size.scale * times > PRODUCT_SCALE) return undefined
    const factors = Array.from({ length: times }, () => base!)
    return guard(sql`(${joinSql(factors, ' * ')})`, { digits: size.digits * times, scale: size.scale * times }, call)
  },
}

/** Repeated squaring within 160 digits; the result is rounded to PRODUCT_SCALE places. */
function wholePower(base: Decimal, times: number): Decimal {
  if (base.e * times > MAX_DIGITS + times) throw new FormulaError('number_too_large')
  return bounded(roundTo(base.pow(times), PRODUCT_SCALE))
}
