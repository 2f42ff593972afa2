import type { FastifyInstance } from 'fastify'
import type { Secrets } from '../channels/secrets.ts'
import { adminOf } from '../http/caller.ts'
import type { Platform } from '../http/platform.ts'
import { closedObject, shapes } from '../http/schema.ts'
import { audit } from '../identity/audit.ts'
import { appIdOf, hostsOf, removeSecret, secretNames, writeHosts, writeSecret } from './appStore.ts'

const host = { type: 'string', minLength: 1, maxLength: 253, pattern: '^[a-z0-9.:\\[\\]-]+$' }
const hostsBody = closedObject({ hosts: { type: 'array', maxItems: 200, uniqueItems: true, items: host } }, ['hosts'])
const secretBody = closedObject({ value: { type: 'string', minLength: 1, maxLength: 4000 } }, ['value'])

interface SecretParams {
  readonly app: string
  readonly name: string
}

/** What an app may reach outside and by which secrets, for administrators. A secret goes in and never comes out. */
export function appOutsideRoutes(app: FastifyInstance, platform: Platform, secrets: Secrets): void {
  const { pool } = platform.database

  app.get<{ Params: { app: string } }>('/api/apps/:app/outside', async request => {
    const { orgId } = adminOf(request)
    const appId = await appIdOf(pool, orgId, request.params.app)
    return { hosts: await hostsOf(pool, orgId, appId), secrets: await secretNames(pool, orgId, appId) }
  })

  app.put<{ Params: { app: string }; Body: { hosts: readonly string[] } }>(
    '/api/apps/:app/outside',
    { schema: { body: hostsBody } },
    async request => {
      const caller = adminOf(request)
      const { orgId } = caller
      const appId = await appIdOf(pool, orgId, request.params.app)
      await platform.transaction(async transaction => {
        const before = await hostsOf(transaction, orgId, appId)
        await writeHosts(transaction, orgId, appId, request.body.hosts)
        const detail = { before, after: request.body.hosts }
        await audit(platform, transaction, request, caller, {
          action: 'hosts_changed',
          subject: { app: appId },
          detail,
        })
      })
      return { hosts: await hostsOf(pool, orgId, appId), secrets: await secretNames(pool, orgId, appId) }
    },
  )

  const params = { type: 'object', properties: { name: shapes.key } }
  app.put<{ Params: SecretParams; Body: { value: string } }>(
    '/api/apps/:app/secrets/:name',
    { schema: { body: secretBody, params } },
    async (request, reply) => {
      const caller = adminOf(request)
      const { orgId, userId } = caller
      const appId = await appIdOf(pool, orgId, request.params.app)
      const { name } = request.params
      await platform.transaction(async transaction => {
        const secret = { orgId, appId, name, value: request.body.value, by: userId, now: platform.clock.now() }
        await writeSecret(transaction, secrets, secret)
        await audit(platform, transaction, request, caller, {
          action: 'secret_set',
          subject: { app: appId, secret: name },
        })
      })
      return reply.code(204).send()
    },
  )

  app.delete<{ Params: SecretParams }>(
    '/api/apps/:app/secrets/:name',
    { schema: { params } },
    async (request, reply) => {
      const caller = adminOf(request)
      const appId = await appIdOf(pool, caller.orgId, request.params.app)
      const { name } = request.params
      await platform.transaction(async transaction => {
        await removeSecret(transaction, caller.orgId, appId, name)
        await audit(platform, transaction, request, caller, {
          action: 'secret_removed',
          subject: { app: appId, secret: name },
        })
      })
      return reply.code(204).send()
    },
  )
}
