import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Language } from '../../schemas/problem.ts'
import { speak } from '../api/client.ts'
import { type TextKey, texts } from './texts/index.ts'

const KEPT = 'formwork.language'
const other: Readonly<Record<Language, Language>> = { zh: 'en', en: 'zh' }

/** The reader's language before he says who he is: kept on this device, else the browser's, else Chinese. */
function firstLanguage(): Language {
  const kept = localStorage.getItem(KEPT)
  if (kept === 'zh' || kept === 'en') return kept
  return /^en\b/i.test(navigator.language) ? 'en' : 'zh'
}

const resourcesOf = (language: Language): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).map(([key, [zh, en]]) => [key, language === 'zh' ? zh : en]))

/** Gets the texts ready; called once before the first page. */
export function startTexts(language: Language = firstLanguage()): void {
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'zh',
    resources: { zh: { translation: resourcesOf('zh') }, en: { translation: resourcesOf('en') } },
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
    initAsync: false,
  })
  settle(language)
}

function settle(language: Language): void {
  document.documentElement.lang = language
  speak(language)
}

export function changeLanguage(language: Language): void {
  localStorage.setItem(KEPT, language)
  settle(language)
  void i18next.changeLanguage(language)
}

export const otherLanguage = (language: Language): Language => other[language]

/** A text outside of React (a thrown message, a document title). */
export const textOf = (key: TextKey, params?: Record<string, unknown>): string => i18next.t(key, params ?? {})
