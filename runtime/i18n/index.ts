import type { Language } from '../../schemas/problem.ts'
import { speak } from '../api/client.ts'
import { firstLanguage, keepLanguage, setLanguage, spokenLanguage } from './language.ts'
import { type TextKey, texts } from './texts/index.ts'

/** Gets the texts ready; called once before the first page. */
export function startTexts(language: Language = firstLanguage()): void {
  settle(language)
}

function settle(language: Language): void {
  document.documentElement.lang = language
  speak(language)
  setLanguage(language)
}

export function changeLanguage(language: Language): void {
  keepLanguage(language)
  settle(language)
}

export const otherLanguage = (language: Language): Language => (language === 'zh' ? 'en' : 'zh')

/** What a text says in Chinese and in English. */
export type Both = readonly [zh: string, en: string]

/** A text with its `{{names}}` filled in. */
export const wordsIn = (language: Language, [zh, en]: Both, params: Readonly<Record<string, unknown>> = {}): string =>
  (language === 'zh' ? zh : en).replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(params[name] ?? ''))

/** A text of ours. */
export const textIn = (language: Language, key: TextKey, params?: Readonly<Record<string, unknown>>): string =>
  wordsIn(language, texts[key], params)

/** A text outside of React (a thrown message, a document title). */
export const textOf = (key: TextKey, params?: Readonly<Record<string, unknown>>): string =>
  textIn(spokenLanguage(), key, params)
