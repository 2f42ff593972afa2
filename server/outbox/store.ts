import type { Transaction } from '../database/statements.ts'
import type { Reason } from './delivery.ts'

/** A delivery as administrators see it. */
export interface DeliveryRow {
  readonly id: string
  readonly app: string | null
  readonly channel: string
  readonly state: 'waiting' | 'sent' | 'failed' | 'withheld'
  readonly content: Readonly<Record<string, unknown>>
  readonly createdAt: string
  readonly dueAt: string
  readonly settledAt: string | null
  readonly tries: number
  readonly reason: Reason | null
}

const COLUMNS = `o.id, a.key as app, o.channel, o.state, o.content, o.created_at as "createdAt", o.due_at as "dueAt", o.settled_at as "settledAt", o.tries, o.reason`
const FROM = 'formwork.outbox o left join formwork.app a on a.org_id = o.org_id and a.id = o.app_id'

export interface DeliveryQuery {
  readonly orgId: string
  readonly state: string | null
  readonly channel: string | null
  readonly lane: string | null
  readonly before: string | null
  readonly limit: number
}

/** Newest first. */
export async function listDeliveries(connection: Transaction, query: DeliveryQuery): Promise<DeliveryRow[]> {
  const { rows } = await connection.query<DeliveryRow>(
    `select ${COLUMNS} from ${FROM}
     where o.org_id = $1 and ($2::text is null or o.state = $2) and ($3::text is null or o.channel = $3)
       and ($4::text is null or o.lane = $4) and ($5::uuid is null or o.id < $5) order by o.id desc limit $6`,
    [query.orgId, query.state, query.channel, query.lane, query.before, query.limit],
  )
  return rows
}

export interface AttemptRow {
  readonly at: string
  readonly milliseconds: number
  readonly outcome: string
  readonly detail: Readonly<Record<string, unknown>>
}

/** One delivery with its tries, oldest first. */
export async function readDelivery(
  connection: Transaction,
  orgId: string,
  id: string,
): Promise<(DeliveryRow & { readonly attempts: readonly AttemptRow[] }) | undefined> {
  const { rows } = await connection.query<DeliveryRow>(
    `select ${COLUMNS} from ${FROM} where o.org_id = $1 and o.id = $2`,
    [orgId, id],
  )
  if (rows[0] === undefined) return undefined
  const { rows: attempts } = await connection.query<AttemptRow>(
    'select at, milliseconds, outcome, detail from formwork.outbox_attempt where org_id = $1 and outbox_id = $2 order by fence',
    [orgId, id],
  )
  return { ...rows[0], attempts }
}

/**
 * Sends again what was given up or sent: the same id, so that the other side can tell. Answers false when it is none of the organisation's or is still
 * on its way.
 */
export async function sendAgain(connection: Transaction, orgId: string, id: string, now: string): Promise<boolean> {
  const { rowCount } = await connection.query(
    `update formwork.outbox set state = 'waiting', tries = 0, due_at = $3, settled_at = null where org_id = $1 and id = $2 and state in ('failed', 'sent')`,
    [orgId, id, now],
  )
  return rowCount !== 0
}

/** Deliveries that were settled so long ago are forgotten, with their attempts. */
export const KEEP_DELIVERIES_MS = 30 * 86_400_000

/** Forgets old deliveries, what came in by hooks, and counts; what was given up stays until somebody decides, for a year at most. */
export async function forgetOld(connection: Transaction, nowMs: number): Promise<void> {
  const before = (ms: number): string => new Date(nowMs - ms).toISOString()
  const ages = [before(KEEP_DELIVERIES_MS), before(365 * 86_400_000)]
  await connection.query(
    `delete from formwork.outbox where settled_at < $1 and state <> 'failed' or settled_at < $2`,
    ages,
  )
  // Far longer than a signature is taken (5 min): no id comes back as new.
  await connection.query('delete from formwork.hook_event where handled_at < $1 or received_at < $2', ages)
  await connection.query('delete from formwork.rate where window_at < $1', [before(86_400_000)])
}
