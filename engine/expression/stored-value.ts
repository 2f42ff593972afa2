import { Decimal, numberText } from './decimal.ts'
import { isPlainRecord } from './functions/conversions.ts'
import type { Type } from './types.ts'
import { FormulaError, type Result } from './value.ts'

/**
 * A result as the record keeps it: numbers as decimal text (with `scale` places of the type, half away from zero), durations as ms text, texts, booleans and
 * ISO dates as they are, record objects as their id, lists as arrays. An error value stays one: store blank and its code.
 */
export function storedValue(result: Result, type: Type): unknown {
  if (result === null || result instanceof FormulaError) return result
  if (Array.isArray(result)) return result.map(item => storedValue(item, type.kind === 'list' ? type.of : type))
  if (Decimal.isDecimal(result)) {
    return type.kind === 'number' && type.scale !== undefined ? fixed(result, type.scale) : numberText(result)
  }
  return isPlainRecord(result) && Object.hasOwn(result, 'id') ? result.id : result
}

/** Never "-0.00". */
function fixed(value: Decimal, scale: number): string {
  const rounded = value.toDecimalPlaces(scale)
  return (rounded.isZero() ? rounded.abs() : rounded).toFixed(scale)
}
