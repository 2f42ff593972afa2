import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Transaction } from '../database/statements.ts'
import { publishEvent } from '../events/listener.ts'
import { SESSION_COOKIE, sessionOf } from '../http/authenticate.ts'
import type { Platform } from '../http/platform.ts'
import { HttpProblem } from '../http/problem.ts'
import { newSecret, SESSION_MS, secretHash } from './accounts.ts'
import { type Attempt, clearAttempt, countAttempt } from './attempts.ts'
import { audit } from './audit.ts'
import { passwordMatches } from './password.ts'

interface Account {
  readonly orgId: string
  readonly userId: string
  readonly hash: string
  readonly active: boolean
}

/**
 * Checks login and password, starts a session and answers its secret for the cookie.
 * @throws HttpProblem 401 `wrong_credentials` (the same for unknown, disabled and wrong), 429 `too_many_attempts`
 */
export async function signIn(
  platform: Platform,
  request: FastifyRequest,
  login: string,
  password: string,
): Promise<string> {
  const attempt: Attempt = { login: login.trim(), address: request.ip }
  const account = await platform.transaction(async transaction => {
    await countAttempt(transaction, attempt, platform.clock.now())
    return findAccount(transaction, attempt.login)
  })
  const matches = await passwordMatches(account?.hash, password)
  if (account === undefined || !matches || !account.active) throw new HttpProblem(401, 'wrong_credentials')
  return platform.transaction(async transaction => {
    await clearAttempt(transaction, attempt)
    const secret = await startSession(platform, transaction, account)
    await audit(platform, transaction, request, account, { action: 'sign_in', subject: { user: account.userId } })
    return secret
  })
}

async function findAccount(transaction: Transaction, login: string): Promise<Account | undefined> {
  const { rows } = await transaction.query<Account>(
    'select org_id as "orgId", id as "userId", password_hash as hash, active from formwork.app_user where lower(login) = lower($1)',
    [login],
  )
  return rows[0]
}

/**
 * Whether this is a person's present password; counted like a sign-in, so that a stolen session cannot guess it.
 * @throws HttpProblem 429 `too_many_attempts`
 */
export async function confirmPassword(
  platform: Platform,
  request: FastifyRequest,
  login: string,
  password: string,
): Promise<boolean> {
  const attempt: Attempt = { login, address: request.ip }
  const account = await platform.transaction(async transaction => {
    await countAttempt(transaction, attempt, platform.clock.now())
    return findAccount(transaction, login)
  })
  const matches = await passwordMatches(account?.hash, password)
  if (matches) await platform.transaction(transaction => clearAttempt(transaction, attempt))
  return matches
}

/** A new session of a person; the answer goes into the cookie, its hash into the table. */
export async function startSession(
  platform: Platform,
  transaction: Transaction,
  { orgId, userId }: { readonly orgId: string; readonly userId: string },
): Promise<string> {
  const secret = newSecret(platform.random)
  const now = platform.clock.epochMs()
  const instant = new Date(now).toISOString()
  await transaction.query(
    'insert into formwork.session (id, org_id, user_id, created_at, last_seen_at, expires_at) values ($1, $2, $3, $4, $4, $5)',
    [secretHash(secret), orgId, userId, instant, new Date(now + SESSION_MS).toISOString()],
  )
  return secret
}

/** Ends the session a request came with; nothing happens without one. */
export async function endSession(platform: Platform, request: FastifyRequest): Promise<void> {
  const secret = sessionOf(request.headers.cookie ?? '')
  const caller = request.caller
  if (secret === undefined || caller === null) return
  await platform.transaction(async transaction => {
    await transaction.query('delete from formwork.session where id = $1', [secretHash(secret)])
    await publishEvent(transaction, { kind: 'account', org: caller.orgId, user: caller.userId })
  })
  platform.accounts.forget(caller.userId)
}

/** Ends a person's sessions and tokens, all but the session of `keep` (SR-30, SR-33). Forget the account after the commit. */
export async function endAccess(
  platform: Platform,
  transaction: Transaction,
  orgId: string,
  userId: string,
  keep?: string,
): Promise<void> {
  const kept = keep === undefined ? Buffer.alloc(0) : secretHash(keep)
  await transaction.query('delete from formwork.session where org_id = $1 and user_id = $2 and id <> $3', [
    orgId,
    userId,
    kept,
  ])
  await transaction.query(
    'update formwork.api_token set revoked_at = $3 where org_id = $1 and user_id = $2 and revoked_at is null',
    [orgId, userId, platform.clock.now()],
  )
  await publishEvent(transaction, { kind: 'account', org: orgId, user: userId })
}

/** Sets the cookie, or takes it away when `secret` is null. */
export function setSessionCookie(platform: Platform, reply: FastifyReply, secret: string | null): void {
  const secure = platform.config.baseUrl.startsWith('https:') ? '; Secure' : ''
  const age = secret === null ? 0 : SESSION_MS / 1000
  reply.header(
    'set-cookie',
    `${SESSION_COOKIE}=${secret ?? ''}; Path=/; Max-Age=${age}; HttpOnly; SameSite=Lax${secure}`,
  )
}
