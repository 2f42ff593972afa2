import type { Secrets } from '../channels/secrets.ts'
import type { Transaction } from '../database/statements.ts'
import type { Platform } from '../http/platform.ts'
import { HttpProblem } from '../http/problem.ts'
import { newKeyPair, type SigningKey } from './signature.ts'

/** What may be shown of a key the organisation signs with. */
export interface KeyRow {
  readonly keyId: string
  readonly createdAt: string
  /** when another took its place; what it signed stays valid */
  readonly retiredAt: string | null
}

/** Every key the organisation ever signed with, the one in use first. */
export async function ownKeys(connection: Transaction, orgId: string): Promise<KeyRow[]> {
  const { rows } = await connection.query<KeyRow>(
    `select id as "keyId", created_at as "createdAt", retired_at as "retiredAt" from formwork.signing_key where org_id = $1
     order by retired_at is not null, created_at desc`,
    [orgId],
  )
  return rows
}

const placeOf = (orgId: string, keyId: string): string => `signing:${orgId}:${keyId}`

/**
 * The key an organisation signs with, made when it is first needed.
 * @throws HttpProblem 409 `signing_key_unreadable` when it was sealed with another secret than the present one
 */
export async function signingKey(
  platform: Platform,
  secrets: Secrets,
  transaction: Transaction,
  { orgId, userId }: { readonly orgId: string; readonly userId: string },
): Promise<SigningKey> {
  const found = await keyInUse(secrets, transaction, orgId)
  if (found !== undefined) return found
  await makeKey(platform, secrets, transaction, { orgId, userId })
  return (await keyInUse(secrets, transaction, orgId))!
}

async function keyInUse(secrets: Secrets, transaction: Transaction, orgId: string): Promise<SigningKey | undefined> {
  const { rows } = await transaction.query<{ keyId: string; publicKey: string; sealed: Buffer; publisher: string }>(
    `select k.id as "keyId", k.public_key as "publicKey", k.private_key as sealed, o.name as publisher
     from formwork.signing_key k join formwork.organisation o on o.id = k.org_id where k.org_id = $1 and k.retired_at is null`,
    [orgId],
  )
  const row = rows[0]
  if (row === undefined) return undefined
  const { sealed, ...known } = row
  if (!secrets.canOpen(sealed)) throw new HttpProblem(409, 'signing_key_unreadable')
  return { ...known, privateKey: secrets.open(placeOf(orgId, row.keyId), sealed) }
}

/** Another key from now on; of two made at once for the first time one stays. */
export async function makeKey(
  platform: Platform,
  secrets: Secrets,
  transaction: Transaction,
  { orgId, userId }: { readonly orgId: string; readonly userId: string },
): Promise<void> {
  const { keyId, publicKey, privateKey } = newKeyPair()
  await transaction.query(
    `insert into formwork.signing_key (org_id, id, public_key, private_key, created_at, created_by) values ($1, $2, $3, $4, $5, $6)
     on conflict (org_id) where retired_at is null do nothing`,
    [orgId, keyId, publicKey, secrets.seal(placeOf(orgId, keyId), privateKey), platform.clock.now(), userId],
  )
}

/** Takes the key out of use; the next signature makes another. */
export async function retireKey(platform: Platform, transaction: Transaction, orgId: string): Promise<void> {
  await transaction.query('update formwork.signing_key set retired_at = $2 where org_id = $1 and retired_at is null', [
    orgId,
    platform.clock.now(),
  ])
}
