import type { FastifyInstance } from 'fastify'
import { errorMessage } from '../../schemas/errors/catalogue.ts'
import type { Language } from '../../schemas/problem.ts'
import { adminOf } from '../http/caller.ts'
import { languageOf } from '../http/errors.ts'
import { page, pageSize } from '../http/paging.ts'
import type { Platform } from '../http/platform.ts'
import { HttpProblem, notFound } from '../http/problem.ts'
import { queryOf } from '../http/schema.ts'
import { audit } from '../identity/audit.ts'
import { isId } from '../ids.ts'
import type { Reason } from './delivery.ts'
import { type DeliveryRow, listDeliveries, readDelivery, sendAgain } from './store.ts'

interface ListQuery {
  readonly state?: string
  readonly channel?: string
  readonly webhook?: string
  readonly limit?: string
  readonly cursor?: string
}

/** What left the house and what did not, for administrators: with the reason, and sent again on demand (RL-38). */
export function deliveryRoutes(app: FastifyInstance, platform: Platform): void {
  const { pool } = platform.database

  app.get<{ Querystring: ListQuery }>(
    '/api/deliveries',
    { schema: { querystring: queryOf('state', 'channel', 'webhook', 'limit', 'cursor') } },
    async request => {
      const { orgId } = adminOf(request)
      const { state = null, channel = null, webhook, limit, cursor = null } = request.query
      if (cursor !== null && !isId(cursor)) throw new HttpProblem(400, 'invalid_cursor')
      const size = pageSize(limit)
      const lane = webhook === undefined ? null : `${orgId}:webhook:${webhook}`
      const found = await listDeliveries(pool, { orgId, state, channel, lane, before: cursor, limit: size + 1 })
      const { rows, nextCursor } = page(found, size)
      return { deliveries: rows.map(row => document(row, languageOf(request))), nextCursor }
    },
  )

  app.get<{ Params: { id: string } }>('/api/deliveries/:id', async request => {
    const { orgId } = adminOf(request)
    const found = await readDelivery(pool, orgId, request.params.id)
    if (found === undefined) throw notFound()
    const language = languageOf(request)
    const attempts = found.attempts.map(({ detail, ...attempt }) => ({
      ...attempt,
      ...(isReason(detail) ? said(detail, language) : { answer: detail }),
    }))
    return { ...document(found, language), body: found.content.body, attempts }
  })

  app.post<{ Params: { id: string } }>('/api/deliveries/:id/retry', async (request, reply) => {
    const caller = adminOf(request)
    const { id } = request.params
    await platform.transaction(async transaction => {
      if (!(await sendAgain(transaction, caller.orgId, id, platform.clock.now()))) {
        if ((await readDelivery(transaction, caller.orgId, id)) === undefined) throw notFound()
        throw new HttpProblem(409, 'delivery_under_way')
      }
      await audit(platform, transaction, request, caller, { action: 'delivery_retried', subject: { delivery: id } })
    })
    platform.outbox.ring()
    return reply.code(202).send({ id, state: 'waiting' })
  })
}

const isReason = (detail: object): detail is Reason => 'code' in detail && 'params' in detail

const said = ({ code, params }: Reason, language: Language) => ({ code, message: errorMessage(code, params, language) })

function document({ content, reason, ...row }: DeliveryRow, language: Language): Record<string, unknown> {
  const { to = null, subject = null } = content
  return { ...row, to, subject, reason: reason === null ? null : said(reason, language) }
}
