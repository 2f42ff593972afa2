/** What an app can tell other systems, as the server knows it (server/outbox/webhooks.ts). */
export const EVENTS = [
  'record.created',
  'record.updated',
  'record.deleted',
  'record.restored',
  'stage.changed',
  'workflow.finished',
  'notice',
] as const
export type WebhookEvent = (typeof EVENTS)[number]

/** An outgoing webhook; its secret is never shown again. */
export interface WebhookDocument {
  readonly id: string
  readonly name: string
  readonly url: string
  readonly events: readonly WebhookEvent[]
  readonly forms: readonly string[] | null
  readonly enabled: boolean
}
