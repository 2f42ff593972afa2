import type { FastifyRequest } from 'fastify'
import type { Transaction } from '../database/statements.ts'
import type { Stamps } from '../ids.ts'

/** Who did it: a caller, or somebody who is just signing in. */
interface Actor {
  readonly orgId: string
  readonly userId: string | null
  readonly tokenId?: string | null
}

/** What was done to what. `detail` holds before and after, and never a secret. */
export interface AuditEntry {
  readonly action: string
  readonly subject: Readonly<Record<string, unknown>>
  readonly detail?: Readonly<Record<string, unknown>>
}

/** Adds an entry that nothing can change or remove (SR-38), in the transaction of what it tells of. */
export async function audit(
  platform: Stamps,
  transaction: Transaction,
  request: Pick<FastifyRequest, 'id' | 'ip'> | null,
  actor: Actor,
  entry: AuditEntry,
): Promise<void> {
  await transaction.query(
    `insert into formwork.audit (org_id, id, at, user_id, token_id, action, subject, detail, ip, request_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      actor.orgId,
      platform.newId(),
      platform.clock.now(),
      actor.userId,
      actor.tokenId ?? null,
      entry.action,
      JSON.stringify(entry.subject),
      JSON.stringify(entry.detail ?? {}),
      request?.ip ?? null,
      request?.id ?? null,
    ],
  )
}
