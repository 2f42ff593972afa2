import { fromNowOn } from '../../../engine/timer/run.ts'
import type { Transaction } from '../../database/statements.ts'
import type { DueTimer, DueWork } from '../../due.ts'
import type { Caller } from '../../http/caller.ts'
import type { Platform } from '../../http/platform.ts'
import { HttpProblem } from '../../http/problem.ts'
import { planOf } from '../../ladders/hear.ts'
import { judge } from '../../ladders/judge.ts'
import { type StoredRun, saveRuns, waitingRuns } from '../../ladders/store.ts'
import type { Records } from '../../records/records.ts'
import { readStored } from '../../records/stored.ts'
import { formOf } from '../../workflow/instances.ts'
import { moveInstance } from '../../workflow/move.ts'
import { saving } from '../../workflow/saving.ts'
import { type Engine, type Step, stepOf } from '../../workflow/step.ts'
import type { Installation } from '../installation.ts'

/** `formwork.timer.kind` of what carries running work over to a version; its row is its progress, and afterwards what came of it. */
const CARRY_OVER = 'carry_over'
const FIRST = '00000000-0000-0000-0000-000000000000'
/** Each is moved in a savepoint of one transaction, which holds its records that long. */
const INSTANCES = 20
const RUNS = 200
const MOST_TOLD = 20

/** What is carried over, as its row keeps it. */
export interface CarryOver {
  readonly version: number
  readonly by: string
  /** still to do, the first one under way */
  readonly workflows: readonly string[]
  readonly ladders: readonly string[]
  readonly after: string
  readonly moved: number
  readonly applied: number
  /** running on as they were, and why the first of them do */
  readonly stayed: number
  readonly reasons: readonly string[]
  readonly finishedAt?: string
}

/** Asks for running work to go on by the version just published, in the publish's transaction; it is done in the background, in batches. */
export async function carryOver(
  platform: Platform,
  { orgId, id, version }: Installation,
  by: string,
  what: Pick<CarryOver, 'workflows' | 'ladders'>,
  transaction: Transaction,
): Promise<void> {
  if (what.workflows.length + what.ladders.length === 0) return
  const job: CarryOver = { ...what, version, by, after: FIRST, moved: 0, applied: 0, stayed: 0, reasons: [] }
  const timer = platform.newId()
  await transaction.query(
    `insert into formwork.timer (org_id, id, key, app_id, kind, subject, due_at, state, version) values ($1, $2, $3, $4, $5, $6, $7, 'waiting', 1)`,
    [orgId, timer, `${CARRY_OVER}:${timer}`, id, CARRY_OVER, JSON.stringify(job), platform.clock.now()],
  )
}

/** How far the newest of an app is. */
export async function readCarryOver(
  { orgId, id }: Pick<Installation, 'orgId' | 'id'>,
  connection: Transaction,
): Promise<CarryOver | undefined> {
  const { rows } = await connection.query<{ subject: CarryOver }>(
    `select subject from formwork.timer where org_id = $1 and key >= '${CARRY_OVER}:' and key < '${CARRY_OVER};' and app_id = $2 order by key desc limit 1`,
    [orgId, id],
  )
  return rows[0]?.subject
}

export const carryOverWork = (records: Records, engine: Engine): DueWork => ({
  kind: CARRY_OVER,
  fire: (transaction, timer) => goOn(records, engine, transaction, timer),
})

/** One batch; then the row waits for the next, or is done. */
async function goOn(records: Records, engine: Engine, transaction: Transaction, timer: DueTimer): Promise<void> {
  const known = await records.installations.byId(timer.orgId, timer.appId)
  if (known === undefined) return
  const installation = await records.installations.readIn(transaction, timer.orgId, known.key)
  const directory = await records.platform.directories.of({ orgId: timer.orgId, directoryVersion: 0 })
  const job = timer.subject as unknown as CarryOver
  const actor = { kind: 'system', userId: null, cause: { publish: installation.version } } as const
  const step = stepOf(engine, { records, installation, directory, actor }, transaction)
  const next =
    job.workflows.length > 0 ? await moveBatch(records, engine, step, timer.orgId, job) : await applyBatch(step, job)
  const ended = next.workflows.length + next.ladders.length === 0
  const subject = ended ? { ...next, finishedAt: records.platform.clock.now() } : next
  await transaction.query(
    `update formwork.timer set subject = $3, state = case when $4 then state else 'waiting' end, version = 1 where org_id = $1 and id = $2`,
    [timer.orgId, timer.id, JSON.stringify(subject), ended],
  )
}

async function moveBatch(
  records: Records,
  engine: Engine,
  step: Step,
  orgId: string,
  job: CarryOver,
): Promise<CarryOver> {
  const { connection, installation } = step
  const { rows } = await connection.query<{ id: string }>(
    `select id from formwork.workflow_instance where org_id = $1 and app_id = $2 and workflow_key = $3 and status = 'running' and app_version < $4 and id > $5
     order by id limit ${INSTANCES}`,
    [orgId, installation.id, job.workflows[0], installation.version, job.after],
  )
  const caller = publisher(orgId, job.by)
  const reasons = [...job.reasons]
  let moved = 0
  for (const { id } of rows)
    await saving(
      step,
      async () => {
        await moveInstance(records, engine, caller, id, `publish-${job.version}`, step.connection)
        moved += 1
      },
      async error => {
        if (!(error instanceof HttpProblem)) throw error
        if (reasons.length < MOST_TOLD) reasons.push(id)
      },
    )
  const counted = { moved: job.moved + moved, stayed: job.stayed + rows.length - moved, reasons }
  const last = rows.at(-1)?.id
  return rows.length < INSTANCES || last === undefined
    ? { ...job, ...counted, workflows: job.workflows.slice(1), after: FIRST }
    : { ...job, ...counted, after: last }
}

/** Who published, as far as moving asks: an administrator of the organisation. */
const publisher = (orgId: string, userId: string): Caller => ({
  ...{ kind: 'user', orgId, userId, admin: true, language: 'zh', zone: 'UTC', directoryVersion: 0 },
  ...{ tokenId: null, scopes: null, apps: null },
})

/** Waiting runs take the steps of the version as it is now; what would be over by them stays silent. */
async function applyBatch(step: Step, job: CarryOver): Promise<CarryOver> {
  const { installation, now } = step
  const ladder = installation.app.ladders.find(({ name }) => name === job.ladders[0])
  const runs = ladder === undefined ? [] : await waitingRuns(step, ladder.name, job.after, RUNS)
  const changed: { stored: StoredRun; plan: ReturnType<typeof planOf> }[] = []
  for (const stored of runs) {
    const form = formOf(installation, stored.form)
    const record =
      form === undefined
        ? undefined
        : await readStored(step.records.platform, installation, form, stored.record, step.connection)
    if (ladder === undefined || form === undefined || record === undefined) continue
    const { steps } = await judge(step, ladder, form, record.values, stored.event)
    const plan = planOf(installation, ladder, steps)
    const run = fromNowOn(plan, stored.run, now)
    changed.push({ plan, stored: { ...stored, version: installation.version, steps, run } })
  }
  await saveRuns(step, changed)
  const applied = job.applied + changed.length
  const last = runs.at(-1)?.id
  return runs.length < RUNS || last === undefined
    ? { ...job, applied, ladders: job.ladders.slice(1), after: FIRST }
    : { ...job, applied, after: last }
}
