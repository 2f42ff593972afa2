import { outgoingClient } from '../channels/client.ts'
import { Boundary } from '../channels/inside.ts'
import { personSenders } from '../channels/kinds.ts'
import { channelRoutes } from '../channels/routes.ts'
import { Secrets } from '../channels/secrets.ts'
import { Tokens } from '../channels/tokens.ts'
import type { Routes } from '../http/platform.ts'
import { digestSender } from '../notifications/digest.ts'
import { appOutsideRoutes } from './appRoutes.ts'
import { callSender } from './callSender.ts'
import type { Sender } from './delivery.ts'
import { hookRoutes } from './hookRoutes.ts'
import { hookSender } from './hookSender.ts'
import { incomingRoutes } from './incomingRoutes.ts'
import { deliveryRoutes } from './routes.ts'
import { webhookRoutes } from './webhookRoutes.ts'
import { webhookSender } from './webhookSender.ts'
import { startOutbox } from './worker.ts'

/** Everything that leaves the house: the channels, the outbox and its worker. */
export const effects: Routes = (app, platform) => {
  const secrets = new Secrets(platform.config, platform.random)
  const boundary = new Boundary(platform.config.outgoing.inside)
  const tools = { platform, boundary, call: outgoingClient(boundary), tokens: new Tokens(platform.clock) }
  channelRoutes(app, platform, secrets)
  deliveryRoutes(app, platform)
  appOutsideRoutes(app, platform, secrets)
  webhookRoutes(app, platform, secrets, boundary)
  incomingRoutes(app, platform, secrets)
  app.register(async scope => hookRoutes(secrets)(scope, platform))
  const senders = new Map<string, Sender>(personSenders(tools, secrets))
  senders.set('digest', digestSender(platform, senders))
  senders.set('webhook', webhookSender(platform, secrets, tools.call))
  senders.set('http', callSender(platform, secrets, tools.call, platform.calls))
  senders.set('hook', hookSender(platform, platform.hooks))
  const stops: (() => Promise<void>)[] = []
  app.addHook('onReady', async () => {
    stops.push(startOutbox(platform, senders, error => app.log.error({ err: error }, 'delivery_failed')))
  })
  app.addHook('onClose', async () => {
    await Promise.all(stops.map(stop => stop()))
  })
}
