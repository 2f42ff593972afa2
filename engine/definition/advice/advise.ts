import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import type { CompiledApp } from '../compiled-app.ts'
import type { Place } from '../elements.ts'
import type { Reference } from '../references/references.ts'
import { keyName, type Said } from '../words/place.ts'
import type { Heard } from './heard.ts'

/** What advice is given on. `app` is null while the definition has errors. */
export interface Subject {
  readonly definition: AppDefinition
  readonly app: CompiledApp | null
  readonly heard: readonly Heard[]
  readonly references: readonly Reference[]
}

/** Notes something: where (JSON Pointer), what (code), and the values of its text. */
type Warn = (path: string, code: string, params: Readonly<Record<string, unknown>>) => void

/** Looks for one kind of thing that is allowed but hardly meant. */
export type Advise = (subject: Subject, warn: Warn) => void

/** A name for a reader: the label of the last key of a path where the place stands. */
export function labelled(definition: AppDefinition, place: Place, path: string): Said | string {
  const key = path.slice(path.lastIndexOf('.') + 1)
  return keyName(definition, place, key) ?? key
}
