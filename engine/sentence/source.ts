import type { Language } from '../../schemas/problem.ts'

/** A text as the rules read it. Places are offsets of the text as it was typed. */
export interface Source {
  readonly text: string
  readonly language: Language
  /** past blanks */
  skip(at: number): number
  /** the end of a word or piece of text that stands at a place, whatever its case and width of punctuation */
  match(at: number, words: string): number | undefined
  /** a match of a sticky pattern on the text in narrow punctuation and small letters */
  pattern(at: number, pattern: RegExp): { readonly found: RegExpExecArray; readonly end: number } | undefined
}

/** Punctuation and digits of Chinese keyboards as their narrow twins, one character each. */
const NARROW: Readonly<Record<string, string>> = {
  '，': ',',
  '。': '.',
  '；': ';',
  '：': ':',
  '（': '(',
  '）': ')',
  '“': '"',
  '”': '"',
  '％': '%',
  '’': "'",
  '‘': "'",
  '！': '!',
  '　': ' ',
}

function narrow(character: string): string {
  const code = character.charCodeAt(0)
  if (code >= 0xff10 && code <= 0xff19) return String.fromCharCode(code - 0xff10 + 48)
  const small = character.toLowerCase()
  return NARROW[character] ?? (small.length === 1 ? small : character)
}

const narrowed = (text: string): string =>
  Array.from({ length: text.length }, (_, at) => narrow(text.charAt(at))).join('')

const LETTER = /[a-z0-9]/

const pieces = new Map<string, readonly string[]>()

/** Words come from the tables and the names of an app: each is taken apart once. */
function wordsOf(text: string): readonly string[] {
  let words = pieces.get(text)
  if (words === undefined) {
    if (pieces.size > 20_000) pieces.clear()
    words = narrowed(text)
      .split(/\s+/)
      .filter(word => word !== '')
    pieces.set(text, words)
  }
  return words
}

export function sourceOf(text: string, language: Language): Source {
  const plain = narrowed(text)
  const skip = (at: number): number => {
    let place = at
    while (place < plain.length && /\s/.test(plain.charAt(place))) place += 1
    return place
  }
  return {
    text,
    language,
    skip,
    match(at, words) {
      let place = skip(at)
      for (const word of wordsOf(words)) {
        place = skip(place)
        if (!plain.startsWith(word, place)) return undefined
        place += word.length
        // “in” is not the beginning of “invoice”.
        if (LETTER.test(word.charAt(word.length - 1)) && LETTER.test(plain.charAt(place))) return undefined
      }
      return place
    },
    pattern(at, pattern) {
      const place = skip(at)
      const sticky = new RegExp(pattern.source, 'y')
      sticky.lastIndex = place
      const found = sticky.exec(plain)
      return found === null ? undefined : { found, end: place + found[0].length }
    },
  }
}
