import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Connection, connectionsOf, tellsPeople } from '../../engine/definition/connections.ts'
import type { Installation } from '../apps/installation.ts'
import { adminOf, assertApp } from '../http/caller.ts'
import type { Platform } from '../http/platform.ts'
import type { Records } from '../records/records.ts'

/** Channels that reach a person outside of the pages. */
const TO_PEOPLE: readonly string[] = ['wecom', 'dingtalk', 'feishu', 'email', 'sms']

/** What is connected for an app already. */
interface Connected {
  readonly channels: readonly string[]
  readonly hosts: readonly string[]
  readonly secrets: readonly string[]
  readonly hooks: readonly string[]
  readonly webhooks: number
}

async function connectedOf({ database, config }: Platform, { orgId, id }: Installation): Promise<Connected> {
  const { rows } = await database.pool.query<Connected>(
    `select array(select kind from formwork.channel where org_id = $1 and enabled) as channels,
       array(select host from formwork.app_host where org_id = $1 and app_id = $2) as hosts,
       array(select name from formwork.app_secret where org_id = $1 and app_id = $2) as secrets,
       array(select connector from formwork.hook where org_id = $1 and app_id = $2 and enabled and connector is not null) as hooks,
       (select count(*)::int from formwork.webhook where org_id = $1 and app_id = $2 and enabled) as webhooks`,
    [orgId, id],
  )
  const connected = rows[0]!
  // The operator's mail server serves organisations that set none.
  const byOperator = config.outgoing.smtpUrl === undefined ? [] : ['email']
  return { ...connected, channels: [...connected.channels, ...byOperator] }
}

const isReady = ({ kind, name }: Connection, { channels, hosts, secrets, hooks, webhooks }: Connected): boolean =>
  ({
    channel: () => channels.includes(name),
    host: () => hosts.includes(name),
    secret: () => secrets.includes(name),
    hook: () => hooks.includes(name),
    webhook: () => webhooks > 0,
  })[kind]()

/** What an app uses outside and nobody has connected yet; nothing of it keeps the app from working otherwise. */
export function connectingRoutes(app: FastifyInstance, { platform, installations }: Records): void {
  app.get('/api/apps/:app/connecting', async (request: FastifyRequest) => {
    const caller = adminOf(request)
    const { app: key } = request.params as { app: string }
    assertApp(caller, key)
    const installation = await installations.get(caller.orgId, key)
    const { definition } = installation.app
    const connected = await connectedOf(platform, installation)
    const reaches = connected.channels.some(channel => TO_PEOPLE.includes(channel))
    return {
      missing: connectionsOf(definition).filter(one => !isReady(one, connected)),
      /** it tells people things, and all of it stays within the pages */
      onlyInside: tellsPeople(definition) && !reaches,
    }
  })
}
