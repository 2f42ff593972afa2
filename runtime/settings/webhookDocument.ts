import type { WebhookEvent } from '../../schemas/webhook-events.ts'

/** An outgoing webhook; its secret is never shown again. */
export interface WebhookDocument {
  readonly id: string
  readonly name: string
  readonly url: string
  readonly events: readonly WebhookEvent[]
  readonly forms: readonly string[] | null
  readonly enabled: boolean
}
