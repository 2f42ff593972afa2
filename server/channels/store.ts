import type { Transaction } from '../database/statements.ts'
import type { OpenChannel } from './protocol.ts'
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
  return { settings: row.settings, secrets: opened(secrets, orgId, kind, row.secret) }
}

const opened = (
  secrets: Secrets,
  orgId: string,
  kind: string,
  sealed: Buffer | null,
): Readonly<Record<string, string>> => (sealed === null ? {} : JSON.parse(secrets.open(placeOf(orgId, kind), sealed)))

export interface ChannelChange {
  readonly orgId: string
  readonly kind: string
  readonly settings: Readonly<Record<string, unknown>>
  readonly enabled: boolean
  /** those that are given; the others stay as they are */
  readonly secrets: Readonly<Record<string, string>>
  readonly by: string
  readonly now: string
}

export async function writeChannel(connection: Transaction, secrets: Secrets, change: ChannelChange): Promise<void> {
  const { orgId, kind, settings, enabled, by, now } = change
  const sealed = Object.keys(change.secrets).length === 0 ? null : await mergedSecrets(connection, secrets, change)
  await connection.query(
    `insert into formwork.channel as c (org_id, kind, settings, secret, enabled, updated_at, updated_by) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (org_id, kind) do update set settings = excluded.settings, secret = coalesce(excluded.secret, c.secret),
       enabled = excluded.enabled, updated_at = excluded.updated_at, updated_by = excluded.updated_by`,
    [orgId, kind, JSON.stringify(settings), sealed, enabled, now, by],
  )
}

/** The given ones over the kept ones; when those cannot be opened any more, the given ones alone. */
async function mergedSecrets(
  connection: Transaction,
  secrets: Secrets,
  { orgId, kind, secrets: given }: ChannelChange,
): Promise<Buffer> {
  const { rows } = await connection.query<{ secret: Buffer | null }>(
    'select secret from formwork.channel where org_id = $1 and kind = $2 for update',
    [orgId, kind],
  )
  const kept = secrets.canOpen(rows[0]?.secret) ? opened(secrets, orgId, kind, rows[0]?.secret ?? null) : {}
  return secrets.seal(placeOf(orgId, kind), JSON.stringify({ ...kept, ...given }))
}

export async function removeChannel(connection: Transaction, orgId: string, kind: string): Promise<boolean> {
  const { rowCount } = await connection.query('delete from formwork.channel where org_id = $1 and kind = $2', [
    orgId,
    kind,
  ])
  return rowCount !== 0
}
