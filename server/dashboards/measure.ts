import { joinSql } from '../../engine/expression/fragment.ts'
import { rawSql, sql, sqlText } from '../../engine/expression/index.ts'
import type { ColumnType } from '../../engine/storage/column-type.ts'
import type { Widget } from '../../schemas/generated/definition.ts'
import { forbidden } from '../http/problem.ts'
import { aggregateText } from '../records/aggregate.ts'
import { readableTitles } from '../records/explain-sources.ts'
import { readable } from '../records/filter.ts'
import { readColumnOf, readSource } from '../records/fresh.ts'
import { rowConditions, tableOf } from '../records/list.ts'
import type { Connection, FormScope } from '../records/scope.ts'
import { named } from '../records/statement.ts'
import { typeOf } from '../storage/columns.ts'

type Measured = Extract<Widget, { aggregate: string }>
type Grouped = Extract<Widget, { by: string }>

/** One group of a chart: what it is grouped by (null = blank), and its value as decimal text. */
export interface Group {
  readonly key: string | boolean | null
  /** of a linked record: its title, when the reader may see it */
  readonly title?: string | null
  readonly value: string | null
}

const MOST_GROUPS = 20

/** One number over the records the reader may see that satisfy the widget's condition; null when there is none. */
export async function measured(scope: FormScope, widget: Measured, connection: Connection): Promise<string | null> {
  const statement = sql`select ${rawSql(aggregateOf(scope, widget))} as value from ${source(scope)} where ${conditionsOf(scope, widget)}`
  const { rows } = await connection.query<{ value: string | null }>(named(scope.platform, sqlText(statement)))
  return rows[0]?.value ?? null
}

/** The same for each value of a field, or each day, week, month ... of a date; the largest first, times in their order. */
export async function grouped(scope: FormScope, widget: Grouped, connection: Connection): Promise<Group[]> {
  const { expression, isTime, target } = groupOf(scope, widget)
  const order = isTime ? '1 desc' : '2 desc nulls last, 1'
  const limit = widget.limit ?? MOST_GROUPS
  const statement = sql`select ${rawSql(expression)} as key, ${rawSql(orderable(scope, widget))} as sorted, ${rawSql(aggregateOf(scope, widget))} as value from ${source(scope)} where ${conditionsOf(scope, widget)} group by 1 order by ${rawSql(order)} limit ${limit}`
  const { rows } = await connection.query<{ key: Group['key']; value: string | null }>(
    named(scope.platform, sqlText(statement)),
  )
  const groups = rows.map(({ key, value }) => ({ key, value }))
  if (isTime) return groups.reverse()
  return target === undefined ? groups : withTitles(scope, target, groups, connection)
}

const source = (scope: FormScope) => readSource(scope.installation, tableOf(scope), 't', scope)

const conditionsOf = (scope: FormScope, { where }: Measured) =>
  joinSql(rowConditions(scope, tableOf(scope), where === undefined ? {} : { where }), ' and ')

/** The column of a field the reader may see. @throws HttpProblem 403 */
function columnOf(scope: FormScope, key: string): { column: string; type: ColumnType } {
  const field = scope.form.fields.get(key)
  const table = tableOf(scope)
  const column =
    field === undefined || field.list || !readable(scope, scope.form, key)
      ? undefined
      : readColumnOf(scope.installation, table, key)
  if (field === undefined || column === undefined) throw forbidden()
  return { column: `t.${column}`, type: typeOf(table, field) }
}

/** A count needs no field; everything leaves as text. */
function aggregateOf(scope: FormScope, { aggregate, field }: Measured): string {
  if (field === undefined) return 'count(*)::text'
  const { column, type } = columnOf(scope, field)
  return aggregate === 'count' ? `count(${column})::text` : aggregateText(aggregate, column, type)
}

/** What charts are sorted by: the value before it becomes text. */
const orderable = (scope: FormScope, { aggregate, field }: Measured): string =>
  field === undefined ? 'count(*)' : `${aggregate}(${columnOf(scope, field).column})`

const periods = { day: 'YYYY-MM-DD', week: 'IYYY-"W"IW', month: 'YYYY-MM', quarter: 'YYYY-"Q"Q', year: 'YYYY' } as const

function groupOf(scope: FormScope, { by, period }: Grouped) {
  const field = scope.form.fields.get(by)
  const { column, type } = columnOf(scope, by)
  const isTime = type === 'date' || type === 'timestamptz'
  const local = type === 'timestamptz' ? `(${column} at time zone '${scope.installation.zone}')` : column
  const expression = isTime
    ? `to_char(${local}, '${periods[period ?? 'day']}')`
    : type === 'boolean'
      ? column
      : `${column}::text`
  return { expression, isTime, target: field?.target }
}

async function withTitles(
  scope: FormScope,
  target: string,
  groups: readonly Group[],
  connection: Connection,
): Promise<Group[]> {
  const wanted = groups.flatMap(({ key }) => (typeof key === 'string' ? [{ form: target, id: key }] : []))
  const titles = await readableTitles(scope, wanted, connection)
  return groups.map(group => ({ ...group, title: titles.get(`${target} ${String(group.key)}`) ?? null }))
}
