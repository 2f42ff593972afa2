import { afterCommit } from '../database/afterCommit.ts'
import type { Transaction } from '../database/statements.ts'
import type { Stamps } from '../ids.ts'
import type { Bell } from './bell.ts'
import type { Channel } from './delivery.ts'

/** What enqueueing needs of the platform. */
export interface Outgoing extends Stamps {
  readonly outbox: Bell
}

export interface NewDelivery {
  readonly orgId: string
  readonly appId: string | null
  readonly channel: Channel
  /** address outside, for channels that reach people */
  readonly to?: string
  readonly subject?: string
  /** text for channels that reach people; document for the others */
  readonly body: unknown
  /** further content its sender reads */
  readonly more?: Readonly<Record<string, unknown>>
  /** The same key is delivered once, however often the work behind it is tried (M25). */
  readonly key: string
  /** deliveries of one lane share a place outside; default: the channel */
  readonly lane?: string
  /** not before this instant */
  readonly dueAt?: string
}

/**
 * Puts a delivery into the outbox, in the caller's transaction: it leaves if and only if that commits. Answers its id, the one the outside sees;
 * undefined when the key was used before.
 */
export async function enqueue(
  platform: Outgoing,
  transaction: Transaction,
  delivery: NewDelivery,
): Promise<string | undefined> {
  const { orgId, appId, channel, to, subject, body, more, key, lane = channel } = delivery
  const id = platform.newId()
  const now = platform.clock.now()
  const { rowCount } = await transaction.query(
    `insert into formwork.outbox (org_id, id, key, app_id, channel, lane, content, state, due_at, tries, fence, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, 'waiting', $8, 0, 0, $9) on conflict (org_id, key) do nothing`,
    [
      orgId,
      id,
      key,
      appId,
      channel,
      `${orgId}:${lane}`,
      JSON.stringify({ ...more, to, subject, body }),
      delivery.dueAt ?? now,
      now,
    ],
  )
  if (rowCount === 0) return undefined
  afterCommit(transaction, () => platform.outbox.ring())
  return id
}
