import { outgoingClient } from '../channels/client.ts'
import { Boundary } from '../channels/inside.ts'
import { personSenders } from '../channels/kinds.ts'
import { channelRoutes } from '../channels/routes.ts'
import { Secrets } from '../channels/secrets.ts'
import { Tokens } from '../channels/tokens.ts'
import type { Routes } from '../http/platform.ts'
import { digestSender } from '../notifications/digest.ts'
import type { Sender } from './delivery.ts'
import { deliveryRoutes } from './routes.ts'
import { startOutbox } from './worker.ts'

/** Everything that leaves the house: the channels, the outbox and its worker. */
export const effects: Routes = (app, platform) => {
  const secrets = new Secrets(platform.config, platform.random)
  const boundary = new Boundary(platform.config.outgoing.inside)
  const tools = { platform, boundary, call: outgoingClient(boundary), tokens: new Tokens(platform.clock) }
  channelRoutes(app, platform, secrets)
  deliveryRoutes(app, platform)
  const senders = new Map<string, Sender>(personSenders(tools, secrets))
  senders.set('digest', digestSender(platform, senders))
  const stops: (() => Promise<void>)[] = []
  app.addHook('onReady', async () => {
    stops.push(startOutbox(platform, senders, error => app.log.error({ err: error }, 'delivery_failed')))
  })
  app.addHook('onClose', async () => {
    await Promise.all(stops.map(stop => stop()))
  })
}
