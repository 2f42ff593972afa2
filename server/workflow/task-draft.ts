import type { FastifyInstance } from 'fastify'
import { callerOf } from '../http/caller.ts'
import { closedObject, shapes } from '../http/schema.ts'
import type { Records } from '../records/records.ts'
import { refused } from './refusals.ts'
import type { TaskDraft } from './task-rows.ts'
import { openTaskOf } from './task-view.ts'

/** `PUT /api/tasks/:id/draft`: keeps what the holder typed (暂存), unchecked and for him alone, until he acts. */
export function draftRoute(app: FastifyInstance, records: Records): void {
  const { pool } = records.platform.database
  app.put<{ Params: { id: string }; Body: TaskDraft }>(
    '/api/tasks/:id/draft',
    { config: { anyApp: true }, schema: { body } },
    async (request, reply) => {
      const caller = callerOf(request)
      const { row, scope } = await openTaskOf(records, caller, request.params.id, pool)
      const { rowCount } = await pool.query(
        `update formwork.task set data = data || $4 where org_id = $1 and id = $2 and assignee_id = $3 and state = 'open' and kind in ('approve', 'fill')`,
        [caller.orgId, row.id, caller.userId, JSON.stringify({ draft: request.body })],
      )
      if (rowCount === 0) throw refused({ code: 'task_not_yours', path: '', params: {} }, scope.directory)
      return reply.code(204).send()
    },
  )
}

const body = closedObject({ values: { type: 'object' }, opinion: shapes.text(5_000) })
