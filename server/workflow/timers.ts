import { sqlStateOf } from '../database/databaseError.ts'
import type { Transaction } from '../database/statements.ts'
import type { Records } from '../records/records.ts'
import { readStored } from '../records/stored.ts'
import { drive } from './drive.ts'
import { formOf, lockInstance } from './instances.ts'
import { type Engine, stepOf } from './step.ts'

const POLL_MS = 1_000
const SHORTEST_WAIT_MS = 20
const LONGEST_RETRY_MS = 3_600_000

interface DueTimer {
  readonly id: string
  readonly orgId: string
  readonly appId: string
  readonly subject: {
    readonly instance: string
    readonly form: string
    readonly record: string
    readonly task: string
    readonly step: string
    readonly index: number
  }
}

/**
 * Fires due timers: one at a time, in the order of their due times, each in a transaction of its own that claims it (`skip locked`), so that several nodes
 * share the work and none fires twice. The row is the truth; this only looks, once a second and at the next due time. Answers how to stop.
 */
export function startTimers(records: Records, engine: Engine, onError: (error: unknown) => void): () => Promise<void> {
  let stopped = false
  let wake: NodeJS.Timeout | undefined
  let round = Promise.resolve()
  const look = async (): Promise<void> => {
    let wait = POLL_MS
    try {
      while (!stopped && (await fireNext(records, engine, onError)));
      wait = await untilNext(records)
    } catch (error) {
      if (!stopped) onError(error)
    }
    if (!stopped) schedule(wait)
  }
  const schedule = (ms: number): void => {
    wake = setTimeout(() => {
      round = look()
    }, ms)
    wake.unref()
  }
  schedule(SHORTEST_WAIT_MS)
  return async () => {
    stopped = true
    clearTimeout(wake)
    await round
  }
}

async function untilNext({ platform }: Records): Promise<number> {
  const { rows } = await platform.database.pool.query<{ due: Date | string | null }>(
    `select min(due_at) as due from formwork.timer where state = 'waiting'`,
  )
  const due = rows[0]?.due
  if (due === null || due === undefined) return POLL_MS
  return Math.min(POLL_MS, Math.max(SHORTEST_WAIT_MS, new Date(due).getTime() - platform.clock.epochMs()))
}

/** Fires the first due timer that no other node holds; false when there is none. A failure leaves no trace but a later try. */
async function fireNext(records: Records, engine: Engine, onError: (error: unknown) => void): Promise<boolean> {
  const { platform } = records
  let claimed: DueTimer | undefined
  try {
    return await platform.transaction(async transaction => {
      claimed = await claim(transaction, platform.clock.now())
      if (claimed === undefined) return false
      await transaction.query(
        `update formwork.timer set state = 'fired', fired_at = $3, version = version + 1 where org_id = $1 and id = $2`,
        [claimed.orgId, claimed.id, platform.clock.now()],
      )
      await fire(records, engine, transaction, claimed)
      return true
    })
  } catch (error) {
    if (claimed === undefined || sqlStateOf(error)?.startsWith('08') === true) throw error
    onError(error)
    await postpone(records, claimed)
    return true
  }
}

async function claim(transaction: Transaction, now: string): Promise<DueTimer | undefined> {
  const { rows } = await transaction.query<DueTimer>(
    `select id, org_id as "orgId", app_id as "appId", subject from formwork.timer where state = 'waiting' and due_at <= $1
     order by due_at, id limit 1 for update skip locked`,
    [now],
  )
  return rows[0]
}

/** A task's deadline: `{$user}` is blank, the app acts (M8). What is gone meanwhile has no effect. */
async function fire(
  records: Records,
  engine: Engine,
  transaction: Transaction,
  { orgId, appId, subject }: DueTimer,
): Promise<void> {
  const installation = await records.installations.byId(orgId, appId)
  const form = installation === undefined ? undefined : formOf(installation, subject.form)
  if (installation === undefined || form === undefined) return
  const directory = await records.platform.directories.of({ orgId, directoryVersion: 0 })
  const actor = { kind: 'system', userId: null, cause: { timer: subject.step } } as const
  const step = stepOf(engine, { records, installation, directory, actor }, transaction)
  // The record's row before the instance's, as everywhere.
  await readStored(records.platform, installation, form, subject.record, transaction, { lock: true })
  const instance = await lockInstance(step, subject.instance)
  if (instance?.status !== 'running') return
  await drive(step, instance, { type: 'timer', task: subject.task, step: subject.step, index: subject.index })
}

/** 2 s, 4 s, ... an hour: a timer that fails does not hold up the others. */
async function postpone({ platform }: Records, { orgId, id }: DueTimer): Promise<void> {
  const now = platform.clock.epochMs()
  await platform.database.pool.query(
    `update formwork.timer set version = version + 1, due_at = $3::timestamptz + least(power(2, least(version, 20)) * 1000, $4) * interval '1 millisecond'
     where org_id = $1 and id = $2 and state = 'waiting'`,
    [orgId, id, new Date(now).toISOString(), LONGEST_RETRY_MS],
  )
}
