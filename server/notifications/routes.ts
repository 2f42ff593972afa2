import { callerOf, mayUseApp } from '../http/caller.ts'
import { page, pageSize } from '../http/paging.ts'
import type { Routes } from '../http/platform.ts'
import { HttpProblem, notFound } from '../http/problem.ts'
import { closedObject, queryOf } from '../http/schema.ts'
import { isId } from '../ids.ts'
import { countUnread, listNotices, markRead } from './store.ts'

const readBody = closedObject({ read: { const: true } }, ['read'])

interface ListQuery {
  readonly unread?: string
  readonly limit?: string
  readonly cursor?: string
}

/** A person's own notifications; nobody sees another's. */
export const notificationRoutes: Routes = (app, platform) => {
  const { pool } = platform.database

  app.get<{ Querystring: ListQuery }>(
    '/api/notifications',
    { schema: { querystring: queryOf('unread', 'limit', 'cursor') }, config: { anyApp: true } },
    async request => {
      const caller = callerOf(request)
      const { unread = 'false', limit, cursor = null } = request.query
      if (unread !== 'true' && unread !== 'false')
        throw new HttpProblem(400, 'invalid_parameter', { parameter: 'unread', reason: 'true | false' })
      if (cursor !== null && !isId(cursor)) throw new HttpProblem(400, 'invalid_cursor')
      const size = pageSize(limit)
      const { orgId, userId } = caller
      const found = await listNotices(pool, {
        orgId,
        userId,
        unread: unread === 'true',
        before: cursor,
        limit: size + 1,
      })
      const { rows, nextCursor } = page(found, size)
      const visible = rows.filter(({ link }) => caller.apps === null || (link !== null && mayUseApp(caller, link.app)))
      return { notifications: visible, unread: await countUnread(pool, orgId, userId), nextCursor }
    },
  )

  app.patch<{ Params: { id: string } }>('/api/notifications/:id', { schema: { body: readBody } }, async request => {
    const { orgId, userId } = callerOf(request)
    const found = await markRead(pool, orgId, userId, request.params.id, platform.clock.now())
    if (found === 0) throw notFound()
    return { id: request.params.id, read: true }
  })

  app.patch('/api/notifications', { schema: { body: readBody } }, async request => {
    const { orgId, userId } = callerOf(request)
    await markRead(pool, orgId, userId, null, platform.clock.now())
    return { unread: 0 }
  })
}
