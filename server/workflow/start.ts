import { recordScope } from '../../engine/index.ts'
import type { CompiledWorkflow } from '../../engine/workflow/compiled.ts'
import { newState } from '../../engine/workflow/state.ts'
import { HttpProblem } from '../http/problem.ts'
import { actorOf } from '../records/actor.ts'
import { openReadable } from '../records/open.ts'
import type { Records } from '../records/records.ts'
import { loadRelated } from '../records/related.ts'
import { type FormScope, recordContext } from '../records/scope.ts'
import { readStored, type StoredRecord } from '../records/stored.ts'
import { drive } from './drive.ts'
import { insertInstance } from './instances.ts'
import { type Engine, type Instance, type StartRequest, type Step, stepOf } from './step.ts'
import { inBoth } from './texts.ts'

/** Starts a workflow for a record; undefined when one is running already (M12) or its `where` does not hold. Answers the instance's id. */
export async function startWorkflow(step: Step, request: StartRequest): Promise<string | undefined> {
  const { installation, connection, records } = step
  const workflow = installation.app.workflows.get(request.workflow)
  const record = await readStored(records.platform, installation, request.form, request.record, connection, {
    lock: true,
  })
  if (workflow === undefined || record === undefined || record.deleted || workflow.form !== request.form.key)
    return undefined
  if (!(await mayStart(step, workflow, record, request, 'where'))) return undefined
  const instance: Instance = {
    id: records.platform.newId(),
    appVersion: installation.version,
    form: request.form.key,
    record: request.record,
    workflow: workflow.key,
    state: newState(request.applicant),
    status: 'running',
    applicant: request.applicant,
    parentId: null,
    parentActivation: null,
    rowKey: '',
  }
  if (!(await insertInstance(step, instance))) return undefined
  await drive(step, instance, { type: 'start', chosen: request.chosen })
  return instance.id
}

/** The people a person who starts it has to choose, for each node that asks. */
export async function choicesOf(
  scope: FormScope,
  workflow: CompiledWorkflow,
  { values }: Pick<StoredRecord, 'values'>,
  connection: Step['connection'],
): Promise<Record<string, unknown>[]> {
  const asking = [...workflow.nodes.values()].filter(
    ({ definition, by }) => 'choose' in definition && definition.choose !== undefined && by !== undefined,
  )
  if (asking.length === 0) return []
  const { form, caller, directory } = scope
  const related = await loadRelated(scope, form, values, connection, workflow.needs)
  const context = { ...recordContext(scope, related), scopes: { $applicant: caller.userId } }
  return asking.map(({ key, definition, by }) => {
    const found: unknown = by?.evaluate(recordScope({ form, values }, context))
    const people = [...new Set((Array.isArray(found) ? found.flat() : [found]).filter(id => typeof id === 'string'))]
    const max = 'choose' in definition ? definition.choose?.max : undefined
    const active = people.filter(id => directory.people.get(id)?.active === true)
    return { node: key, label: inBoth(definition.label, key), candidates: active, max: max ?? null }
  })
}

async function mayStart(
  step: Pick<Step, 'installation' | 'directory' | 'connection' | 'now' | 'today'>,
  workflow: CompiledWorkflow,
  { values }: Pick<StoredRecord, 'values'>,
  { form, applicant }: Pick<StartRequest, 'form' | 'applicant'>,
  condition: 'who' | 'where',
): Promise<boolean> {
  const expression = workflow[condition]
  if (expression === undefined) return true
  const related = await loadRelated(step, form, values, step.connection, workflow.needs)
  const context = recordContext({ ...step, caller: applicant === null ? null : { userId: applicant } }, related)
  return expression.evaluate(recordScope({ form, values }, { ...context, scopes: { $applicant: applicant } })) === true
}

/** Workflows a person may start by hand: those of his roles (administrators: all), and those whose `who` holds for him. */
async function startableBy(
  scope: FormScope,
  record: Pick<StoredRecord, 'values'>,
  connection: Step['connection'],
): Promise<CompiledWorkflow[]> {
  const { installation, caller, directory, form } = scope
  const roles = directory.roles(caller.userId, installation.key)
  const granted = new Set(roles.flatMap(role => installation.app.roles.get(role)?.definition.workflows ?? []))
  const found: CompiledWorkflow[] = []
  for (const workflow of installation.app.workflows.values()) {
    if (workflow.form !== form.key || workflow.definition.start.manual !== true) continue
    const asking = { form, applicant: caller.userId }
    const named =
      workflow.who !== undefined && (await mayStart({ ...scope, connection }, workflow, record, asking, 'who'))
    const allowed = caller.admin || granted.has(workflow.key) || named
    if (allowed && (await mayStart({ ...scope, connection }, workflow, record, asking, 'where'))) found.push(workflow)
  }
  return found
}

export async function startableWorkflows(
  scope: FormScope,
  id: string,
  connection: Step['connection'],
): Promise<CompiledWorkflow[]> {
  const values = await openReadable(scope, id, connection)
  return startableBy(scope, { values: values as StoredRecord['values'] }, connection)
}

/**
 * A person starts a workflow for a record he may read.
 * @throws HttpProblem 404, 403 `forbidden`, 422 `workflow_not_startable`, 409 `already_running`
 */
export async function startByHand(
  records: Records,
  engine: Engine,
  scope: FormScope,
  id: string,
  key: string,
  requestId: string,
  connection: Step['connection'],
  chosen: Readonly<Record<string, readonly string[]>> = {},
): Promise<string> {
  const values = await openReadable(scope, id, connection)
  const workflow = scope.installation.app.workflows.get(key)
  if (workflow === undefined || workflow.form !== scope.form.key) throw new HttpProblem(404, 'not_found')
  const name = workflow.definition.name
  const startable = await startableBy(scope, { values: values as StoredRecord['values'] }, connection)
  if (!startable.includes(workflow)) {
    const manual = workflow.definition.start.manual === true
    throw manual
      ? new HttpProblem(422, 'workflow_not_startable', { workflow: name })
      : new HttpProblem(403, 'forbidden')
  }
  const { installation, directory, form, caller } = scope
  const step = stepOf(engine, { records, installation, directory, actor: actorOf(caller, requestId) }, connection)
  const started = await startWorkflow(step, { workflow: key, form, record: id, applicant: caller.userId, chosen })
  if (started === undefined) throw new HttpProblem(409, 'already_running', { workflow: name })
  return started
}
