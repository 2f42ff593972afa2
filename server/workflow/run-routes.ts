import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Installation } from '../apps/installation.ts'
import { adminOf, assertApp } from '../http/caller.ts'
import { page, pageSize } from '../http/paging.ts'
import { HttpProblem, notFound } from '../http/problem.ts'
import { queryOf } from '../http/schema.ts'
import { isId } from '../ids.ts'
import type { Records } from '../records/records.ts'
import { listRuns, type RunState, readRun, type StoredRun } from './run-store.ts'
import { runAgain } from './run-work.ts'
import type { Engine } from './step.ts'

interface Path {
  readonly app: string
  readonly id: string
}
interface Query {
  readonly automation?: string
  readonly outcome?: string
  readonly record?: string
  readonly limit?: string
  readonly cursor?: string
}

const outcomes: readonly RunState[] = ['waiting', 'done', 'failed', 'handed_over']

/** History of automations and ladders: for whom the app is his to look after. */
export function runRoutes(app: FastifyInstance, records: Records, engine: Engine): void {
  const { platform, installations } = records
  const { pool } = platform.database
  const open = async (request: FastifyRequest): Promise<Installation> => {
    const caller = adminOf(request)
    const { app: key } = request.params as Path
    assertApp(caller, key)
    return installations.get(caller.orgId, key)
  }
  const place = '/api/apps/:app/runs'

  app.get<{ Params: Path; Querystring: Query }>(
    place,
    { schema: { querystring: queryOf('automation', 'outcome', 'record', 'limit', 'cursor') } },
    async request => {
      const installation = await open(request)
      const { automation, outcome, record, limit, cursor } = request.query
      const state = outcomes.find(one => one === outcome)
      if (outcome !== undefined && state === undefined)
        throw new HttpProblem(400, 'invalid_parameter', { parameter: 'outcome', reason: outcome.slice(0, 20) })
      if (cursor !== undefined && !isId(cursor)) throw new HttpProblem(400, 'invalid_cursor')
      if (record !== undefined && !isId(record)) throw notFound()
      const size = pageSize(limit)
      const filter = { automation, state, record, before: cursor, limit: size + 1 }
      const { rows, nextCursor } = page(await listRuns(pool, installation, filter), size)
      return { runs: rows.map(run => lineOf(installation, run)), nextCursor }
    },
  )
  app.get<{ Params: Path }>(`${place}/:id`, async request => {
    const installation = await open(request)
    return whole(installation, await found(installation, request.params.id))
  })
  app.post<{ Params: Path }>(`${place}/:id/again`, async request => {
    const installation = await open(request)
    const { id } = request.params
    if (!isId(id)) throw notFound()
    await platform.transaction(transaction => runAgain(records, engine, installation, id, transaction))
    return whole(installation, await found(installation, id))
  })

  async function found(installation: Installation, id: string): Promise<StoredRun> {
    const run = isId(id) ? await readRun(pool, installation, id) : undefined
    if (run === undefined) throw notFound()
    return run
  }
}

/** A run as lists show it. */
const lineOf = ({ app }: Installation, run: StoredRun) => ({
  id: run.id,
  automation: run.automation,
  name:
    app.automations.find(({ key }) => key === run.automation)?.definition.name ??
    app.ladders.find(({ name }) => name === run.automation)?.label ??
    null,
  kind: run.cause.kind,
  step: run.cause.step ?? null,
  form: run.form,
  record: run.record,
  outcome: run.state,
  attempts: run.attempts,
  error: run.error,
  createdAt: run.createdAt,
  endedAt: run.endedAt,
  /** when it is tried again */
  dueAt: run.state === 'waiting' && run.error !== null ? run.dueAt : null,
})

/** With its inputs and what became of each action. */
const whole = (installation: Installation, run: StoredRun) => ({
  ...lineOf(installation, run),
  event: run.cause.event,
  user: run.user,
  steps: run.steps,
  out: run.out,
})
