import type { Hop, RecordValues } from '../../engine/index.ts'
import { computeFields } from '../../engine/record/compute.ts'
import { same } from '../../engine/record/validate.ts'
import { columnOf } from '../storage/columns.ts'
import { changesOf, storedWrite } from './changes.ts'
import type { RecordEvent, WriteScope } from './records.ts'
import { loadRelated } from './related.ts'
import { type Connection, recordContext } from './scope.ts'
import { updateRecord } from './store.ts'
import { readStored } from './stored.ts'
import { tellViewers } from './viewers.ts'

type Change = Pick<RecordEvent, 'id' | 'before' | 'after' | 'changed' | 'kind'>

/** Levels of records that follow one another; the compiler refuses circles, so this is only a bound (SEMANTICS "Limits"). */
const DEEPEST = 50

/**
 * Brings every computed value of other records up to date after a write, in the same transaction (P9). Records are locked in the order of their
 * ids, form by form, so that two writers cannot wait for each other in a circle.
 */
export async function recomputeDependents(
  scope: WriteScope,
  change: Change,
  connection: Connection,
  depth = 0,
): Promise<void> {
  const created = change.before === null || change.kind === 'deleted' || change.kind === 'restored'
  const touched = new Map<string, Set<string>>()
  for (const [field, dependents] of scope.form.dependents) {
    if (!created && !change.changed.includes(field)) continue
    for (const { form, hops } of dependents) {
      const ids = touched.get(form) ?? new Set<string>()
      touched.set(form, ids)
      for (const id of await followHops(scope, change, hops, connection)) ids.add(id)
    }
  }
  for (const key of [...touched.keys()].sort()) {
    const form = scope.installation.app.forms.get(key)
    if (form === undefined || form.parent !== undefined) continue
    for (const id of [...touched.get(key)!].sort()) await recomputeRecord({ ...scope, form }, id, connection, depth)
  }
}

/** From the changed record to the records that read it; a changed relation leads to its old and its new target. */
async function followHops(
  scope: WriteScope,
  change: Change,
  hops: readonly Hop[],
  connection: Connection,
): Promise<string[]> {
  let ids: string[] = [change.id]
  for (const [index, hop] of hops.entries()) {
    if (ids.length === 0) return []
    if (hop.kind === 'targets' && index === 0) ids = targetIds([change.before, change.after], hop.field)
    else ids = await hopIds(scope, hop, ids, connection)
  }
  return ids
}

const targetIds = (records: readonly (RecordValues | null)[], field: string): string[] => [
  ...new Set(records.flatMap(record => record?.[field] ?? []).map(String)),
]

async function hopIds(scope: WriteScope, hop: Hop, ids: readonly string[], connection: Connection): Promise<string[]> {
  const form = scope.installation.app.forms.get(hop.form)
  const table = scope.installation.tables.get(hop.form)
  const column = table === undefined ? undefined : columnOf(table, hop.field)
  if (form === undefined || table === undefined || column === undefined) return []
  const many = form.fields.get(hop.field)?.list === true
  const referrers = hop.kind === 'referrers'
  const match = referrers ? (many ? `${column} && $1::uuid[]` : `${column} = any($1::uuid[])`) : 'id = any($1::uuid[])'
  const wanted = referrers ? 'id' : many ? `unnest(${column})` : column
  const { rows } = await connection.query<{ id: string }>(
    `select distinct ${wanted} as id from ${table.name} where ${match} and deleted_at is null`,
    [ids],
  )
  return rows.flatMap(({ id }) => id ?? [])
}

async function recomputeRecord(scope: WriteScope, id: string, connection: Connection, depth: number): Promise<void> {
  const { installation, form, records } = scope
  const before = await readStored(records.platform, installation, form, id, connection, { lock: true })
  if (before === undefined || before.deleted || depth > DEEPEST) return
  const related = await loadRelated(installation, form, before.values, connection)
  const values: Record<string, unknown> = { ...before.values }
  computeFields(form, values, before.values, recordContext({ ...scope, caller: null }, related))
  const changed = form.fieldList
    .filter(field => field.computed && !same(values[field.key], before.values[field.key]))
    .map(({ key }) => key)
  if (changed.length === 0) return
  const set = Object.fromEntries(changed.map(key => [key, values[key] ?? null]))
  const actor = { ...scope.actor, cause: { ...scope.actor.cause, recomputed: true } }
  const write = storedWrite({ ...scope, actor }, id, changesOf(form, before.values, values, changed), [])
  const after = await updateRecord(
    records.platform,
    write,
    { set, errors: values._errors, kind: 'compute', before: before.values },
    connection,
  )
  if (after === undefined) return
  tellViewers(scope, { id, after }, connection)
  await recomputeDependents(
    scope,
    { kind: 'updated', id, before: before.values, after, changed },
    connection,
    depth + 1,
  )
  for (const listener of records.listeners) {
    if (listener.listens(installation, form))
      await listener.onEvent(connection, {
        kind: 'updated',
        installation,
        form,
        id,
        before: before.values,
        after,
        changed,
        actor,
        directory: scope.directory,
        now: scope.now,
      })
  }
}
