import type { Transaction } from '../database/statements.ts'
import type { Platform } from '../http/platform.ts'
import { HttpProblem } from '../http/problem.ts'
import type { Signature } from './signature.ts'
import type { Template } from './templates.ts'

/**
 * How well a template's author is known here: it came with the house, was made in this organisation, is signed by somebody an administrator trusts,
 * by somebody unknown, or by nobody.
 */
export type Standing = 'house' | 'own' | 'trusted' | 'unknown' | 'unsigned'

export interface Author {
  readonly standing: Standing
  /** the name a trusted one bore when it was trusted, an unknown one's claim */
  readonly publisher: string | null
  readonly keyId: string | null
}

export type StorePolicy = 'anyone' | 'trusted'

const nobody = (standing: Standing): Author => ({ standing, publisher: null, keyId: null })

/** Who made a template, as far as it is proven here. */
export async function authorOf(
  connection: Transaction,
  orgId: string,
  { source, signature }: Pick<Template, 'source' | 'signature'>,
): Promise<Author> {
  if (source !== 'outside') return nobody(source)
  if (signature === undefined) return nobody('unsigned')
  const { keyId, publisher } = signature
  const { rows } = await connection.query<{ own: boolean; name: string | null }>(
    `select exists (select 1 from formwork.signing_key where org_id = $1 and id = $2) as own,
       (select name from formwork.trusted_publisher where org_id = $1 and key_id = $2) as name`,
    [orgId, keyId],
  )
  const { own = false, name = null } = rows[0] ?? {}
  if (own) return { standing: 'own', publisher, keyId }
  return name === null ? { standing: 'unknown', publisher, keyId } : { standing: 'trusted', publisher: name, keyId }
}

export async function storePolicy(connection: Transaction, orgId: string): Promise<StorePolicy> {
  const { rows } = await connection.query<{ policy: StorePolicy }>(
    'select store_policy as policy from formwork.organisation where id = $1',
    [orgId],
  )
  return rows[0]?.policy ?? 'anyone'
}

/**
 * Lets a template in by its author, whom an administrator may begin to trust with the same step.
 * @throws HttpProblem 422 `publisher_not_trusted` for a stranger where only trusted publishers are welcome
 */
export async function welcome(
  platform: Platform,
  transaction: Transaction,
  caller: { readonly orgId: string; readonly userId: string },
  template: Template,
  trust: boolean,
): Promise<Author> {
  if (trust && template.source === 'outside' && template.signature !== undefined)
    await trustPublisher(platform, transaction, caller, template.signature)
  const author = await authorOf(transaction, caller.orgId, template)
  const stranger = author.standing === 'unknown' || author.standing === 'unsigned'
  if (stranger && (await storePolicy(transaction, caller.orgId)) === 'trusted')
    throw new HttpProblem(422, 'publisher_not_trusted')
  return author
}

/** An administrator's act: what this key signed is believed from now on. */
async function trustPublisher(
  platform: Platform,
  transaction: Transaction,
  { orgId, userId }: { readonly orgId: string; readonly userId: string },
  { keyId, publicKey, publisher }: Signature,
): Promise<void> {
  await transaction.query(
    `insert into formwork.trusted_publisher (org_id, key_id, public_key, name, trusted_at, trusted_by) values ($1, $2, $3, $4, $5, $6)
     on conflict (org_id, key_id) do nothing`,
    [orgId, keyId, publicKey, publisher, platform.clock.now(), userId],
  )
}

export interface TrustedPublisher {
  readonly keyId: string
  readonly name: string
  readonly trustedAt: string
}

export async function trustedPublishers(connection: Transaction, orgId: string): Promise<TrustedPublisher[]> {
  const { rows } = await connection.query<TrustedPublisher>(
    `select key_id as "keyId", name, trusted_at as "trustedAt" from formwork.trusted_publisher where org_id = $1 order by name, key_id`,
    [orgId],
  )
  return rows
}

/** Whether what is taken in now is signed by another than what stands here: whoever took over an author's place would do so. */
export const isOtherSigner = (before: string | null | undefined, { standing, keyId }: Author): boolean =>
  standing !== 'house' && standing !== 'own' && keyId !== (before ?? null)
