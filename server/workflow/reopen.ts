import { recordScope } from '../../engine/index.ts'
import type { CompiledWorkflow } from '../../engine/workflow/compiled.ts'
import { HttpProblem, notFound } from '../http/problem.ts'
import { isId } from '../ids.ts'
import { actorOf } from '../records/actor.ts'
import { openReadable } from '../records/open.ts'
import type { Records } from '../records/records.ts'
import { loadRelated } from '../records/related.ts'
import { type Connection, type FormScope, recordContext } from '../records/scope.ts'
import { readStored, type StoredRecord } from '../records/stored.ts'
import { drive } from './drive.ts'
import { lockInstance, runningInstances, workflowOf } from './instances.ts'
import { type Engine, type Instance, stepOf } from './step.ts'
import { inBoth } from './texts.ts'

/** Whether a person may take a finished instance up again. */
export async function mayReopen(
  scope: FormScope,
  workflow: CompiledWorkflow | undefined,
  { values }: Pick<StoredRecord, 'values'>,
  applicant: string | null,
  connection: Connection,
): Promise<boolean> {
  if (workflow?.reopen === undefined) return false
  const related = await loadRelated(scope, scope.form, values, connection, workflow.needs)
  const context = { ...recordContext(scope, related), scopes: { $applicant: applicant } }
  return workflow.reopen.evaluate(recordScope({ form: scope.form, values }, context)) === true
}

/**
 * A finished instance goes on (激活), by whom its workflow names.
 * @throws HttpProblem 404, 403 `task_act_not_allowed`, 409 `already_running`
 */
export async function reopenInstance(
  records: Records,
  engine: Engine,
  scope: FormScope,
  record: string,
  id: string,
  opinion: string | undefined,
  requestId: string,
  connection: Connection,
): Promise<void> {
  await openReadable(scope, record, connection)
  const { installation, directory, form, caller } = scope
  const step = stepOf(engine, { records, installation, directory, actor: actorOf(caller, requestId) }, connection)
  await readStored(records.platform, installation, form, record, connection, { lock: true })
  const instance = isId(id) ? await lockInstance(step, id) : undefined
  if (instance === undefined || !isOf(instance, form.key, record)) throw notFound()
  const workflow = await workflowOf(installation, instance.appVersion, instance.workflow, connection)
  const running = await runningInstances(step, form.key, record, instance.workflow)
  if (running.length > 0)
    throw new HttpProblem(409, 'already_running', {
      workflow: inBoth(workflow?.definition.name, instance.workflow),
    })
  await drive(step, instance, { type: 'reopen', by: caller.userId, opinion })
}

const isOf = ({ form, record, parentId }: Instance, key: string, id: string): boolean =>
  form === key && record === id && parentId === null
