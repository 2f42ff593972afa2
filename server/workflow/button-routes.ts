import type { FastifyInstance, FastifyRequest } from 'fastify'
import { callerOf } from '../http/caller.ts'
import { idempotent, sendAnswer } from '../http/idempotency.ts'
import { readOne } from '../records/one.ts'
import type { Records } from '../records/records.ts'
import { openForm } from '../records/scope.ts'
import { buttonsOf, pressButton } from './buttons.ts'

interface Path {
  readonly app: string
  readonly form: string
  readonly id: string
  readonly automation: string
}

/** Buttons of a record, as its page shows them, and pressing one. */
export function buttonRoutes(app: FastifyInstance, records: Records): void {
  const { platform, installations } = records
  const place = '/api/apps/:app/forms/:form/records/:id/buttons'
  const scopeOf = (request: FastifyRequest) => {
    const { app: key, form } = request.params as Path
    return openForm(platform, installations, callerOf(request), key, form)
  }
  app.get<{ Params: Path }>(place, async request => ({
    buttons: await buttonsOf(await scopeOf(request), request.params.id, platform.database.pool),
  }))
  app.post<{ Params: Path }>(`${place}/:automation`, { schema: { body: pressBody } }, async (request, reply) => {
    const scope = await scopeOf(request)
    const { id, automation } = request.params
    const asked = (request.body ?? {}) as Record<string, unknown>
    const answer = await platform.transaction(transaction =>
      idempotent(platform, request, transaction, async () => {
        await pressButton(records, scope, id, automation, asked, request.id, transaction)
        // What the button did may have taken the record out of his sight.
        const body = await readOne(scope, id, {}, transaction).then(
          ({ text }) => text,
          () => 'null',
        )
        return { status: 200, body }
      }),
    )
    return sendAnswer(reply, answer)
  })
}

const pressBody = { anyOf: [{ type: 'null' }, { type: 'object', maxProperties: 50 }] }
