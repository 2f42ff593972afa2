import { sqlStateOf } from './database/databaseError.ts'
import type { Transaction } from './database/statements.ts'
import type { Platform } from './http/platform.ts'
import { HttpProblem } from './http/problem.ts'

const POLL_MS = 1_000
const SHORTEST_WAIT_MS = 20
const LONGEST_RETRY_MS = 3_600_000

export interface DueTimer {
  readonly id: string
  readonly orgId: string
  readonly appId: string
  readonly subject: Readonly<Record<string, unknown>>
}

/** What is done with the timers of one kind. */
export interface DueWork {
  /** `formwork.timer.kind` */
  readonly kind: string
  /** Inside the transaction that claimed the timer and marked it fired; may set it waiting again. */
  fire(transaction: Transaction, timer: DueTimer): Promise<void>
  /** How many may fire at once in this process, each on a connection of its own; default 1. More where no two timers belong to one thing. */
  readonly atOnce?: number
  /** Before each look: rows that should be there. */
  arm?(): Promise<void>
}

/**
 * Fires due timers of a kind in the order of their due times, one at a time (`atOnce` says otherwise), each in a transaction of its own that claims it
 * (`skip locked`), so that several nodes share the work and none fires twice. The row is the truth; this only looks, once a second and at the next due
 * time. Answers how to stop.
 */
export function startDue(platform: Platform, work: DueWork, onError: (error: unknown) => void): () => Promise<void> {
  let stopped = false
  let wake: NodeJS.Timeout | undefined
  let round = Promise.resolve()
  const look = async (): Promise<void> => {
    let wait = POLL_MS
    try {
      await work.arm?.()
      const fireAll = async (): Promise<void> => {
        while (!stopped && (await fireNext(platform, work, onError)));
      }
      if (!stopped && (await fireNext(platform, work, onError)))
        await allOf(Array.from({ length: work.atOnce ?? 1 }, fireAll))
      wait = await untilNext(platform, work.kind)
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

/** Waits for all, also when one fails: nothing is left running unheard. @throws the first error */
async function allOf(work: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find(({ status }) => status === 'rejected')
  if (failed?.status === 'rejected') throw failed.reason
}

async function untilNext(platform: Platform, kind: string): Promise<number> {
  const { rows } = await platform.database.pool.query<{ due: Date | string | null }>(
    `select min(due_at) as due from formwork.timer where state = 'waiting' and kind = $1`,
    [kind],
  )
  const due = rows[0]?.due
  if (due === null || due === undefined) return POLL_MS
  return Math.min(POLL_MS, Math.max(SHORTEST_WAIT_MS, new Date(due).getTime() - platform.clock.epochMs()))
}

/**
 * Lets time pass in a world of its own (`platform.only`): whatever falls due up to an instant fires at its own time, in order, and the clock stands there
 * afterwards. Errors are thrown; so is what fires without end: `budget` says how much may fire yet and is used up.
 */
export async function passTime(
  platform: Platform,
  works: readonly DueWork[],
  clock: { set(instant: string): void },
  until: string,
  budget: { left: number },
): Promise<void> {
  const fail = (error: unknown): never => {
    throw error
  }
  for (;;) {
    for (const work of works) await work.arm?.()
    const { rows } = await platform.database.pool.query<{ kind: string; due: Date | string }>(
      `select kind, due_at as due from formwork.timer where org_id = $1 and state = 'waiting' and due_at <= $2 and kind = any($3) order by due_at, id limit 1`,
      [platform.only, until, works.map(({ kind }) => kind)],
    )
    const next = rows[0]
    if (next === undefined) break
    const due = new Date(next.due).toISOString()
    if (due > platform.clock.now()) clock.set(due)
    budget.left -= 1
    if (budget.left < 0) throw new HttpProblem(422, 'scenario_too_long', { at: due })
    await fireNext(platform, works.find(({ kind }) => kind === next.kind)!, fail)
  }
  if (until > platform.clock.now()) clock.set(until)
}

/** Fires the first due timer that no other node holds; false when there is none. A failure leaves no trace but a later try. */
async function fireNext(platform: Platform, work: DueWork, onError: (error: unknown) => void): Promise<boolean> {
  let claimed: DueTimer | undefined
  try {
    return await platform.transaction(async transaction => {
      const timer = await claim(transaction, work.kind, platform)
      claimed = timer
      if (timer === undefined) return false
      await transaction.query(
        `update formwork.timer set state = 'fired', fired_at = $3, version = version + 1 where org_id = $1 and id = $2`,
        [timer.orgId, timer.id, platform.clock.now()],
      )
      await work.fire(transaction, timer)
      return true
    })
  } catch (error) {
    if (claimed === undefined || sqlStateOf(error)?.startsWith('08') === true) throw error
    onError(error)
    await postpone(platform, claimed)
    return true
  }
}

async function claim(
  transaction: Transaction,
  kind: string,
  { clock, only }: Pick<Platform, 'clock' | 'only'>,
): Promise<DueTimer | undefined> {
  const { rows } = await transaction.query<DueTimer>(
    `select id, org_id as "orgId", app_id as "appId", subject from formwork.timer where state = 'waiting' and due_at <= $1 and kind = $2 and ($3::uuid is null or org_id = $3)
     order by due_at, id limit 1 for update skip locked`,
    [clock.now(), kind, only ?? null],
  )
  return rows[0]
}

/** 2 s, 4 s, ... an hour: a timer that fails does not hold up the others. */
async function postpone(platform: Platform, { orgId, id }: DueTimer): Promise<void> {
  const now = platform.clock.epochMs()
  await platform.database.pool.query(
    `update formwork.timer set version = version + 1, due_at = $3::timestamptz + least(power(2, least(version, 20)) * 1000, $4) * interval '1 millisecond'
     where org_id = $1 and id = $2 and state = 'waiting'`,
    [orgId, id, new Date(now).toISOString(), LONGEST_RETRY_MS],
  )
}
