import { Decimal as Library } from 'decimal.js'
import { FormulaError } from './formula-error.ts'

/** Decimal places of every quotient, the same in the closure and in SQL. */
export const DIVISION_SCALE = 20
/** Decimal places a product may carry before it is rounded (half away from zero), the same in the closure and in SQL. */
export const PRODUCT_SCALE = 40
/** Values are below 10^40; beyond it is the error value `number_too_large`. */
export const MAX_DIGITS = 40
/** Significant digits of SQRT, EXP, LN, LOG. */
export const FUNCTION_DIGITS = 20

/** Exact for everything within MAX_DIGITS and PRODUCT_SCALE: a product of two such numbers has at most 160 digits. Half away from zero. */
export const Decimal = Library.clone({
  precision: 160,
  rounding: Library.ROUND_HALF_UP,
  toExpNeg: -400,
  toExpPos: 400,
  defaults: true,
})
export type Decimal = InstanceType<typeof Library>

/** For functions without exact results: FUNCTION_DIGITS are wanted, the others guard them. */
export const Approximate = Library.clone({ precision: 60, rounding: Library.ROUND_HALF_UP, defaults: true })

/** Exact for whole powers whose result is below 10^MAX_DIGITS: eight factors of 80 digits. */
export const Wide = Library.clone({ precision: 700, rounding: Library.ROUND_HALF_UP, defaults: true })

/** A result of a function without exact results: FUNCTION_DIGITS significant digits, at most PRODUCT_SCALE places. */
export function approximated(value: Library): Decimal {
  return bounded(new Decimal(value.toSignificantDigits(FUNCTION_DIGITS).toDecimalPlaces(PRODUCT_SCALE).toFixed()))
}

export const ZERO = new Decimal(0)
export const ONE = new Decimal(1)
const SHIFT = new Decimal(10).pow(DIVISION_SCALE)
const NUMBER_TEXT = /^[+-]?(\d+(\.\d*)?|\.\d+)$/

/** Refuses what is beyond MAX_DIGITS. */
export function bounded(value: Decimal): Decimal {
  if (value.e >= MAX_DIGITS || !value.isFinite()) throw new FormulaError('number_too_large')
  return value
}

/** Plain decimal text ("-12.50") to a Decimal; undefined when it is none. */
export function parseDecimal(text: string): Decimal | undefined {
  const trimmed = text.trim()
  return NUMBER_TEXT.test(trimmed) && trimmed.length <= 400 ? new Decimal(trimmed) : undefined
}

/** A raw number of a record (decimal text, JS number, bigint, Decimal) as a Decimal; null, undefined and "" are blank. */
export function toDecimal(raw: unknown): Decimal | null {
  if (raw === null || raw === undefined || raw === '') return null
  if (Library.isDecimal(raw)) return raw
  if (typeof raw === 'string') {
    const value = parseDecimal(raw)
    if (value) return bounded(value)
  } else if (typeof raw === 'number' && Number.isFinite(raw)) return bounded(new Decimal(raw))
  else if (typeof raw === 'bigint') return bounded(new Decimal(raw.toString()))
  throw new FormulaError('not_a_number', { text: String(raw).slice(0, 40) })
}

/** a / b rounded half away from zero to DIVISION_SCALE places; error value `division_by_zero`. Exact: no second rounding. */
export function divide(a: Decimal, b: Decimal): Decimal {
  if (b.isZero()) throw new FormulaError('division_by_zero')
  const numerator = a.times(SHIFT)
  const quotient = numerator.divToInt(b)
  const rest = numerator.minus(quotient.times(b))
  const rounded = rest.abs().times(2).gte(b.abs())
    ? a.isNegative() === b.isNegative()
      ? quotient.plus(1)
      : quotient.minus(1)
    : quotient
  return bounded(rounded.div(SHIFT))
}

/** Rounds to `places` (may be negative). */
export function roundTo(value: Decimal, places: number, mode: Library.Rounding = Library.ROUND_HALF_UP): Decimal {
  if (places >= 0) return value.toDecimalPlaces(places, mode)
  const unit = new Decimal(10).pow(-places)
  return value.div(unit).toDecimalPlaces(0, mode).times(unit)
}

/** Canonical text of a number: plain digits, no exponent, no trailing zeros. */
export function numberText(value: Decimal): string {
  return value.isZero() ? '0' : value.toFixed()
}

/** An integer argument (cut toward zero) between `min` and `max`; beyond it error value `number_out_of_range`. */
export function integer(value: Decimal, min: number, max: number): number {
  const cut = value.trunc().toNumber()
  if (cut < min || cut > max) throw new FormulaError('number_out_of_range', { value: numberText(value), min, max })
  return cut
}
