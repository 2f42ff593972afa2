import type { CompiledField, CompiledForm } from '../definition/compiled.ts'
import { fileTypes } from '../definition/field-type.ts'

/** A text for its readers, cut where a value is filled in. */
export type TextPart = string | { readonly path: readonly string[] }

/** Lines of a text. A line is the least that is left out when it names what its reader may not see. */
export type TextLines = readonly (readonly TextPart[])[]

const PLACEHOLDER = /\{([^{}\n]+)\}/g

/** `数量 {count}` as the text and the path of keys in it; a brace that opens nothing is itself. */
export function partsOf(text: string): TextPart[] {
  const parts: TextPart[] = []
  let end = 0
  for (const match of text.matchAll(PLACEHOLDER)) {
    if (match.index > end) parts.push(text.slice(end, match.index))
    parts.push({ path: match[1]!.split('.') })
    end = match.index + match[0].length
  }
  if (end < text.length) parts.push(text.slice(end))
  return parts
}

export const linesOf = (text: string): TextLines => text.split(/\r?\n/).map(partsOf)

/** Names a path crosses at most (SEMANTICS "Limits": 5 relations and the field). */
const LONGEST_PATH = 6

/** What a path leads to: a field, or why it leads to none that can stand in a text. */
export type Destination =
  | { readonly field: CompiledField; readonly form: CompiledForm }
  /** the step that leads nowhere, and what could stand there */
  | { readonly unknown: string; readonly at: number; readonly known: readonly string[] }
  | { readonly unfit: CompiledField; readonly actual: string }

/** Follows a path of field keys through relations. Lists of rows, and files, are no text. */
export function destinationOf(
  forms: ReadonlyMap<string, CompiledForm>,
  start: CompiledForm,
  path: readonly string[],
): Destination {
  let form = start
  for (const [at, key] of path.entries()) {
    const field = form.fields.get(key)
    if (field === undefined || at >= LONGEST_PATH) return { unknown: key, at, known: [...form.fields.keys()] }
    if (at === path.length - 1) {
      if (field.rows !== undefined) return { unfit: field, actual: 'list' }
      return fileTypes.has(field.kind) ? { unfit: field, actual: field.kind } : { field, form }
    }
    const target = forms.get(field.target ?? '')
    if (target === undefined) return { unknown: path[at + 1]!, at: at + 1, known: [] }
    form = target
  }
  return { unknown: '', at: 0, known: [...start.fields.keys()] }
}
