import { useSyncExternalStore } from 'react'
import { type Both, wordsIn } from './index.ts'
import { onLanguage, spokenLanguage } from './language.ts'

export type Words<Key extends string = string> = Readonly<Record<Key, Both>>

/** Texts of a page that is loaded when it is first opened: they come with it, so that the first form does without them. */
export function useWords<Key extends string>(words: Words<Key>) {
  const language = useSyncExternalStore(onLanguage, spokenLanguage)
  return (key: Key, params?: Readonly<Record<string, unknown>>): string => wordsIn(language, words[key], params)
}
