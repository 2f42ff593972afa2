import type { Context } from '../../context.ts'
import {
  Approximate,
  approximated,
  bounded,
  Decimal,
  DIVISION_SCALE,
  divide,
  integer,
  MAX_DIGITS,
  numberText,
  ONE,
  PRODUCT_SCALE,
  Wide,
  ZERO,
} from '../../decimal.ts'
import { joinSql, rawSql, type SqlFragment, sql } from '../../fragment.ts'
import { sizeOf } from '../../number-size.ts'
import type { NumberSize, TypedNode } from '../../typed.ts'
import { FormulaError } from '../../value.ts'
import { approximatedSql, widened } from '../approximate-sql.ts'
import type { Operation, SqlCall } from '../definition.ts'
import { guard } from '../guard.ts'

type Number = Decimal | null
const HUNDREDTH = new Decimal('0.01')
function orZero(fragment: SqlFragment, node: TypedNode | undefined): SqlFragment {
  return node?.node === 'constant' && node.value !== null ? fragment : sql`coalesce(${fragment}, 0)`
}

function sumSize([a, b]: readonly (NumberSize | undefined)[]): NumberSize {
  const [left, right] = [sizeOf(a), sizeOf(b)]
  return { digits: Math.max(left.digits, right.digits) + 1, scale: Math.max(left.scale, right.scale) }
}

function productSize([a, b]: readonly (NumberSize | undefined)[]): NumberSize {
  const [left, right] = [sizeOf(a), sizeOf(b)]
  return { digits: left.digits + right.digits, scale: left.scale + right.scale }
}

export const limitedSize = (size: NumberSize): NumberSize => ({
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
  size: sizes => limitedSize(sumSize(sizes)),
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
  size: sizes => limitedSize(sumSize(sizes)),
}

/** A blank makes the product blank. Rounded to PRODUCT_SCALE places when it could have more. */
export const MULTIPLY: Operation = {
  name: '*',
  evaluate: (_: Context, a: Decimal, b: Decimal) => product(a, b),
  sql: ([a, b], call) =>
    productSql(
      a!,
      b!,
      call.nodes.map(node => node.size),
      call,
    ),
  size: sizes => limitedSize(productSize(sizes)),
}

/** SQL twin of `product`. */
export function productSql(
  a: SqlFragment,
  b: SqlFragment,
  sizes: readonly (NumberSize | undefined)[],
  call: SqlCall,
): SqlFragment {
  const size = productSize(sizes)
  return guard(roundedSql(sql`(${a} * ${b})`, size.scale), size, call)
}

/** Rounded to PRODUCT_SCALE places when it could have more. */
export function roundedSql(exact: SqlFragment, scale: number): SqlFragment {
  return scale > PRODUCT_SCALE ? sql`round(${exact}, ${rawSql(String(PRODUCT_SCALE))})` : exact
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
    if (!isSafe) call.fail(sql`${b} = 0`, 'division_by_zero')
    const width = DIVISION_SCALE + 2 + left.scale + right.scale + right.digits
    const widened = sql`round(${a}, ${rawSql(String(width))})`
    return guard(
      sql`round(${widened} / ${isSafe ? b : sql`nullif(${b}, 0)`}, ${rawSql(String(DIVISION_SCALE))})`,
      quotientSize([left, right]),
      call,
    )
  },
  size: sizes => limitedSize(quotientSize(sizes)),
}

export const NEGATE: Operation = {
  name: '-',
  evaluate: (_: Context, a: Decimal) => a.negated(),
  sql: ([a]) => sql`(-${a})`,
  size: ([a]) => a,
}

export const PERCENT: Operation = {
  name: '%',
  evaluate: (_: Context, a: Decimal) => product(a, HUNDREDTH),
  sql: ([a], call) => roundedSql(sql`(${a} * 0.01)`, sizeOf(call.nodes[0]?.size).scale + 2),
  size: ([a]) => limitedSize({ digits: sizeOf(a).digits, scale: sizeOf(a).scale + 2 }),
}

const LARGEST_EXPONENT = 1_000
const LARGEST_SQL_EXPONENT = 8

/**
 * Whole exponents are exact up to PRODUCT_SCALE places, others are rounded to FUNCTION_DIGITS significant digits. Error values `division_by_zero` (0 to a negative
 * power), `outside_domain` (a root of a negative number).
 */
export const POWER: Operation = {
  name: '^',
  evaluate(_: Context, base: Decimal, exponent: Decimal) {
    if (!exponent.isInteger()) return rootPower(base, exponent)
    const times = integer(exponent, -LARGEST_EXPONENT, LARGEST_EXPONENT)
    const positive = wholePower(base, Math.abs(times))
    return times < 0 ? divide(ONE, positive) : positive
  },
  sql([base], call) {
    const exponent = call.nodes[1]
    if (exponent?.node !== 'constant' || !Decimal.isDecimal(exponent.value)) return undefined
    return exponent.value.isInteger()
      ? wholePowerSql(base!, exponent.value.toNumber(), call)
      : rootPowerSql(base!, exponent.value, call)
  },
}

function wholePowerSql(base: SqlFragment, exponent: number, call: SqlCall): SqlFragment | undefined {
  const times = Math.abs(exponent)
  if (times > LARGEST_SQL_EXPONENT) return undefined
  if (times === 0) return sql`case when ${base} is not null then 1::numeric end`
  const size = sizeOf(call.nodes[0]?.size)
  const scale = size.scale * times
  const factors = Array.from({ length: times }, () => base)
  const power = guard(
    roundedSql(sql`(${joinSql(factors, ' * ')})`, scale),
    { digits: size.digits * times, scale },
    call,
  )
  if (exponent > 0) return power
  const divisor = call.once(power)
  call.fail(sql`${divisor} = 0`, 'division_by_zero')
  const width = rawSql(String(DIVISION_SCALE + 2 + PRODUCT_SCALE + MAX_DIGITS))
  const inverse = sql`round(round(1, ${width}) / nullif(${divisor}, 0), ${rawSql(String(DIVISION_SCALE))})`
  return guard(inverse, { digits: MAX_DIGITS + 1, scale: DIVISION_SCALE }, call)
}

function rootPowerSql(base: SqlFragment, exponent: Decimal, call: SqlCall): SqlFragment {
  const power = rawSql(`${numberText(exponent)}::numeric`)
  const bound = rawSql(String(MAX_DIGITS + 1))
  call.fail(sql`${base} < 0`, 'outside_domain')
  if (exponent.isNegative()) call.fail(sql`${base} = 0`, 'division_by_zero')
  const logarithm = call.once(sql`ln(${widened(sql`case when ${base} > 0 then ${base} end`)}) * ${power}`)
  const size = call.once(sql`${logarithm} / ln(10::numeric)`)
  call.fail(sql`${size} >= ${bound}`, 'number_too_large')
  const result = sql`exp(${widened(sql`case when abs(${size}) < ${bound} then ${logarithm} end`)})`
  return sql`case when ${base} = 0 or ${size} <= -${bound} then 0 else ${approximatedSql(result, call)} end`
}

/** Repeated squaring; the result is rounded to PRODUCT_SCALE places. */
function wholePower(base: Decimal, times: number): Decimal {
  if (base.e * times > MAX_DIGITS + times) throw new FormulaError('number_too_large')
  return bounded(new Decimal(new Wide(base).pow(times).toDecimalPlaces(PRODUCT_SCALE).toFixed()))
}

function rootPower(base: Decimal, exponent: Decimal): Decimal {
  if (base.isNegative() && !base.isZero())
    throw new FormulaError('outside_domain', { function: 'POWER', value: numberText(base) })
  if (base.isZero()) {
    if (exponent.isNegative()) throw new FormulaError('division_by_zero')
    return ZERO
  }
  const size = new Approximate(base).log(10).times(exponent.toFixed())
  if (size.gte(MAX_DIGITS + 1)) throw new FormulaError('number_too_large')
  if (size.lte(-PRODUCT_SCALE - 1)) return ZERO
  return approximated(new Approximate(base).pow(exponent.toFixed()))
}
