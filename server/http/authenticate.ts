import type { FastifyInstance, FastifyRequest } from 'fastify'
import { placeOf } from '../demo/place.ts'
import { visitorOf } from '../demo/visitor.ts'
import type { Accounts } from '../identity/accounts.ts'
import type { Caller } from './caller.ts'
import type { Platform } from './platform.ts'
import { HttpProblem, notFound } from './problem.ts'

export const SESSION_COOKIE = 'formwork_session'

const READING = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Before every route: who calls, from where, and whether his token reaches this far. A route is closed unless its
 * config says `public: true` (SR-01). Synchronous when the sign-in is already known.
 */
export function authenticate(
  app: FastifyInstance,
  { accounts, database, clock, config }: Pick<Platform, 'accounts' | 'database' | 'clock' | 'config'>,
): void {
  app.decorateRequest('caller', null)
  const ownHost = new URL(config.baseUrl).host
  app.addHook('onRequest', (request, _reply, done) => {
    // PostgreSQL has no U+0000, and no name, text or id of ours holds one.
    if (request.url.includes('%00')) return done(new HttpProblem(400, 'nul_character'))
    if (isForeignWrite(request, ownHost)) return done(new HttpProblem(403, 'wrong_origin'))
    const place = placeOf(request.raw)
    // Whatever writes is refused here, for every route there is and will be.
    if (place !== undefined && !isReading(request)) return done(new HttpProblem(403, 'demo_read_only'))
    const signedIn = findCaller(request, accounts)
    const found =
      place === undefined
        ? signedIn
        : Promise.resolve(signedIn).then(caller => caller && visitorOf(database, clock, place, caller))
    if (found instanceof Promise) found.then(caller => done(admit(request, caller)), done)
    else done(admit(request, found))
  })
}

const isReading = ({ method, routeOptions }: FastifyRequest): boolean =>
  READING.has(method) || routeOptions.config.reads === true

type Found = Caller | null | Promise<Caller | null>

function findCaller({ headers }: FastifyRequest, accounts: Accounts): Found {
  const { authorization, cookie } = headers
  if (authorization !== undefined) {
    const token = /^Bearer ([A-Za-z0-9_-]{20,200})$/.exec(authorization)?.[1]
    return token === undefined ? null : accounts.byToken(token)
  }
  const session = cookie === undefined ? undefined : sessionOf(cookie)
  return session === undefined ? null : accounts.bySession(session)
}

/** The value of our cookie. When it comes twice, the sender is not a browser of ours: none counts. */
export function sessionOf(header: string): string | undefined {
  const values = [...header.matchAll(/(?:^|;\s*)formwork_session=([A-Za-z0-9_-]{20,200})(?=;|$)/g)]
  return values.length === 1 ? values[0]?.[1] : undefined
}

/**
 * A write without a token must come from our own pages (SR-24): browsers say so by Sec-Fetch-Site, older ones by Origin.
 * Neither = not a browser: fine without a cookie (there is nobody to impersonate), refused with one.
 */
function isForeignWrite({ method, headers }: FastifyRequest, ownHost: string): boolean {
  if (READING.has(method) || headers.authorization !== undefined) return false
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site !== 'same-origin'
  if (headers.origin === undefined) return headers.cookie !== undefined
  const host = URL.parse(headers.origin)?.host
  return host === undefined || (host !== headers.host && host !== ownHost)
}

function admit(request: FastifyRequest, caller: Caller | null): HttpProblem | undefined {
  request.caller = caller
  if (caller?.kind === 'token') return tokenProblem(request, caller)
  const open = caller !== null || request.routeOptions.config.public === true || request.is404
  return open ? undefined : new HttpProblem(401, 'not_signed_in')
}

/** What a token may not do: write with a read scope, or reach past its apps (SR-34). */
function tokenProblem(request: FastifyRequest, caller: Caller): HttpProblem | undefined {
  const { config } = request.routeOptions
  if (config.public === true || request.is404) return undefined
  const needed = isReading(request) ? 'read' : 'write'
  // Writing includes reading.
  if (caller.scopes?.includes(needed) !== true && caller.scopes?.includes('write') !== true)
    return new HttpProblem(403, 'token_scope')
  if (caller.apps === null || config.anyApp === true) return undefined
  const app = appOf(request)
  if (app === undefined) return new HttpProblem(403, 'token_apps')
  return caller.apps.includes(app) ? undefined : notFound()
}

/** The app a request names in its path or query. */
function appOf(request: FastifyRequest): string | undefined {
  const params = request.params as Record<string, unknown>
  const query = request.query as Record<string, unknown>
  const app = params.app ?? query.app
  return typeof app === 'string' ? app : undefined
}
