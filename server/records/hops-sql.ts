import { rawSql, type SqlFragment, sql } from '../../engine/expression/index.ts'
import type { Hop } from '../../engine/index.ts'
import type { Installation } from '../apps/installation.ts'
import { columnOf } from '../storage/columns.ts'

/** Ids along hops as an array in SQL; each step is worked out once. A row of a sub-form leads to its record. */
export function followHops(installation: Installation, ids: SqlFragment, hops: readonly Hop[]): SqlFragment {
  return hops.reduce((found, hop) => hopSql(installation, found, hop), ids)
}

function hopSql(installation: Installation, ids: SqlFragment, hop: Hop): SqlFragment {
  const form = installation.app.forms.get(hop.form)
  const table = installation.tables.get(hop.form)
  const column = table === undefined ? undefined : columnOf(table, hop.field)
  if (form === undefined || table === undefined || column === undefined) return rawSql(`'{}'::uuid[]`)
  const many = form.fields.get(hop.field)?.list === true
  const name = rawSql(table.name)
  if (hop.kind === 'targets')
    return sql`array(select ${rawSql(many ? `unnest(${column})` : column)} from ${name} where id = any(${ids}))`
  const match = many ? sql`${rawSql(column)} && ${ids}` : sql`${rawSql(column)} = any(${ids})`
  const [wanted, live] = form.parent === undefined ? ['id', ' and deleted_at is null'] : ['record_id', '']
  return sql`array(select ${rawSql(wanted)} from ${name} where ${match}${rawSql(live)})`
}
