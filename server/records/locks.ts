import {
  type CascadeStep,
  cascadeOf,
  type LockChain,
  lockChainsOf,
  withFollowers,
} from '../../engine/definition/cascade.ts'
import { joinSql } from '../../engine/expression/fragment.ts'
import { rawSql, type SqlFragment, sql } from '../../engine/expression/index.ts'
import type { CompiledForm, Hop, RecordValues } from '../../engine/index.ts'
import type { Installation } from '../apps/installation.ts'
import type { Platform } from '../http/platform.ts'
import { isId } from '../ids.ts'
import { tableOfForm } from '../storage/columns.ts'
import { holdRecords } from './held.ts'
import { followHops } from './hops-sql.ts'
import type { Connection } from './scope.ts'
import { filled, slot, type WrittenStatement, written } from './slots.ts'
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

/** Records that a write brings up to date itself; what reaches more goes on in the background (SEMANTICS "Limits"). */
export const MOST_AT_ONCE = 10_000

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
  { ids, values, changed }: Planned,
  connection: Connection,
): Promise<void> {
  const plan = lockPlan(installation, form, changed)
  if (plan === undefined) return
  const links = plan.links.map(path => [linkSlot(path), linksIn(values, path)] as const)
  const statement = filled(plan.statement, { ids, ...Object.fromEntries(links) })
  const { rows } = await connection.query<(string[] | null)[]>({ ...named(platform, statement), rowMode: 'array' })
  for (const [index, key] of plan.taken.entries())
    if (key !== null) holdRecords(connection, key, rows[0]?.[index] ?? [])
}

interface LockPlan {
  readonly statement: WrittenStatement
  /** form of each list of ids that the statement answers; null for those that are only read */
  readonly taken: readonly (string | null)[]
  /** relations of the write whose values the statement is given: `customer`, or `lines`, `product` */
  readonly links: readonly (readonly string[])[]
}

const linkSlot = (path: readonly string[]): string => `links ${path.join('.')}`
const IDS = sql`${slot('ids')}::uuid[]`
const linksSql = (path: readonly string[]): SqlFragment => sql`${slot(linkSlot(path))}::uuid[]`

/** The statement of a form for a change of certain fields, written once per version; undefined when there is nothing to take. */
function lockPlan(
  installation: Installation,
  form: CompiledForm,
  fields: readonly string[] | undefined,
): LockPlan | undefined {
  const changed = fields && withFollowers(installation.app, form.key, fields)
  const steps = cascadeOf(installation.app, form.key, changed)
  const known = plansOf(installation).get(steps)
  if (known !== undefined) return known.plan
  const chains = lockChainsOf(installation.app, form.key)
  const plan = steps.length === 0 && chains.length === 0 ? undefined : writePlan(installation, form, steps, chains)
  plansOf(installation).set(steps, { plan })
  return plan
}

interface KeptPlan {
  readonly plan: LockPlan | undefined
}

const kept = new WeakMap<Installation, WeakMap<readonly CascadeStep[], KeptPlan>>()

/** Changes with the same consequences share a statement. */
function plansOf(installation: Installation): WeakMap<readonly CascadeStep[], KeptPlan> {
  const known = kept.get(installation) ?? new WeakMap<readonly CascadeStep[], KeptPlan>()
  kept.set(installation, known)
  return known
}

function writePlan(
  installation: Installation,
  form: CompiledForm,
  steps: readonly CascadeStep[],
  chains: readonly LockChain[],
): LockPlan {
  const links = new Map<string, readonly string[]>()
  const link = (path: readonly string[]): SqlFragment => {
    links.set(path.join('.'), path)
    return linksSql(path)
  }
  const sets = steps.map(
    (step, index) => sql`${rawSql(`s${index}`)} as (select ${stepIds(installation, step, link)} as ids)`,
  )
  const wanted = new Map<string, SqlFragment[]>([[`${form.key} no key update`, [IDS]]])
  const want = (key: string, strength: Strength, ids: SqlFragment): void => {
    const name = `${key} ${strength}`
    wanted.set(name, [...(wanted.get(name) ?? []), ids])
  }
  for (const [index, step] of steps.entries())
    want(step.form, 'no key update', rawSql(`(select ids from s${index})::uuid[]`))
  for (const chain of chains) {
    const ids = chainIds(installation, form, chain, link)
    if (ids !== undefined) want(chain.form, chain.exclusive ? 'no key update' : 'share', ids)
  }
  const ordered = [...wanted].sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    statement: written(lockSets(installation, sets, ordered)),
    taken: ordered.map(([name]) => (name.endsWith('no key update') ? name.slice(0, name.indexOf(' ')) : null)),
    links: [...links.values()],
  }
}

/** Forms in the order of their keys; of one form the records to change before those to be read. */
function lockSets(
  installation: Installation,
  sets: readonly SqlFragment[],
  wanted: readonly (readonly [string, readonly SqlFragment[]])[],
): SqlFragment {
  const locks = wanted.map(([name, ids]) => {
    const at = name.indexOf(' ')
    const table = tableOfForm(installation, { key: name.slice(0, at) })
    return sql`select id from ${rawSql(table.name)} where id = any(${joinSql(ids, ' || ')}) order by id limit ${rawSql(String(MOST_AT_ONCE + 1))} for ${rawSql(name.slice(at + 1))}`
  })
  const parts = [...sets, ...locks.map((lock, index) => sql`${rawSql(`k${index}`)} as (${lock})`)]
  const taken = locks.map((_, index) => `(select array_agg(id)::text[] from k${index})`)
  return sql`with ${joinSql(parts, ', ')} select ${rawSql(taken.join(', '))}`
}

/** Records of a step of the cascade, as far as it can be told beforehand: an array in SQL. */
function stepIds(
  installation: Installation,
  step: CascadeStep,
  link: (path: readonly string[]) => SqlFragment,
): SqlFragment {
  const arrays = step.edges.map(({ source, hops }) => {
    if (source >= 0) return followHops(installation, rawSql(`(select ids from s${source})::uuid[]`), hops)
    // From the written record, as it is stored and with the links it is given.
    const [first, ...rest] = hops
    const stored = followHops(installation, IDS, hops)
    if (first?.kind !== 'targets') return stored
    return sql`${stored} || ${followHops(installation, link([first.field]), rest)}`
  })
  return joinSql(arrays, ' || ')
}

/** The ids at the end of a chain as an array in SQL. */
function chainIds(
  installation: Installation,
  form: CompiledForm,
  { path }: LockChain,
  link: (path: readonly string[]) => SqlFragment,
): SqlFragment | undefined {
  const rows = form.fields.get(path[0]!)?.rows
  const own = path.slice(0, rows === undefined ? 1 : 2)
  const target = installation.app.forms.get((rows ?? form).fields.get(own.at(-1)!)?.target ?? '')
  if (target === undefined) return undefined
  const stored =
    rows === undefined ? followHops(installation, IDS, [hopTo(form, own[0]!)]) : rowLinks(installation, rows, own[1]!)
  return followHops(
    installation,
    sql`${stored} || ${link(own)}`,
    hopsAlong(installation, target, path.slice(own.length)),
  )
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
function rowLinks(installation: Installation, rows: CompiledForm, field: string): SqlFragment {
  const table = tableOfForm(installation, rows)
  const column = table.stored.columns[field]?.column ?? 'id'
  const wanted = rows.fields.get(field)?.list === true ? `unnest(${column})` : column
  return sql`array(select ${rawSql(wanted)} from ${rawSql(table.name)} where record_id = any(${IDS}))`
}

/** Ids a write names itself: a relation's value, or those in a sub-form's rows. */
function linksIn(values: readonly RecordValues[], [field = '', inner]: readonly string[]): string[] {
  const found = values.flatMap(record => record[field] ?? [])
  const named = inner === undefined ? found : found.flatMap(row => (row as RecordValues)[inner] ?? [])
  return named.filter(isId)
}
