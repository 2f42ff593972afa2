import type { FastifyRequest } from 'fastify'
import type { Transaction } from '../../database/statements.ts'
import type { Platform } from '../../http/platform.ts'
import { HttpProblem } from '../../http/problem.ts'
import { newSecret, secretHash } from '../../identity/accounts.ts'

/** A code with which another server reads this organisation's templates, and nothing else. */
export interface Access {
  readonly id: string
  readonly name: string
  readonly createdAt: string
  readonly lastUsedAt: string | null
}

export async function accesses(connection: Transaction, orgId: string): Promise<Access[]> {
  const { rows } = await connection.query<Access>(
    `select id, name, created_at as "createdAt", last_used_at as "lastUsedAt" from formwork.store_access where org_id = $1 order by id`,
    [orgId],
  )
  return rows
}

export async function offersTemplates(connection: Transaction, orgId: string): Promise<boolean> {
  const { rows } = await connection.query<{ offers: boolean }>(
    'select offers_templates as offers from formwork.organisation where id = $1',
    [orgId],
  )
  return rows[0]?.offers === true
}

/** Answers the code, which is told once. */
export async function makeAccess(
  platform: Platform,
  transaction: Transaction,
  { orgId, userId }: { readonly orgId: string; readonly userId: string },
  name: string,
): Promise<{ id: string; code: string }> {
  const id = platform.newId()
  const code = `fws_${newSecret(platform.random)}`
  await transaction.query(
    'insert into formwork.store_access (org_id, id, name, code_hash, created_at, created_by) values ($1, $2, $3, $4, $5, $6)',
    [orgId, id, name.trim(), secretHash(code), platform.clock.now(), userId],
  )
  return { id, code }
}

/** `last_used_at` is written at most so often. */
const TOUCH_MS = 300_000

/**
 * The organisation whose templates a request may read: by the access code it carries.
 * @throws HttpProblem 401 `store_access_wrong` for no code, an unknown one, and an organisation that offers nothing: the three cannot be told apart
 */
export async function offeringOrganisation(
  { database: { pool }, clock }: Platform,
  { headers }: FastifyRequest,
): Promise<{ readonly id: string; readonly name: string }> {
  const code = /^Bearer (fws_[A-Za-z0-9_-]{20,100})$/.exec(headers.authorization ?? '')?.[1]
  if (code === undefined) throw new HttpProblem(401, 'store_access_wrong')
  const { rows } = await pool.query<{ id: string; name: string; access: string; stale: boolean }>(
    `select o.id, o.name, a.id as access, a.last_used_at is null or a.last_used_at < $2 as stale
     from formwork.store_access a join formwork.organisation o on o.id = a.org_id where a.code_hash = $1 and o.offers_templates`,
    [secretHash(code), new Date(clock.epochMs() - TOUCH_MS).toISOString()],
  )
  const found = rows[0]
  if (found === undefined) throw new HttpProblem(401, 'store_access_wrong')
  if (found.stale)
    await pool.query('update formwork.store_access set last_used_at = $3 where org_id = $1 and id = $2', [
      ...[found.id, found.access, clock.now()],
    ])
  return found
}
