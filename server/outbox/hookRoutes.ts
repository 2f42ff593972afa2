import type { FastifyRequest } from 'fastify'
import type { Secrets } from '../channels/secrets.ts'
import { parseJson } from '../http/json.ts'
import type { Platform, Routes } from '../http/platform.ts'
import { HttpProblem } from '../http/problem.ts'
import { enqueue } from './enqueue.ts'
import { isSignedBy, SIGNATURE_WINDOW_MS } from './signature.ts'

export const hookPlace = (orgId: string, id: string): string => `hook:${orgId}:${id}`

interface HookRow {
  readonly id: string
  readonly orgId: string
  readonly appId: string
  readonly secret: Buffer
}

/**
 * Where other systems tell us something (SR-26): signed over the raw body and the time as our own webhooks are, at most 5 minutes old, each id once.
 * What is accepted is stored before the answer; what follows from it comes after.
 */
export const hookRoutes =
  (secrets: Secrets): Routes =>
  (app, platform) => {
    app.removeAllContentTypeParsers()
    // The signature is over the bytes as they came.
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))

    app.post<{ Params: { key: string } }>('/api/hooks/:key', { config: { public: true } }, async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.of()
      const signed = { id: header(request, 'webhook-id'), timestamp: header(request, 'webhook-timestamp'), body }
      const hook = await findHook(platform, request.params.key)
      const given = header(request, 'webhook-signature')
      // An unknown address and a wrong signature look alike.
      if (hook === undefined || !isSignedBy(secrets.open(hookPlace(hook.orgId, hook.id), hook.secret), signed, given))
        throw new HttpProblem(401, 'hook_signature_wrong')
      checkAge(platform, signed.timestamp)
      if (signed.id === '' || signed.id.length > 200) throw new HttpProblem(400, 'hook_id_missing')
      const id = await accept(platform, hook, signed.id, parseJson(body))
      return reply.code(202).send({ id })
    })
  }

const header = ({ headers }: FastifyRequest, name: string): string => {
  const value = headers[name]
  return typeof value === 'string' ? value : ''
}

async function findHook({ database }: Platform, key: string): Promise<HookRow | undefined> {
  const { rows } = await database.pool.query<HookRow>(
    `select h.id, h.org_id as "orgId", h.app_id as "appId", h.secret from formwork.hook h
     join formwork.app a on a.org_id = h.org_id and a.id = h.app_id and a.deleted_at is null where h.key = $1 and h.enabled`,
    [key],
  )
  return rows[0]
}

function checkAge({ clock }: Platform, timestamp: string): void {
  const at = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) * 1000 : Number.NaN
  if (!(Math.abs(clock.epochMs() - at) <= SIGNATURE_WINDOW_MS))
    throw new HttpProblem(401, 'hook_out_of_time', { minutes: SIGNATURE_WINDOW_MS / 60_000 })
}

/** Stores the event and enqueues what follows, once per id of the sender. @throws HttpProblem 409 `hook_replayed` */
const accept = (platform: Platform, hook: HookRow, externalId: string, content: unknown): Promise<string> =>
  platform.transaction(async transaction => {
    const id = platform.newId()
    const { orgId, appId } = hook
    const { rowCount } = await transaction.query(
      `insert into formwork.hook_event (org_id, id, hook_id, app_id, external_id, content, received_at) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (org_id, hook_id, external_id) do nothing`,
      [orgId, id, hook.id, appId, externalId, JSON.stringify(content), platform.clock.now()],
    )
    if (rowCount === 0) throw new HttpProblem(409, 'hook_replayed')
    await enqueue(platform, transaction, {
      orgId,
      appId,
      channel: 'hook',
      lane: `hook:${hook.id}`,
      body: null,
      more: { event: id },
      key: `hook:${id}`,
    })
    return id
  })
