import type { FastifyInstance } from 'fastify'
import type { Secrets } from '../channels/secrets.ts'
import { adminOf } from '../http/caller.ts'
import type { Platform } from '../http/platform.ts'
import { notFound } from '../http/problem.ts'
import { closedObject, shapes } from '../http/schema.ts'
import { appIdOf } from './appStore.ts'
import { changing } from './changing.ts'
import { hookPlace } from './hookRoutes.ts'
import { newSigningSecret } from './signature.ts'

const connector = { type: ['string', 'null'], pattern: '^[a-z][a-z0-9_]{0,47}$' }
const createBody = closedObject({ name: shapes.name, connector }, ['name'])
const changeBody = closedObject({ name: shapes.name, connector, enabled: shapes.yesNo })

interface HookBody {
  readonly name: string
  readonly connector?: string | null
}
interface OneParams {
  readonly app: string
  readonly id: string
}

const COLUMNS = 'id, name, connector, key, enabled, created_at as "createdAt"'

/** Addresses of an app at which other systems tell it something, for administrators. The secret is shown when it is made, and never again. */
export function incomingRoutes(app: FastifyInstance, platform: Platform, secrets: Secrets): void {
  const base = '/api/apps/:app/hooks'
  const { pool } = platform.database
  const shown = ({ key, ...row }: { key: string }) => ({
    ...row,
    address: `${platform.config.baseUrl}/api/hooks/${key}`,
  })

  app.get<{ Params: { app: string } }>(base, async request => {
    const { orgId } = adminOf(request)
    const appId = await appIdOf(pool, orgId, request.params.app)
    const { rows } = await pool.query<{ key: string }>(
      `select ${COLUMNS}, (select max(e.received_at) from formwork.hook_event e where e.org_id = h.org_id and e.hook_id = h.id) as "lastAt"
       from formwork.hook h where org_id = $1 and app_id = $2 order by id`,
      [orgId, appId],
    )
    return { hooks: rows.map(shown), nextCursor: null }
  })

  app.post<{ Params: { app: string }; Body: HookBody }>(
    base,
    { schema: { body: createBody } },
    async (request, reply) => {
      const { orgId, userId } = adminOf(request)
      const appId = await appIdOf(pool, orgId, request.params.app)
      const { name, connector = null } = request.body
      const id = platform.newId()
      const key = platform.random(24).toString('base64url')
      const secret = newSigningSecret(platform.random)
      await changing(platform, request, { action: 'hook_created', subject: { hook: id } }, transaction =>
        transaction.query(
          `insert into formwork.hook (org_id, id, app_id, key, name, connector, secret, enabled, created_at, created_by)
         values ($1, $2, $3, $4, $5, $6, $7, true, $8, $9)`,
          [
            orgId,
            id,
            appId,
            key,
            name.trim(),
            connector,
            secrets.seal(hookPlace(orgId, id), secret),
            platform.clock.now(),
            userId,
          ],
        ),
      )
      return reply.code(201).send({ ...(await readOne(platform, orgId, appId, id, shown)), secret })
    },
  )

  app.patch<{ Params: OneParams; Body: Partial<HookBody> & { enabled?: boolean } }>(
    `${base}/:id`,
    { schema: { body: changeBody } },
    async request => {
      const { orgId } = adminOf(request)
      const appId = await appIdOf(pool, orgId, request.params.app)
      const { id } = request.params
      const { name, connector, enabled } = request.body
      await changing(platform, request, { action: 'hook_changed', subject: { hook: id } }, transaction =>
        transaction.query(
          `update formwork.hook set name = coalesce($4, name), connector = case when $5 then $6 else connector end, enabled = coalesce($7, enabled)
           where org_id = $1 and app_id = $2 and id = $3`,
          [orgId, appId, id, name?.trim() ?? null, connector !== undefined, connector ?? null, enabled ?? null],
        ),
      )
      return readOne(platform, orgId, appId, id, shown)
    },
  )

  app.post<{ Params: OneParams }>(`${base}/:id/secret`, async request => {
    const { orgId } = adminOf(request)
    const appId = await appIdOf(pool, orgId, request.params.app)
    const { id } = request.params
    const secret = newSigningSecret(platform.random)
    const sealed = secrets.seal(hookPlace(orgId, id), secret)
    await changing(platform, request, { action: 'hook_secret_renewed', subject: { hook: id } }, transaction =>
      transaction.query('update formwork.hook set secret = $4 where org_id = $1 and app_id = $2 and id = $3', [
        orgId,
        appId,
        id,
        sealed,
      ]),
    )
    return { id, secret }
  })
}

async function readOne<T>(
  { database }: Platform,
  orgId: string,
  appId: string,
  id: string,
  shown: (row: { key: string }) => T,
): Promise<T> {
  const { rows } = await database.pool.query<{ key: string }>(
    `select ${COLUMNS} from formwork.hook where org_id = $1 and app_id = $2 and id = $3`,
    [orgId, appId, id],
  )
  if (rows[0] === undefined) throw notFound()
  return shown(rows[0])
}
