import type { RecordEvent, RecordListener } from '../records/records.ts'
import type { Outgoing } from './enqueue.ts'
import type { AppEvent, Webhooks } from './webhooks.ts'

/** Tells an app's webhooks of its records. Whoever sets a webhook is an administrator: it hears what the app's records hold. */
export const recordWebhooks = (platform: Outgoing, webhooks: Webhooks): RecordListener => ({
  listens: (installation, form) => webhooks.listens(installation.id, form.key),
  onEvent: async (connection, event) => {
    // The records of a template's sample data are no events of the business.
    if (event.actor.kind === 'template') return
    for (const happening of happeningsOf(event)) await webhooks.tell(platform, connection, happening)
  },
})

function happeningsOf(event: RecordEvent): AppEvent[] {
  const { installation, form, id, after, changed, move, actor, kind } = event
  const base = {
    orgId: installation.orgId,
    appId: installation.id,
    form: form.key,
    key: `${id}:${String(after.version)}`,
  }
  const document = {
    app: installation.key,
    form: form.key,
    record: { ...withoutInner(after), id },
    by: actor.userId,
  }
  const said: AppEvent[] = [{ ...base, event: `record.${kind}`, document: { ...document, changed } }]
  if (move !== undefined)
    said.push({ ...base, event: 'stage.changed', document: { ...document, from: move.from, to: move.to } })
  return said
}

/** Names that begin with _ are the platform's own. */
const withoutInner = (values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !name.startsWith('_')))
