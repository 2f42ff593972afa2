import { errorMessage } from '../../schemas/errors/catalogue.ts'
import type { Transaction } from '../database/statements.ts'
import { publishEvent } from '../events/listener.ts'
import { isAppOverLimit, NOTICES_A_PERSON, NOTICES_AN_APP, noteWithheld, personsOverLimit } from './limits.ts'
import type { NewNotice, NoticeLink, NoticeText, Telling, Told } from './notice.ts'
import { tellOutside } from './outside.ts'

export type { NoticeText } from './notice.ts'

export interface Notice {
  readonly id: string
  readonly text: NoticeText
  readonly link: NoticeLink | null
  readonly at: string
  readonly readAt: string | null
}

const COLUMNS = `id, text, link, created_at as at, read_at as "readAt"`

/**
 * Writes one notification per person, tells their open pages at commit, and puts a message into the outbox for the ways they chose. Inactive and
 * unknown people are left out; beyond the limits of an hour nothing more is told, and that is said once (`notice_limit_person`, `notice_limit_app`).
 */
export async function notify(platform: Telling, transaction: Transaction, notice: NewNotice): Promise<void> {
  const users = await withinLimits(platform, transaction, notice, [...new Set(notice.users)])
  const told = await insert(platform, transaction, notice, users)
  if (told.length > 0) await tellOutside(platform, transaction, notice, told)
}

async function insert(
  platform: Telling,
  transaction: Transaction,
  notice: NewNotice,
  users: readonly string[],
): Promise<readonly Told[]> {
  if (users.length === 0) return []
  const { rows } = await transaction.query<Told>(
    `insert into formwork.notification (org_id, id, user_id, text, link, created_at, dedupe_key, kind, app_key)
     select $1, n.id, n.user_id, $4, $5, $6, $7::text || ':' || n.user_id, $8, $9
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
      notice.kind ?? 'notice',
      notice.link?.app ?? null,
    ],
  )
  if (rows.length === 0) return []
  await publishEvent(transaction, {
    kind: 'notice',
    org: notice.orgId,
    users: rows.map(({ user }) => user),
    ids: rows.map(({ id }) => id),
  })
  return rows
}

/** The people who may be told now. Who has had his fill reads so once, in the pages; administrators see it in their list. */
async function withinLimits(
  platform: Telling,
  transaction: Transaction,
  notice: NewNotice,
  users: readonly string[],
): Promise<readonly string[]> {
  const { orgId, link } = notice
  if (users.length === 0) return []
  if (link !== null && (await isAppOverLimit(platform, transaction, orgId, link.app))) {
    const params = { app: link.app, limit: NOTICES_AN_APP }
    await noteWithheld(platform, transaction, notice, 'notice_limit_app', link.app, params)
    return []
  }
  const over = await personsOverLimit(platform, transaction, orgId, users)
  for (const user of over) {
    const params = { limit: NOTICES_A_PERSON, user }
    if (!(await noteWithheld(platform, transaction, notice, 'notice_limit_person', user, params))) continue
    const text = {
      zh: errorMessage('notice_limit_person', params, 'zh'),
      en: errorMessage('notice_limit_person', params, 'en'),
    }
    await insert(platform, transaction, { orgId, users: [user], text, link: null, kind: 'warning' }, [user])
  }
  return users.filter(user => !over.has(user))
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
