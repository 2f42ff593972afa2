import {
  type CascadeStep,
  cascadeOf,
  type LockChain,
  lockChainsOf,
  withFollowers,
} from '../../engine/definition/cascade.ts'
import { joinSql } from '../../engine/expression/fragment.ts'
import { rawSql, type SqlFragment, sql, sqlText } from '../../engine/expression/index.ts'
import type { CompiledForm, Hop, RecordValues } from '../../engine/index.ts'
import type { Installation } from '../apps/installation.ts'
import type { Platform } from '../http/platform.ts'
import { isId } from '../ids.ts'
import { tableOfForm } from '../storage/columns.ts'
import { followHops } from './hops-sql.ts'
import type { Connection } from './scope.ts'
import { named } from './statement.ts'

/** A write before it is made. */
export interface Planned {
  /** stored records about to change */
  readonly ids: readonly string[]
  /** values about to be set, of each record: the relations among them lead on */
  readonly values: readonly RecordValues[]
  /** fields about to change; undefined = all, as when a record comes or goes */
  readonly changed?: readonly string[] | undefined
}

type Strength = 'no key update' | 'share'

/**
 * Takes every record a write may change, and those its values are read through, before anything is read: all forms in the order of their keys, each by
 * id. As every writer keeps this order, they wait in a line and not in a circle; and whatever is worked out afterwards sees all that was committed
 * before. One statement; none where nothing depends on anything.
 */
export async function lockForWrite(
  platform: Pick<Platform, 'database'>,
  installation: Installation,
  form: CompiledForm,
  planned: Planned,
  connection: Connection,
): Promise<void> {
  const changed = planned.changed && withFollowers(installation.app, form.key, planned.changed)
  const steps = cascadeOf(installation.app, form.key, changed)
  const chains = lockChainsOf(installation.app, form.key)
  if (steps.length === 0 && chains.length === 0) return
  const sets = steps.map(
    (step, index) => sql`${rawSql(`s${index}`)} as (select ${stepIds(installation, step, planned)} as ids)`,
  )
  const wanted = new Map<string, SqlFragment[]>()
  const want = (key: string, strength: Strength, ids: SqlFragment): void => {
    const name = `${key} ${strength}`
    wanted.set(name, [...(wanted.get(name) ?? []), ids])
  }
  if (planned.ids.length > 0) want(form.key, 'no key update', sql`${planned.ids}::uuid[]`)
  for (const [index, step] of steps.entries())
    want(step.form, 'no key update', rawSql(`(select ids from s${index})::uuid[]`))
  for (const chain of chains) {
    const ids = chainIds(installation, form, chain, planned)
    if (ids !== undefined) want(chain.form, chain.exclusive ? 'no key update' : 'share', ids)
  }
  await lockSets(platform, installation, sets, wanted, connection)
}

/** Forms in the order of their keys; of one form the records to change before those to be read. */
async function lockSets(
  platform: Pick<Platform, 'database'>,
  installation: Installation,
  sets: readonly SqlFragment[],
  wanted: ReadonlyMap<string, readonly SqlFragment[]>,
  connection: Connection,
): Promise<void> {
  const locks = [...wanted]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, ids]) => {
      const at = name.indexOf(' ')
      const table = tableOfForm(installation, { key: name.slice(0, at) })
      return sql`select id from ${rawSql(table.name)} where id = any(${joinSql(ids, ' || ')}) order by id for ${rawSql(name.slice(at + 1))}`
    })
  const parts = [...sets, ...locks.map((lock, index) => sql`${rawSql(`k${index}`)} as (${lock})`)]
  const counts = locks.map((_, index) => `(select count(*) from k${index})`)
  const statement = sqlText(sql`with ${joinSql(parts, ', ')} select ${rawSql(counts.join(', '))}`)
  await connection.query(named(platform, statement))
}

/** Records of a step of the cascade, as far as it can be told beforehand: an array in SQL. */
function stepIds(installation: Installation, step: CascadeStep, planned: Planned): SqlFragment {
  const arrays = step.edges.map(({ source, hops }) =>
    source < 0
      ? fromWritten(installation, hops, planned)
      : followHops(installation, rawSql(`(select ids from s${source})::uuid[]`), hops),
  )
  return joinSql(arrays, ' || ')
}

/** From the written record, as it is stored and with the links it is given. */
function fromWritten(installation: Installation, hops: readonly Hop[], { ids, values }: Planned): SqlFragment {
  const stored = followHops(installation, sql`${ids}::uuid[]`, hops)
  const [first, ...rest] = hops
  const given = first?.kind === 'targets' ? linksIn(values, [first.field]) : []
  return given.length === 0 ? stored : sql`${stored} || ${followHops(installation, sql`${given}::uuid[]`, rest)}`
}

/** The ids at the end of a chain as an array in SQL; undefined when a new record names none. */
function chainIds(
  installation: Installation,
  form: CompiledForm,
  { path }: LockChain,
  { ids, values }: Planned,
): SqlFragment | undefined {
  const rows = form.fields.get(path[0]!)?.rows
  const [own, rest] = rows === undefined ? [path.slice(0, 1), path.slice(1)] : [path.slice(0, 2), path.slice(2)]
  const given = linksIn(values, own)
  const first = rows === undefined ? form : rows
  const target = installation.app.forms.get(first.fields.get(own.at(-1)!)?.target ?? '')
  if (target === undefined || (given.length === 0 && ids.length === 0)) return undefined
  const linked = rows === undefined ? hopTo(form, own[0]!) : undefined
  const stored =
    linked === undefined
      ? rowLinks(installation, rows!, own[1]!, ids)
      : followHops(installation, sql`${ids}::uuid[]`, [linked])
  return followHops(installation, sql`${stored} || ${given}::uuid[]`, hopsAlong(installation, target, rest))
}

const hopTo = (form: CompiledForm, field: string): Hop => ({ kind: 'targets', form: form.key, field })

function hopsAlong(installation: Installation, start: CompiledForm, path: readonly string[]): Hop[] {
  const hops: Hop[] = []
  let form: CompiledForm | undefined = start
  for (const field of path) {
    if (form === undefined) break
    hops.push(hopTo(form, field))
    form = installation.app.forms.get(form.fields.get(field)?.target ?? '')
  }
  return hops
}

/** What the rows of records link to. */
function rowLinks(installation: Installation, rows: CompiledForm, field: string, ids: readonly string[]): SqlFragment {
  const table = tableOfForm(installation, rows)
  const column = table.stored.columns[field]?.column ?? 'id'
  const wanted = rows.fields.get(field)?.list === true ? `unnest(${column})` : column
  return sql`array(select ${rawSql(wanted)} from ${rawSql(table.name)} where record_id = any(${ids}::uuid[]))`
}

/** Ids a write names itself: a relation's value, or those in a sub-form's rows. */
function linksIn(values: readonly RecordValues[], [field = '', inner]: readonly string[]): string[] {
  const found = values.flatMap(record => record[field] ?? [])
  const named = inner === undefined ? found : found.flatMap(row => (row as RecordValues)[inner] ?? [])
  return named.filter(isId)
}
