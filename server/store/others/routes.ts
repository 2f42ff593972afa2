import type { FastifyInstance } from 'fastify'
import { errorMessage } from '../../../schemas/errors/catalogue.ts'
import { adminOf, callerOf } from '../../http/caller.ts'
import type { Platform } from '../../http/platform.ts'
import { closedObject } from '../../http/schema.ts'
import { audit } from '../../identity/audit.ts'
import { storeAddress } from './asking.ts'
import type { Store, Stores } from './stores.ts'

const HOUR_MS = 3_600_000

const code = { type: 'string', minLength: 1, maxLength: 500 }
const newStore = closedObject({ address: { type: 'string', minLength: 1, maxLength: 500 }, code }, ['address'])

interface NewStore {
  readonly address: string
  readonly code?: string
}

/** The servers an organisation takes templates from: administrators add and end them; the gallery reads what they have. */
export function otherStoreRoutes(app: FastifyInstance, platform: Platform, stores: Stores): void {
  app.post<{ Body: NewStore }>('/api/stores', { schema: { body: newStore } }, async (request, reply) => {
    const caller = adminOf(request)
    const address = storeAddress(request.body.address)
    const id = await stores.add(caller, { address, code: request.body.code })
    await platform.transaction(transaction =>
      audit(platform, transaction, request, caller, {
        action: 'store_added',
        subject: { store: id },
        detail: { address },
      }),
    )
    return reply.code(201).send({ id })
  })

  app.patch<{ Params: { id: string }; Body: { code?: string } }>(
    '/api/stores/:id',
    { schema: { body: closedObject({ code }) } },
    async request => {
      const caller = adminOf(request)
      const { id } = request.params
      await stores.renew(caller.orgId, id, request.body.code)
      await platform.transaction(transaction =>
        audit(platform, transaction, request, caller, { action: 'store_code_changed', subject: { store: id } }),
      )
      return { id }
    },
  )

  app.delete<{ Params: { id: string } }>('/api/stores/:id', async (request, reply) => {
    const caller = adminOf(request)
    const { id } = request.params
    await platform.transaction(async transaction => {
      await stores.remove(transaction, caller.orgId, id)
      await audit(platform, transaction, request, caller, { action: 'store_removed', subject: { store: id } })
    })
    return reply.code(204).send()
  })

  const onError = (error: unknown): void => app.log.error({ err: error }, 'stores_not_asked')
  const timer = setInterval(() => void stores.refreshOld().catch(onError), HOUR_MS)
  timer.unref()
  app.addHook('onClose', async () => clearInterval(timer))
}

/** A store as the gallery shows it: what is wrong with it is one line in the reader's language. */
export const shownStore = (
  { id, name, address, askedAt, problem, hasCode }: Store,
  request: Parameters<typeof callerOf>[0],
) => ({
  ...{ id, name, address, askedAt, hasCode },
  problem: problem === null ? null : errorMessage(problem.code, problem.params, callerOf(request).language),
})
