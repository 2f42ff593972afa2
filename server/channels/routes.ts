import type { FastifyInstance } from 'fastify'
import { adminOf } from '../http/caller.ts'
import type { Platform } from '../http/platform.ts'
import { notFound } from '../http/problem.ts'
import { closedObject, shapes } from '../http/schema.ts'
import { audit } from '../identity/audit.ts'
import { enqueue } from '../outbox/enqueue.ts'
import { protocols } from './kinds.ts'
import type { Protocol } from './protocol.ts'
import type { Secrets } from './secrets.ts'
import { listChannels, removeChannel, writeChannel } from './store.ts'

interface ChannelBody {
  readonly settings: Readonly<Record<string, unknown>>
  readonly enabled?: boolean
  readonly secrets?: Readonly<Record<string, string>>
}

/** How the organisation sends: administrators set it; a secret goes in and never comes out (SR-37). */
export function channelRoutes(app: FastifyInstance, platform: Platform, secrets: Secrets): void {
  app.get('/api/channels', async request => {
    const { orgId } = adminOf(request)
    const rows = await listChannels(platform.database.pool, orgId)
    return {
      channels: rows,
      // The operator's mail server serves organisations that set none.
      byOperator: platform.config.outgoing.smtpUrl === undefined ? [] : ['email'],
      nextCursor: null,
    }
  })
  for (const protocol of protocols) oneKind(app, platform, secrets, protocol)
}

function oneKind(app: FastifyInstance, platform: Platform, store: Secrets, protocol: Protocol): void {
  const { kind, way, group = false } = protocol
  const secret = { type: 'string', minLength: 1, maxLength: 2000 }
  const secretsBody = closedObject(Object.fromEntries(protocol.secrets.map(name => [name, secret])))
  const toBody = closedObject({ to: { type: 'string', minLength: 1, maxLength: 320 } }, group ? [] : ['to'])
  const body = closedObject({ settings: protocol.settings, enabled: shapes.yesNo, secrets: secretsBody }, ['settings'])

  app.put<{ Body: ChannelBody }>(`/api/channels/${kind}`, { schema: { body } }, async request => {
    const caller = adminOf(request)
    const { settings, enabled = true, secrets = {} } = request.body
    await platform.transaction(async transaction => {
      const change = {
        orgId: caller.orgId,
        kind,
        settings,
        enabled,
        secrets,
        by: caller.userId,
        now: platform.clock.now(),
      }
      await writeChannel(transaction, store, change)
      await audit(platform, transaction, request, caller, {
        action: 'channel_changed',
        subject: { channel: kind },
        detail: { settings, enabled, secrets: Object.keys(secrets) },
      })
    })
    const rows = await listChannels(platform.database.pool, caller.orgId)
    return rows.find(row => row.kind === kind)
  })

  app.delete(`/api/channels/${kind}`, async (request, reply) => {
    const caller = adminOf(request)
    await platform.transaction(async transaction => {
      if (!(await removeChannel(transaction, caller.orgId, kind))) throw notFound()
      await audit(platform, transaction, request, caller, { action: 'channel_removed', subject: { channel: kind } })
    })
    return reply.code(204).send()
  })

  app.post<{ Body: { to?: string } }>(
    `/api/channels/${kind}/test`,
    { schema: { body: toBody } },
    async (request, reply) => {
      const caller = adminOf(request)
      const id = await platform.transaction(transaction =>
        enqueue(platform, transaction, {
          orgId: caller.orgId,
          appId: null,
          channel: way,
          to: request.body.to ?? '',
          subject: caller.language === 'zh' ? 'Formwork 测试消息' : 'Formwork test message',
          body:
            caller.language === 'zh' ? '如果您看到这条消息，说明发送设置正确。' : 'If you read this, sending works.',
          more: { language: caller.language, path: '/', kind },
          key: `test:${platform.newId()}`,
        }),
      )
      return reply.code(202).send({ delivery: id })
    },
  )
}
