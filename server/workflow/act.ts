import type { RecordValues } from '../../engine/index.ts'
import { fieldProblem } from '../../engine/record/values.ts'
import { allowedActs } from '../../engine/workflow/allowed.ts'
import type { Caller } from '../http/caller.ts'
import { HttpProblem, notFound } from '../http/problem.ts'
import { actorOf } from '../records/actor.ts'
import type { Records } from '../records/records.ts'
import { writeScope } from '../records/records.ts'
import { assertVisibleTargets } from '../records/save.ts'
import type { Connection } from '../records/scope.ts'
import { readStored } from '../records/stored.ts'
import { changeRecord } from '../records/write.ts'
import { drive } from './drive.ts'
import { tell } from './effects.ts'
import { formOf, lockInstance } from './instances.ts'
import { refused } from './refusals.ts'
import { type ActRequest, type Engine, type Step, stepOf } from './step.ts'
import { taskFields } from './task-rights.ts'
import { readTaskRow, type TaskRow } from './task-rows.ts'
import { type OpenTask, openTaskOf } from './task-view.ts'

/** What a person sends with an act. */
export interface ActBody {
  readonly opinion?: string
  readonly files?: readonly string[]
  readonly signature?: string
  readonly to?: string
  readonly users?: readonly string[]
  readonly kind?: string
  readonly values?: RecordValues
}

/**
 * A person acts on a task: values for the step's write fields first, then the act, in one transaction under the record's and the instance's lock (M18).
 * @throws HttpProblem 404, 403 `task_not_yours` | `task_act_not_allowed`, 409 `task_finished` with who was first, 422
 */
export async function actByPerson(
  records: Records,
  engine: Engine,
  caller: Caller,
  id: string,
  act: ActRequest['act'],
  { values, ...body }: ActBody,
  requestId: string,
  connection: Connection,
): Promise<void> {
  const task = await openTaskOf(records, caller, id, connection)
  const { installation, scope } = task
  const step = stepOf(
    engine,
    { records, installation, directory: scope.directory, actor: actorOf(caller, requestId) },
    connection,
  )
  if (values !== undefined && Object.keys(values).length > 0) await writeValues(step, task, act, values, requestId)
  await actOnTask(step, id, { ...body, act, by: caller.userId, admin: caller.admin })
}

/** Values sent with an act that is not allowed are not written: the act itself then says why. */
async function writeValues(
  step: Step,
  task: OpenTask,
  act: string,
  values: RecordValues,
  requestId: string,
): Promise<void> {
  const { scope, row, workflow } = task
  const { caller, form, directory } = scope
  const record = await readStored(step.records.platform, step.installation, form, row.record, step.connection, {
    lock: true,
  })
  if (record === undefined || record.deleted) throw notFound()
  const state = row.instance === null ? undefined : (await lockInstance(step, row.instance))?.state
  if (workflow === undefined || state === undefined || row.assignee !== caller.userId) return
  if (!allowedActs(workflow, state, row.id, caller.userId).some(allowed => allowed === act)) return
  const rights = taskFields(scope, workflow, row)
  const refusedFields = Object.keys(values).flatMap(key => {
    const field = form.fields.get(key)
    return field === undefined || rights.get(key) === 'write'
      ? []
      : [fieldProblem(field, 'field_forbidden', {}, '/values')]
  })
  if (refusedFields.length > 0) throw new HttpProblem(403, 'forbidden', {}, refusedFields)
  await assertVisibleTargets(scope, values, step.connection)
  const cause = { workflow: row.workflow, node: row.node, task: row.id }
  const write = writeScope(step.records, step.installation, form, directory, { ...actorOf(caller, requestId), cause })
  await changeRecord({ ...write, atTask: true }, record, values, step.connection).catch(error => {
    throw error instanceof HttpProblem ? inValues(error) : error
  })
}

/** Problems of the record point into the body's `values`. */
const inValues = ({ status, code, params, errors, extra }: HttpProblem): HttpProblem =>
  new HttpProblem(
    status,
    code,
    params,
    errors.map(problem => ({ ...problem, path: `/values${problem.path}` })),
    extra,
  )

/** An act by a person or the app. The record's row is locked first, then the instance: the same order everywhere, so that two acts cannot wait in a circle. */
export async function actOnTask(step: Step, id: string, request: ActRequest): Promise<void> {
  const row = await readTaskRow(step.connection, step.installation.orgId, id)
  if (row === undefined || row.appId !== step.installation.id) throw notFound()
  if (row.kind === 'todo' || row.kind === 'cc') {
    await finishTodo(step, row, request)
    return
  }
  const form = formOf(step.installation, row.form)
  if (form === undefined || row.instance === null) throw notFound()
  await readStored(step.records.platform, step.installation, form, row.record, step.connection, { lock: true })
  const instance = await lockInstance(step, row.instance)
  if (instance === undefined) throw notFound()
  if (request.act === 'done')
    throw refused({ code: 'task_act_not_allowed', path: '', params: { act: 'done' } }, step.directory)
  if (instance.status !== 'running') {
    const now = await readTaskRow(step.connection, step.installation.orgId, id)
    const closed = now?.data.closed ?? {
      by: now?.actedBy ?? null,
      act: instance.status === 'withdrawn' ? 'withdraw' : 'end',
    }
    if (request.by === null) return
    throw refused({ code: 'task_finished', path: '', params: { ...closed } }, step.directory)
  }
  // The app comes too late quietly: a timer or automation whose task is done has nothing left to do.
  const open = instance.state.activations.some(({ tasks }) =>
    tasks.some(task => task.id === id && task.state === 'open'),
  )
  if (request.by === null && !open) return
  await drive(step, instance, { ...request, type: 'act', task: id, act: request.act })
}

async function finishTodo(step: Step, row: TaskRow, { act, by, opinion }: ActRequest): Promise<void> {
  const { connection, installation } = step
  if (by !== null && row.assignee !== by)
    throw refused({ code: 'task_not_yours', path: '', params: {} }, step.directory)
  if (act !== 'done' && !(by === null && act === 'close'))
    throw refused({ code: 'task_act_not_allowed', path: '', params: { act } }, step.directory)
  const { rowCount } = await connection.query(
    `update formwork.task set state = 'done', outcome = 'done', acted_by = $3, acted_at = $4, version = version + 1, data = data || $5
     where org_id = $1 and id = $2 and state = 'open'`,
    [
      installation.orgId,
      row.id,
      by,
      step.now,
      JSON.stringify({ closed: { by, act: 'done' }, opinion: opinion ?? null }),
    ],
  )
  if (rowCount === 0 && by !== null) {
    const closed = row.data.closed ?? { by: row.actedBy, act: 'done' }
    throw refused({ code: 'task_finished', path: '', params: { ...closed } }, step.directory)
  }
  if (rowCount === 1) await tell(step, [row.assignee], row.id, 'done')
}
