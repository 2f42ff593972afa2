import { rawSql, sql, sqlText } from '../../engine/expression/index.ts'
import { pageSize } from '../http/paging.ts'
import { isId } from '../ids.ts'
import { type ListQuery, tableOf } from './list.ts'
import type { Connection, FormScope } from './scope.ts'
import { readableFields, recordJson } from './select.ts'

/** Deleted records the caller could restore, the newest deletion first. */
export async function listRecycled(
  scope: FormScope,
  query: Pick<ListQuery, 'limit' | 'cursor'>,
  connection: Connection,
): Promise<string> {
  scope.access.assert('delete')
  const table = tableOf(scope)
  const size = pageSize(query.limit)
  const rows = scope.access.rows('delete')
  const record = recordJson(scope.installation, table, { fields: readableFields(scope.form, scope.access), expand: [] })
  const allowed = rows === null ? rawSql('true') : sql`(${rows})`
  const after = isId(query.cursor)
    ? sql` and (t.deleted_at, t.id) < (select x.deleted_at, x.id from ${rawSql(table.name)} x where x.id = ${query.cursor})`
    : rawSql('')
  const statement = sqlText(
    sql`select ${record} as record, t.id from ${rawSql(table.name)} t where t.deleted_at is not null and ${allowed}${after} order by t.deleted_at desc, t.id desc limit ${size + 1}`,
  )
  const found = (await connection.query<{ record: string; id: string }>(statement.text, [...statement.values])).rows
  const cursor = found.length > size ? JSON.stringify(found[size - 1]?.id) : 'null'
  return `{"records":[${found
    .slice(0, size)
    .map(row => row.record)
    .join(',')}],"nextCursor":${cursor}}`
}
