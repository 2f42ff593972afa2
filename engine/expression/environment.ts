import type { Type } from './types.ts'

/** What a name means: its key, its type, its label for explanations. */
export interface Resolved {
  readonly key: string
  readonly type: Type
  readonly label?: string
  /** the label in each language, where its author gave one */
  readonly labels?: { readonly zh?: string; readonly en?: string }
}

/** What names mean at one place of a definition; the compiler of definitions supplies it. */
export interface Environment {
  /** The head of a path: a field key, a label in any language, or a scope such as `$user`, `$settings`, `$old`, `$row`. */
  resolve(name: string): Resolved | undefined
  /**
   * A member of a record, option or scope. `type` is the owner's type (the element type when the owner is a list), `path` the resolved
   * keys so far, e.g. `['customer']` or `['$user']`.
   */
  member(type: Type, path: readonly string[], name: string): Resolved | undefined
  /** Names for "did you mean". */
  names(): readonly string[]
  /** Names of members for "did you mean". */
  memberNames?(type: Type, path: readonly string[]): readonly string[]
  /** False forbids a function here (TODAY in a stored index, METRIC in stored formulas). */
  functionAllowed?(name: string): boolean
  /**
   * An option of a library by key or label: its key; undefined: no such option (an error in the expression). Leave the method out to
   * accept every text as a key.
   */
  option?(library: string, keyOrLabel: string): string | undefined
  /** Keys and labels of a library for "did you mean". */
  optionNames?(library: string): readonly string[]
}

/** A value the expression reads: resolved keys, their type, and where it stands in the text. */
export interface Reference {
  readonly path: readonly string[]
  readonly type: Type
  readonly labels: readonly string[]
  readonly start: number
  readonly end: number
}
