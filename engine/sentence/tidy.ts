import type { Language } from '../../schemas/problem.ts'
import { KEPT_BLANK } from './names.ts'

const WIDE = '[\\u3000-\\u303f\\u3400-\\u9fff\\uff00-\\uffef“”]'
const BETWEEN_WIDE = new RegExp(`(?<=${WIDE}) +| +(?=${WIDE})`, 'g')
const HAN = '[\\u3400-\\u9fff]'
const HAN_LATIN = new RegExp(`(?<=${HAN})(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%+])(?=${HAN})`, 'g')

/** Phrases are joined with blanks; this sets them as the language does, and leaves quoted text alone. */
export function tidied(text: string, language: Language): string {
  const set = language === 'zh' ? chinese(text) : english(text)
  return set.replaceAll(KEPT_BLANK, ' ').trim()
}

/** Outside quotation marks only: what stands in them is the author's. `marks` may set the marks themselves in another way. */
const outside = (text: string, change: (part: string) => string, marks = (part: string): string => part): string =>
  text
    .split(/(“[^”]*”|『[^』]*』|「[^」]*」)/)
    .map((part, index) => (index % 2 === 0 ? change(part) : marks(part)))
    .join('')

const chinese = (text: string): string => outside(text.replace(BETWEEN_WIDE, ''), part => part.replace(HAN_LATIN, ' '))

/** English has its quotation marks and apostrophes straight: those of Chinese fonts are as wide as a character. */
const english = (text: string): string =>
  outside(
    text.replace(/ +/g, ' '),
    part =>
      part
        .replaceAll('’', "'")
        .replace(/ +([,.:;)'])/g, '$1')
        .replace(/\( +/g, '(')
        .replace(/\ba (?=[aeiou])/g, 'an '),
    part => part.replace(/^“(.*)”$/s, '"$1"'),
  )
