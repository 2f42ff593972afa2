import { type CascadeEdge, type CascadeStep, cascadeOf } from '../../engine/definition/cascade.ts'
import { joinSql } from '../../engine/expression/fragment.ts'
import { type SqlFragment, sql, sqlText } from '../../engine/expression/index.ts'
import type { Hop, RecordValues } from '../../engine/index.ts'
import { followHops } from './hops-sql.ts'
import { MOST_AT_ONCE } from './locks.ts'
import type { RecordEvent, WriteScope } from './records.ts'
import type { Connection } from './scope.ts'
import { type ChangedRecord, changeSet } from './set-change.ts'
import { named } from './statement.ts'
import { readStored } from './stored.ts'
import { tellViewers } from './viewers.ts'

type Change = Pick<RecordEvent, 'id' | 'before' | 'after' | 'changed' | 'kind'>

/** A record that followed a write, with what it held before. */
interface Followed {
  readonly form: string
  readonly id: string
  version: number
  readonly before: Record<string, unknown>
}

/**
 * Brings every computed value of other records up to date after a write, in the same transaction (P9): one statement for each form on the way, in
 * an order in which none has to be visited twice without need. Whoever wrote holds all of them (`lockForWrite`). Answers whether the written record
 * itself was changed again.
 */
export async function recomputeDependents(scope: WriteScope, change: Change, connection: Connection): Promise<boolean> {
  const whole = change.before === null || change.kind === 'deleted' || change.kind === 'restored'
  const steps = cascadeOf(scope.installation.app, scope.form.key, whole ? undefined : change.changed)
  const results: (readonly ChangedRecord[])[] = []
  const followed = new Map<string, Followed>()
  for (const [index, step] of steps.entries()) {
    const targets = targetsOf(scope, change, step, results)
    if (targets !== undefined && (await postponed(scope, step, steps.slice(index), targets, connection))) break
    const records = targets === undefined ? [] : await runStep(scope, step, targets, connection)
    results.push(records)
    for (const { id, version, changes } of records) remember(followed, step.form, id, version, changes)
  }
  for (const one of followed.values()) await tell(scope, one, connection)
  return followed.has(`${scope.form.key} ${change.id}`)
}

function remember(
  followed: Map<string, Followed>,
  form: string,
  id: string,
  version: number,
  changes: ChangedRecord['changes'],
): void {
  const key = `${form} ${id}`
  const known = followed.get(key) ?? { form, id, version, before: {} }
  followed.set(key, known)
  known.version = version
  for (const [field, [before]] of Object.entries(changes))
    if (!Object.hasOwn(known.before, field)) known.before[field] = before
}

/** The records of a step as an array in SQL; undefined when nothing leads there. */
function targetsOf(
  { installation }: WriteScope,
  change: Change,
  step: CascadeStep,
  results: readonly (readonly ChangedRecord[])[],
): SqlFragment | undefined {
  const sources = step.edges.flatMap(edge => sourceIds(edge, change, results) ?? [])
  if (sources.length === 0) return undefined
  return joinSql(
    sources.map(({ ids, hops }) => followHops(installation, sql`${ids}::uuid[]`, hops)),
    ' || ',
  )
}

/** A step down the relations may reach more than a write can wait for: then it, and what follows, goes on in the background. */
async function postponed(
  { records, installation, actor }: WriteScope,
  step: CascadeStep,
  rest: readonly CascadeStep[],
  targets: SqlFragment,
  connection: Connection,
): Promise<boolean> {
  const leadsDown = step.edges.some(({ hops }) => hops.some(({ kind }) => kind === 'referrers'))
  if (!leadsDown || records.postpone === undefined) return false
  const count = sqlText(sql`select cardinality(${targets}) as n`)
  const { rows } = await connection.query<{ n: number }>(named(records.platform, count))
  if ((rows[0]?.n ?? 0) <= MOST_AT_ONCE) return false
  const fields = rest.flatMap(({ nodes }) => nodes.map(({ name }) => name))
  await records.postpone(installation, fields, actor.userId, connection)
  return true
}

async function runStep(
  scope: WriteScope,
  step: CascadeStep,
  targets: SqlFragment,
  connection: Connection,
): Promise<readonly ChangedRecord[]> {
  const { installation } = scope
  const form = installation.app.forms.get(step.form)!
  const nodes = step.nodes.filter(({ name }) => !installation.held.has(name))
  return nodes.length === 0 ? [] : changeSet({ ...scope, form }, nodes, targets, connection, { holding: true })
}

interface Source {
  readonly ids: readonly string[]
  readonly hops: readonly Hop[]
}

/** Where an edge begins: the records that changed there, or what the written record's relation named before and names now. */
function sourceIds(
  edge: CascadeEdge,
  change: Change,
  results: readonly (readonly ChangedRecord[])[],
): Source | undefined {
  const [first, ...rest] = edge.hops
  if (edge.source < 0 && first?.kind === 'targets') {
    const ids = [change.before, change.after].flatMap(record => record?.[first.field] ?? []).map(String)
    return ids.length === 0 ? undefined : { ids: [...new Set(ids)], hops: rest }
  }
  const ids =
    edge.source < 0
      ? [change.id]
      : results[edge.source]!.flatMap(({ id, changes, rows }) =>
          rows || edge.fields.some(field => Object.hasOwn(changes, field)) ? [id] : [],
        )
  return ids.length === 0 ? undefined : { ids, hops: edge.hops }
}

/** One save is one event: a record that followed in several steps is told once, with all that changed. */
async function tell(
  scope: WriteScope,
  { form: key, id, version, before }: Followed,
  connection: Connection,
): Promise<void> {
  const { installation, records, actor, directory, now } = scope
  const form = installation.app.forms.get(key)!
  tellViewers({ ...scope, form }, { id, after: { version } }, connection)
  const listeners = records.listeners.filter(listener => listener.listens(installation, form))
  const changed = Object.keys(before)
  if (listeners.length === 0 || changed.length === 0) return
  const stored = await readStored(records.platform, installation, form, id, connection)
  if (stored === undefined || stored.deleted) return
  const after: RecordValues = stored.values
  const cause = { ...actor.cause, recomputed: true }
  for (const listener of listeners)
    await listener.onEvent(connection, {
      ...{ kind: 'updated', installation, form, id, before: { ...after, ...before }, after, changed },
      ...{ actor: { ...actor, cause }, directory, now },
    })
}
