/** What an app can tell other systems. */
export const webhookEvents = [
  'record.created',
  'record.updated',
  'record.deleted',
  'record.restored',
  'stage.changed',
  'workflow.finished',
  'notice',
] as const
export type WebhookEvent = (typeof webhookEvents)[number]
