import { rawSql, type SqlFragment, sql, sqlText } from '../../engine/expression/index.ts'
import type { RecordValues } from '../../engine/index.ts'
import { HttpProblem, notFound } from '../http/problem.ts'
import { isId } from '../ids.ts'
import { readSource } from './fresh.ts'
import { type ListQuery, parseSelection, rememberedPlan, tableOf } from './list.ts'
import { asRows, type RowStatement } from './row.ts'
import type { Connection, FormScope } from './scope.ts'
import { type RecordReader, readableFields, recordReader } from './select.ts'
import { named } from './statement.ts'

/** One record the caller may read, as JSON text with its version. @throws HttpProblem 404 for missing and for invisible alike */
export async function readOne(
  scope: FormScope,
  id: string,
  query: Pick<ListQuery, 'fields' | 'expand'>,
  connection: Connection,
): Promise<{ text: string; version: number }> {
  scope.access.assert('read')
  if (!isId(id)) throw notFound()
  const plan = rememberedPlan(scope, `one ${query.fields ?? ''} ${query.expand ?? ''}`, onClock =>
    makePlan(scope, query, onClock),
  )
  const { rows } = await connection.query<(string | null)[]>({
    ...plan.statement,
    values: [id, ...plan.statement.values],
  })
  const row = rows[0]
  if (row === undefined) throw notFound()
  return { text: plan.write(row), version: Number(row[plan.versionAt]) }
}

interface OnePlan {
  /** its first parameter, the id, is not among the values */
  readonly statement: RowStatement
  readonly versionAt: number
  readonly write: RecordReader['write']
}

function makePlan(scope: FormScope, query: Pick<ListQuery, 'fields' | 'expand'>, onClock: () => void): OnePlan {
  const table = tableOf(scope)
  const clock = { now: scope.now, today: scope.today, onClock }
  const reader = recordReader(scope.installation, table, parseSelection(scope, query), clock)
  const source = readSource(scope.installation, table, 't', clock)
  const condition = liveCondition(scope.access.rows('read'))
  const joins = reader.joins ?? rawSql('')
  const known = reader.places.get('t.version')
  const columns = known === undefined ? sql`${reader.columns}, t.version` : reader.columns
  const rest = sqlText(sql`select ${columns} from ${source} ${joins} where ${condition} and t.id = $1`, 2)
  return { statement: asRows(named(scope.platform, rest)), versionAt: known ?? reader.width, write: reader.write }
}

/** Not deleted, and within the rows granted. */
export const liveCondition = (rows: SqlFragment | null): SqlFragment =>
  rows === null ? rawSql('t.deleted_at is null') : sql`t.deleted_at is null and (${rows})`

/** A record as the caller may see it: fields he may not read are absent. */
export function visibleRecord(scope: FormScope, values: RecordValues): Record<string, unknown> {
  const visible: Record<string, unknown> = {}
  for (const field of readableFields(scope.form, scope.access))
    if (Object.hasOwn(values, field.key)) visible[field.key] = values[field.key]
  if (values._errors !== undefined && values._errors !== null) {
    const errors = Object.entries(values._errors).filter(([key]) => scope.access.field(key.split('.')[0]!) !== 'hidden')
    if (errors.length > 0) visible._errors = Object.fromEntries(errors)
  }
  return visible
}

/** `If-Match: "3"` as a number; undefined when absent or `*`. @throws HttpProblem 400 */
export function expectedVersion(header: string | undefined): number | undefined {
  if (header === undefined || header === '*') return undefined
  const match = /^(?:W\/)?"(\d{1,9})"$/.exec(header.trim())
  if (match === null)
    throw new HttpProblem(400, 'invalid_parameter', { parameter: 'If-Match', reason: header.slice(0, 40) })
  return Number(match[1])
}
