import { adminOf, type Caller, callerOf, mayUseApp } from '../http/caller.ts'
import { readableForm } from '../http/places.ts'
import type { Platform, Routes } from '../http/platform.ts'
import { forbidden, HttpProblem, notFound } from '../http/problem.ts'
import { closedObject, queryOf, shapes } from '../http/schema.ts'

const MOST_VIEWS = 200

const query = closedObject({
  filter: { type: ['object', 'null'] },
  sort: shapes.text(2000),
  columns: { type: 'array', maxItems: 500, items: { type: 'string', maxLength: 100 } },
  group: { type: ['string', 'null'], maxLength: 100 },
})
const createBody = closedObject(
  {
    app: shapes.key,
    form: shapes.key,
    base: { type: ['string', 'null'], maxLength: 48 },
    name: shapes.name,
    shared: shapes.yesNo,
    query,
  },
  ['app', 'form', 'name', 'query'],
)
const changeBody = closedObject({ name: shapes.name, shared: shapes.yesNo, query })

interface ViewChange {
  readonly name?: string
  readonly shared?: boolean
  readonly query?: unknown
}

interface NewView extends ViewChange {
  readonly app: string
  readonly form: string
  readonly base?: string | null
  readonly name: string
  readonly query: unknown
}

interface View extends NewView {
  readonly id: string
  readonly by: string
}

const SELECT = `
  select v.id, a.key as app, v.form_key as form, v.base, v.name, v.shared, v.query, v.by from formwork.saved_view v
  join formwork.app a on a.org_id = v.org_id and a.id = v.app_id and a.deleted_at is null`

/** Saved views: one's own, and those administrators share. A view holds a question, never an answer: rights apply when it is asked. */
export const viewRoutes: Routes = (app, platform) => {
  const { pool } = platform.database

  app.get<{ Querystring: { app?: string; form?: string } }>(
    '/api/views',
    { schema: { querystring: queryOf('app', 'form') } },
    async request => {
      const caller = callerOf(request)
      const appId = await readableForm(platform, caller, request.query)
      const { rows } = await pool.query<View>(
        `${SELECT} where v.org_id = $1 and v.app_id = $2 and v.form_key = $3 and (v.by = $4 or v.shared) order by v.id limit $5`,
        [caller.orgId, appId, request.query.form, caller.userId, MOST_VIEWS],
      )
      return { views: rows, nextCursor: null }
    },
  )

  app.post<{ Body: NewView }>(
    '/api/views',
    { schema: { body: createBody }, config: { anyApp: true } },
    async (request, reply) => {
      const caller = callerOf(request)
      const { app: _app, form, base = null, name, shared = false, query: question } = request.body
      const appId = await readableForm(platform, caller, request.body)
      if (shared) adminOf(request)
      const id = platform.newId()
      // Counted in the statement that adds: parallel requests pass the bound by few at most.
      const { rowCount } = await pool.query(
        `insert into formwork.saved_view (org_id, id, app_id, form_key, base, name, shared, query, by)
       select $1, $2, $3, $4, $5, $6, $7, $8, $9
       where (select count(*) from formwork.saved_view where org_id = $1 and app_id = $3 and form_key = $4 and by = $9) < $10`,
        [caller.orgId, id, appId, form, base, name.trim(), shared, JSON.stringify(question), caller.userId, MOST_VIEWS],
      )
      if (rowCount === 0) throw new HttpProblem(422, 'too_many', { limit: MOST_VIEWS })
      return reply.code(201).send(await ownView(platform, caller, id))
    },
  )

  app.patch<{ Params: { id: string }; Body: ViewChange }>(
    '/api/views/:id',
    { schema: { body: changeBody }, config: { anyApp: true } },
    async request => {
      const caller = callerOf(request)
      await ownView(platform, caller, request.params.id)
      const { name, shared, query: question } = request.body
      if (shared === true) adminOf(request)
      await pool.query(
        `update formwork.saved_view set name = coalesce($4, name), shared = coalesce($5, shared), query = coalesce($6, query) where org_id = $1 and id = $2 and by = $3`,
        [
          caller.orgId,
          request.params.id,
          caller.userId,
          name?.trim() ?? null,
          shared ?? null,
          question === undefined ? null : JSON.stringify(question),
        ],
      )
      return ownView(platform, caller, request.params.id)
    },
  )

  app.delete<{ Params: { id: string } }>('/api/views/:id', { config: { anyApp: true } }, async (request, reply) => {
    const caller = callerOf(request)
    await ownView(platform, caller, request.params.id)
    await pool.query('delete from formwork.saved_view where org_id = $1 and id = $2 and by = $3', [
      caller.orgId,
      request.params.id,
      caller.userId,
    ])
    return reply.code(204).send()
  })
}

/** @throws HttpProblem 404 when the caller cannot see it, 403 when it is shared but not his */
async function ownView(platform: Platform, caller: Caller, id: string): Promise<View> {
  const { rows } = await platform.database.pool.query<View>(
    `${SELECT} where v.org_id = $1 and v.id = $2 and (v.by = $3 or v.shared)`,
    [caller.orgId, id, caller.userId],
  )
  const view = rows[0]
  if (
    view === undefined ||
    !mayUseApp(caller, view.app) ||
    !(await platform.recordAccess.canReadForm(caller, view.app, view.form))
  )
    throw notFound()
  if (view.by !== caller.userId) throw forbidden()
  return view
}
