import type { Transaction } from '../database/statements.ts'
import type { Secrets } from './secrets.ts'

/** How an organisation sends by one kind of channel. */
export interface ChannelRow {
  readonly kind: string
  readonly settings: Readonly<Record<string, unknown>>
  readonly enabled: boolean
  readonly hasSecret: boolean
}

/** All channels of an organisation, without their secrets. */
export async function listChannels(connection: Transaction, orgId: string): Promise<ChannelRow[]> {
  const { rows } = await connection.query<ChannelRow>(
    `select kind, settings, enabled, secret is not null as "hasSecret" from formwork.channel where org_id = $1 order by kind`,
    [orgId],
  )
  return rows
}

/** A channel as its sender needs it. */
export interface OpenChannel {
  readonly settings: Readonly<Record<string, unknown>>
  /** '' when there is none */
  readonly secret: string
}

const placeOf = (orgId: string, kind: string): string => `channel:${orgId}:${kind}`

/** An enabled channel with its secret; undefined when there is none. @throws Undelivered */
export async function openChannel(
  connection: Transaction,
  secrets: Secrets,
  orgId: string,
  kind: string,
): Promise<OpenChannel | undefined> {
  const { rows } = await connection.query<{ settings: OpenChannel['settings']; secret: Buffer | null }>(
    'select settings, secret from formwork.channel where org_id = $1 and kind = $2 and enabled',
    [orgId, kind],
  )
  const row = rows[0]
  if (row === undefined) return undefined
  return { settings: row.settings, secret: row.secret === null ? '' : secrets.open(placeOf(orgId, kind), row.secret) }
}

export interface ChannelChange {
  readonly orgId: string
  readonly kind: string
  readonly settings: Readonly<Record<string, unknown>>
  readonly enabled: boolean
  /** undefined = keep the present one */
  readonly secret: string | undefined
  readonly by: string
  readonly now: string
}

export async function writeChannel(connection: Transaction, secrets: Secrets, change: ChannelChange): Promise<void> {
  const { orgId, kind, settings, enabled, secret, by, now } = change
  await connection.query(
    `insert into formwork.channel as c (org_id, kind, settings, secret, enabled, updated_at, updated_by) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (org_id, kind) do update set settings = excluded.settings, secret = coalesce(excluded.secret, c.secret),
       enabled = excluded.enabled, updated_at = excluded.updated_at, updated_by = excluded.updated_by`,
    [
      orgId,
      kind,
      JSON.stringify(settings),
      secret === undefined ? null : secrets.seal(placeOf(orgId, kind), secret),
      enabled,
      now,
      by,
    ],
  )
}

export async function removeChannel(connection: Transaction, orgId: string, kind: string): Promise<boolean> {
  const { rowCount } = await connection.query('delete from formwork.channel where org_id = $1 and kind = $2', [
    orgId,
    kind,
  ])
  return rowCount !== 0
}
