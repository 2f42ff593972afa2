import type { CompiledField } from '../definition/compiled.ts'
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
