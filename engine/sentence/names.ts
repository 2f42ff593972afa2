import type { Label } from '../../schemas/generated/definition.ts'
import type { Language } from '../../schemas/problem.ts'
import { labelText } from '../definition/labels.ts'
import type { Speech } from './place.ts'
import { expect, type Found, type Reader, type Rule } from './rule.ts'

/** An element of the app with the words it goes by; the first is said. */
export interface Name {
  readonly key: string
  readonly texts: readonly string[]
}

/** Endings people leave out: 到期日期 is 到期, 跟进记录 is 跟进; invoices are an invoice. */
const ENDINGS: Readonly<Record<Language, RegExp>> = { zh: /(日期|时间|记录|日|单)$/, en: /( date| time|s)$/i }
const OTHER: Readonly<Record<Language, Language>> = { zh: 'en', en: 'zh' }

/** The words of a label: as written, without its ending, in the other language; and the words its author added. */
export function nameOf(key: string, label: Label | undefined, language: Language, words: readonly string[] = []): Name {
  const own = labelText(label, language) ?? key
  const short = own.replace(ENDINGS[language], '')
  const plural = language === 'en' ? [`${own}s`] : []
  const other = label?.[OTHER[language]]
  const texts = [
    own,
    ...(short.length > 1 ? [short] : []),
    ...plural,
    ...(other === undefined ? [] : [other]),
    ...words,
  ]
  return { key, texts: [...new Set(texts.filter(text => text.trim() !== ''))] }
}

const QUOTED = /"([^"]*)"|『([^』]*)』/

/** Text in quotation marks as it was typed, without them. */
export function* readQuoted(reader: Reader, at: number): Iterable<Found<string>> {
  expect(reader, at, '“”')
  const match = reader.source.pattern(at, QUOTED)
  if (match === undefined) return
  const start = match.end - match.found[0].length + 1
  yield { value: reader.source.text.slice(start, match.end - 1), end: match.end }
}

/** Blanks inside quotation marks are the author's; the sentence around is tidied. */
export const KEPT_BLANK = '\uE000'
export function quote(text: string): string {
  const kept = text.replaceAll(' ', KEPT_BLANK)
  return /["“”]/.test(text) ? `『${kept}』` : `“${kept}”`
}

/** Any text in quotation marks. */
export const quotedText: Rule<string> = {
  read: readQuoted,
  say: value => (/[\n\uE000『』]/.test(value) ? undefined : quote(value)),
}

/** English begins a name in a sentence with a small letter, unless it is an abbreviation or a mark such as A+. */
const inSentence = (text: string): string =>
  /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text

const ARTICLES = ['the', 'a', 'an']

/** Places a name may begin at: an article before it says nothing. */
function starts({ source }: Reader, at: number): number[] {
  if (source.language === 'zh') return [at]
  return [at, ...ARTICLES.flatMap(word => source.match(at, word) ?? [])]
}

/** One of the names of the app, plain or in quotation marks; the longest that fits comes first. */
export function names(list: readonly Name[], { quoted }: Pick<Speech, 'quoted'>): Rule<string> {
  const words = list
    .flatMap(({ key, texts }) => texts.map(text => ({ key, text })))
    .sort((a, b) => b.text.length - a.text.length)
  return {
    *read(reader, at) {
      for (const { texts } of list) expect(reader, at, texts[0] ?? '')
      for (const { value, end } of readQuoted(reader, at))
        for (const { key, texts } of list) if (texts.includes(value)) yield { value: key, end }
      const seen = new Set<string>()
      const places = starts(reader, at)
      for (const { key, text } of words) {
        const end = places.map(place => reader.source.match(place, text)).find(place => place !== undefined)
        if (end === undefined || seen.has(`${key} ${end}`)) continue
        seen.add(`${key} ${end}`)
        yield { value: key, end }
      }
    },
    say(value) {
      const text = list.find(({ key }) => key === value)?.texts[0]
      if (text === undefined) return undefined
      return quoted ? quote(text) : inSentence(text)
    },
  }
}
