import type { FastifyInstance, FastifyRequest } from 'fastify'
import { callerOf } from '../http/caller.ts'
import { idempotent, sendAnswer } from '../http/idempotency.ts'
import { HttpProblem } from '../http/problem.ts'
import { closedObject, shapes } from '../http/schema.ts'
import type { Records } from '../records/records.ts'
import { openForm } from '../records/scope.ts'
import { type ActBody, actByPerson } from './act.ts'
import { batchRoute } from './batch.ts'
import { tellingLate } from './late.ts'
import { moveRoute } from './move.ts'
import { overviewRoute } from './overview.ts'
import { reopenInstance } from './reopen.ts'
import { startByHand } from './start.ts'
import type { ActRequest, Engine } from './step.ts'
import { taskAppRoute } from './task-app.ts'
import { draftRoute } from './task-draft.ts'
import { taskListRoute } from './task-list.ts'
import { readTask } from './task-view.ts'
import { recordWorkflows } from './trail.ts'

const acts: readonly ActRequest['act'][] = [
  'approve',
  'reject',
  'submit',
  'return',
  'transfer',
  'delegate',
  'hand-back',
  'add-signer',
  'remove-signer',
  'cc',
  'withdraw',
  'urge',
  'done',
]

/** Tasks of the caller, and workflows of a record. */
export function workflowRoutes(app: FastifyInstance, records: Records, engine: Engine): void {
  const { platform, installations } = records
  const { pool } = platform.database
  const place = '/api/apps/:app/forms/:form/records/:id/workflows'

  taskListRoute(app, records)
  app.get<{ Params: { id: string } }>('/api/tasks/:id', { config: { anyApp: true } }, async request =>
    readTask(records, callerOf(request), request.params.id, pool),
  )
  taskAppRoute(app, records)
  overviewRoute(app, records)
  moveRoute(app, records, engine)
  batchRoute(app, records, engine)
  draftRoute(app, records)
  app.post<{ Params: { id: string; act: string } }>(
    '/api/tasks/:id/:act',
    { config: { anyApp: true }, schema: { body: actBody } },
    async (request, reply) => {
      const act = acts.find(name => name === request.params.act)
      if (act === undefined) throw new HttpProblem(404, 'not_found')
      const caller = callerOf(request)
      const { id } = request.params
      const answer = await tellingLate(records, caller, id, act, () =>
        platform.transaction(transaction =>
          idempotent(platform, request, transaction, async () => {
            const body = (request.body ?? {}) as ActBody
            await actByPerson(records, engine, caller, id, act, body, request.id, transaction)
            return { status: 200, body: JSON.stringify(await readTask(records, caller, id, transaction)) }
          }),
        ),
      )
      return sendAnswer(reply, answer)
    },
  )
  const scopeOf = (request: FastifyRequest) => {
    const params = request.params as { app: string; form: string }
    return openForm(platform, installations, callerOf(request), params.app, params.form)
  }
  app.get<{ Params: { app: string; form: string; id: string } }>(place, async request =>
    recordWorkflows(await scopeOf(request), request.params.id, pool),
  )
  app.post<{ Params: { app: string; form: string; id: string; workflow: string } }>(
    `${place}/:workflow`,
    { schema: { body: orNothing(startBody) } },
    async (request, reply) => {
      const scope = await scopeOf(request)
      const { id, workflow } = request.params
      const answer = await platform.transaction(transaction =>
        idempotent(platform, request, transaction, async () => {
          const { choose } = (request.body ?? {}) as StartBody
          const instance = await startByHand(records, engine, scope, id, workflow, request.id, transaction, choose)
          return { status: 201, body: JSON.stringify({ instance, ...(await recordWorkflows(scope, id, transaction)) }) }
        }),
      )
      return sendAnswer(reply, answer)
    },
  )
  app.post<{ Params: { app: string; form: string; id: string; instance: string }; Body: { opinion?: string } | null }>(
    `${place}/:instance/reopen`,
    { schema: { body: reopenBody } },
    async (request, reply) => {
      const scope = await scopeOf(request)
      const { id, instance } = request.params
      const { opinion } = request.body ?? {}
      const answer = await platform.transaction(transaction =>
        idempotent(platform, request, transaction, async () => {
          await reopenInstance(records, engine, scope, id, instance, opinion, request.id, transaction)
          return { status: 200, body: JSON.stringify(await recordWorkflows(scope, id, transaction)) }
        }),
      )
      return sendAnswer(reply, answer)
    },
  )
}

/** Acts that say nothing more may come without a body. */
const orNothing = (schema: Readonly<Record<string, unknown>>) => ({ ...schema, type: ['object', 'null'] })

interface StartBody {
  readonly choose?: Readonly<Record<string, readonly string[]>>
}

/** Whom the applicant chose, by node. */
const startBody = closedObject({
  choose: {
    type: 'object',
    propertyNames: { pattern: '^[a-z][a-z0-9_]{0,47}$' },
    additionalProperties: { type: 'array', items: shapes.id, maxItems: 1000 },
    maxProperties: 1000,
  },
})

const reopenBody = orNothing(closedObject({ opinion: shapes.text(5_000) }))

const actBody = orNothing(
  closedObject({
    opinion: shapes.text(5_000),
    files: { type: 'array', items: shapes.id, maxItems: 20 },
    signature: shapes.id,
    to: shapes.text(60),
    users: { type: 'array', items: shapes.id, maxItems: 50 },
    kind: shapes.text(20),
    values: { type: 'object' },
  }),
)
