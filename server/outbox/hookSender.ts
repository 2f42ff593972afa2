import type { Transaction } from '../database/statements.ts'
import type { Platform } from '../http/platform.ts'
import type { Sender } from './delivery.ts'
import type { HookEvent, Hooks } from './hooks.ts'

/** Hands a stored event to its listeners: the outbox's worker retries and keeps it as it does what goes out. */
export const hookSender = ({ clock }: Platform, hooks: Hooks): Sender => ({
  async send({ orgId, content }) {
    const id = String(content.event)
    return {
      result: 'sent',
      settle: async transaction => {
        const event = await readEvent(transaction, orgId, id)
        if (event === undefined) throw new Error(`the event ${id} is gone`)
        await hooks.handle(transaction, event)
        await transaction.query('update formwork.hook_event set handled_at = $3 where org_id = $1 and id = $2', [
          orgId,
          id,
          clock.now(),
        ])
      },
    }
  },
})

async function readEvent(transaction: Transaction, orgId: string, id: string): Promise<HookEvent | undefined> {
  const { rows } = await transaction.query<HookEvent>(
    `select e.id, e.org_id as "orgId", e.app_id as "appId", json_build_object('id', h.id, 'name', h.name, 'connector', h.connector) as hook,
       e.external_id as "externalId", e.content as body, e.received_at as "receivedAt"
     from formwork.hook_event e join formwork.hook h on h.org_id = e.org_id and h.id = e.hook_id where e.org_id = $1 and e.id = $2`,
    [orgId, id],
  )
  return rows[0]
}
