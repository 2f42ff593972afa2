import type { Transaction } from '../database/statements.ts'
import { publishEvent } from '../events/listener.ts'
import type { Stamps } from '../ids.ts'

/** What a notification says, in both languages. */
export interface NoticeText {
  readonly zh: string
  readonly en: string
}

/** Where it leads. */
export interface NoticeLink {
  readonly app: string
  readonly form: string
  readonly record: string
  readonly task?: string
}

export interface Notice {
  readonly id: string
  readonly text: NoticeText
  readonly link: NoticeLink | null
  readonly at: string
  readonly readAt: string | null
}

export interface NewNotice {
  readonly orgId: string
  readonly users: readonly string[]
  readonly text: NoticeText
  readonly link: NoticeLink | null
  /** The same key is told once per person, however often the work behind it is tried (RL-10). */
  readonly dedupeKey?: string
}

const COLUMNS = `id, text, link, created_at as at, read_at as "readAt"`

/** Writes one notification per person and tells their open pages at commit. Inactive and unknown people are left out. */
export async function notify(platform: Stamps, transaction: Transaction, notice: NewNotice): Promise<void> {
  const users = [...new Set(notice.users)]
  if (users.length === 0) return
  const { rows } = await transaction.query<{ id: string; user: string }>(
    `insert into formwork.notification (org_id, id, user_id, text, link, created_at, dedupe_key)
     select $1, n.id, n.user_id, $4, $5, $6, $7::text || ':' || n.user_id
     from unnest($2::uuid[], $3::uuid[]) as n(id, user_id)
     join formwork.app_user u on u.org_id = $1 and u.id = n.user_id and u.active
     on conflict (org_id, dedupe_key) do nothing returning id, user_id as user`,
    [
      notice.orgId,
      users.map(() => platform.newId()),
      users,
      JSON.stringify(notice.text),
      notice.link === null ? null : JSON.stringify(notice.link),
      platform.clock.now(),
      notice.dedupeKey ?? null,
    ],
  )
  if (rows.length === 0) return
  await publishEvent(transaction, {
    kind: 'notice',
    org: notice.orgId,
    users: rows.map(({ user }) => user),
    ids: rows.map(({ id }) => id),
  })
}

/** Some notices of one person. */
export async function readNotices(
  connection: Transaction,
  orgId: string,
  userId: string,
  ids: readonly string[],
): Promise<Notice[]> {
  const { rows } = await connection.query<Notice>(
    `select ${COLUMNS} from formwork.notification where org_id = $1 and user_id = $2 and id = any($3) order by id`,
    [orgId, userId, ids],
  )
  return rows
}

export interface NoticeQuery {
  readonly orgId: string
  readonly userId: string
  readonly unread: boolean
  readonly before: string | null
  readonly limit: number
}

/** Newest first. */
export async function listNotices(connection: Transaction, query: NoticeQuery): Promise<Notice[]> {
  const { rows } = await connection.query<Notice>(
    `select ${COLUMNS} from formwork.notification
     where org_id = $1 and user_id = $2 ${query.unread ? 'and read_at is null' : ''} and ($3::uuid is null or id < $3)
     order by id desc limit $4`,
    [query.orgId, query.userId, query.before, query.limit],
  )
  return rows
}

/** How many are unread, at most 1,000: beyond that nobody counts. */
export async function countUnread(connection: Transaction, orgId: string, userId: string): Promise<number> {
  const { rows } = await connection.query<{ n: number }>(
    `select count(*)::int as n from (select 1 from formwork.notification where org_id = $1 and user_id = $2 and read_at is null limit 1000) as unread`,
    [orgId, userId],
  )
  return rows[0]?.n ?? 0
}

/** Marks one, or all with `id` null, as read; answers how many there were of that id. */
export async function markRead(
  connection: Transaction,
  orgId: string,
  userId: string,
  id: string | null,
  now: string,
): Promise<number> {
  const { rowCount } = await connection.query(
    `update formwork.notification set read_at = coalesce(read_at, $4)
     where org_id = $1 and user_id = $2 and ($3::uuid is null and read_at is null or id = $3)`,
    [orgId, userId, id, now],
  )
  return rowCount ?? 0
}
