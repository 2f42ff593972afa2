import type { WebhookEvent } from '../../schemas/webhook-events.ts'
import type { Database } from '../database/connect.ts'
import type { Transaction } from '../database/statements.ts'
import { type Listener, publishEvent } from '../events/listener.ts'
import { enqueue, type Outgoing } from './enqueue.ts'

interface Subscription {
  readonly id: string
  readonly orgId: string
  readonly appId: string
  readonly events: readonly WebhookEvent[]
  readonly forms: readonly string[] | null
}

/** Something that happened in an app. */
export interface AppEvent {
  readonly orgId: string
  readonly appId: string
  readonly event: WebhookEvent
  /** null = of no form */
  readonly form: string | null
  /** names the happening: told once per webhook (M25) */
  readonly key: string
  readonly document: Readonly<Record<string, unknown>>
}

/**
 * Who wants to hear of what, kept in memory so that a form nobody subscribed to costs a write nothing. Read at start, after every change on any node,
 * and after a gap of messages: a new webhook hears everything from a second later.
 */
export class Webhooks {
  readonly #database: Database
  #byApp: ReadonlyMap<string, readonly Subscription[]> = new Map()

  constructor(
    { database, listener }: { readonly database: Database; readonly listener: Listener },
    onError: (error: unknown) => void,
  ) {
    this.#database = database
    const again = (): void => void this.load().catch(onError)
    listener.on(message => {
      if (message.kind === 'webhooks') again()
    })
    listener.onGap(again)
  }

  async load(): Promise<void> {
    const { rows } = await this.#database.pool.query<Subscription>(
      `select w.id, w.org_id as "orgId", w.app_id as "appId", w.events, w.forms from formwork.webhook w
       join formwork.app a on a.org_id = w.org_id and a.id = w.app_id and a.deleted_at is null where w.enabled`,
    )
    this.#byApp = Map.groupBy(rows, ({ appId }) => appId)
  }

  /** Whether anybody listens to an app's form. */
  listens(appId: string, form: string): boolean {
    return this.#byApp.get(appId)?.some(({ forms }) => forms === null || forms.includes(form)) ?? false
  }

  /** Puts a delivery into the outbox for every webhook that wants it, in the transaction of what happened. */
  async tell(platform: Outgoing, transaction: Transaction, happening: AppEvent): Promise<void> {
    const { orgId, appId, event, form, key, document } = happening
    for (const { id, events, forms, orgId: owner } of this.#byApp.get(appId) ?? []) {
      if (owner !== orgId || !events.includes(event)) continue
      if (forms !== null && form !== null && !forms.includes(form)) continue
      await enqueue(platform, transaction, {
        orgId,
        appId,
        channel: 'webhook',
        lane: `webhook:${id}`,
        body: { type: event, at: platform.clock.now(), ...document },
        more: { webhook: id },
        key: `webhook:${id}:${event}:${key}`,
      })
    }
  }
}

/** Every node reads the webhooks again after the commit. */
export const webhooksChanged = (transaction: Transaction, orgId: string): Promise<void> =>
  publishEvent(transaction, { kind: 'webhooks', org: orgId })
