import { callerOf } from '../http/caller.ts'
import type { Routes } from '../http/platform.ts'
import { closedObject, shapes } from '../http/schema.ts'

/** The tours there are. */
const tours = ['first_app'] as const

const params = { type: 'object', properties: { tour: { enum: tours } } }
const body = closedObject({ step: shapes.key, ended: shapes.yesNo }, ['step', 'ended'])

interface Progress {
  readonly step: string
  readonly ended: boolean
}

/** How far a person is with the tours of the pages. */
export const tourRoutes: Routes = (app, platform) => {
  /** `{ tours: { first_app: { step, ended } } }`; one that was not begun is absent. */
  app.get('/api/me/tours', async request => {
    const { orgId, userId } = callerOf(request)
    const { rows } = await platform.database.pool.query<Progress & { key: string }>(
      'select key, step, ended from formwork.tour where org_id = $1 and user_id = $2',
      [orgId, userId],
    )
    return { tours: Object.fromEntries(rows.map(({ key, step, ended }) => [key, { step, ended }])) }
  })

  /** What has ended stays ended, whatever another window still says. */
  app.put<{ Params: { tour: string }; Body: Progress }>(
    '/api/me/tours/:tour',
    { schema: { params, body } },
    async (request, reply) => {
      const { orgId, userId } = callerOf(request)
      const { step, ended } = request.body
      await platform.database.pool.query(
        `insert into formwork.tour as t (org_id, user_id, key, step, ended, updated_at) values ($1, $2, $3, $4, $5, $6)
         on conflict (org_id, user_id, key) do update set step = excluded.step, ended = excluded.ended or t.ended, updated_at = excluded.updated_at`,
        [orgId, userId, request.params.tour, step, ended, platform.clock.now()],
      )
      return reply.code(204).send()
    },
  )
}
