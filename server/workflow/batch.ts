import type { FastifyInstance } from 'fastify'
import { type Caller, callerOf } from '../http/caller.ts'
import { languageOf, toHttpProblem } from '../http/errors.ts'
import { problemDocument } from '../http/problem.ts'
import { closedObject, shapes } from '../http/schema.ts'
import type { Records } from '../records/records.ts'
import type { Connection } from '../records/scope.ts'
import { actByPerson } from './act.ts'
import { refused } from './refusals.ts'
import type { Engine } from './step.ts'
import { openTaskOf } from './task-view.ts'

const MOST_IDS = 100

interface BatchBody {
  readonly ids: readonly string[]
  readonly act: 'approve' | 'reject'
  readonly opinion?: string
}

/**
 * `POST /api/tasks/batch`: one act on several tasks, each in a transaction of its own, one after the other. The answer says of each whether it was done, else
 * with the problem the single act would answer; what is refused stops nothing. Sent again, what was done answers 409 `task_finished`.
 */
export function batchRoute(app: FastifyInstance, records: Records, engine: Engine): void {
  app.post<{ Body: BatchBody }>(
    '/api/tasks/batch',
    { config: { anyApp: true }, schema: { body: batchBody } },
    async request => {
      const caller = callerOf(request)
      const { ids, act, opinion } = request.body
      const results: Record<string, unknown>[] = []
      for (const id of new Set(ids)) {
        try {
          await records.platform.transaction(async transaction => {
            await assertBatchable(records, caller, id, act, transaction)
            await actByPerson(
              records,
              engine,
              caller,
              id,
              act,
              opinion === undefined ? {} : { opinion },
              request.id,
              transaction,
            )
          })
          results.push({ id, done: true })
        } catch (error) {
          const problem = toHttpProblem(error, request)
          if (problem.status >= 500) request.log.error({ err: error }, problem.code)
          results.push({ id, done: false, problem: problemDocument(problem, request.id, languageOf(request)) })
        }
      }
      return { results }
    },
  )
}

/** A step may ask to be looked at one by one. */
async function assertBatchable(records: Records, caller: Caller, id: string, act: string, connection: Connection) {
  const { workflow, row, scope } = await openTaskOf(records, caller, id, connection)
  const definition = workflow?.nodes.get(row.node ?? '')?.definition
  if (definition?.type === 'approve' && definition.allow?.batch === false)
    throw refused({ code: 'task_act_not_allowed', path: '', params: { act } }, scope.directory)
}

const batchBody = closedObject(
  {
    ids: { type: 'array', items: shapes.id, minItems: 1, maxItems: MOST_IDS },
    act: { enum: ['approve', 'reject'] },
    opinion: shapes.text(5_000),
  },
  ['ids', 'act'],
)
