import type { Language } from '../../schemas/problem.ts'
import type { CompiledForm } from '../definition/compiled.ts'
import type { NameSpace } from '../definition/environment.ts'
import { type Rule, remembered } from './rule.ts'
import type { Phrases } from './words/table.ts'

/** Where a phrase stands: the app's names, the language, and what is decided for the whole sentence. */
export interface Speech {
  readonly space: NameSpace
  readonly language: Language
  readonly phrases: Phrases
  /** names stand in quotation marks: said so when without them the sentence would be read differently */
  readonly quoted: boolean
  /** rules made already: by their name, form and prefix */
  readonly made: Map<string, Rule<never>>
}

/** A record whose names a phrase uses. `prefix` leads to it from the record an automation is about. */
export interface Place extends Speech {
  readonly form: CompiledForm
  readonly prefix: readonly string[]
}

export const placeOf = (speech: Speech, form: CompiledForm, prefix: readonly string[] = []): Place => ({
  ...speech,
  form,
  prefix,
})

/** Forms people see: not the rows of sub-forms. */
export const formsOf = ({ space }: Speech): CompiledForm[] =>
  [...space.forms.values()].filter(({ parent, definition }) => parent === undefined && definition !== undefined)

/** A rule made once for a sentence. */
export function once<T>(speech: Speech, key: string, make: () => Rule<T>): Rule<T> {
  const known = speech.made.get(key)
  if (known !== undefined) return known as unknown as Rule<T>
  const rule = remembered(make())
  speech.made.set(key, rule as unknown as Rule<never>)
  return rule
}

/** A rule made once for each record it speaks of. */
export const oncePer = <T>(place: Place, name: string, make: () => Rule<T>): Rule<T> =>
  once(place, `${name} ${place.form.key} ${place.prefix.join('.')}`, make)
