import type { Language } from '../../schemas/problem.ts'

const KEPT = 'formwork.language'
const listeners = new Set<() => void>()
let spoken: Language = 'zh'

/** The reader's language before he says who he is: kept on this device, else the browser's, else Chinese. */
export function firstLanguage(): Language {
  const kept = localStorage.getItem(KEPT)
  if (kept === 'zh' || kept === 'en') return kept
  return /^en\b/i.test(navigator.language) ? 'en' : 'zh'
}

export const spokenLanguage = (): Language => spoken

/** For `useSyncExternalStore`. */
export function onLanguage(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function setLanguage(language: Language): void {
  if (language === spoken) return
  spoken = language
  for (const listener of listeners) listener()
}

export const keepLanguage = (language: Language): void => localStorage.setItem(KEPT, language)
