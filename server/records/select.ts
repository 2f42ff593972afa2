import { joinSql } from '../../engine/expression/fragment.ts'
import { rawSql, type SqlFragment, sql } from '../../engine/expression/index.ts'
import type { CompiledField, CompiledForm } from '../../engine/index.ts'
import type { Installation } from '../apps/installation.ts'
import { columnOf, recordFields, type TableAddress, typeOf, wireValue } from '../storage/columns.ts'
import type { FormAccess } from './access.ts'
import { type ReadClock, readColumnOf, readSource } from './fresh.ts'
import { jsonOf, type Row, type Wire, wireColumn, wireOf } from './row.ts'

/** A relation shown with fields of its target; `alias` names the target's row, `rows` is the caller's row rule on it. */
export interface Expansion {
  readonly field: CompiledField
  readonly target: CompiledForm
  readonly alias: string
  readonly show: readonly string[]
  readonly rows: SqlFragment | null
}

/** What a record is read with: fields by key, and relations to expand with the target's fields to show. */
export interface Selection {
  readonly fields: readonly CompiledField[]
  readonly expand: readonly Expansion[]
  /** fields whose failures are not told either */
  readonly hidden: ReadonlySet<string>
}

/** One column of a read and the place its value has in the record. */
export interface ReadColumn {
  readonly key: string
  readonly wire: Wire
  readonly sql: string
}

/** A field as a column of alias `t`, the table or its rows at a moment (`readSource`); undefined when it is not stored. */
export function readColumn(
  installation: Installation,
  table: TableAddress,
  field: CompiledField,
  column = columnOf(table, field.key),
): ReadColumn | undefined {
  const { key } = field
  if (field.rows !== undefined) {
    const rows = rowsValue(installation, field.rows)
    return rows === undefined ? undefined : { key, wire: 'raw', sql: rows }
  }
  if (column === undefined) return undefined
  const type = typeOf(table, field)
  return { key, wire: wireOf(type, key), sql: wireColumn(`t.${column}`, type) }
}

/** Rows of a sub-form as a JSON list in their order. */
export function rowsValue(installation: Installation, form: CompiledForm): string | undefined {
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

/** Fields of a form the caller may not read. */
export const hiddenFields = (form: CompiledForm, access: FormAccess): ReadonlySet<string> =>
  new Set(form.fieldList.flatMap(({ key }) => (access.field(key) === 'hidden' ? [key] : [])))

/** How records are read and written as JSON, made once per plan. */
export interface RecordReader {
  /** select list on `t` and the aliases of `joins` */
  readonly columns: SqlFragment
  readonly width: number
  /** where the record's own columns stand, by their SQL: what is read anyway is not read twice */
  readonly places: ReadonlyMap<string, number>
  /** left joins of the expanded relations to one */
  readonly joins: SqlFragment | null
  /** one row as JSON text; `_errors` stands last and is absent when nothing failed */
  readonly write: (row: Row) => string
}

type Part = (row: Row) => string

export function recordReader(
  installation: Installation,
  table: TableAddress,
  selection: Selection,
  clock: ReadClock,
): RecordReader {
  const fields = selection.fields.flatMap(
    field => readColumn(installation, table, field, readColumnOf(installation, table, field.key)) ?? [],
  )
  const columns: SqlFragment[] = fields.map(column => rawSql(column.sql))
  const joins: SqlFragment[] = []
  const expanded = selection.expand.flatMap(expansion => {
    const part = expand(installation, table, expansion, columns.length, clock)
    if (part === undefined) return []
    columns.push(...part.columns)
    if (part.join !== undefined) joins.push(part.join)
    return [{ start: `"${expansion.field.key}":`, write: part.write }]
  })
  const computed = selection.fields.some(
    field => field.computed || field.rows?.fieldList.some(row => row.computed) === true,
  )
  const errorsAt = computed ? columns.push(rawSql('t._errors')) - 1 : -1
  const starts = fields.map(({ key }, index) => `${index === 0 ? '{' : ','}"${key}":`)
  const kinds = fields.map(({ wire }) => wire)
  const write = (row: Row): string => {
    let text = ''
    for (let at = 0; at < starts.length; at += 1) text += starts[at] + jsonOf(kinds[at]!, row[at])
    if (expanded.length > 0) text += `,"expanded":{${expanded.map(part => part.start + part.write(row)).join(',')}}`
    const errors = errorsAt < 0 ? null : toldErrors(row[errorsAt], selection.hidden)
    return errors === null ? `${text}}` : `${text},"_errors":${errors}}`
  }
  return {
    columns: joinSql(columns, ', '),
    width: columns.length,
    places: new Map(fields.map((column, at) => [column.sql, at])),
    joins: joins.length === 0 ? null : joinSql(joins, ' '),
    write,
  }
}

/** `_errors` without those of hidden fields; null when none is left. Keys are a field's, or `subform.row.field`. */
function toldErrors(json: string | null | undefined, hidden: ReadonlySet<string>): string | null {
  if (json === null || json === undefined || hidden.size === 0) return json ?? null
  const told = Object.entries(JSON.parse(json) as object).filter(([key]) => !hidden.has(key.split('.')[0]!))
  return told.length === 0 ? null : JSON.stringify(Object.fromEntries(told))
}

/** The target of a relation to one comes as joined columns, targets of a relation to many as one JSON column. */
function expand(
  installation: Installation,
  table: TableAddress,
  { field, target, alias, show, rows }: Expansion,
  at: number,
  clock: ReadClock,
): { columns: SqlFragment[]; join?: SqlFragment; write: Part } | undefined {
  const targetTable = installation.tables.get(target.key)
  const column = columnOf(table, field.key)
  if (targetTable === undefined || column === undefined) return undefined
  const shown = ['id', ...show.filter(key => key !== 'id')].flatMap(key => {
    const inner = target.fields.get(key)
    const place = readColumnOf(installation, targetTable, key)
    return inner === undefined || place === undefined
      ? []
      : [{ key, at: `${alias}.${place}`, type: typeOf(targetTable, inner) }]
  })
  const guard = rows === null ? rawSql('') : sql` and (${rows})`
  if (field.list) {
    const object = `json_build_object(${shown.map(one => `'${one.key}', ${wireValue(one.at, one.type, one.key)}`).join(', ')})`
    const source = readSource(installation, targetTable, alias, clock)
    const many = sql`(select coalesce(json_agg(${rawSql(`${object} order by array_position(t.${column}, ${alias}.id)), '[]') from `)}${source}${rawSql(` where ${alias}.id = any(t.${column}) and ${alias}.deleted_at is null`)}${guard})`
    return { columns: [many], write: row => jsonOf('raw', row[at]) }
  }
  const parts = shown.map(({ key, type }, index) => ({
    start: `${index === 0 ? '{' : ','}"${key}":`,
    wire: wireOf(type, key),
    at: at + index,
  }))
  return {
    columns: shown.map(one => rawSql(wireColumn(one.at, one.type))),
    join: sql`left join ${readSource(installation, targetTable, alias, clock)}${rawSql(` on ${alias}.id = t.${column} and ${alias}.deleted_at is null`)}${guard}`,
    write: row => {
      if (row[at] === null) return 'null'
      let text = ''
      for (const part of parts) text += part.start + jsonOf(part.wire, row[part.at])
      return `${text}}`
    },
  }
}
