import type { Transaction } from '../database/statements.ts'
import type { NewNotice, Telling } from './notice.ts'

/** Notices an hour (SEMANTICS "Limits"). Counted without locks: of many at the same moment a few more may pass. */
export const NOTICES_A_PERSON = 60
export const NOTICES_AN_APP = 10_000
const HOUR_MS = 3_600_000

/** The smallest UUIDv7 of an instant: ids rise with time, so the key's index finds the last hour. */
const firstIdAt = (ms: number): string => {
  const hex = ms.toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}

/** Who of these has had his fill in the hour before now. */
export async function personsOverLimit(
  platform: Telling,
  transaction: Transaction,
  orgId: string,
  users: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await transaction.query<{ id: string }>(
    `select u.id from unnest($2::uuid[]) as u(id) where (select count(*) from
       (select 1 from formwork.notification n where n.org_id = $1 and n.user_id = u.id and n.id >= $3 limit $4) as last) >= $4`,
    [orgId, users, firstIdAt(platform.clock.epochMs() - HOUR_MS), NOTICES_A_PERSON],
  )
  return new Set(rows.map(({ id }) => id))
}

/** Whether an app has told its fill in the hour before now. */
export async function isAppOverLimit(
  platform: Telling,
  transaction: Transaction,
  orgId: string,
  app: string,
): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `select 1 from formwork.notification where org_id = $1 and app_key = $2 and id >= $3 order by id desc offset $4 limit 1`,
    [orgId, app, firstIdAt(platform.clock.epochMs() - HOUR_MS), NOTICES_AN_APP - 1],
  )
  return rowCount !== 0
}

/** A named entry in the administrators' list, once an hour for the same subject; answers whether it is the first. */
export async function noteWithheld(
  platform: Telling,
  transaction: Transaction,
  { orgId }: NewNotice,
  code: 'notice_limit_person' | 'notice_limit_app',
  subject: string,
  params: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  const now = platform.clock.epochMs()
  const at = new Date(now).toISOString()
  const key = `${code}:${subject}:${Math.floor(now / HOUR_MS)}`
  const { rowCount } = await transaction.query(
    `insert into formwork.outbox (org_id, id, key, channel, lane, content, state, due_at, tries, fence, created_at, settled_at, reason)
     values ($1, $2, $3, 'app', 'app', '{}', 'withheld', $4, 0, 0, $4, $4, $5) on conflict (org_id, key) do nothing`,
    [orgId, platform.newId(), key, at, JSON.stringify({ code, params })],
  )
  return rowCount !== 0
}
