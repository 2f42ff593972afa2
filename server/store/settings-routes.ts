import type { FastifyInstance } from 'fastify'
import type { Secrets } from '../channels/secrets.ts'
import { adminOf, personOf } from '../http/caller.ts'
import type { Platform } from '../http/platform.ts'
import { notFound } from '../http/problem.ts'
import { closedObject } from '../http/schema.ts'
import { audit } from '../identity/audit.ts'
import { accesses, offersTemplates } from './others/access.ts'
import { makeKey, ownKeys, retireKey } from './signing.ts'
import { type StorePolicy, storePolicy, trustedPublishers } from './trust.ts'

/** How the organisation deals with templates: the key it signs with, whom it trusts, whose it takes. */
export function storeSettingRoutes(app: FastifyInstance, platform: Platform, secrets: Secrets): void {
  const { pool } = platform.database

  app.get('/api/store-settings', async request => {
    const { orgId } = adminOf(request)
    return {
      policy: await storePolicy(pool, orgId),
      keys: await ownKeys(pool, orgId),
      trusted: await trustedPublishers(pool, orgId),
      offered: await offersTemplates(pool, orgId),
      accesses: await accesses(pool, orgId),
      // What other servers are told to ask.
      address: platform.config.baseUrl,
    }
  })

  app.put<{ Body: { policy: StorePolicy } }>(
    '/api/store-settings/policy',
    { schema: { body: closedObject({ policy: { enum: ['anyone', 'trusted'] } }, ['policy']) } },
    async request => {
      const caller = adminOf(request)
      const { policy } = request.body
      await platform.transaction(async transaction => {
        await transaction.query('update formwork.organisation set store_policy = $2 where id = $1', [
          caller.orgId,
          policy,
        ])
        await audit(platform, transaction, request, caller, {
          action: 'store_policy_changed',
          subject: {},
          detail: { policy },
        })
      })
      return { policy }
    },
  )

  app.post('/api/store-settings/keys', async (request, reply) => {
    adminOf(request)
    const caller = personOf(request)
    await platform.transaction(async transaction => {
      await retireKey(platform, transaction, caller.orgId)
      await makeKey(platform, secrets, transaction, caller)
      const [made] = await ownKeys(transaction, caller.orgId)
      await audit(platform, transaction, request, caller, {
        action: 'signing_key_made',
        subject: { key: made?.keyId },
      })
    })
    return reply.code(201).send({ keys: await ownKeys(pool, caller.orgId) })
  })

  app.delete<{ Params: { key: string } }>('/api/store-settings/trusted/:key', async (request, reply) => {
    const caller = adminOf(request)
    await platform.transaction(async transaction => {
      const { rowCount } = await transaction.query(
        'delete from formwork.trusted_publisher where org_id = $1 and key_id = $2',
        [caller.orgId, request.params.key],
      )
      if (rowCount === 0) throw notFound()
      await audit(platform, transaction, request, caller, {
        action: 'publisher_distrusted',
        subject: { key: request.params.key },
      })
    })
    return reply.code(204).send()
  })
}
