import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Transaction } from '../database/statements.ts'
import { callerOf } from './caller.ts'
import type { Platform } from './platform.ts'
import { HttpProblem } from './problem.ts'

/** What a write answers; sent after its transaction is committed. */
export interface Answer {
  readonly status: number
  /** JSON text */
  readonly body: string
  /** e.g. ETag */
  readonly headers?: Readonly<Record<string, string>>
}

const KEEP_MS = 24 * 3_600_000
const LONGEST_KEY = 200

/**
 * Does `work` once per Idempotency-Key (RL-37): the answer is stored in the same transaction as the effect, so after a
 * crash there are both or none; a second request with the key waits for the first and gets its answer. Without the
 * header it just works. Keys belong to the person and live 24 h. Failed work leaves no trace.
 * @throws HttpProblem 422 `idempotency_mismatch` when the key was used for another method, path or body
 */
export async function idempotent(
  platform: Platform,
  request: FastifyRequest,
  transaction: Transaction,
  work: () => Promise<Answer>,
): Promise<Answer> {
  const key = request.headers['idempotency-key']
  if (key === undefined) return work()
  if (typeof key !== 'string' || key.length === 0 || key.length > LONGEST_KEY)
    throw new HttpProblem(400, 'idempotency_key_invalid', { limit: LONGEST_KEY })
  const { orgId, userId } = callerOf(request)
  const hash = requestHash(request)
  const now = platform.clock.epochMs()
  const claimed = await transaction.query(CLAIM, [
    orgId,
    userId,
    key,
    hash,
    new Date(now).toISOString(),
    new Date(now - KEEP_MS).toISOString(),
  ])
  if (claimed.rowCount === 0) return storedAnswer(transaction, [orgId, userId, key], hash)
  const answer = await work()
  await transaction.query(
    'update formwork.idempotency set status = $4, headers = $5, body = $6 where org_id = $1 and user_id = $2 and key = $3',
    [orgId, userId, key, answer.status, JSON.stringify(answer.headers ?? {}), answer.body],
  )
  return answer
}

/** Waits for a transaction that holds the key; takes it over when it is older than a day. */
const CLAIM = `
  insert into formwork.idempotency as i (org_id, user_id, key, request_hash, status, headers, body, created_at)
  values ($1, $2, $3, $4, 0, '{}', '', $5)
  on conflict (org_id, user_id, key) do update set request_hash = $4, status = 0, created_at = $5 where i.created_at < $6`

async function storedAnswer(transaction: Transaction, key: readonly string[], hash: Buffer): Promise<Answer> {
  const { rows } = await transaction.query<{
    hash: Buffer
    status: number
    headers: Record<string, string>
    body: string
  }>(
    'select request_hash as hash, status, headers, body from formwork.idempotency where org_id = $1 and user_id = $2 and key = $3',
    [...key],
  )
  const stored = rows[0]
  if (stored === undefined || !stored.hash.equals(hash)) throw new HttpProblem(422, 'idempotency_mismatch')
  return { status: stored.status, body: stored.body, headers: stored.headers }
}

function requestHash(request: FastifyRequest): Buffer {
  const parts = [request.method, request.url, request.headers['if-match'] ?? '', JSON.stringify(request.body ?? null)]
  return createHash('sha256').update(JSON.stringify(parts)).digest()
}

/** Sends an answer as it was stored. */
export function sendAnswer(reply: FastifyReply, answer: Answer): FastifyReply {
  return reply
    .code(answer.status)
    .headers(answer.headers ?? {})
    .header('content-type', 'application/json; charset=utf-8')
    .send(answer.body)
}

/** Removes keys older than a day. */
export async function forgetOldKeys(platform: Platform): Promise<void> {
  const before = new Date(platform.clock.epochMs() - KEEP_MS).toISOString()
  await platform.database.pool.query('delete from formwork.idempotency where created_at < $1', [before])
}
