/** Texts by characters (code points), as PostgreSQL counts them: 汉字 = 1, an emoji = 1. */

const SURROGATE = /[\ud800-\udfff]/
const EDGE_BLANKS = /^[ \t\r\n\u3000\u00a0]+|[ \t\r\n\u3000\u00a0]+$/g
/** The same blanks for btrim(). */
export const BLANKS = ' \t\r\n\u3000\u00a0'

/** Most characters a count or position may name. */
export const LONGEST = 1_000_000

export function lengthOf(text: string): number {
  return SURROGATE.test(text) ? [...text].length : text.length
}

/** Characters from `start` (0-based) up to `end`, which may lie beyond the text. */
export function sliceText(text: string, start: number, end?: number): string {
  return SURROGATE.test(text) ? [...text].slice(start, end).join('') : text.slice(start, end)
}

/** 0-based character index of `part` at or after `from`, -1 if there is none. */
export function indexOfText(text: string, part: string, from: number): number {
  if (!SURROGATE.test(text)) return text.indexOf(part, from)
  const characters = [...text]
  const offset = characters.slice(0, from).join('').length
  const found = text.indexOf(part, offset)
  return found < 0 ? -1 : [...text.slice(0, found)].length
}

/** Blanks at the ends removed: space, tab, line breaks, U+3000, U+00A0. Inner blanks stay. */
export function trimText(text: string): string {
  return text.replace(EDGE_BLANKS, '')
}

/** Capitals character by character (ß stays ß), as PostgreSQL's C.UTF-8. */
export function upperText(text: string): string {
  return mapCase(text, character => character.toUpperCase())
}

export function lowerText(text: string): string {
  return mapCase(text, character => character.toLowerCase())
}

function mapCase(text: string, change: (character: string) => string): string {
  let result = ''
  for (const character of text) {
    const changed = change(character)
    result += lengthOf(changed) === 1 ? changed : character
  }
  return result
}

/** Digits in groups of three. */
export function groupThousands(whole: string): string {
  return whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')
}
