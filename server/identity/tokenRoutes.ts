import { publishEvent } from '../events/listener.ts'
import { callerOf, personOf } from '../http/caller.ts'
import type { Routes } from '../http/platform.ts'
import { HttpProblem, notFound } from '../http/problem.ts'
import { closedObject, shapes } from '../http/schema.ts'
import { newSecret, secretHash } from './accounts.ts'
import { audit } from './audit.ts'

const DAY_MS = 86_400_000
/** A token without a stated end lives so long; none lives longer. */
const LONGEST_DAYS = 365

const body = closedObject(
  {
    name: shapes.name,
    scopes: { type: 'array', minItems: 1, maxItems: 2, uniqueItems: true, items: { enum: ['read', 'write'] } },
    apps: { type: ['array', 'null'], minItems: 1, maxItems: 500, items: shapes.key },
    days: { type: 'integer', minimum: 1, maximum: LONGEST_DAYS },
  },
  ['name', 'scopes'],
)

interface NewToken {
  readonly name: string
  readonly scopes: readonly string[]
  readonly apps?: readonly string[] | null
  readonly days?: number
}

const COLUMNS = `id, name, scopes, apps, expires_at as "expiresAt", last_used_at as "lastUsedAt"`

/** A person's own API tokens (SR-34): shown once, stored hashed, never stronger than the person. A token cannot make tokens. */
export const tokenRoutes: Routes = (app, platform) => {
  app.get('/api/tokens', async request => {
    const { orgId, userId } = personOf(request)
    const { rows } = await platform.database.pool.query(
      `select ${COLUMNS} from formwork.api_token where org_id = $1 and user_id = $2 and revoked_at is null order by id`,
      [orgId, userId],
    )
    return { tokens: rows, nextCursor: null }
  })

  app.post<{ Body: NewToken }>('/api/tokens', { schema: { body } }, async (request, reply) => {
    const caller = personOf(request)
    const { name, scopes, apps = null, days = LONGEST_DAYS } = request.body
    const token = `fw_${newSecret(platform.random)}`
    const id = platform.newId()
    const now = platform.clock.epochMs()
    const expiresAt = new Date(now + days * DAY_MS).toISOString()
    await platform.transaction(async transaction => {
      await transaction.query(
        `insert into formwork.api_token (org_id, id, user_id, name, token_hash, scopes, apps, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          caller.orgId,
          id,
          caller.userId,
          name.trim(),
          secretHash(token),
          scopes,
          apps,
          new Date(now).toISOString(),
          expiresAt,
        ],
      )
      await audit(platform, transaction, request, caller, {
        action: 'token_created',
        subject: { token: id },
        detail: { name, scopes, apps },
      })
    })
    return reply.code(201).send({ id, name: name.trim(), scopes, apps, expiresAt, lastUsedAt: null, token })
  })

  app.delete<{ Params: { id: string } }>('/api/tokens/:id', async (request, reply) => {
    const caller = callerOf(request)
    // A token may end itself, nothing else.
    if (caller.kind === 'token' && caller.tokenId !== request.params.id) throw new HttpProblem(403, 'session_only')
    await platform.transaction(async transaction => {
      const { rowCount } = await transaction.query(
        'update formwork.api_token set revoked_at = $4 where org_id = $1 and user_id = $2 and id = $3 and revoked_at is null',
        [caller.orgId, caller.userId, request.params.id, platform.clock.now()],
      )
      if (rowCount === 0) throw notFound()
      await publishEvent(transaction, { kind: 'account', org: caller.orgId, user: caller.userId })
      await audit(platform, transaction, request, caller, {
        action: 'token_revoked',
        subject: { token: request.params.id },
      })
    })
    platform.accounts.forget(caller.userId)
    return reply.code(204).send()
  })
}
