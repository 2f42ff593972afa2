import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import Fastify, { type FastifyInstance, LogController } from 'fastify'
import type { Clock } from './clock.ts'
import { commentRoutes } from './comments/routes.ts'
import type { Config } from './config.ts'
import type { Database } from './database/connect.ts'
import { inTransaction } from './database/transaction.ts'
import { routeOf } from './demo/place.ts'
import { Hub } from './events/hub.ts'
import { Listener } from './events/listener.ts'
import { RecordNews } from './events/recordNews.ts'
import { eventRoutes } from './events/routes.ts'
import { fileRoutes } from './files/routes.ts'
import { startHousekeeping } from './housekeeping.ts'
import { authenticate } from './http/authenticate.ts'
import { readJsonBodies } from './http/body.ts'
import { Counters } from './http/counters.ts'
import { answerErrors } from './http/errors.ts'
import { healthRoutes } from './http/health.ts'
import { servePages } from './http/pages.ts'
import type { Platform, Routes } from './http/platform.ts'
import { nobodyReads } from './http/recordAccess.ts'
import { listRoutes, type RouteRow } from './http/routeTable.ts'
import { closeSchemas } from './http/schema.ts'
import { Accounts } from './identity/accounts.ts'
import { departmentRoutes } from './identity/departmentRoutes.ts'
import { Directories } from './identity/directory.ts'
import { organisationRoutes } from './identity/organisationRoutes.ts'
import { sessionRoutes } from './identity/sessionRoutes.ts'
import { tokenRoutes } from './identity/tokenRoutes.ts'
import { userRoutes } from './identity/userRoutes.ts'
import { idMaker, type RandomBytes } from './ids.ts'
import { notificationRoutes } from './notifications/routes.ts'
import { noticeSettingRoutes } from './notifications/settingRoutes.ts'
import { describePlatform } from './openapi/platform-document.ts'
import { Bell } from './outbox/bell.ts'
import { Calls } from './outbox/calls.ts'
import { Hooks } from './outbox/hooks.ts'
import { effects } from './outbox/plugin.ts'
import { Webhooks } from './outbox/webhooks.ts'
import { recordsAndApps } from './records/plugin.ts'
import { setUpFromConfig, setupRoutes } from './setup/routes.ts'
import { tourRoutes } from './tour/routes.ts'
import { viewRoutes } from './views/routes.ts'

/** What the process hands to the app. */
export interface Dependencies {
  readonly config: Config
  readonly database: Database
  readonly clock: Clock
  readonly random?: RandomBytes
  /** Further concerns; tests add theirs. */
  readonly routes?: readonly Routes[]
  /** Folder of the built pages. */
  readonly pages?: string
}

/** Every concern of the server, in no order that matters. */
const concerns: readonly Routes[] = [
  setupRoutes,
  sessionRoutes,
  userRoutes,
  departmentRoutes,
  organisationRoutes,
  tokenRoutes,
  tourRoutes,
  fileRoutes,
  commentRoutes,
  viewRoutes,
  notificationRoutes,
  noticeSettingRoutes,
  eventRoutes,
  recordsAndApps,
  effects,
]

const BODY_BYTES = 1_000_000

/** The HTTP server, not yet listening. */
export async function buildServer(
  dependencies: Dependencies,
): Promise<FastifyInstance & { readonly routeTable: readonly RouteRow[] }> {
  const { config, routes = [], pages = fileURLToPath(new URL('../dist', import.meta.url)) } = dependencies
  const app = makeFastify(config)
  const platform = makePlatform(dependencies, app)
  const routeTable = listRoutes(app)
  closeSchemas(app)
  answerErrors(app)
  readJsonBodies(app)
  answerHeaders(app)
  authenticate(app, platform)
  describePlatform(app)
  // In the root, so that it counts every route's answers.
  await healthRoutes(app, platform)
  for (const concern of [...concerns, ...routes]) await app.register(async scope => concern(scope, platform))
  await servePages(app, pages, config.baseUrl.startsWith('https:'))
  await setUpFromConfig(platform)
  await platform.listener.start()
  // Streams never end by themselves: without this a stop would wait for them.
  app.addHook('preClose', () => platform.hub.close())
  const stopHousekeeping = startHousekeeping(platform, error => app.log.error({ err: error }, 'housekeeping_failed'))
  app.addHook('onClose', async () => {
    stopHousekeeping()
    await platform.recordNews.close()
    await platform.listener.stop()
  })
  return Object.assign(app, { routeTable })
}

function makeFastify(config: Config): FastifyInstance {
  return Fastify({
    logger:
      config.logLevel === 'silent'
        ? false
        : {
            level: config.logLevel,
            serializers: { req: request => ({ method: request.method, path: request.url.split('?', 1)[0] }) },
          },
    logController: new LogController({ disableRequestLogging: !['info', 'debug', 'trace'].includes(config.logLevel) }),
    genReqId: () => randomBytes(9).toString('base64url'),
    bodyLimit: BODY_BYTES,
    rewriteUrl: routeOf,
    forceCloseConnections: 'idle',
    ajv: {
      customOptions: {
        coerceTypes: false,
        removeAdditional: false,
        useDefaults: false,
        allErrors: true,
        strictTypes: false,
      },
    },
  })
}

function makePlatform({ config, database, clock, random = randomBytes }: Dependencies, app: FastifyInstance): Platform {
  const listener = new Listener(database)
  const accounts = new Accounts(database, clock)
  const directories = new Directories(database)
  const node = random(9).toString('base64url')
  const onEventError = (error: unknown): void => app.log.error({ err: error }, 'event_failed')
  const hub = new Hub(database, () => platform.recordAccess, node, onEventError)
  const platform: Platform = {
    config,
    database,
    clock,
    random,
    newId: idMaker(clock, random),
    accounts,
    directories,
    listener,
    hub,
    recordNews: new RecordNews(database, hub, node, onEventError),
    counters: new Counters(),
    outbox: new Bell(),
    webhooks: new Webhooks({ database, listener }, onEventError),
    hooks: new Hooks(),
    calls: new Calls(),
    recordAccess: { ...nobodyReads },
    transaction: work => inTransaction(database.pool, work),
  }
  forgetWhatChanged(platform)
  platform.hub.listenTo(listener)
  return platform
}

/** What this node remembers of people ends when any node changes it, or when messages may have been missed. */
function forgetWhatChanged({ listener, accounts, directories }: Platform): void {
  listener.on(message => {
    if (message.kind === 'account') accounts.forget(message.user)
    if (message.kind !== 'directory') return
    accounts.forgetOrganisation(message.org)
    directories.forget(message.org)
  })
  listener.onGap(() => {
    accounts.forget()
    directories.forget()
  })
}

const apiHeaders = {
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'referrer-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
}

/** Answers of the API are data: no browser runs, frames, guesses or keeps them. Pages bring their own headers. */
function answerHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (request.url.startsWith('/api')) reply.headers(apiHeaders)
    done()
  })
}
