import Fastify, { type FastifyInstance } from 'fastify'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import type { Database } from './database/connect.ts'

/** What the process hands to the app. */
export interface Dependencies {
  readonly config: Config
  readonly database: Database
  readonly clock: Clock
}

/** The HTTP server, not yet listening. */
export async function buildServer({ config, clock }: Dependencies): Promise<FastifyInstance> {
  const app = Fastify({ logger: config.logLevel === 'silent' ? false : { level: config.logLevel } })
  app.get('/healthz', async () => ({ status: 'ok', now: clock.now() }))
  return app
}
