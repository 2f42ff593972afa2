import { pageSize } from '../http/paging.ts'
import { notFound } from '../http/problem.ts'
import { readOne } from './one.ts'
import type { Connection, FormScope } from './scope.ts'

interface Entry {
  readonly id: string
  readonly version: number
  readonly at: string
  readonly by: string | null
  readonly actor: string
  readonly onBehalfOf: string | null
  readonly kind: string
  readonly cause: unknown
  readonly changes: Record<string, [unknown, unknown]>
}

/** Who changed what and when, newest first; only fields the reader may read. */
export async function readHistory(
  scope: FormScope,
  id: string,
  query: { limit?: string; cursor?: string },
  connection: Connection,
): Promise<{ history: Entry[]; nextCursor: string | null }> {
  scope.access.assert('history')
  await readOne(scope, id, { fields: 'id' }, connection)
  const size = pageSize(query.limit)
  const before = query.cursor === undefined ? null : Number(query.cursor)
  if (before !== null && !Number.isSafeInteger(before)) throw notFound()
  const { rows } = await connection.query<Entry>(
    `select h.id, h.version, h.at, h.by, h.actor, h.on_behalf_of as "onBehalfOf", h.kind, h.cause, h.changes from "${scope.installation.schema}".history h
     where h.record_id = $1 and h.form = $2 and ($3::int is null or h.version < $3) order by h.version desc, h.id desc limit $4`,
    [id, scope.form.key, before, size + 1],
  )
  const shown = rows.slice(0, size).map(row => ({
    ...row,
    changes: Object.fromEntries(Object.entries(row.changes).filter(([key]) => scope.access.field(key) !== 'hidden')),
  }))
  return { history: shown, nextCursor: rows.length > size ? String(shown.at(-1)?.version) : null }
}
