import { Decimal } from '../decimal.ts'
import type { Value } from '../value.ts'

/** Blank: null, "", an empty list. */
export function isBlank(value: Value | undefined): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}

/** What json-logic calls truth: 0, "", blank and an empty list are false. */
export function isTruthy(value: Value): boolean {
  if (Decimal.isDecimal(value)) return !value.isZero()
  return !isBlank(value) && value !== false
}
