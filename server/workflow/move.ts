import type { FastifyInstance, FastifyRequest } from 'fastify'
import { moveObstacle } from '../../engine/workflow/move.ts'
import { type Caller, callerOf, mayUseApp } from '../http/caller.ts'
import { languageOf, toHttpProblem } from '../http/errors.ts'
import { HttpProblem, notFound, problemDocument } from '../http/problem.ts'
import { closedObject, shapes } from '../http/schema.ts'
import { actorOf } from '../records/actor.ts'
import type { Records } from '../records/records.ts'
import type { Connection } from '../records/scope.ts'
import { readStored } from '../records/stored.ts'
import { carryOut } from './effects.ts'
import { lockInstance, workflowOf } from './instances.ts'
import { type Engine, stepOf } from './step.ts'
import { inBoth, stepLabel } from './texts.ts'

/**
 * `POST /api/workflows/move`: running instances go on by the version that is published now (M19), as an administrator chooses. Each in a transaction of its
 * own; one that stands where the new version has no place for it stays as it is, and says why.
 */
export function moveRoute(app: FastifyInstance, records: Records, engine: Engine): void {
  app.post<{ Body: { ids: readonly string[] } }>(
    '/api/workflows/move',
    { config: { anyApp: true }, schema: { body } },
    async request => {
      const caller = callerOf(request)
      if (!caller.admin) throw new HttpProblem(403, 'forbidden')
      const results: Record<string, unknown>[] = []
      for (const id of new Set(request.body.ids)) results.push(await moveOne(records, engine, caller, id, request))
      return { results }
    },
  )
}

async function moveOne(records: Records, engine: Engine, caller: Caller, id: string, request: FastifyRequest) {
  try {
    await records.platform.transaction(transaction =>
      moveInstance(records, engine, caller, id, request.id, transaction),
    )
    return { id, done: true }
  } catch (error) {
    const problem = toHttpProblem(error, request)
    if (problem.status >= 500) request.log.error({ err: error }, problem.code)
    return { id, done: false, problem: problemDocument(problem, request.id, languageOf(request)) }
  }
}

/** One running instance goes on by the version published now. @throws HttpProblem 404, 409 `workflow_ended` | `workflow_step_gone` */
export async function moveInstance(
  records: Records,
  engine: Engine,
  caller: Caller,
  id: string,
  requestId: string,
  connection: Connection,
): Promise<void> {
  const { rows } = await connection.query<{ app: string; record: string; form: string }>(
    `select a.key as app, i.record_id as record, i.form_key as form from formwork.workflow_instance i
     join formwork.app a on a.org_id = i.org_id and a.id = i.app_id and a.deleted_at is null where i.org_id = $1 and i.id = $2`,
    [caller.orgId, id],
  )
  const place = rows[0]
  if (place === undefined || !mayUseApp(caller, place.app)) throw notFound()
  const installation = await records.installations.readIn(connection, caller.orgId, place.app)
  const form = installation.app.forms.get(place.form)
  if (form === undefined) throw notFound()
  const directory = await records.platform.directories.of(caller)
  const step = stepOf(engine, { records, installation, directory, actor: actorOf(caller, requestId) }, connection)
  const stored = await readStored(records.platform, installation, form, place.record, connection, { lock: true })
  const instance = await lockInstance(step, id)
  if (instance === undefined || stored === undefined) throw notFound()
  const former = await workflowOf(installation, instance.appVersion, instance.workflow, connection)
  if (instance.status !== 'running')
    throw new HttpProblem(409, 'workflow_ended', { workflow: inBoth(former?.definition.name, instance.workflow) })
  const workflow = installation.app.workflows.get(instance.workflow)
  const obstacle = workflow === undefined ? instance.workflow : moveObstacle(instance.state, workflow)
  if (workflow === undefined || obstacle !== undefined)
    throw new HttpProblem(409, 'workflow_step_gone', { node: stepLabel(former, obstacle ?? '') })
  if (instance.appVersion === installation.version) return
  await connection.query(
    'update formwork.workflow_instance set app_version = $3, version = version + 1 where org_id = $1 and id = $2',
    [caller.orgId, id, installation.version],
  )
  await carryOut(
    { step, instance, workflow, form, values: stored.values },
    {
      type: 'decision',
      task: null,
      node: instance.state.activations.find(({ state }) => state === 'live')?.node ?? workflow.definition.start.to,
      by: caller.userId,
      onBehalfOf: null,
      act: 'move',
      opinion: null,
      files: [],
      data: { from: instance.appVersion, version: installation.version },
    },
  )
}

const body = closedObject({ ids: { type: 'array', items: shapes.id, minItems: 1, maxItems: 100 } }, ['ids'])
