/** Upper bounds of numbers, known when an expression is checked: they decide where SQL must round or guard. */
import { type Decimal, MAX_DIGITS, PRODUCT_SCALE } from './decimal.ts'
import type { NumberSize } from './typed.ts'
import { elementOf, type Type } from './types.ts'

/** What any number of the language keeps to. */
const ANY_SIZE: NumberSize = { digits: MAX_DIGITS, scale: PRODUCT_SCALE }

export function sizeOf(size: NumberSize | undefined): NumberSize {
  return size ?? ANY_SIZE
}

export function sizeOfNumber(value: Decimal): NumberSize {
  return { digits: Math.max(value.e + 1, 1), scale: value.decimalPlaces() }
}

export const fits = ({ digits, scale }: NumberSize): boolean => digits <= MAX_DIGITS && scale <= PRODUCT_SCALE

/** The size of a field's numbers, or of the items of a list of them: the scale is the field's, durations are whole ms. */
export function sizeOfType(type: Type): { size?: NumberSize } {
  const element = elementOf(type)
  if (element.kind === 'duration') return { size: { digits: MAX_DIGITS, scale: 0 } }
  return element.kind === 'number' ? { size: { digits: MAX_DIGITS, scale: element.scale ?? PRODUCT_SCALE } } : {}
}

/** A size that holds all of some numbers. */
export function largestSize(sizes: readonly (NumberSize | undefined)[]): NumberSize {
  return {
    digits: Math.max(1, ...sizes.map(size => sizeOf(size).digits)),
    scale: Math.max(0, ...sizes.map(size => sizeOf(size).scale)),
  }
}
