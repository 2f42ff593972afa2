import type { FastifyInstance } from 'fastify'
import { addDuration } from '../../engine/timer/duration.ts'
import { type Caller, callerOf } from '../http/caller.ts'
import { pageSize } from '../http/paging.ts'
import { HttpProblem } from '../http/problem.ts'
import { queryOf } from '../http/schema.ts'
import { isId } from '../ids.ts'
import { localDay } from '../records/local-day.ts'
import type { Records } from '../records/records.ts'
import { type Box, boxContent } from './task-rows.ts'
import { listTasks } from './task-view.ts'
import { inBoth } from './texts.ts'

const boxes: readonly Box[] = ['todo', 'done', 'started', 'cc']

interface TaskQuery {
  readonly box?: string
  readonly workflow?: string
  readonly due?: string
  readonly limit?: string
  readonly cursor?: string
}

/**
 * `GET /api/tasks`: a box of the caller's tasks, newest first; `workflow` = `app/workflow`, `due` = `overdue` or `today` (the caller's day) narrow it. The first
 * page says what the whole box holds, by workflow.
 */
export function taskListRoute(app: FastifyInstance, records: Records): void {
  const { pool } = records.platform.database
  app.get(
    '/api/tasks',
    { config: { anyApp: true }, schema: { querystring: queryOf('box', 'workflow', 'due', 'limit', 'cursor') } },
    async request => {
      const query = request.query as TaskQuery
      const caller = callerOf(request)
      const box = oneOf('box', query.box ?? 'todo', boxes)
      if (query.cursor !== undefined && !isId(query.cursor)) throw new HttpProblem(400, 'invalid_cursor')
      const size = pageSize(query.limit)
      const now = records.platform.clock.now()
      const dueBefore = query.due === undefined ? null : dueUntil(oneOf('due', query.due, DUE), now, caller.zone)
      const page = { size: size + 1, before: query.cursor ?? null, workflow: query.workflow ?? null, dueBefore }
      const tasks = await listTasks(records, caller, box, page, pool)
      const shown = tasks.slice(0, size)
      return {
        tasks: shown,
        nextCursor: tasks.length > size ? shown.at(-1)?.id : null,
        ...(query.cursor === undefined ? { content: await contentOf(records, caller, box) } : {}),
      }
    },
  )
}

const DUE = ['overdue', 'today'] as const

const dueUntil = (due: (typeof DUE)[number], now: string, zone: string): string =>
  due === 'overdue' ? now : addDuration(localDay(now, zone), { amount: 1, unit: 'd' }, { zone })

function oneOf<T extends string>(parameter: string, text: string, known: readonly T[]): T {
  const found = known.find(one => one === text)
  if (found === undefined) throw new HttpProblem(400, 'invalid_parameter', { parameter, reason: text.slice(0, 20) })
  return found
}

/** What a box holds, by workflow, each with its name as it is today. */
async function contentOf(records: Records, caller: Caller, box: Box): Promise<unknown[]> {
  const rows = await boxContent(records.platform.database.pool, caller, box)
  return Promise.all(
    rows.map(async ({ app, workflow, count }) => {
      const found = await records.installations.find(caller.orgId, app)
      const name = found?.app.workflows.get(workflow ?? '')?.definition.name ?? found?.app.definition.name
      return { app, workflow, name: inBoth(name, workflow ?? app), count }
    }),
  )
}
