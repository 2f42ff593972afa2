import type { FastifyInstance } from 'fastify'
import { adminOf } from '../http/caller.ts'
import { notFound } from '../http/problem.ts'
import { closedObject, shapes } from '../http/schema.ts'
import { audit } from '../identity/audit.ts'
import { enqueue } from '../outbox/enqueue.ts'
import { type ChannelKind, type ChannelWorld, channelKinds } from './kinds.ts'
import { listChannels, removeChannel, writeChannel } from './store.ts'

interface ChannelBody {
  readonly settings: Readonly<Record<string, unknown>>
  readonly enabled?: boolean
  readonly secret?: string
}

const testBody = closedObject({ to: { type: 'string', minLength: 1, maxLength: 320 } }, ['to'])

/** How the organisation sends: administrators set it; a secret goes in and never comes out (SR-37). */
export function channelRoutes(app: FastifyInstance, world: ChannelWorld): void {
  const { platform } = world
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
  for (const kind of channelKinds) oneKind(app, world, kind)
}

function oneKind(app: FastifyInstance, { platform, secrets }: ChannelWorld, spec: ChannelKind): void {
  const { kind, channel } = spec
  const body = closedObject(
    { settings: spec.settings, enabled: shapes.yesNo, secret: { type: 'string', minLength: 1, maxLength: 2000 } },
    ['settings'],
  )

  app.put<{ Body: ChannelBody }>(`/api/channels/${kind}`, { schema: { body } }, async request => {
    const caller = adminOf(request)
    const { settings, enabled = true, secret } = request.body
    await platform.transaction(async transaction => {
      const change = {
        orgId: caller.orgId,
        kind,
        settings,
        enabled,
        secret,
        by: caller.userId,
        now: platform.clock.now(),
      }
      await writeChannel(transaction, secrets, change)
      await audit(platform, transaction, request, caller, {
        action: 'channel_changed',
        subject: { channel: kind },
        detail: { settings, enabled, ...(secret === undefined ? {} : { secret: 'set' }) },
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

  app.post<{ Body: { to: string } }>(
    `/api/channels/${kind}/test`,
    { schema: { body: testBody } },
    async (request, reply) => {
      const caller = adminOf(request)
      const id = await platform.transaction(transaction =>
        enqueue(platform, transaction, {
          orgId: caller.orgId,
          appId: null,
          channel: channel as 'email',
          to: request.body.to,
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
