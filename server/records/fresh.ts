import { type FieldNode, graphOf } from '../../engine/definition/cascade.ts'
import { rawSql, type SqlFragment, type SqlPart, sql, sqlText } from '../../engine/expression/index.ts'
import type { CompiledForm, RecordValues } from '../../engine/index.ts'
import type { Installation } from '../apps/installation.ts'
import type { Transaction } from '../database/statements.ts'
import { columnOf, type TableAddress, tableOfForm, typeOf, wireValue } from '../storage/columns.ts'
import { type ComputeSql, layeredSql } from './compute-sql.ts'
import { filled, slot } from './slots.ts'

/** The moment a read is for. `onClock` is told when its text holds for that moment only. */
export interface ReadClock {
  readonly now: string
  readonly today: string
  readonly onClock?: (() => void) | undefined
}

/** Stand in for the moment in what is written once per version. */
const SLOTS = { now: slot('now'), today: slot('today') }

interface Fresh {
  readonly nodes: ReadonlyMap<string, FieldNode>
  readonly compute: ComputeSql
  readonly momentary: boolean
}

/** Fields of a form that time alone changes and SQL can work out, written once per version; undefined for nearly every form. */
function freshOf(installation: Installation, form: CompiledForm): Fresh | undefined {
  const name = `fresh ${form.key}`
  const known = installation.plans.get(name) as { fresh: Fresh | undefined } | undefined
  if (known !== undefined) return known.fresh
  const { nodes } = graphOf(installation.app)
  const clocked = [...nodes.values()].filter(node => node.form === form && node.clock !== 'none')
  const compute = clocked.length === 0 ? undefined : layeredSql(installation, form, clocked, SLOTS, 's')
  const kept = clocked.filter(({ field }) => compute?.columns.some(({ key }) => key === field.key))
  const fresh =
    compute === undefined || kept.length === 0
      ? undefined
      : {
          nodes: new Map(kept.map(node => [node.field.key, node])),
          compute,
          momentary: kept.some(({ clock }) => clock === 'now'),
        }
  installation.plans.set(name, { fresh })
  return fresh
}

/**
 * A form's rows as they are at a moment, for FROM: the table itself, or with further columns for values that time alone changes (M3). They are
 * worked out for the rows that are read, so that they are right between two midnights and after any time the server was down. `keys`: the only fields that
 * are read; where none of them is such a value, the table itself does (planning the rest cost 9 ms a read).
 */
export function readSource(
  installation: Installation,
  table: TableAddress,
  alias: string,
  clock: ReadClock,
  keys?: readonly string[],
): SqlFragment {
  const fresh = freshOf(installation, table.form)
  if (fresh === undefined || keys?.some(key => fresh.nodes.has(key)) === false) return rawSql(`${table.name} ${alias}`)
  if (fresh.momentary) clock.onClock?.()
  const { layers, columns } = fresh.compute
  const named = columns.flatMap(({ column, value, fails }) => [
    `${value} as ${column}_f`,
    ...(fails === undefined ? [] : [`${fails} as ${column}_fe`]),
  ])
  return sql`(select s.*, ${rawSql(named.join(', '))} from ${rawSql(table.name)} s ${atMoment(layers, clock)}) ${rawSql(alias)}`
}

const atMoment = (fragment: SqlFragment, { now, today }: ReadClock): SqlFragment => filled(fragment, { now, today })

/** The column of a field in `readSource`; undefined for sub-forms and names that are none. */
export function readColumnOf(installation: Installation, table: TableAddress, key: string): string | undefined {
  const column = columnOf(table, key)
  return freshOf(installation, table.form)?.nodes.has(key) === true ? `${column}_f` : column
}

/** The value of a field in `readSource` under an alias, with its failure; undefined when it is the table's own. */
export function freshColumn(
  installation: Installation,
  form: CompiledForm,
  alias: string,
  key: string,
): SqlPart | undefined {
  const fresh = freshOf(installation, form)
  const column = columnOf(tableOfForm(installation, form), key)
  const made = fresh?.compute.columns.find(one => one.key === key)
  if (made === undefined) return undefined
  const value = rawSql(`${alias}.${column}_f${made.type === 'bigint' ? '::numeric' : ''}`)
  return made.fails === undefined ? { value } : { value, fails: rawSql(`${alias}.${column}_fe`) }
}

/**
 * A stored record with the values that time alone changes as they are at a moment: what the app's own work (timers, workflows, actions) decides on.
 * Not for the before-image of a write, which tells what became of what was stored.
 */
export async function freshened<T extends RecordValues>(
  installation: Installation,
  form: CompiledForm,
  values: T,
  clock: Pick<ReadClock, 'now' | 'today'>,
  connection: Pick<Transaction, 'query'>,
): Promise<T> {
  const fresh = freshOf(installation, form)
  if (fresh === undefined) return values
  const table = tableOfForm(installation, form)
  const columns = [...fresh.nodes.values()].map(
    ({ field }) =>
      `${wireValue(`t.${readColumnOf(installation, table, field.key)}`, typeOf(table, field), field.key)} as "${field.key}"`,
  )
  const { text, values: params } = sqlText(
    sql`select row_to_json(x) as now from (select ${rawSql(columns.join(', '))} from ${readSource(installation, table, 't', clock)} where t.id = ${String(values.id)}::uuid) x`,
  )
  const { rows } = await connection.query<{ now: RecordValues }>(text, [...params])
  return { ...values, ...rows[0]?.now }
}
