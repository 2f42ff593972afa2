import { useMemo, useSyncExternalStore } from 'react'
import type { Language } from '../../schemas/problem.ts'
import { textIn } from './index.ts'
import { onLanguage, spokenLanguage } from './language.ts'
import type { TextKey } from './texts/index.ts'

/** A text an author wrote, in one or two languages. */
export type Labelled =
  | { readonly zh?: string | undefined; readonly en?: string | undefined }
  | string
  | null
  | undefined

/** The author's text in the reader's language, else in the other one. */
export function labelIn(label: Labelled, language: Language): string {
  if (label === null || label === undefined) return ''
  if (typeof label === 'string') return label
  return (language === 'zh' ? (label.zh ?? label.en) : (label.en ?? label.zh)) ?? ''
}

export interface Text {
  readonly language: Language
  /** a text of ours */
  readonly t: (key: TextKey, params?: Readonly<Record<string, unknown>>) => string
  /** a text of the app's author */
  readonly label: (label: Labelled) => string
}

/** Texts in the reader's language; the page redraws when it changes. */
export function useText(): Text {
  const language = useSyncExternalStore(onLanguage, spokenLanguage)
  return useMemo(
    () => ({
      language,
      t: (key, params) => textIn(language, key, params),
      label: label => labelIn(label, language),
    }),
    [language],
  )
}
