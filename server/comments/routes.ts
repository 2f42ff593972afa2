import type { Caller } from '../http/caller.ts'
import { callerOf } from '../http/caller.ts'
import { page, pageSize } from '../http/paging.ts'
import { type RecordPlace, readableRecord } from '../http/places.ts'
import type { Platform, Routes } from '../http/platform.ts'
import { HttpProblem } from '../http/problem.ts'
import { closedObject, queryOf, shapes } from '../http/schema.ts'
import { isId } from '../ids.ts'
import { notify } from '../notifications/store.ts'

const body = closedObject(
  {
    text: { type: 'string', minLength: 1, maxLength: 10_000, pattern: '\\S' },
    mentions: { type: 'array', maxItems: 50, items: shapes.id },
  },
  ['text'],
)

interface NewComment {
  readonly text: string
  readonly mentions?: readonly string[]
}

type Place = Partial<RecordPlace>

/** Comments follow the right to read their record. They cannot be changed: they are part of the trail. */
export const commentRoutes: Routes = (app, platform) => {
  app.get<{ Querystring: Place & { limit?: string; cursor?: string } }>(
    '/api/comments',
    { schema: { querystring: queryOf('app', 'form', 'record', 'limit', 'cursor') } },
    async request => {
      const caller = callerOf(request)
      const { form, record, limit, cursor = null } = request.query
      const appId = await readableRecord(platform, caller, request.query)
      if (cursor !== null && !isId(cursor)) throw new HttpProblem(400, 'invalid_cursor')
      const size = pageSize(limit)
      const { rows } = await platform.database.pool.query<{ id: string }>(
        `select id, text, by, at, mentions from formwork.comment
         where org_id = $1 and app_id = $2 and form_key = $3 and record_id = $4 and ($5::uuid is null or id > $5) order by id limit $6`,
        [caller.orgId, appId, form, record, cursor, size + 1],
      )
      const { rows: comments, nextCursor } = page(rows, size)
      return { comments, nextCursor }
    },
  )

  app.post<{ Querystring: Place; Body: NewComment }>(
    '/api/comments',
    { schema: { querystring: queryOf('app', 'form', 'record'), body } },
    async (request, reply) => {
      const caller = callerOf(request)
      const appId = await readableRecord(platform, caller, request.query)
      return reply.code(201).send(await addComment(platform, caller, appId, request.query as RecordPlace, request.body))
    },
  )
}

async function addComment(
  platform: Platform,
  caller: Caller,
  appId: string,
  place: RecordPlace,
  { text, mentions = [] }: NewComment,
): Promise<unknown> {
  const directory = await platform.directories.of(caller)
  const known = [...new Set(mentions)].filter(id => directory.people.get(id)?.active === true)
  const told = await whoMayRead(platform, caller, place, known)
  const comment = { id: platform.newId(), text, by: caller.userId, at: platform.clock.now(), mentions: known }
  const name = directory.people.get(caller.userId)?.name ?? ''
  await platform.transaction(async transaction => {
    await transaction.query(
      `insert into formwork.comment (org_id, id, app_id, form_key, record_id, text, by, at, mentions) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [caller.orgId, comment.id, appId, place.form, place.record, text, caller.userId, comment.at, known],
    )
    await notify(platform, transaction, {
      orgId: caller.orgId,
      users: told,
      text: { zh: `${name} 在评论中提到了您`, en: `${name} mentioned you in a comment` },
      link: { app: place.app, form: place.form, record: place.record },
      dedupeKey: `comment:${comment.id}`,
      kind: 'mention',
    })
  })
  return comment
}

/** A mention tells nobody of a record he may not read; the writer is not told of his own words. */
async function whoMayRead(
  platform: Platform,
  caller: Caller,
  { app, form, record }: RecordPlace,
  users: readonly string[],
): Promise<string[]> {
  const directory = await platform.directories.of(caller)
  const told: string[] = []
  for (const userId of users) {
    if (userId === caller.userId) continue
    const reader: Caller = {
      ...caller,
      kind: 'user',
      userId,
      admin: directory.people.get(userId)?.admin === true,
      tokenId: null,
      scopes: null,
      apps: null,
    }
    if (await platform.recordAccess.canReadRecord(reader, app, form, record)) told.push(userId)
  }
  return told
}
