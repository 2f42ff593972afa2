import type { Secrets } from '../channels/secrets.ts'
import type { Transaction } from '../database/statements.ts'
import { notFound } from '../http/problem.ts'

/** The id of an installed app. @throws HttpProblem 404 */
export async function appIdOf(connection: Transaction, orgId: string, key: string): Promise<string> {
  const { rows } = await connection.query<{ id: string }>(
    'select id from formwork.app where org_id = $1 and key = $2 and deleted_at is null',
    [orgId, key],
  )
  if (rows[0] === undefined) throw notFound()
  return rows[0].id
}

/** Hosts an app may call, in order. None = it reaches nothing outside. */
export async function hostsOf(connection: Transaction, orgId: string, appId: string): Promise<readonly string[]> {
  const { rows } = await connection.query<{ host: string }>(
    'select host from formwork.app_host where org_id = $1 and app_id = $2 order by host',
    [orgId, appId],
  )
  return rows.map(({ host }) => host)
}

export async function writeHosts(
  connection: Transaction,
  orgId: string,
  appId: string,
  hosts: readonly string[],
): Promise<void> {
  await connection.query('delete from formwork.app_host where org_id = $1 and app_id = $2', [orgId, appId])
  await connection.query('insert into formwork.app_host (org_id, app_id, host) select $1, $2, unnest($3::text[])', [
    orgId,
    appId,
    hosts,
  ])
}

const placeOf = (orgId: string, appId: string, name: string): string => `app:${orgId}:${appId}:${name}`

/** Names of an app's secrets. */
export async function secretNames(connection: Transaction, orgId: string, appId: string): Promise<readonly string[]> {
  const { rows } = await connection.query<{ name: string }>(
    'select name from formwork.app_secret where org_id = $1 and app_id = $2 order by name',
    [orgId, appId],
  )
  return rows.map(({ name }) => name)
}

export interface AppSecret {
  readonly orgId: string
  readonly appId: string
  readonly name: string
  readonly value: string
  readonly by: string
  readonly now: string
}

export async function writeSecret(connection: Transaction, secrets: Secrets, secret: AppSecret): Promise<void> {
  const { orgId, appId, name, value, by, now } = secret
  await connection.query(
    `insert into formwork.app_secret (org_id, app_id, name, secret, updated_at, updated_by) values ($1, $2, $3, $4, $5, $6)
     on conflict (org_id, app_id, name) do update set secret = excluded.secret, updated_at = excluded.updated_at, updated_by = excluded.updated_by`,
    [orgId, appId, name, secrets.seal(placeOf(orgId, appId, name), value), now, by],
  )
}

export async function removeSecret(connection: Transaction, orgId: string, appId: string, name: string): Promise<void> {
  const { rowCount } = await connection.query(
    'delete from formwork.app_secret where org_id = $1 and app_id = $2 and name = $3',
    [orgId, appId, name],
  )
  if (rowCount === 0) throw notFound()
}

/** An app's secret; undefined when it was never entered. @throws Undelivered `secret_unreadable` */
export async function openSecret(
  connection: Transaction,
  secrets: Secrets,
  { orgId, appId, name }: Pick<AppSecret, 'orgId' | 'appId' | 'name'>,
): Promise<string | undefined> {
  const { rows } = await connection.query<{ secret: Buffer }>(
    'select secret from formwork.app_secret where org_id = $1 and app_id = $2 and name = $3',
    [orgId, appId, name],
  )
  return rows[0] === undefined ? undefined : secrets.open(placeOf(orgId, appId, name), rows[0].secret)
}
