import type { FastifyInstance, FastifyRequest } from 'fastify'
import { problem } from '../../schemas/problem.ts'
import { type WebhookEvent, webhookEvents } from '../../schemas/webhook-events.ts'
import { checkedUrl } from '../channels/client.ts'
import type { Boundary } from '../channels/inside.ts'
import type { Secrets } from '../channels/secrets.ts'
import { adminOf } from '../http/caller.ts'
import type { Platform } from '../http/platform.ts'
import { invalidValues, notFound } from '../http/problem.ts'
import { closedObject, shapes } from '../http/schema.ts'
import { appIdOf, hostsOf } from './appStore.ts'
import { type Change, changing } from './changing.ts'
import { Undelivered } from './delivery.ts'
import { enqueue } from './enqueue.ts'
import { newSigningSecret } from './signature.ts'
import { webhookPlace } from './webhookSender.ts'
import { webhooksChanged } from './webhooks.ts'

const properties = {
  name: shapes.name,
  url: { type: 'string', minLength: 1, maxLength: 2000 },
  events: {
    type: 'array',
    minItems: 1,
    maxItems: webhookEvents.length,
    uniqueItems: true,
    items: { enum: webhookEvents },
  },
  forms: { type: ['array', 'null'], minItems: 1, maxItems: 200, items: shapes.key },
}
const createBody = closedObject(properties, ['name', 'url', 'events'])
const changeBody = closedObject({ ...properties, enabled: shapes.yesNo })

interface WebhookBody {
  readonly name: string
  readonly url: string
  readonly events: readonly WebhookEvent[]
  readonly forms?: readonly string[] | null
}
interface AppParams {
  readonly app: string
}
interface OneParams extends AppParams {
  readonly id: string
}

const COLUMNS = 'id, name, url, events, forms, enabled, created_at as "createdAt"'

/** An app's outgoing webhooks, for administrators. The signing secret is shown when it is made, and never again. */
export function webhookRoutes(app: FastifyInstance, platform: Platform, secrets: Secrets, boundary: Boundary): void {
  const base = '/api/apps/:app/webhooks'
  const { pool } = platform.database

  app.get<{ Params: AppParams }>(base, async request => {
    const { orgId } = adminOf(request)
    const appId = await appIdOf(pool, orgId, request.params.app)
    const { rows } = await pool.query(
      `select ${COLUMNS} from formwork.webhook where org_id = $1 and app_id = $2 order by id`,
      [orgId, appId],
    )
    return { webhooks: rows, hosts: await hostsOf(pool, orgId, appId), nextCursor: null }
  })

  app.post<{ Params: AppParams; Body: WebhookBody }>(base, { schema: { body: createBody } }, async (request, reply) => {
    const { orgId, userId } = adminOf(request)
    const appId = await appIdOf(pool, orgId, request.params.app)
    const { name, url, events, forms = null } = request.body
    await checkTarget(url, await hostsOf(pool, orgId, appId), boundary)
    const id = platform.newId()
    const secret = newSigningSecret(platform.random)
    const sealed = secrets.seal(webhookPlace(orgId, id), secret)
    await changingWebhook(platform, request, 'webhook_created', id, transaction =>
      transaction.query(
        `insert into formwork.webhook (org_id, id, app_id, name, url, events, forms, secret, enabled, created_at, created_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, true, $9, $10)`,
        [orgId, id, appId, name.trim(), url, events, forms, sealed, platform.clock.now(), userId],
      ),
    )
    return reply.code(201).send({ ...(await readOne(platform, orgId, appId, id)), secret })
  })

  app.patch<{ Params: OneParams; Body: Partial<WebhookBody> & { enabled?: boolean } }>(
    `${base}/:id`,
    { schema: { body: changeBody } },
    async request => {
      const { orgId } = adminOf(request)
      const appId = await appIdOf(pool, orgId, request.params.app)
      const { id } = request.params
      const { name, url, events, forms, enabled } = request.body
      if (url !== undefined) await checkTarget(url, await hostsOf(pool, orgId, appId), boundary)
      await changingWebhook(platform, request, 'webhook_changed', id, transaction =>
        transaction.query(
          `update formwork.webhook set name = coalesce($4, name), url = coalesce($5, url), events = coalesce($6, events),
             forms = case when $7 then $8::text[] else forms end, enabled = coalesce($9, enabled) where org_id = $1 and app_id = $2 and id = $3`,
          [
            orgId,
            appId,
            id,
            name?.trim() ?? null,
            url ?? null,
            events ?? null,
            forms !== undefined,
            forms ?? null,
            enabled ?? null,
          ],
        ),
      )
      return readOne(platform, orgId, appId, id)
    },
  )

  app.delete<{ Params: OneParams }>(`${base}/:id`, async (request, reply) => {
    const { orgId } = adminOf(request)
    const appId = await appIdOf(pool, orgId, request.params.app)
    const { id } = request.params
    await changingWebhook(platform, request, 'webhook_removed', id, transaction =>
      transaction.query('delete from formwork.webhook where org_id = $1 and app_id = $2 and id = $3', [
        orgId,
        appId,
        id,
      ]),
    )
    return reply.code(204).send()
  })

  app.post<{ Params: OneParams }>(`${base}/:id/secret`, async request => {
    const { orgId } = adminOf(request)
    const appId = await appIdOf(pool, orgId, request.params.app)
    const { id } = request.params
    const secret = newSigningSecret(platform.random)
    await changingWebhook(platform, request, 'webhook_secret_renewed', id, transaction =>
      transaction.query('update formwork.webhook set secret = $4 where org_id = $1 and app_id = $2 and id = $3', [
        orgId,
        appId,
        id,
        secrets.seal(webhookPlace(orgId, id), secret),
      ]),
    )
    return { id, secret }
  })

  app.post<{ Params: OneParams }>(`${base}/:id/test`, async (request, reply) => {
    const { orgId } = adminOf(request)
    const appId = await appIdOf(pool, orgId, request.params.app)
    const { id } = request.params
    await readOne(platform, orgId, appId, id)
    const delivery = await platform.transaction(transaction =>
      enqueue(platform, transaction, {
        orgId,
        appId,
        channel: 'webhook',
        lane: `webhook:${id}`,
        body: { type: 'test', at: platform.clock.now(), app: request.params.app },
        more: { webhook: id },
        key: `webhook:${id}:test:${platform.newId()}`,
      }),
    )
    return reply.code(202).send({ delivery })
  })
}

/** One change with its audit entry; every node reads the webhooks again. @throws HttpProblem 404 when it changed nothing */
async function changingWebhook(
  platform: Platform,
  request: FastifyRequest,
  action: string,
  id: string,
  change: Change,
): Promise<void> {
  await changing(platform, request, { action, subject: { webhook: id } }, async transaction => {
    const changed = await change(transaction)
    if (changed.rowCount !== 0) await webhooksChanged(transaction, adminOf(request).orgId)
    return changed
  })
  await platform.webhooks.load()
}

async function readOne({ database }: Platform, orgId: string, appId: string, id: string): Promise<object> {
  const { rows } = await database.pool.query<object>(
    `select ${COLUMNS} from formwork.webhook where org_id = $1 and app_id = $2 and id = $3`,
    [orgId, appId, id],
  )
  if (rows[0] === undefined) throw notFound()
  return rows[0]
}

/** What would be refused at sending is refused at once. @throws HttpProblem 422 */
async function checkTarget(url: string, hosts: readonly string[], boundary: Boundary): Promise<void> {
  try {
    await boundary.addressOf(checkedUrl({ url, hosts: new Set(hosts) }).hostname)
  } catch (error) {
    if (!(error instanceof Undelivered)) throw error
    const { code, params } = error.outcome.reason
    throw invalidValues([problem(code, '/url', params)])
  }
}
