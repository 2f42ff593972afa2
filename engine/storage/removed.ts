import type { AppDefinition, Field, Form, OptionLibrary, RowField } from '../../schemas/generated/definition.ts'
import type { StorageMap, StoredTable } from './storage-map.ts'

/** What left the app and is kept: a form, a sub-form's rows, or a field. */
export interface RemovedPlace {
  /** a field of a sub-form: `form.subform` */
  readonly form: string
  /** null: the form itself */
  readonly field: string | null
  /** where its values are; `column` is null where it is a table of its own */
  readonly table: string
  readonly column: string | null
}

/** Everything that a publish took out of the app and kept, in the order of the forms. */
export function removedPlaces({ forms }: StorageMap): RemovedPlace[] {
  return Object.entries(forms).flatMap(([form, stored]) =>
    stored.removed === true ? [{ form, field: null, table: stored.table, column: null }] : removedIn(form, stored),
  )
}

function removedIn(form: string, { table, columns, rows }: StoredTable): RemovedPlace[] {
  const fields = Object.entries(columns).flatMap(([field, { column, removed }]) =>
    removed === true ? [{ form, field, table, column }] : [],
  )
  const children = Object.entries(rows).flatMap(([field, child]) =>
    child.removed === true ? [{ form, field, table: child.table, column: null }] : removedIn(`${form}.${field}`, child),
  )
  return [...fields, ...children]
}

/** A storage map that no longer knows a removed place; the same map when it is not there or still in use. */
export function withoutPlace(storage: StorageMap, { form, field }: Pick<RemovedPlace, 'form' | 'field'>): StorageMap {
  const [key = '', rows] = form.split('.')
  const stored = storage.forms[key]
  if (stored === undefined) return storage
  if (field === null) return stored.removed === true ? { ...storage, forms: without(storage.forms, key) } : storage
  const next = rows === undefined ? tableWithout(stored, field) : rowsWithout(stored, rows, field)
  return next === stored ? storage : { ...storage, forms: { ...storage.forms, [key]: next } }
}

function rowsWithout(stored: StoredTable, rows: string, field: string): StoredTable {
  const child = stored.rows[rows]
  const next = child === undefined ? undefined : tableWithout(child, field)
  return next === undefined || next === child ? stored : { ...stored, rows: { ...stored.rows, [rows]: next } }
}

function tableWithout(stored: StoredTable, field: string): StoredTable {
  if (stored.columns[field]?.removed === true) return { ...stored, columns: without(stored.columns, field) }
  if (stored.rows[field]?.removed === true) return { ...stored, rows: without(stored.rows, field) }
  return stored
}

const without = <T>(items: Readonly<Record<string, T>>, key: string): Record<string, T> =>
  Object.fromEntries(Object.entries(items).filter(([own]) => own !== key))

/** What an earlier version had at a removed place. */
export type Removed =
  | { readonly form: Form; readonly libraries: readonly OptionLibrary[] }
  | { readonly at: string; readonly field: Field | RowField; readonly libraries: readonly OptionLibrary[] }

/** Finds in an earlier definition what a place held; undefined when it had none. */
export function removedFrom(
  definition: AppDefinition,
  place: Pick<RemovedPlace, 'form' | 'field'>,
): Removed | undefined {
  const [key = '', rows] = place.form.split('.')
  const form = definition.forms.find(one => one.key === key)
  if (form === undefined) return undefined
  if (place.field === null) return { form, libraries: librariesOf(definition, form.fields) }
  const subform = form.fields.find(one => one.key === rows)
  const fields = rows === undefined ? form.fields : subform?.type === 'subform' ? subform.fields : []
  const field = fields.find(one => one.key === place.field)
  return field && { at: place.form, field, libraries: librariesOf(definition, [field]) }
}

function librariesOf(definition: AppDefinition, fields: readonly (Field | RowField)[]): OptionLibrary[] {
  const named = new Set(
    fields.flatMap(field => [
      ...('options' in field ? [field.options] : []),
      ...(field.type === 'subform' ? field.fields.flatMap(row => ('options' in row ? [row.options] : [])) : []),
    ]),
  )
  return (definition.optionLibraries ?? []).filter(({ key }) => named.has(key))
}

/** Puts back what was removed, as it was, with the option libraries it needs; what is there already stays. */
export function withRemoved(definition: AppDefinition, removed: Removed): AppDefinition {
  const known = new Set((definition.optionLibraries ?? []).map(({ key }) => key))
  const missing = removed.libraries.filter(({ key }) => !known.has(key))
  const next =
    missing.length === 0
      ? definition
      : { ...definition, optionLibraries: [...(definition.optionLibraries ?? []), ...missing] }
  if ('form' in removed)
    return next.forms.some(({ key }) => key === removed.form.key)
      ? next
      : { ...next, forms: [...next.forms, removed.form] }
  return { ...next, forms: next.forms.map(form => formWith(form, removed.at, removed.field)) }
}

function formWith(form: Form, at: string, field: Field | RowField): Form {
  const [key, rows] = at.split('.')
  if (form.key !== key) return form
  if (rows === undefined)
    return form.fields.some(one => one.key === field.key)
      ? form
      : { ...form, fields: [...form.fields, field as Field], ...layoutWith(form, field.key) }
  const fields = form.fields.map(one =>
    one.key !== rows || one.type !== 'subform' || one.fields.some(row => row.key === field.key)
      ? one
      : { ...one, fields: [...one.fields, field as RowField] },
  )
  return { ...form, fields }
}

/** At the end of the last section, where its author finds it. */
function layoutWith({ layout }: Form, key: string): Pick<Form, 'layout'> {
  const last = layout?.sections.at(-1)
  if (layout === undefined || last === undefined) return {}
  const sections = [...layout.sections.slice(0, -1), { ...last, fields: [...last.fields, key] }]
  return { layout: { ...layout, sections } }
}
