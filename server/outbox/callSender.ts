import { afterStatus, type Call, type Client } from '../channels/client.ts'
import type { Secrets } from '../channels/secrets.ts'
import type { Platform } from '../http/platform.ts'
import { hostsOf, openSecret } from './appStore.ts'
import type { Calls, CallTarget, ConnectorAuth } from './calls.ts'
import { failed, later, type Sender } from './delivery.ts'
import { appTurn } from './webhookSender.ts'

/** Calls a service for an app: only hosts an administrator allowed, with the app's own secret, and the delivery's id as Idempotency-Key. */
export const callSender = (platform: Platform, secrets: Secrets, call: Client, calls: Calls): Sender => ({
  async send(delivery) {
    const { orgId, appId, content, id } = delivery
    const target = content.target as CallTarget
    if (appId === null) return failed('outgoing_url_invalid')
    const url = urlOf(target.base, String(content.path), content.query as Readonly<Record<string, string>>)
    if (url === undefined) return failed('outgoing_url_invalid')
    const wait = await appTurn(platform, delivery)
    if (wait > 0) return later('app_turn', wait)
    const auth = await authOf(platform, secrets, orgId, appId, target.auth)
    if (auth === undefined) return failed('app_secret_missing', { secret: target.auth?.secret })
    const body = content.body === undefined || content.body === null ? undefined : JSON.stringify(content.body)
    const answer = await call({
      url: url.href,
      method: content.method as Call['method'],
      hosts: new Set(await hostsOf(platform.database.pool, orgId, appId)),
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...auth,
        'idempotency-key': id,
        'x-formwork-delivery': id,
      },
      ...(body === undefined ? {} : { body }),
    })
    if (answer.status < 200 || answer.status > 299) return refused(answer, url.host)
    const result = { ok: true, status: answer.status, body: parsed(answer.body) } as const
    return {
      result: 'sent',
      detail: { status: answer.status },
      settle: transaction => calls.answer(transaction, delivery, result),
    }
  },
  gaveUp: (transaction, delivery, reason) => calls.answer(transaction, delivery, { ok: false, reason }),
})

/** A request that is wrong stays wrong; what may pass is tried again. */
function refused(answer: Parameters<typeof afterStatus>[0], host: string) {
  const outcome = afterStatus(answer, host)
  const passing = answer.status >= 500 || [408, 409, 425, 429].includes(answer.status)
  return passing ? outcome : failed(outcome.reason.code, outcome.reason.params)
}

/**
 * The address of a call; undefined when the path leads elsewhere. Values of records may stand in it: none of them may climb out of the connector's path
 * (`..`, also encoded) or begin a query of its own.
 */
function urlOf(base: string, path: string, query: Readonly<Record<string, string>>): URL | undefined {
  const root = URL.parse(base)
  const url = URL.parse(`${base.replace(/\/+$/, '')}${path}`)
  if (root === null || url === null || url.origin !== root.origin || !path.startsWith('/')) return undefined
  const climbs = path.split('/').some(part => /^(\.|%2e){1,2}$/i.test(part))
  if (climbs || /[?#\\]|%2f|%5c/i.test(path)) return undefined
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  return url
}

async function authOf(
  { database }: Platform,
  secrets: Secrets,
  orgId: string,
  appId: string,
  auth: ConnectorAuth | undefined,
): Promise<Record<string, string> | undefined> {
  if (auth === undefined) return {}
  const secret = await openSecret(database.pool, secrets, { orgId, appId, name: auth.secret })
  if (secret === undefined) return undefined
  if (auth.type === 'bearer') return { authorization: `Bearer ${secret}` }
  if (auth.type === 'basic')
    return { authorization: `Basic ${Buffer.from(`${auth.user ?? ''}:${secret}`).toString('base64')}` }
  return { [(auth.header ?? 'authorization').toLowerCase()]: secret }
}

/** JSON when it is, else text. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}
