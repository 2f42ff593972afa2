import type { Language, Problem } from '../problem.ts'

export type ErrorTexts = Readonly<Record<string, Readonly<Record<Language, string>>>>

/** A label or text in two languages, read in the caller's language, else in the other one. */
function inLanguage(value: unknown, language: Language): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map(item => inLanguage(item, language)).join(language === 'zh' ? '、' : ', ')
  if (typeof value !== 'object') return String(value)
  const texts = value as Partial<Record<Language, string>>
  return texts[language] ?? texts[language === 'zh' ? 'en' : 'zh'] ?? ''
}

/** The message of a code with its params filled in, in the reader's language. A code the texts do not know reads as itself. */
export function messageOf(texts: ErrorTexts, code: string, params: Problem['params'], language: Language): string {
  const text = Object.hasOwn(texts, code) ? texts[code]?.[language] : undefined
  if (text === undefined) return code
  return text.replace(/\{(\w+)\}/g, (_, name: string) => inLanguage(params[name], language)).trim()
}
