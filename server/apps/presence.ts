import type { FastifyInstance, FastifyRequest } from 'fastify'
import { publishEvent } from '../events/listener.ts'
import { adminOf, assertApp } from '../http/caller.ts'
import { closedObject } from '../http/schema.ts'
import type { Records } from '../records/records.ts'

type Request = FastifyRequest<{ Params: { app: string }; Body: { window: string; place: string } }>

const body = closedObject(
  { window: { type: 'string', pattern: '^[0-9a-zA-Z-]{1,40}$' }, place: { type: 'string', maxLength: 200 } },
  ['window', 'place'],
)

/** Who is designing an app right now: told to the other designers as it is said, kept nowhere. */
export function presenceRoutes(app: FastifyInstance, { platform, installations }: Records): void {
  app.post('/api/apps/:app/draft/presence', { schema: { body } }, async (request, reply) => {
    const caller = adminOf(request)
    const { app: key } = (request as Request).params
    assertApp(caller, key)
    await installations.get(caller.orgId, key)
    await platform.transaction(transaction =>
      publishEvent(transaction, {
        ...{ kind: 'designing', org: caller.orgId, app: key, user: caller.userId },
        ...(request as Request).body,
      }),
    )
    return reply.code(204).send()
  })
}
