import { joinSql } from '../../engine/expression/fragment.ts'
import { rawSql, sql, sqlText } from '../../engine/expression/index.ts'
import type { ColumnType } from '../../engine/storage/column-type.ts'
import { HttpProblem } from '../http/problem.ts'
import { typeOf, wireValue } from '../storage/columns.ts'
import { filterCondition, readable } from './filter.ts'
import { readColumnOf, readSource } from './fresh.ts'
import { rowConditions, tableOf } from './list.ts'
import type { Connection, FormScope } from './scope.ts'
import { named } from './statement.ts'

export interface AggregateRequest {
  readonly groupBy?: readonly string[]
  readonly measures: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly filter?: unknown
}

const MOST_GROUPS = 10_000
const functions = new Set(['count', 'sum', 'avg', 'min', 'max'])

const invalid = (path: string, reason: string): HttpProblem =>
  new HttpProblem(400, 'invalid_parameter', { parameter: path, reason })

/** Sums and counts over the rows the caller may read, grouped; numbers as decimal text. `{ count: "*" }` counts records. */
export async function aggregateRecords(
  scope: FormScope,
  request: AggregateRequest,
  connection: Connection,
): Promise<string> {
  scope.access.assert('read')
  const table = tableOf(scope)
  const place = (key: string, path: string): { expression: string; type: string } => {
    const field = scope.form.fields.get(key)
    const column =
      field === undefined || field.list || !readable(scope, scope.form, key)
        ? undefined
        : readColumnOf(scope.installation, table, key)
    if (field === undefined || column === undefined) throw invalid(path, key)
    return { expression: `t.${column}`, type: typeOf(table, field) }
  }
  const groups = (request.groupBy ?? []).map(key => ({ key, ...place(key, 'groupBy') }))
  const measures = Object.entries(request.measures).map(([name, measure]) => ({
    name,
    expression: measureOf(name, measure, place),
  }))
  const keys = groups
    .map(({ key, expression, type }) => `'${key}', ${wireValue(expression, type as 'text')}`)
    .join(', ')
  const columns = [
    `json_build_object(${keys}) as key`,
    ...measures.map(({ name, expression }) => `${expression} as "${name}"`),
  ].join(', ')
  const conditions = [
    ...rowConditions(scope, table, {}),
    ...(request.filter === undefined || request.filter === null ? [] : [filterCondition(scope, request.filter)]),
  ]
  const by =
    groups.length === 0
      ? ''
      : ` group by ${groups.map(({ expression }) => expression).join(', ')} order by ${groups.map(({ expression }) => expression).join(', ')} limit ${MOST_GROUPS}`
  const statement = sql`select coalesce(json_agg(row_to_json(g)), '[]'::json)::text as groups from (select ${rawSql(columns)} from ${readSource(scope.installation, table, 't', scope)} where ${joinSql(conditions, ' and ')}${rawSql(by)}) g`
  const { rows } = await connection.query<{ groups: string }>(named(scope.platform, sqlText(statement)))
  return `{"groups":${rows[0]?.groups ?? '[]'}}`
}

function measureOf(
  name: string,
  measure: Readonly<Record<string, string>>,
  place: (key: string, path: string) => { expression: string; type: string },
): string {
  const entries = Object.entries(measure)
  const [kind = '', key = ''] = entries[0] ?? []
  if (entries.length !== 1 || !functions.has(kind) || !/^[a-z][a-z0-9_]{0,47}$/.test(name))
    throw invalid(`measures/${name}`, kind)
  if (kind === 'count' && key === '*') return 'count(*)::int'
  const { expression, type } = place(key, `measures/${name}`)
  if (kind === 'count') return `count(${expression})::int`
  const numeric = type === 'numeric' || type === 'bigint'
  if ((kind === 'sum' || kind === 'avg') && !numeric) throw invalid(`measures/${name}`, key)
  return aggregateText(kind, expression, type as ColumnType)
}

/** An aggregate of a column as it leaves: sums of nothing are 0, means are rounded to 20 places, numbers are decimal text. */
export function aggregateText(kind: string, expression: string, type: ColumnType): string {
  if (kind === 'sum') return `coalesce(sum(${expression}), 0)::text`
  if (kind === 'avg') return `round(avg(${expression}), 20)::text`
  return wireValue(`${kind}(${expression})`, type)
}
