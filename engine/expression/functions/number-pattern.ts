/** Excel's number patterns, read once: sections for positive, negative and zero, in each the places of digits and the text around them. */

export interface NumberSection {
  readonly before: string
  /** whole places from left to right, cut where `inner` texts stand (000-0000 has 3 and 4, and "-") */
  readonly groups: readonly number[]
  readonly inner: readonly string[]
  /** least digits before the point */
  readonly least: number
  readonly isGrouped: boolean
  /** text between the whole places and the point */
  readonly beforePoint: string
  /** places after the point, and how many of the last may go when they are 0 */
  readonly places: number
  readonly optional: number
  /** E+00: the least digits of the exponent, and whether a plus is written */
  readonly exponent?: { readonly least: number; readonly isSigned: boolean }
  readonly after: string
  /** the number is multiplied by ten to this: 2 for each %, -3 for each comma behind the last place */
  readonly shift: number
}

type Piece = { readonly slot: '0' | '#' } | { readonly text: string }

/** Sections for positive, negative and zero; with one it is for all. undefined = it has places for fractions (?) or conditions ([>100]). */
export function readPattern(pattern: string): readonly NumberSection[] | undefined {
  return isKnown(pattern) ? sectionsOf(pattern).slice(0, 3).map(readSection) : undefined
}

const isKnown = (pattern: string): boolean =>
  [...pattern.matchAll(MARK)].every(([mark, , , bracket]) => mark !== '?' && !/^[<>=]/.test(bracket ?? ''))

/** Marks of a pattern: quoted text, an escaped character, what stands in brackets, `_x` (as wide as x), `*x` (filling), an exponent, any character. */
const MARK = /"([^"]*)"|\\([\s\S])|\[([^\]]*)\]|_([\s\S])|\*([\s\S])|([eE][+-]0+)|([\s\S])/gu

function sectionsOf(pattern: string): readonly string[] {
  const sections = ['']
  for (const [mark] of pattern.matchAll(MARK)) {
    if (mark === ';') sections.push('')
    else sections[sections.length - 1] += mark
  }
  return sections
}

function readSection(section: string): NumberSection {
  const whole: Piece[] = []
  const fraction: Piece[] = []
  let pieces = whole
  let commas = 0
  let isGrouped = false
  let percents = 0
  let exponent: NumberSection['exponent']
  const hasSlot = () => whole.some(isSlot) || fraction.some(isSlot)
  for (const match of section.matchAll(MARK)) {
    const [mark, quoted, escaped, bracket, wide, filling, power] = match
    const text = quoted ?? escaped ?? (bracket === undefined ? undefined : currencyOf(bracket)) ?? (wide && ' ')
    if (text !== undefined) pieces.push({ text })
    else if (power && hasSlot()) exponent = { least: power.length - 2, isSigned: power[1] === '+' }
    else if (mark === '0' || mark === '#') {
      isGrouped ||= commas > 0 && pieces === whole
      commas = 0
      pieces.push({ slot: mark })
    } else if (mark === ',' && hasSlot()) commas++
    else if (mark === '.' && pieces === whole) pieces = fraction
    else if (filling === undefined) {
      if (mark === '%') percents++
      pieces.push({ text: mark })
    }
  }
  const shift = percents * 2 - commas * 3
  return { ...wholePart(whole), ...fractionPart(fraction), isGrouped, shift, ...(exponent ? { exponent } : {}) }
}

const isSlot = (piece: Piece): piece is { slot: '0' | '#' } => 'slot' in piece

/** [$¥-804] is a currency sign; colours and languages say nothing in a text. */
const currencyOf = (bracket: string): string => /^\$([^-]*)/.exec(bracket)?.[1] ?? ''

const textOf = (pieces: readonly Piece[]): string => pieces.map(piece => ('text' in piece ? piece.text : '')).join('')

function wholePart(
  pieces: readonly Piece[],
): Pick<NumberSection, 'before' | 'groups' | 'inner' | 'least' | 'beforePoint'> {
  const first = pieces.findIndex(isSlot)
  if (first < 0) return { before: textOf(pieces), groups: [], inner: [], least: 0, beforePoint: '' }
  const last = pieces.findLastIndex(isSlot)
  const groups = [0]
  const inner: string[] = []
  for (const piece of pieces.slice(first, last + 1)) {
    if ('slot' in piece) groups.push((groups.pop() ?? 0) + 1)
    else if (groups.at(-1) === 0) inner.push((inner.pop() ?? '') + piece.text)
    else {
      inner.push(piece.text)
      groups.push(0)
    }
  }
  const slots = pieces.filter(isSlot)
  const firstZero = slots.findIndex(({ slot }) => slot === '0')
  return {
    before: textOf(pieces.slice(0, first)),
    groups,
    inner,
    least: firstZero < 0 ? 0 : slots.length - firstZero,
    beforePoint: textOf(pieces.slice(last + 1)),
  }
}

function fractionPart(pieces: readonly Piece[]): Pick<NumberSection, 'places' | 'optional' | 'after'> {
  const slots = pieces.filter(isSlot)
  const optional = slots.length - 1 - slots.findLastIndex(({ slot }) => slot === '0')
  return { places: slots.length, optional, after: textOf(pieces) }
}
