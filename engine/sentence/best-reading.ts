import type { Language } from '../../schemas/problem.ts'
import type { Reading, Speaker } from './speak.ts'

interface InLanguage {
  readonly language: Language
  readonly reading: Reading
}

/** The text in the language it makes most sense in: people type in another one than their pages speak. */
export function bestReading(speaker: Speaker, text: string, language: Language): InLanguage {
  const read = (one: Language): InLanguage => ({ language: one, reading: speaker.read(text, one) })
  const [own, other] = [read(language), read(language === 'zh' ? 'en' : 'zh')]
  return reached(other) > reached(own) ? other : own
}

const reached = ({ reading }: InLanguage): number => (reading.understood ? Number.POSITIVE_INFINITY : reading.at)
