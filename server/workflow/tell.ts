import type { CompiledTrigger } from '../../engine/definition/compiled.ts'
import type { CompiledForm } from '../../engine/index.ts'
import type { CompiledNode, CompiledWorkflow } from '../../engine/workflow/compiled.ts'
import type { Hit } from '../../engine/workflow/events.ts'
import { isId } from '../ids.ts'
import type { RecordEvent } from '../records/records.ts'
import { columnOf } from '../storage/columns.ts'
import { type Happening, triggers } from './automations.ts'
import { drive, driveById } from './drive.ts'
import { runningInstances, workflowOf } from './instances.ts'
import type { Instance, Step } from './step.ts'

/** Running instances of a record that was written: it went away, or something they approved or wait for changed. */
export async function tellInstances(step: Step, { kind, form, id, changed }: RecordEvent): Promise<void> {
  if (kind === 'created') return
  const workflows = [...step.installation.app.workflows.values()].filter(workflow => workflow.form === form.key)
  if (workflows.length === 0) return
  for (const instance of await runningInstances(step, form.key, id)) {
    if (kind !== 'deleted' && !(await mindsChange(step, instance, changed))) continue
    await drive(
      step,
      instance,
      kind === 'deleted' ? { type: 'cancel', by: step.actor.userId } : { type: 'changed', fields: changed },
    )
  }
}

/** An approval is void when its field changes; a wait looks at any change. */
async function mindsChange(step: Step, instance: Instance, changed: readonly string[]): Promise<boolean> {
  const workflow = await workflowOf(step.installation, instance.appVersion, instance.workflow, step.connection)
  return [...(workflow?.nodes.values() ?? [])].some(
    ({ definition, where, until }) =>
      (definition.type === 'approve' && definition.voidOn?.some(field => changed.includes(field)) === true) ||
      (definition.type === 'wait' && (where !== undefined || until !== undefined)),
  )
}

/** Triggers of a node: those of a wait, and those of its events by their number. */
const triggersOf = ({ key, on, events }: CompiledNode): { hit: Hit; on: readonly CompiledTrigger[] }[] => [
  ...(on.length === 0 ? [] : [{ hit: { node: key, at: 'wait' as const }, on }]),
  ...events.flatMap(({ on: trigger }, index) =>
    trigger === undefined ? [] : [{ hit: { node: key, at: index }, on: [trigger] }],
  ),
]

/** Whether nodes of a workflow listen to records of a form. */
export const listensIn = (workflow: CompiledWorkflow, form: string): boolean =>
  [...workflow.nodes.values()].some(node =>
    triggersOf(node).some(({ on }) => on.some(trigger => trigger.form === form)),
  )

/**
 * Something happened to a record: running instances whose nodes listen to it hear of it. Of another form's record those hear that stand in a relation with it:
 * a payment of the contract, the customer of the order.
 */
export async function tellListeners(step: Step, happening: Happening): Promise<void> {
  for (const workflow of step.installation.app.workflows.values()) {
    if (!listensIn(workflow, happening.form.key)) continue
    for (const id of await listening(step, workflow, happening)) {
      const hits = await hitsOf(step, id.version, workflow.key, happening)
      if (hits.length > 0) await driveById(step, id.instance, { type: 'happened', hits })
    }
  }
}

async function hitsOf(step: Step, version: number, key: string, happening: Happening): Promise<Hit[]> {
  const workflow = await workflowOf(step.installation, version, key, step.connection)
  const hits: Hit[] = []
  for (const node of workflow?.nodes.values() ?? [])
    for (const { hit, on } of triggersOf(node)) if (await triggers(step, on, happening)) hits.push(hit)
  return hits
}

interface Listening {
  readonly instance: string
  readonly version: number
}

/** Running instances of a workflow about this record, or about one in relation with it. */
async function listening(
  step: Step,
  workflow: CompiledWorkflow,
  { form, after, before }: Happening,
): Promise<Listening[]> {
  const { installation, connection } = step
  const target = installation.app.forms.get(workflow.form)
  if (target === undefined) return []
  const id = String(after.id)
  const named =
    form.key === target.key
      ? [id]
      : relationsTo(form, target.key)
          .flatMap(key => [after[key], before?.[key]].flat(2))
          .filter(isId)
  const back = form.key === target.key ? [] : await pointingAt(step, target, form.key, id)
  const { rows } = await connection.query<Listening>(
    `select id as instance, app_version as version from formwork.workflow_instance
     where org_id = $1 and app_id = $2 and form_key = $3 and workflow_key = $4 and status = 'running' and record_id = any($5) order by started_at, id`,
    [installation.orgId, installation.id, target.key, workflow.key, [...new Set([...named, ...back])]],
  )
  return rows
}

const relationsTo = (form: CompiledForm, target: string): string[] =>
  form.fieldList.filter(field => field.target === target).map(({ key }) => key)

/** Records of a form whose relations name a record. */
async function pointingAt(
  { installation, connection }: Step,
  form: CompiledForm,
  target: string,
  id: string,
): Promise<string[]> {
  const table = installation.tables.get(form.key)
  const conditions = relationsTo(form, target).flatMap(key => {
    const column = table === undefined ? undefined : columnOf(table, key)
    if (column === undefined) return []
    return [form.fields.get(key)?.list === true ? `$1 = any(${column})` : `${column} = $1`]
  })
  if (table === undefined || conditions.length === 0) return []
  const { rows } = await connection.query<{ id: string }>(
    `select id from ${table.name} where deleted_at is null and (${conditions.join(' or ')})`,
    [id],
  )
  return rows.map(row => row.id)
}
