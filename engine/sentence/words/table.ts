import type { zh } from './zh.ts'

/** A table of phrases in one language: the same names, lists and groups in each. */
type Table<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends readonly string[]
      ? readonly string[]
      : Table<T[K]>
}
export type Phrases = Omit<Table<typeof zh>, 'spans'> & { readonly spans: Readonly<Record<string, string>> }
