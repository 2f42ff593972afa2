import { rawSql, sql, sqlText } from '../../engine/expression/index.ts'
import { pageSize } from '../http/paging.ts'
import { isId } from '../ids.ts'
import { readSource } from './fresh.ts'
import { type ListQuery, tableOf } from './list.ts'
import { asRows } from './row.ts'
import type { Connection, FormScope } from './scope.ts'
import { hiddenFields, readableFields, recordReader } from './select.ts'
import { named } from './statement.ts'

/** Deleted records the caller could restore, the newest deletion first. */
export async function listRecycled(
  scope: FormScope,
  query: Pick<ListQuery, 'limit' | 'cursor'>,
  connection: Connection,
): Promise<string> {
  scope.access.assert('delete')
  const table = tableOf(scope)
  const size = pageSize(query.limit)
  const granted = scope.access.rows('delete')
  const reader = recordReader(
    scope.installation,
    table,
    {
      fields: readableFields(scope.form, scope.access),
      expand: [],
      hidden: hiddenFields(scope.form, scope.access),
    },
    scope,
  )
  const allowed = granted === null ? rawSql('true') : sql`(${granted})`
  const after = isId(query.cursor)
    ? sql` and (t.deleted_at, t.id) < (select x.deleted_at, x.id from ${rawSql(table.name)} x where x.id = ${query.cursor})`
    : rawSql('')
  const statement = sqlText(
    sql`select ${reader.columns}, t.id from ${readSource(scope.installation, table, 't', scope)} where t.deleted_at is not null and ${allowed}${after} order by t.deleted_at desc, t.id desc limit ${size + 1}`,
  )
  const { rows } = await connection.query<(string | null)[]>(asRows(named(scope.platform, statement)))
  const cursor = rows.length > size ? JSON.stringify(rows[size - 1]?.[reader.width]) : 'null'
  return `{"records":[${rows.slice(0, size).map(reader.write).join(',')}],"nextCursor":${cursor}}`
}
