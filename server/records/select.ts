import { joinSql } from '../../engine/expression/fragment.ts'
import { rawSql, type SqlFragment, sql } from '../../engine/expression/index.ts'
import type { CompiledField, CompiledForm } from '../../engine/index.ts'
import type { Installation } from '../apps/installation.ts'
import { columnOf, recordFields, type TableAddress, typeOf, wireValue } from '../storage/columns.ts'
import type { FormAccess } from './access.ts'

/** What a record is read with: fields by key, and relations to expand with the target's fields to show. */
export interface Selection {
  readonly fields: readonly CompiledField[]
  readonly expand: readonly {
    readonly field: CompiledField
    readonly target: CompiledForm
    readonly show: readonly string[]
    readonly rows: SqlFragment | null
  }[]
}

/** The JSON of a field's value as travels, on alias `t`. */
export function fieldValue(installation: Installation, table: TableAddress, field: CompiledField): string | undefined {
  if (field.rows !== undefined) return rowsValue(installation, field.rows)
  const column = columnOf(table, field.key)
  return column === undefined ? undefined : wireValue(`t.${column}`, typeOf(table, field), field.key)
}

/** Rows of a sub-form as a JSON list in their order. */
function rowsValue(installation: Installation, form: CompiledForm): string | undefined {
  const table = installation.tables.get(form.key)
  if (table === undefined) return undefined
  const columns = form.fieldList.flatMap(field => {
    const column = columnOf(table, field.key)
    return column === undefined ? [] : [`${wireValue(`s.${column}`, typeOf(table, field))} as "${field.key}"`]
  })
  return `(select coalesce(json_agg(row_to_json(x)), '[]'::json) from (select ${['s.id', ...columns].join(', ')} from ${table.name} s where s.record_id = t.id order by s.position) x)`
}

/** Everything the caller may read of a form, for one record. */
export const readableFields = (form: CompiledForm, access: FormAccess): CompiledField[] =>
  recordFields(form).filter(
    field => field.key === 'id' || field.key === 'version' || access.field(field.key) !== 'hidden',
  )

/**
 * One record as JSON text; column names are field keys, which are safe by their pattern. `_errors` stands last and is cut off when nothing failed.
 */
export function recordJson(installation: Installation, table: TableAddress, selection: Selection): SqlFragment {
  const columns = selection.fields.flatMap(field => {
    const value = fieldValue(installation, table, field)
    return value === undefined ? [] : [rawSql(`${value} as "${field.key}"`)]
  })
  const computed = selection.fields.some(
    field => field.computed || field.rows?.fieldList.some(row => row.computed) === true,
  )
  const errors = computed ? [rawSql('t._errors as "_errors"')] : []
  const list = joinSql([...columns, ...expandedValue(installation, table, selection), ...errors], ', ')
  const whole = sql`(select row_to_json(r) from (select ${list}) r)::text`
  if (!computed) return whole
  return sql`(select case when t._errors is null then left(j.j, -${rawSql(String(NO_ERRORS.length))}) || '}' else j.j end from (select ${whole} as j) j)`
}

const NO_ERRORS = ',"_errors":null}'

function expandedValue(installation: Installation, table: TableAddress, { expand }: Selection): SqlFragment[] {
  if (expand.length === 0) return []
  const parts = expand.flatMap(({ field, target, show, rows }) => {
    const targetTable = installation.tables.get(target.key)
    const column = columnOf(table, field.key)
    if (targetTable === undefined || column === undefined) return []
    const shown = ['id', ...show].flatMap(key => {
      const inner = target.fields.get(key)
      const at = columnOf(targetTable, key)
      return inner === undefined || at === undefined
        ? []
        : [`'${key}', ${wireValue(`e.${at}`, typeOf(targetTable, inner), key)}`]
    })
    const object = `json_build_object(${shown.join(', ')})`
    const value = field.list ? `coalesce(json_agg(${object} order by array_position(t.${column}, e.id)), '[]')` : object
    const match = field.list ? `e.id = any(t.${column})` : `e.id = t.${column}`
    const guard = rows === null ? rawSql('') : sql` and (${rows})`
    return [
      sql`${rawSql(`'${field.key}', (select ${value} from ${targetTable.name} e where ${match} and e.deleted_at is null`)}${guard}${rawSql(')')}`,
    ]
  })
  return parts.length === 0 ? [] : [sql`json_build_object(${joinSql(parts, ', ')}) as expanded`]
}
