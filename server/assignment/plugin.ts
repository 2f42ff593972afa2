import type { FastifyInstance, FastifyRequest } from 'fastify'
import { errorMessage } from '../../schemas/errors/catalogue.ts'
import type { Transaction } from '../database/statements.ts'
import { callerOf } from '../http/caller.ts'
import { type Answer, idempotent, sendAnswer } from '../http/idempotency.ts'
import { closedObject } from '../http/schema.ts'
import type { Records } from '../records/records.ts'
import type { Saved } from '../records/save.ts'
import { type FormScope, openForm } from '../records/scope.ts'
import { type ClaimRequest, claimRecord, releaseRecord } from './claim.ts'
import { listDecisions } from './decisions.ts'
import { peopleListener } from './people.ts'
import { startWaiting } from './wake.ts'

type Request = FastifyRequest<{ Params: { app: string; form: string; id: string }; Body: ClaimRequest }>

const body = closedObject({ reason: { type: 'string', maxLength: 2000 }, policy: { type: 'string', maxLength: 60 } })

/** Assignment: decisions about a record, claims, and what waits for working time. */
export function assignment(app: FastifyInstance, records: Records): void {
  const { platform, installations } = records
  records.listeners.push(peopleListener(records))
  const place = '/api/apps/:app/forms/:form/records/:id'
  const scopeOf = (request: FastifyRequest): Promise<FormScope> => {
    const { app: key, form } = (request as Request).params
    return openForm(platform, installations, callerOf(request), key, form)
  }

  app.get(`${place}/assignments`, async request =>
    listDecisions(await scopeOf(request), (request as Request).params.id, platform.database.pool),
  )
  for (const [name, work] of [
    ['claim', claimRecord],
    ['release', releaseRecord],
  ] as const)
    app.post(`${place}/${name}`, { schema: { body } }, async (request, reply) => {
      const scope = await scopeOf(request)
      const { id } = (request as Request).params
      const run = async (inside: Transaction): Promise<Answer> =>
        saved(request, await work(records, scope, id, request.body as ClaimRequest, request.id, inside))
      return sendAnswer(
        reply,
        await platform.transaction(transaction =>
          request.headers['idempotency-key'] === undefined
            ? run(transaction)
            : idempotent(platform, request, transaction, () => run(transaction)),
        ),
      )
    })

  let stop: (() => Promise<void>) | undefined
  app.addHook('onReady', async () => {
    stop = startWaiting(records, error => app.log.error({ err: error }, 'assignment_failed'))
  })
  app.addHook('onClose', async () => stop?.())
}

function saved(request: FastifyRequest, { record, version, warnings }: Saved): Answer {
  const { language } = callerOf(request)
  const told = warnings.map(({ path, code, params }) => ({
    path,
    code,
    message: errorMessage(code, params, language),
    params,
  }))
  const content = told.length === 0 ? record : { ...record, warnings: told }
  return { status: 200, body: JSON.stringify(content), headers: { etag: `"${version}"` } }
}
