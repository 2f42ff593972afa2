import { afterStatus, type Client } from '../channels/client.ts'
import type { Secrets } from '../channels/secrets.ts'
import type { Platform } from '../http/platform.ts'
import { type Delivery, failed, later, type Sender } from './delivery.ts'
import { takeTurn } from './rate.ts'
import { signatureOf } from './signature.ts'

/** Requests an app may make to the outside, a minute (SEMANTICS "Limits"). */
const CALLS_A_MINUTE = 60

interface Target {
  readonly url: string
  readonly secret: Buffer
  readonly hosts: readonly string[]
}

export const webhookPlace = (orgId: string, id: string): string => `webhook:${orgId}:${id}`

/** Sends an event to a webhook: signed over the raw body and the time of this try, with the delivery's id at every try. */
export const webhookSender = (platform: Platform, secrets: Secrets, call: Client): Sender => ({
  async send(delivery) {
    const target = await targetOf(platform, delivery)
    if (target === undefined) return failed('webhook_gone')
    const wait = await appTurn(platform, delivery)
    if (wait > 0) return later('app_turn', wait)
    const { id, orgId, content } = delivery
    const body = JSON.stringify({ id, ...(content.body as object) })
    const timestamp = String(Math.floor(platform.clock.epochMs() / 1000))
    const secret = secrets.open(webhookPlace(orgId, String(content.webhook)), target.secret)
    const answer = await call({
      url: target.url,
      method: 'POST',
      hosts: new Set(target.hosts),
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': signatureOf(secret, { id, timestamp, body }),
        'idempotency-key': id,
        'x-formwork-delivery': id,
      },
      body,
    })
    if (answer.status < 200 || answer.status > 299) return afterStatus(answer, new URL(target.url).host)
    return { result: 'sent', detail: { status: answer.status, answer: answer.body.slice(0, 300) } }
  },
})

async function targetOf({ database }: Platform, { orgId, appId, content }: Delivery): Promise<Target | undefined> {
  const { rows } = await database.pool.query<Target>(
    `select w.url, w.secret, array(select h.host from formwork.app_host h where h.org_id = w.org_id and h.app_id = w.app_id) as hosts
     from formwork.webhook w where w.org_id = $1 and w.app_id = $2 and w.id = $3 and w.enabled`,
    [orgId, appId, content.webhook],
  )
  return rows[0]
}

/** 0, or how many ms until the app may call again. */
export const appTurn = (platform: Platform, { orgId, appId }: Delivery): Promise<number> =>
  takeTurn(platform, { orgId, subject: `calls:${appId}`, limit: CALLS_A_MINUTE, windowMs: 60_000 })
