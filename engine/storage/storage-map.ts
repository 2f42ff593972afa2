import type { CompiledField, CompiledForm } from '../definition/compiled.ts'
import type { CompiledApp } from '../definition/compiled-app.ts'
import type { Type } from '../expression/index.ts'

/** PostgreSQL types a field's values are kept in. `numeric` is exact; `bigint` holds durations in ms; `jsonb` only structured values. */
export type ColumnType =
  | 'text'
  | 'numeric'
  | 'date'
  | 'timestamptz'
  | 'bigint'
  | 'boolean'
  | 'uuid'
  | 'jsonb'
  | 'text[]'
  | 'uuid[]'
  | 'numeric[]'

/** Where a field lives, and where an earlier type or a removed field left its values. */
export interface StoredColumn {
  readonly column: string
  readonly type: ColumnType
  /** the field is no longer in the definition; its values wait for it to come back */
  readonly removed?: true
  /** columns of earlier types of this field, newest last: values are never dropped by a publish */
  readonly former?: readonly { readonly column: string; readonly type: ColumnType }[]
}

export interface StoredTable {
  readonly table: string
  readonly columns: Readonly<Record<string, StoredColumn>>
  /** child tables of sub-forms, by field key */
  readonly rows: Readonly<Record<string, StoredTable>>
  readonly removed?: true
}

/** Physical names are short ids given once and never joined from keys: renames and long keys cannot break them. */
export interface StorageMap {
  readonly next: number
  readonly forms: Readonly<Record<string, StoredTable>>
}

export const emptyStorage: StorageMap = { next: 1, forms: {} }

const scalars: Partial<Record<Type['kind'], ColumnType>> = {
  number: 'numeric',
  text: 'text',
  boolean: 'boolean',
  date: 'date',
  datetime: 'timestamptz',
  time: 'text',
  duration: 'bigint',
  option: 'text',
  user: 'uuid',
  department: 'uuid',
  record: 'uuid',
}

/** The column type of a field; undefined for sub-forms, whose rows have a table of their own. */
export function columnType(field: CompiledField): ColumnType | undefined {
  if (field.rows !== undefined) return undefined
  if (
    field.kind === 'attachment' ||
    field.kind === 'image' ||
    field.kind === 'video' ||
    field.kind === 'audio' ||
    field.kind === 'signature'
  )
    return 'uuid[]'
  const { valueType } = field
  if (valueType.kind !== 'list') return scalars[valueType.kind] ?? 'jsonb'
  const element = scalars[valueType.of.kind]
  return element === 'text' || element === 'uuid' || element === 'numeric' ? `${element}[]` : 'jsonb'
}

/** Gives every field of the app a place: known ones keep theirs, new and retyped ones get new columns, missing ones are marked removed. */
export function allocateStorage(app: CompiledApp, previous: StorageMap): StorageMap {
  let next = previous.next
  const name = (letter: string): string => `${letter}${next++}`

  const table = (form: CompiledForm, stored: StoredTable | undefined, letter: string): StoredTable => {
    const columns: Record<string, StoredColumn> = {}
    const rows: Record<string, StoredTable> = {}
    for (const [key, column] of Object.entries(stored?.columns ?? {})) columns[key] = { ...column, removed: true }
    for (const [key, child] of Object.entries(stored?.rows ?? {})) rows[key] = { ...child, removed: true }
    for (const field of storedFields(form)) {
      const type = columnType(field)
      if (field.rows !== undefined) rows[field.key] = table(field.rows, stored?.rows[field.key], 's')
      else if (type !== undefined) columns[field.key] = place(stored?.columns[field.key], type, name)
    }
    return { table: stored?.table ?? name(letter), columns, rows }
  }

  const forms: Record<string, StoredTable> = {}
  for (const [key, stored] of Object.entries(previous.forms)) forms[key] = { ...stored, removed: true }
  for (const form of app.forms.values())
    if (form.parent === undefined) forms[form.key] = table(form, previous.forms[form.key], 'f')
  return { next, forms }
}

function place(known: StoredColumn | undefined, type: ColumnType, name: (letter: string) => string): StoredColumn {
  if (known === undefined) return { column: name('c'), type }
  const former = known.former ?? []
  if (known.type === type)
    return former.length === 0 ? { column: known.column, type } : { column: known.column, type, former }
  const revived = former.findLast(column => column.type === type)
  const left = [...former.filter(column => column !== revived), { column: known.column, type: known.type }]
  return { column: revived?.column ?? name('c'), type, former: left }
}

/** The author's fields and the stage; the other system columns are the same in every table. */
export function storedFields(form: CompiledForm): CompiledField[] {
  const stage = form.stageField === undefined ? undefined : form.fields.get(form.stageField)
  return stage === undefined ? [...form.fieldList] : [...form.fieldList, stage]
}
