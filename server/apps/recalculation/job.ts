import { type CascadeStep, recalculationOf } from '../../../engine/definition/cascade.ts'
import type { Transaction } from '../../database/statements.ts'
import { type DueTimer, type DueWork, startDue } from '../../due.ts'
import { publishEvent } from '../../events/listener.ts'
import type { Platform } from '../../http/platform.ts'
import type { OrganisationDirectory } from '../../identity/directory.ts'
import type { Actor } from '../../records/actor.ts'
import { type Records, type WriteScope, writeScope } from '../../records/records.ts'
import type { Installation } from '../installation.ts'
import { countRecords, FIRST, recalculateBatch } from './step.ts'

/** `formwork.timer.kind` of a recalculation; its row is its progress, and afterwards its one entry (M3). */
export const RECALCULATION = 'recalculate'

/** Why values are worked out again. */
export type Reason = 'publish' | 'settings' | 'people' | 'day' | 'refresh' | 'cascade'

/** A recalculation as its row keeps it: whoever claims it next goes on from here. */
export interface Recalculation {
  readonly reason: Reason
  /** version of the app whose steps these are */
  readonly version: number
  /** computed fields to begin with, `form.field` */
  readonly fields: readonly string[]
  /** fields of later steps: writers leave their stored values alone until their inputs are all done */
  readonly held: readonly string[]
  readonly step: number
  readonly after: string
  /** `wait`: writers still learn what is held; `sweep`: records stored by the old rules meanwhile */
  readonly phase: 'wait' | 'run' | 'sweep'
  readonly done: number
  readonly total: number
  readonly changed: number
  readonly startedAt: string
  /** when the first record was worked out, and the last: without the waits between */
  readonly workedFrom?: string
  readonly workedUntil?: string
  readonly finishedAt?: string
  readonly by: string | null
}

/** Small enough to be done in the transaction that asks for it. */
const AT_ONCE = 5_000
/** Until every node has heard of a publish, and what was begun by the old rules is stored. */
const SETTLING_MS = 2_000

const SYSTEM: Actor = { kind: 'system', userId: null }

export function actorFor(reason: Reason): Actor {
  return { ...SYSTEM, cause: { recalculation: reason } }
}

/**
 * Works out fields again in all records, with everything that follows them: at once in this transaction when there are few, else by a job that goes
 * on in batches while people work. Either way a pass comes later for what was stored meanwhile by whoever did not yet know the new rule.
 */
export async function recalculate(
  records: Records,
  installation: Installation,
  fields: readonly string[],
  why: { reason: Reason; by: string | null; directory: OrganisationDirectory },
  transaction: Transaction,
): Promise<void> {
  const steps = recalculationOf(installation.app, fields)
  if (steps.length === 0) return
  const scopes = steps.map(step => stepScope(records, installation, step, why.directory, why.reason))
  const counts: number[] = []
  for (const scope of scopes) counts.push(await countRecords(scope, scope.form, transaction, AT_ONCE + 1))
  let total = counts.reduce((sum, count) => sum + count, 0)
  const small = total <= AT_ONCE
  if (!small) total = await countAll(scopes, transaction)
  else
    for (const [index, step] of steps.entries())
      if (counts[index]! > 0) await wholeStep(scopes[index]!, step, why.reason, transaction)
  if (small && !hasStragglers(why.reason)) return
  const swept = small && why.reason === 'publish'
  const job: Recalculation = {
    ...{ reason: why.reason, version: installation.version, fields, by: why.by },
    ...{ held: small ? [] : heldAfter(steps, 0), step: 0, after: FIRST, phase: swept ? 'sweep' : 'wait' },
    ...{ done: small ? total : 0, total, changed: 0, startedAt: records.platform.clock.now() },
  }
  await insertJob(records.platform, installation, job, transaction)
}

/** A writer that began with another rule, setting or directory may store its values after the first pass; time has no such writers. */
const hasStragglers = (reason: Reason): boolean => reason === 'publish' || reason === 'settings' || reason === 'people'

async function countAll(scopes: readonly WriteScope[], transaction: Transaction): Promise<number> {
  let total = 0
  for (const scope of scopes) total += await countRecords(scope, scope.form, transaction)
  return total
}

function stepScope(
  records: Records,
  installation: Installation,
  step: CascadeStep,
  directory: OrganisationDirectory,
  reason: Reason,
): WriteScope {
  const form = installation.app.forms.get(step.form)!
  return writeScope(records, installation, form, directory, actorFor(reason), true)
}

/** Refreshed scores are told one by one in the history; every other reason is told once, by the recalculation itself. */
const optionsOf = (reason: Reason) => ({ history: reason === 'refresh' })

async function wholeStep(
  scope: WriteScope,
  step: CascadeStep,
  reason: Reason,
  transaction: Transaction,
): Promise<void> {
  for (let after: string | undefined = FIRST; after !== undefined; )
    ({ after } = await recalculateBatch(scope, step, after, transaction, optionsOf(reason)))
}

/** Works out every computed field of an app, in this transaction; nobody is told. */
export async function recalculateAll(
  records: Records,
  installation: Installation,
  fields: Iterable<string>,
  directory: OrganisationDirectory,
  transaction: Transaction,
): Promise<void> {
  for (const step of recalculationOf(installation.app, fields))
    await wholeStep(stepScope(records, installation, step, directory, 'publish'), step, 'publish', transaction)
}

const heldAfter = (steps: readonly CascadeStep[], step: number): string[] =>
  steps.slice(step + 1).flatMap(({ nodes }) => nodes.map(({ name }) => name))

async function insertJob(
  platform: Platform,
  { orgId, id: appId }: Installation,
  job: Recalculation,
  transaction: Transaction,
): Promise<void> {
  const id = platform.newId()
  await transaction.query(
    `insert into formwork.timer (org_id, id, key, app_id, kind, subject, due_at, state, version) values ($1, $2, $3, $4, $5, $6, $7, 'waiting', 1)`,
    [orgId, id, `${RECALCULATION}:${id}`, appId, RECALCULATION, JSON.stringify(job), later(platform)],
  )
}

const later = (platform: Platform): string => new Date(platform.clock.epochMs() + SETTLING_MS).toISOString()

/** Carries recalculations on, batch by batch, on whichever node comes first. Answers how to stop. */
export const startRecalculations = (records: Records, onError: (error: unknown) => void): (() => Promise<void>) =>
  startDue(records.platform, recalculationWork(records), onError)

export const recalculationWork = (records: Records): DueWork => ({
  kind: RECALCULATION,
  fire: (transaction, timer) => goOn(records, transaction, timer),
})

/** One batch; then the row waits for the next, or is done. */
async function goOn(records: Records, transaction: Transaction, timer: DueTimer): Promise<void> {
  const known = await records.installations.byId(timer.orgId, timer.appId)
  if (known === undefined) return
  const installation = await records.installations.readIn(transaction, timer.orgId, known.key)
  const job = timer.subject as unknown as Recalculation
  const steps = recalculationOf(installation.app, job.fields)
  const { platform } = records
  const store = (next: Recalculation, due: string): Promise<void> => keep(transaction, timer, next, due)
  if (job.version !== installation.version) {
    // Another publish came in between: its steps from the first.
    const again = { ...job, version: installation.version, held: heldAfter(steps, 0), step: 0, after: FIRST, done: 0 }
    await store({ ...again, phase: 'wait' }, later(platform))
    return announce(transaction, installation)
  }
  const step = steps[job.step]
  if (step === undefined) return finish(transaction, timer, job, installation, platform)
  const directory = await platform.directories.of({ orgId: timer.orgId, directoryVersion: 0 })
  const scope = stepScope(records, installation, step, directory, job.reason)
  const stragglers = job.phase === 'sweep'
  const began = platform.clock.now()
  const batch = await recalculateBatch(scope, step, job.after, transaction, { ...optionsOf(job.reason), stragglers })
  const changed = job.changed + batch.changed
  const done = Math.min(job.total, job.done + (stragglers ? 0 : batch.done))
  const phase = stragglers ? 'sweep' : 'run'
  const now = platform.clock.now()
  const worked = stragglers ? {} : { workedFrom: job.workedFrom ?? began, workedUntil: now }
  if (batch.after !== undefined) return store({ ...job, ...worked, changed, done, phase, after: batch.after }, now)
  const next = {
    ...job,
    ...worked,
    changed,
    done,
    step: job.step + 1,
    after: FIRST,
    held: heldAfter(steps, job.step + 1),
  }
  if (stragglers || (steps[next.step] === undefined && job.reason !== 'publish')) return store({ ...next, phase }, now)
  if (steps[next.step] === undefined) return store({ ...next, phase: 'sweep', step: 0, held: [] }, later(platform))
  // Writers may work out the next fields themselves from now on: their inputs are all by the new rule.
  await store({ ...next, phase: 'wait' }, later(platform))
  await announce(transaction, installation)
}

async function keep(transaction: Transaction, { orgId, id }: DueTimer, job: Recalculation, due: string): Promise<void> {
  await transaction.query(
    `update formwork.timer set state = 'waiting', version = 1, subject = $3, due_at = $4 where org_id = $1 and id = $2`,
    [orgId, id, JSON.stringify(job), due],
  )
}

async function finish(
  transaction: Transaction,
  { orgId, id }: DueTimer,
  job: Recalculation,
  installation: Installation,
  platform: Platform,
): Promise<void> {
  const finished = { ...job, done: job.total, finishedAt: platform.clock.now() }
  await transaction.query('update formwork.timer set subject = $3 where org_id = $1 and id = $2', [
    orgId,
    id,
    JSON.stringify(finished),
  ])
  await announce(transaction, installation)
}

/** Every node reads anew what is held. */
const announce = (transaction: Transaction, { orgId, key, version }: Installation): Promise<void> =>
  publishEvent(transaction, { kind: 'app', org: orgId, app: key, version })
