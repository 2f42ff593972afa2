import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { errorMessage } from '../../schemas/errors/catalogue.ts'
import type { Problem } from '../../schemas/problem.ts'
import type { Transaction } from '../database/statements.ts'
import { callerOf } from '../http/caller.ts'
import { type Answer, idempotent, sendAnswer } from '../http/idempotency.ts'
import { closedObject, queryOf } from '../http/schema.ts'
import { type AggregateRequest, aggregateRecords } from './aggregate.ts'
import { type ImportRequest, importRows, type Operation, runBatch } from './batch.ts'
import { explainField } from './explain.ts'
import { readHistory } from './history.ts'
import { type ListQuery, listRecords } from './list.ts'
import { moveByPerson, stageState } from './move.ts'
import { expectedVersion, readOne } from './one.ts'
import type { Records } from './records.ts'
import { listRecycled } from './recycled.ts'
import { deleteRecord, restoreRecord, type Saved, saveChange, saveNew } from './save.ts'
import { type FormScope, openForm } from './scope.ts'

interface Path {
  readonly app: string
  readonly form: string
  readonly id: string
  readonly field: string
}
type Request = FastifyRequest<{ Params: Path; Querystring: ListQuery; Body: unknown }>

const values = { type: 'object' } as const
const id = { type: 'string', maxLength: 60 } as const

/** Routes of an app's records: rights, then one call, then the answer. */
export function recordRoutes(app: FastifyInstance, records: Records): void {
  const { platform, installations } = records
  const { pool } = platform.database
  const base = '/api/apps/:app/forms/:form'
  const scopeOf = (request: FastifyRequest): Promise<FormScope> => {
    const { app: key, form } = (request as Request).params
    return openForm(platform, installations, callerOf(request), key, form)
  }
  const json = (reply: FastifyReply, text: string): FastifyReply =>
    reply.header('content-type', 'application/json; charset=utf-8').send(text)

  /** A write, once per Idempotency-Key; without the header it opens its own transaction only when it needs one. */
  const write = async (
    request: FastifyRequest,
    reply: FastifyReply,
    work: (inside?: Transaction) => Promise<Answer>,
  ): Promise<FastifyReply> => {
    if (request.headers['idempotency-key'] === undefined) return sendAnswer(reply, await work())
    return sendAnswer(
      reply,
      await platform.transaction(transaction => idempotent(platform, request, transaction, () => work(transaction))),
    )
  }

  app.get(
    `${base}/records`,
    { schema: { querystring: queryOf('filter', 'view', 'sort', 'fields', 'expand', 'limit', 'cursor', 'q', 'count') } },
    async (request, reply) => json(reply, await listRecords(await scopeOf(request), request.query as ListQuery, pool)),
  )
  app.post(`${base}/records`, { schema: { body: values } }, async (request, reply) => {
    const scope = await scopeOf(request)
    return write(request, reply, async inside =>
      saved(request, 201, await saveNew(records, scope, request.body as Record<string, unknown>, request.id, inside)),
    )
  })
  app.get(`${base}/records/:id`, { schema: { querystring: queryOf('fields', 'expand') } }, async (request, reply) => {
    const { text, version } = await readOne(
      await scopeOf(request),
      (request as Request).params.id,
      request.query as ListQuery,
      pool,
    )
    return json(reply.header('etag', `"${version}"`), text)
  })
  app.patch(`${base}/records/:id`, { schema: { body: values } }, async (request, reply) => {
    const scope = await scopeOf(request)
    const version = expectedVersion(request.headers['if-match'])
    return write(request, reply, async inside =>
      saved(
        request,
        200,
        await saveChange(
          records,
          scope,
          (request as Request).params.id,
          request.body as Record<string, unknown>,
          version,
          request.id,
          inside,
        ),
      ),
    )
  })
  app.delete(`${base}/records/:id`, async (request, reply) => {
    const scope = await scopeOf(request)
    const version = expectedVersion(request.headers['if-match'])
    return write(request, reply, async inside => {
      await deleteRecord(records, scope, (request as Request).params.id, version, request.id, inside)
      return { status: 200, body: '{"deleted":true}' }
    })
  })
  app.post(`${base}/records/:id/restore`, async (request, reply) =>
    sendAnswer(
      reply,
      saved(
        request,
        200,
        await restoreRecord(records, await scopeOf(request), (request as Request).params.id, request.id),
      ),
    ),
  )
  app.get(`${base}/records/:id/history`, { schema: { querystring: queryOf('limit', 'cursor') } }, async request =>
    readHistory(await scopeOf(request), (request as Request).params.id, request.query as ListQuery, pool),
  )
  app.get(`${base}/records/:id/explain/:field`, async request =>
    explainField(await scopeOf(request), (request as Request).params.id, (request as Request).params.field, pool),
  )
  app.get(`${base}/records/:id/stage`, async request => {
    const state = await stageState(await scopeOf(request), (request as Request).params.id, pool)
    return {
      ...state,
      next: state.next === null ? null : { ...state.next, missing: told(request, state.next.missing) },
    }
  })
  app.post(
    `${base}/records/:id/stage`,
    { schema: { body: closedObject({ to: { type: 'string', maxLength: 60 } }, ['to']) } },
    async (request, reply) => {
      const scope = await scopeOf(request)
      const version = expectedVersion(request.headers['if-match'])
      const { to } = request.body as { to: string }
      return write(request, reply, async inside =>
        saved(
          request,
          200,
          await moveByPerson(records, scope, (request as Request).params.id, to, version, request.id, inside),
        ),
      )
    },
  )
  app.get(`${base}/recycled`, { schema: { querystring: queryOf('limit', 'cursor') } }, async (request, reply) =>
    json(reply, await listRecycled(await scopeOf(request), request.query as ListQuery, pool)),
  )
  app.post(`${base}/aggregate`, { config: { reads: true }, schema: { body: aggregateBody } }, async (request, reply) =>
    json(reply, await aggregateRecords(await scopeOf(request), request.body as AggregateRequest, pool)),
  )
  app.post(`${base}/batch`, { schema: { body: batchBody } }, async (request, reply) => {
    const scope = await scopeOf(request)
    const { operations } = request.body as { operations: Operation[] }
    const work = async (inside: Transaction): Promise<Answer> => ({
      status: 200,
      body: JSON.stringify({ results: await runBatch(records, scope, operations, request.id, inside) }),
    })
    return write(request, reply, inside => (inside === undefined ? platform.transaction(work) : work(inside)))
  })
  app.post(
    `${base}/import`,
    {
      bodyLimit: 16_000_000,
      config: { json: { depth: 16, keys: 1_000_000, items: 10_000 } },
      schema: { body: importBody },
    },
    async request => {
      const report = await importRows(records, await scopeOf(request), request.body as ImportRequest, request.id)
      return { ...report, errors: report.errors.map(({ row, errors }) => ({ row, errors: told(request, errors) })) }
    },
  )
}

/** Problems with their texts in the caller's language. */
const told = (request: FastifyRequest, problems: readonly Problem[]) =>
  problems.map(({ path, code, params }) => ({
    path,
    code,
    message: errorMessage(code, params, callerOf(request).language),
    params,
  }))

function saved(request: FastifyRequest, status: number, { record, version, warnings, pending }: Saved): Answer {
  const body = {
    ...record,
    ...(warnings.length === 0 ? {} : { warnings: told(request, warnings) }),
    ...(pending === undefined ? {} : { pending: { workflow: pending } }),
  }
  return { status: pending === undefined ? status : 202, body: JSON.stringify(body), headers: { etag: `"${version}"` } }
}

const aggregateBody = closedObject(
  {
    groupBy: { type: 'array', items: id, maxItems: 5 },
    measures: {
      type: 'object',
      minProperties: 1,
      maxProperties: 20,
      additionalProperties: { type: 'object', maxProperties: 1, additionalProperties: id },
    },
    filter: {},
  },
  ['measures'],
)
const batchBody = closedObject(
  {
    operations: {
      type: 'array',
      minItems: 1,
      maxItems: 500,
      items: closedObject({ create: values, update: id, values, delete: id, version: { type: 'integer', minimum: 1 } }),
    },
  },
  ['operations'],
)
const importBody = closedObject(
  { rows: { type: 'array', items: values, maxItems: 10_000 }, by: id, dryRun: { type: 'boolean' } },
  ['rows'],
)
