import { type CompiledForm, recordScope } from '../../engine/index.ts'
import { advance } from '../../engine/workflow/advance.ts'
import type { CompiledWorkflow } from '../../engine/workflow/compiled.ts'
import type { Effect, WorkflowEvent, World } from '../../engine/workflow/events.ts'
import { holdersOf, newState } from '../../engine/workflow/state.ts'
import { timePlaceOf } from '../apps/time-place.ts'
import { notFound } from '../http/problem.ts'
import { isId } from '../ids.ts'
import { freshened } from '../records/fresh.ts'
import { loadRelated } from '../records/related.ts'
import { recordContext } from '../records/scope.ts'
import { readStored, type StoredRecord } from '../records/stored.ts'
import { substitutesNow } from './delegation.ts'
import { carryOut } from './effects.ts'
import { formOf, insertInstance, lockInstance, placeOfInstance, storeState, workflowOf } from './instances.ts'
import { refused } from './refusals.ts'
import { administratorsOf, asApp, type Instance, type Step } from './step.ts'

/**
 * One step of an instance in the caller's transaction: the engine decides on the record as it is now, the next state is stored, then its effects are carried
 * out: rows first, then actions (which may act on this very instance), last what follows from its end.
 * @throws HttpProblem what the engine refuses: 409 `task_finished`, 403, 422
 */
export async function drive(step: Step, instance: Instance, event: WorkflowEvent): Promise<void> {
  const form = formOf(step.installation, instance.form)
  const workflow = await workflowOf(step.installation, instance.appVersion, instance.workflow, step.connection)
  const record =
    form === undefined
      ? undefined
      : await readStored(step.records.platform, step.installation, form, instance.record, step.connection, {
          lock: true,
        })
  if (form === undefined || workflow === undefined || record === undefined) throw notFound()
  const world = await worldOf(step, workflow, form, record)
  const result = advance(instance.state, event, world)
  if ('refused' in result) throw refused(result.refused, step.directory)
  await storeState(step, instance.id, result.next)
  const now = { ...instance, state: result.next, status: result.next.status }
  const place = { step, instance: now, workflow, form, values: record.values }
  const isLater = ({ type }: Effect): boolean => LATER.has(type)
  for (const effect of result.effects) if (!isLater(effect)) await carryOut(place, effect)
  for (const effect of result.effects)
    if (effect.type === 'runActions') await runActions(step, place.instance, form, effect)
    else if (effect.type === 'startChild') await startChild(step, place.instance, effect)
    else if (effect.type === 'cancelChildren') await cancelChildren(step, effect)
  if (result.effects.some(({ type }) => type === 'ended')) await step.engine.finished(step, place.instance)
}

const LATER: ReadonlySet<Effect['type']> = new Set(['runActions', 'startChild', 'cancelChildren', 'ended'])

/** The same for an instance known by its id, if it still runs: its record is locked first, as everywhere. */
export async function driveById(step: Step, id: string, event: WorkflowEvent): Promise<void> {
  const place = await placeOfInstance(step, id)
  const form = place === undefined ? undefined : formOf(step.installation, place.form)
  if (place === undefined || form === undefined) return
  await readStored(step.records.platform, step.installation, form, place.record, step.connection, { lock: true })
  const instance = await lockInstance(step, id)
  if (instance?.status === 'running') await drive(step, instance, event)
}

/** A subprocess is an instance of its own, of the same version (M19). What cannot be started is told to its parent. */
async function startChild(
  step: Step,
  parent: Instance,
  effect: Extract<Effect, { type: 'startChild' }>,
): Promise<void> {
  const { id, activation } = effect
  const now = await lockInstance(step, parent.id)
  const wanted = now?.state.activations[activation - 1]?.children?.some(one => one.id === id && one.state === 'live')
  if (wanted !== true) return
  const started = await insertChild(step, parent, effect)
  if (started === undefined) await driveById(step, parent.id, { type: 'child', activation, id, outcome: null })
  else await drive(step, started, { type: 'start' })
}

async function insertChild(
  step: Step,
  parent: Instance,
  { id, activation, workflow: key, record, item, row, depth }: Extract<Effect, { type: 'startChild' }>,
): Promise<Instance | undefined> {
  const { installation, connection, records } = step
  const workflow = await workflowOf(installation, parent.appVersion, key, connection)
  const form = workflow === undefined ? undefined : formOf(installation, workflow.form)
  const about = record ?? (typeof item === 'string' && workflow?.form !== parent.form ? item : parent.record)
  if (workflow === undefined || form === undefined || !isId(about)) return undefined
  const stored = await readStored(records.platform, installation, form, about, connection, { lock: true })
  if (stored === undefined || stored.deleted) return undefined
  const child: Instance = {
    id,
    appVersion: parent.appVersion,
    form: form.key,
    record: about,
    workflow: key,
    state: { ...newState(parent.applicant), item, depth },
    status: 'running',
    applicant: parent.applicant,
    parentId: parent.id,
    parentActivation: activation,
    rowKey: row,
  }
  if (workflow.where !== undefined && !(await holdsFor(step, workflow, form, stored, child))) return undefined
  return (await insertInstance(step, child)) ? child : undefined
}

async function holdsFor(
  step: Step,
  workflow: CompiledWorkflow,
  form: CompiledForm,
  stored: StoredRecord,
  { applicant }: Instance,
): Promise<boolean> {
  const { values, context } = await worldOf(step, workflow, form, stored)
  const scope = recordScope({ form, values }, { ...context, scopes: { $applicant: applicant } })
  return workflow.where?.evaluate(scope) === true
}

async function cancelChildren(step: Step, { ids, by }: Extract<Effect, { type: 'cancelChildren' }>): Promise<void> {
  for (const id of ids) await driveById(step, id, { type: 'cancel', by })
}

async function runActions(
  step: Step,
  instance: Instance,
  form: CompiledForm,
  effect: Extract<Effect, { type: 'runActions' }>,
): Promise<void> {
  const stored = await readStored(step.records.platform, step.installation, form, instance.record, step.connection, {
    lock: true,
  })
  if (stored === undefined) return
  const { state, workflow } = instance
  const out = await step.engine.runActions(asApp(step, { workflow, node: effect.node }), {
    actions: effect.actions,
    form,
    record: stored.values,
    scopes: {
      $nodes: state.nodes,
      $out: state.out,
      $applicant: state.applicant,
      $holders: holdersOf(state),
      ...(effect.task === null ? {} : { $task: effect.task }),
    },
    key: `${instance.id}:${effect.activation ?? effect.task?.id}:${effect.part}:${state.activations.length}:${step.now}`,
  })
  if (effect.activation === null) return
  const now = await lockInstance(step, instance.id)
  if (now?.status === 'running') await drive(step, now, { type: 'ran', activation: effect.activation, out })
}

async function worldOf(
  step: Step,
  workflow: CompiledWorkflow,
  form: CompiledForm,
  record: StoredRecord,
): Promise<World> {
  const { installation, directory, connection, records, actor } = step

  const related =
    workflow.needs.length === 0 ? undefined : await loadRelated(step, form, record.values, connection, workflow.needs)
  const caller = actor.userId === null ? null : { userId: actor.userId }
  const substitutes = await substitutesNow(connection, installation.orgId, step.now, directory)
  return {
    workflow,
    form,
    values: await freshened(installation, form, record.values, step, connection),
    context: recordContext({ installation, directory, now: step.now, today: step.today, caller }, related),
    now: step.now,
    newId: () => records.platform.newId(),
    isActive: user => directory.people.get(user)?.active === true,
    substitute: user => substitutes.get(user),
    administrators: administratorsOf(directory),
    place: key => timePlaceOf(installation, key),
  }
}
