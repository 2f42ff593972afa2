import type { Installation } from '../../apps/installation.ts'
import { leavesFirst } from '../../database/leaves-first.ts'
import type { Transaction } from '../../database/statements.ts'
import { publishEvent } from '../../events/listener.ts'
import type { Platform } from '../../http/platform.ts'
import { HttpProblem, notFound } from '../../http/problem.ts'
import { directoryChanged } from '../../identity/changeDirectory.ts'

/** How long an app that was taken away can come back. */
export const KEPT_DAYS = 30
const DAY_MS = 86_400_000

/** What goes with an app, counted. */
export async function whatGoes({ orgId, id, app, tables }: Installation, connection: Transaction) {
  const forms = []
  for (const form of app.forms.values()) {
    const table = tables.get(form.key)
    if (form.parent !== undefined || table === undefined) continue
    const { rows } = await connection.query<{ n: number }>(
      `select count(*)::int as n from ${table.name} where deleted_at is null`,
    )
    forms.push({ key: form.key, name: form.name, records: rows[0]?.n ?? 0 })
  }
  const { rows } = await connection.query<
    Record<'files' | 'bytes' | 'running' | 'tasks' | 'timers' | 'people', number>
  >(
    `select
       (select count(*)::int from formwork.file where org_id = $1 and app_id = $2) as files,
       (select coalesce(sum(size), 0)::float8 from formwork.file where org_id = $1 and app_id = $2) as bytes,
       (select count(*)::int from formwork.workflow_instance where org_id = $1 and app_id = $2 and status = 'running') as running,
       (select count(*)::int from formwork.task where org_id = $1 and app_id = $2 and state = 'open') as tasks,
       (select count(*)::int from formwork.ladder_run where org_id = $1 and app_id = $2 and state = 'waiting') as timers,
       (select count(distinct user_id)::int from formwork.user_role where org_id = $1 and app_key = $3) as people`,
    [orgId, id, app.definition.key],
  )
  return { forms, ...rows[0]! }
}

interface By {
  readonly orgId: string
  readonly userId: string
}

/**
 * Takes an app away in one step: no page, right, timer, task or message of it is left; its records stay where they are, for a while. Whoever of two
 * comes second finds nothing. @throws HttpProblem 404
 */
export async function removeApp(
  { clock }: Platform,
  transaction: Transaction,
  { orgId, userId }: By,
  { id, key }: Pick<Installation, 'id' | 'key'>,
): Promise<void> {
  const app = [orgId, id]
  const { rowCount } = await transaction.query(
    'update formwork.app set deleted_at = $3 where org_id = $1 and id = $2 and deleted_at is null',
    [...app, clock.now()],
  )
  if (rowCount === 0) throw notFound()
  const { rows } = await transaction.query<{ user: string; role: string }>(
    'delete from formwork.user_role where org_id = $1 and app_key = $2 returning user_id as user, role_key as role',
    [orgId, key],
  )
  await transaction.query(
    `insert into formwork.app_removal (org_id, app_id, removed_at, removed_by, roles) values ($1, $2, $3, $4, $5)`,
    [...app, clock.now(), userId, JSON.stringify(rows)],
  )
  await transaction.query(
    `update formwork.timer set state = 'held' where org_id = $1 and app_id = $2 and state = 'waiting'`,
    app,
  )
  await transaction.query(
    `update formwork.task set state = 'held' where org_id = $1 and app_id = $2 and state = 'open'`,
    app,
  )
  // What was to be sent is not sent any more, also when the app comes back.
  await transaction.query(
    `update formwork.outbox set state = 'withheld' where org_id = $1 and app_id = $2 and state = 'waiting'`,
    app,
  )
  await directoryChanged(transaction, orgId)
  await publishEvent(transaction, { kind: 'app', org: orgId, app: key, version: 0 })
}

/** An app that was taken away and can come back. */
export interface RemovedApp {
  readonly id: string
  readonly key: string
  readonly name: unknown
  readonly removedAt: string
  readonly removedBy: string | null
  /** when it goes for good */
  readonly until: string
}

export async function removedApps(connection: Transaction, orgId: string): Promise<RemovedApp[]> {
  const { rows } = await connection.query<RemovedApp>(
    `select a.id, a.key, v.definition -> 'name' as name, r.removed_at as "removedAt", u.name as "removedBy",
       r.removed_at + interval '${KEPT_DAYS} days' as until
     from formwork.app_removal r join formwork.app a on a.org_id = r.org_id and a.id = r.app_id
     join formwork.app_version v on v.org_id = a.org_id and v.app_id = a.id and v.version = a.version
     left join formwork.app_user u on u.org_id = r.org_id and u.id = r.removed_by
     where r.org_id = $1 and r.purged_at is null order by r.removed_at desc, a.id desc`,
    [orgId],
  )
  return rows
}

interface Removal {
  readonly key: string
  readonly schema: string
  readonly roles: readonly { readonly user: string; readonly role: string }[]
}

/** Holds the removal, so that of two who decide one wins. @throws HttpProblem 404 */
async function held(transaction: Transaction, orgId: string, id: string): Promise<Removal> {
  const { rows } = await transaction.query<Removal>(
    `select a.key, a.schema_name as schema, r.roles from formwork.app_removal r join formwork.app a on a.org_id = r.org_id and a.id = r.app_id
     where r.org_id = $1 and r.app_id = $2 and r.purged_at is null for update of r`,
    [orgId, id],
  )
  if (rows[0] === undefined) throw notFound()
  return rows[0]
}

/**
 * Brings an app back as it was; what fell due meanwhile is due now. Answers its key.
 * @throws HttpProblem 404, 409 `already_installed` when another app took its key
 */
export async function restoreApp(transaction: Transaction, orgId: string, id: string): Promise<string> {
  const { key, roles } = await held(transaction, orgId, id)
  const app = [orgId, id]
  await transaction
    .query('update formwork.app set deleted_at = null where org_id = $1 and id = $2', app)
    .catch(error => {
      throw (error as { code?: string }).code === '23505'
        ? new HttpProblem(409, 'already_installed', { app: key })
        : error
    })
  await transaction.query(
    `insert into formwork.user_role (org_id, user_id, app_key, role_key) select u.org_id, u.id, $2, r.role
     from jsonb_to_recordset($3::jsonb) as r ("user" uuid, role text) join formwork.app_user u on u.org_id = $1 and u.id = r."user" on conflict do nothing`,
    [orgId, key, JSON.stringify(roles)],
  )
  await transaction.query(
    `update formwork.timer set state = 'waiting' where org_id = $1 and app_id = $2 and state = 'held'`,
    app,
  )
  await transaction.query(
    `update formwork.task set state = 'open' where org_id = $1 and app_id = $2 and state = 'held'`,
    app,
  )
  await transaction.query('delete from formwork.app_removal where org_id = $1 and app_id = $2', app)
  await directoryChanged(transaction, orgId)
  await publishEvent(transaction, { kind: 'app', org: orgId, app: key, version: 0 })
  return key
}

/** Rows nothing can take away: the trail, and what it refers to. */
const KEPT = ['app', 'app_removal', 'audit', 'decision', 'move', 'assignment']

/** For good: its tables, and every row of it but the trail. Contents of its files follow as files nobody has. Answers its key. @throws HttpProblem 404 */
export async function purgeApp(
  { clock }: Pick<Platform, 'clock'>,
  transaction: Transaction,
  orgId: string,
  id: string,
): Promise<string> {
  const { key, schema } = await held(transaction, orgId, id)
  await transaction.query(`drop schema if exists "${schema}" cascade`)
  for (const name of await leavesFirst(transaction, 'app_id', KEPT))
    await transaction.query(`delete from formwork."${name}" where org_id = $1 and app_id = $2`, [orgId, id])
  await transaction.query('update formwork.app set origin = null, copied_from = null where org_id = $1 and id = $2', [
    ...[orgId, id],
  ])
  await transaction.query(
    'update formwork.app_removal set purged_at = $3, roles = $4 where org_id = $1 and app_id = $2',
    [...[orgId, id, clock.now(), '[]']],
  )
  return key
}

/** A job: purges, one at a time, what was taken away 30 days ago. Answers how many. */
export async function purgeOldApps(platform: Platform): Promise<number> {
  const before = new Date(platform.clock.epochMs() - KEPT_DAYS * DAY_MS).toISOString()
  const { rows } = await platform.database.pool.query<{ org: string; app: string }>(
    'select org_id as org, app_id as app from formwork.app_removal where purged_at is null and removed_at <= $1 order by removed_at',
    [before],
  )
  for (const { org, app } of rows)
    await platform
      .transaction(transaction => purgeApp(platform, transaction, org, app))
      .catch(error => {
        // Another node was faster, or an administrator.
        if (!(error instanceof HttpProblem)) throw error
      })
  return rows.length
}
