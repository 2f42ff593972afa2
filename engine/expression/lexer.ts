import { ParseFailure } from './expression-error.ts'
import type { DurationUnit } from './tree.ts'

export type Token = { readonly start: number; readonly end: number } & (
  | { readonly type: 'number'; readonly text: string }
  | { readonly type: 'text'; readonly value: string }
  | { readonly type: 'duration'; readonly amount: string; readonly unit: DurationUnit }
  /** `braces`: written as {a.b}, so never a function's name */
  | { readonly type: 'name'; readonly path: readonly string[]; readonly braces: boolean }
  | { readonly type: 'symbol'; readonly text: string }
  | { readonly type: 'end' }
)

/** Full-width punctuation that Chinese keyboards type, as its ASCII twin. Each is one character, so offsets stay true. */
const TWINS: Readonly<Record<string, string>> = {
  '（': '(',
  '）': ')',
  '，': ',',
  '；': ',',
  '＞': '>',
  '＜': '<',
  '＝': '=',
  '＋': '+',
  '－': '-',
  '−': '-',
  '×': '*',
  '＊': '*',
  '÷': '/',
  '／': '/',
  '％': '%',
  '＆': '&',
  '｜': '|',
  '！': '!',
  '＾': '^',
  '｛': '{',
  '｝': '}',
  '［': '[',
  '］': ']',
  '【': '[',
  '】': ']',
  '．': '.',
  '＂': '"',
  '＇': "'",
  '“': '"',
  '”': '"',
  '‘': "'",
  '’': "'",
  '　': ' ',
  ';': ',',
  '＄': '$',
}
const SYMBOLS = [
  '<=',
  '>=',
  '<>',
  '!=',
  '==',
  '&&',
  '||',
  '<',
  '>',
  '=',
  '≤',
  '≥',
  '≠',
  '+',
  '-',
  '*',
  '/',
  '^',
  '&',
  '%',
  '!',
  '(',
  ')',
  ',',
  '[',
  ']',
]
const SAME: Readonly<Record<string, string>> = { '==': '=', '!=': '<>', '≠': '<>', '≤': '<=', '≥': '>=' }
const UNITS = new Set<string>(['s', 'min', 'h', 'd', 'w', 'mo', 'y', 'wd', 'wh'])
const NAME_START = /[\p{L}_$]/u
const NAME_PART = /[\p{L}\p{N}\p{M}_·]/u

function ascii(character: string): string {
  const code = character.charCodeAt(0)
  if (code >= 0xff10 && code <= 0xff19) return String.fromCharCode(code - 0xff10 + 48)
  return TWINS[character] ?? character
}

/** Cuts a formula into tokens; the last one is `end`. Throws ParseFailure. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = []
  let at = 0
  const peek = (offset = 0) => ascii(text.charAt(at + offset))
  const wholeCharacter = (index: number) => String.fromCodePoint(text.codePointAt(index) ?? 0)

  const readWhile = (pattern: RegExp): string => {
    const from = at
    while (at < text.length) {
      const character = wholeCharacter(at)
      if (!pattern.test(character)) break
      at += character.length
    }
    return text.slice(from, at)
  }

  const readNumber = (start: number): Token => {
    let digits = ''
    let point = false
    while (at < text.length && (/\d/.test(peek()) || (peek() === '.' && !point && /\d/.test(peek(1))))) {
      point ||= peek() === '.'
      digits += peek()
      at++
    }
    const unit = readWhile(NAME_PART)
    if (unit === '') return { type: 'number', text: digits.startsWith('.') ? `0${digits}` : digits, start, end: at }
    if (UNITS.has(unit)) return { type: 'duration', amount: digits, unit: unit as DurationUnit, start, end: at }
    throw new ParseFailure(
      'formula_name_after_number',
      start,
      at,
      { text: text.slice(start, at) },
      `{${text.slice(start, at)}}`,
    )
  }

  const readText = (start: number, quote: string): Token => {
    let value = ''
    for (at++; at < text.length; at++) {
      if (peek() !== quote || (text.charAt(start) === quote && text.charAt(at) !== quote)) value += text.charAt(at)
      else if (text.charAt(at + 1) === text.charAt(at) && quote === text.charAt(at)) {
        value += quote
        at++
      } else {
        at++
        return { type: 'text', value, start, end: at }
      }
    }
    throw new ParseFailure('formula_unclosed_text', start, text.length)
  }

  const readBraces = (start: number): Token => {
    const path = ['']
    for (at++; at < text.length; at++) {
      const character = text.charAt(at)
      if (ascii(character) === '}') {
        at++
        const trimmed = path.map(part => part.trim())
        if (trimmed.includes('')) throw new ParseFailure('formula_empty_name', start, at)
        return { type: 'name', path: trimmed, braces: true, start, end: at }
      }
      if (character === '.') path.push('')
      else if (character === '\\') path[path.length - 1] += text.charAt(++at)
      else path[path.length - 1] += character
    }
    throw new ParseFailure('formula_unclosed_brace', start, text.length)
  }

  const readName = (start: number): Token => {
    const path: string[] = []
    do {
      if (path.length > 0) at++
      const first = wholeCharacter(at)
      at += first.length
      path.push(first + readWhile(NAME_PART))
    } while (peek() === '.' && at + 1 < text.length && NAME_START.test(wholeCharacter(at + 1)))
    return { type: 'name', path, braces: false, start, end: at }
  }

  while (at < text.length) {
    const start = at
    const character = peek()
    if (/\s/.test(character)) at++
    else if (/\d/.test(character) || (character === '.' && /\d/.test(peek(1)))) tokens.push(readNumber(start))
    else if (character === '"' || character === "'") tokens.push(readText(start, character))
    else if (character === '{') tokens.push(readBraces(start))
    else if (NAME_START.test(wholeCharacter(at))) tokens.push(readName(start))
    else {
      const symbol = SYMBOLS.find(each => each === character + (each.length > 1 ? peek(1) : ''))
      if (symbol === undefined)
        throw new ParseFailure('formula_bad_character', start, start + 1, { character: wholeCharacter(at) })
      at += symbol.length
      tokens.push({ type: 'symbol', text: SAME[symbol] ?? symbol, start, end: at })
    }
  }
  tokens.push({ type: 'end', start: text.length, end: text.length })
  return tokens
}
