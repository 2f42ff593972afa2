import type { CompiledField, CompiledForm } from '../../engine/index.ts'
import { type ColumnType, columnType } from '../../engine/storage/column-type.ts'
import { type StoredTable, storedFields } from '../../engine/storage/storage-map.ts'

/** Columns every record table has beside the author's fields. `locks`: `{ record?: [instance], fields?: [key] }`, null when free. */
export const systemColumns: Readonly<Record<string, string>> = {
  id: 'uuid primary key',
  version: 'integer not null',
  owner: 'uuid',
  department: 'uuid',
  created_at: 'timestamptz not null',
  created_by: 'uuid',
  updated_at: 'timestamptz not null',
  updated_by: 'uuid',
  deleted_at: 'timestamptz',
  deleted_by: 'uuid',
  rules_version: 'integer not null',
  stage_entered_at: 'timestamptz',
  is_sample: 'boolean not null',
  _errors: 'jsonb',
  locks: 'jsonb',
}

const systemTypes: Readonly<Record<string, ColumnType>> = {
  id: 'uuid',
  owner: 'uuid',
  department: 'uuid',
  created_by: 'uuid',
  updated_by: 'uuid',
  deleted_by: 'uuid',
  created_at: 'timestamptz',
  updated_at: 'timestamptz',
  deleted_at: 'timestamptz',
  stage_entered_at: 'timestamptz',
  version: 'numeric',
}

/** The one place where a field's storage address is resolved: `"schema"."f3"` and `c7`. */
export interface TableAddress {
  /** qualified and quoted */
  readonly name: string
  readonly schema: string
  readonly stored: StoredTable
  readonly form: CompiledForm
}

export const tableAddress = (schema: string, stored: StoredTable, form: CompiledForm): TableAddress => ({
  name: `"${schema}"."${stored.table}"`,
  schema,
  stored,
  form,
})

/** The table of a form that is installed: a definition and its tables are read together. */
export function tableOfForm(
  { tables }: { readonly tables: ReadonlyMap<string, TableAddress> },
  { key }: Pick<CompiledForm, 'key'>,
): TableAddress {
  const table = tables.get(key)
  if (table === undefined) throw new Error(`form ${key} has no table`)
  return table
}

/** Physical column of a field; undefined for sub-forms and names that are none. */
export function columnOf(table: TableAddress, key: string): string | undefined {
  const stored = Object.hasOwn(table.stored.columns, key) ? table.stored.columns[key] : undefined
  if (stored !== undefined && stored.removed !== true) return stored.column
  return Object.hasOwn(systemColumns, key) ? key : undefined
}

export function typeOf(table: TableAddress, field: CompiledField): ColumnType {
  return table.stored.columns[field.key]?.type ?? systemTypes[field.key] ?? columnType(field) ?? 'text'
}

/**
 * The SQL that makes a column's value what travels: decimals as text with their places, instants as ISO UTC with milliseconds, durations as
 * numbers; text, dates, booleans, ids and arrays as PostgreSQL's JSON gives them.
 */
export function wireValue(expression: string, type: ColumnType, key?: string): string {
  if (key === 'version') return expression
  if (type === 'numeric') return `${expression}::text`
  if (type === 'numeric[]') return `${expression}::text[]`
  if (type === 'timestamptz') return `to_char(${expression} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
  return expression
}

/** Fields a whole record is read with, in the order they travel. */
export const recordFields = (form: CompiledForm): CompiledField[] => [
  ...['id', 'version'].flatMap(key => form.fields.get(key) ?? []),
  ...storedFields(form),
  ...['stage_entered_at', 'owner', 'department', 'created_at', 'created_by', 'updated_at', 'updated_by'].flatMap(
    key => form.fields.get(key) ?? [],
  ),
]
