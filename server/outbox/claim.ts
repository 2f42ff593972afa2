import type { Transaction } from '../database/statements.ts'
import type { Platform } from '../http/platform.ts'
import type { Delivery, Outcome, Reason } from './delivery.ts'
import { MOST_TRIES, waitAfter } from './delivery.ts'

/** How long a worker may hold a delivery. Every sender ends far sooner; after it another node takes over (RL-11). */
export const LEASE_MS = 60_000

/** Takes the delivery that has been due longest and whose lane has room; undefined when there is none. One statement, its own transaction. */
export async function claim(platform: Platform, fullLanes: readonly string[]): Promise<Delivery | undefined> {
  const now = platform.clock.epochMs()
  const leaseUntil = now + LEASE_MS
  const { rows } = await platform.database.pool.query<Omit<Delivery, 'leaseUntil'>>(
    `with next as (
       select org_id, id from formwork.outbox where state = 'waiting' and due_at <= $1 and lane <> all($3)
       order by due_at, id limit 1 for update skip locked
     )
     update formwork.outbox o set fence = o.fence + 1, tries = o.tries + 1, due_at = $2
     from next where o.org_id = next.org_id and o.id = next.id
     returning o.org_id as "orgId", o.id, o.app_id as "appId", o.channel, o.lane, o.content, o.created_at as "createdAt", o.tries, o.fence`,
    [new Date(now).toISOString(), new Date(leaseUntil).toISOString(), fullLanes],
  )
  return rows[0] === undefined ? undefined : { ...rows[0], leaseUntil }
}

/** When the next delivery is due; null when none waits. */
export async function nextDue(platform: Platform, fullLanes: readonly string[]): Promise<number | null> {
  const { rows } = await platform.database.pool.query<{ due: Date | string | null }>(
    `select min(due_at) as due from formwork.outbox where state = 'waiting' and lane <> all($1)`,
    [fullLanes],
  )
  const due = rows[0]?.due ?? null
  return due === null ? null : new Date(due).getTime()
}

export type Settled = 'sent' | 'retry' | 'failed' | 'later' | 'lost'

/** Writes down what came of a try. Only the last claimant may: `lost` when the lease went to another meanwhile, and nothing is changed. */
export async function settle(
  platform: Platform,
  delivery: Delivery,
  outcome: Outcome,
  milliseconds: number,
  gaveUp?: (transaction: Transaction, delivery: Delivery, reason: Reason) => Promise<void>,
): Promise<Settled> {
  const spent = outcome.result === 'retry' && delivery.tries >= MOST_TRIES
  const result = spent ? 'failed' : outcome.result
  return platform.transaction(async transaction => {
    const now = platform.clock.epochMs()
    const reason = outcome.result === 'sent' ? null : outcome.reason
    const { rowCount } = await transaction.query(
      `update formwork.outbox set state = $4, due_at = $5, settled_at = $6, reason = coalesce($7, reason), tries = tries - $8
       where org_id = $1 and id = $2 and fence = $3 and state = 'waiting'`,
      [
        delivery.orgId,
        delivery.id,
        delivery.fence,
        result === 'sent' || result === 'failed' ? result : 'waiting',
        new Date(now + pauseAfter(delivery, outcome)).toISOString(),
        result === 'sent' || result === 'failed' ? new Date(now).toISOString() : null,
        reason === null ? null : JSON.stringify(reason),
        result === 'later' ? 1 : 0,
      ],
    )
    if (rowCount === 0) return 'lost'
    if (result !== 'later') {
      const detail = outcome.result === 'sent' ? (outcome.detail ?? {}) : reason
      await transaction.query(
        `insert into formwork.outbox_attempt (org_id, outbox_id, fence, at, milliseconds, outcome, detail) values ($1, $2, $3, $4, $5, $6, $7)`,
        [
          delivery.orgId,
          delivery.id,
          delivery.fence,
          new Date(now).toISOString(),
          Math.round(milliseconds),
          result,
          JSON.stringify(detail),
        ],
      )
    }
    if (outcome.result === 'sent') await outcome.settle?.(transaction)
    else if (result === 'failed') await gaveUp?.(transaction, delivery, outcome.reason)
    return result
  })
}

function pauseAfter({ tries }: Delivery, outcome: Outcome): number {
  if (outcome.result === 'later') return outcome.afterMs
  if (outcome.result !== 'retry') return 0
  return Math.max(waitAfter(tries), Math.min(outcome.afterMs ?? 0, LONGEST_WISH_MS))
}

/** The other side may ask for a longer pause (Retry-After); a day at most. */
const LONGEST_WISH_MS = 86_400_000
