import type { CompiledForm } from '../../engine/index.ts'
import { calendarOf } from '../../engine/timer/calendar.ts'
import { advance } from '../../engine/workflow/advance.ts'
import type { CompiledWorkflow } from '../../engine/workflow/compiled.ts'
import type { Effect, WorkflowEvent, World } from '../../engine/workflow/events.ts'
import { notFound } from '../http/problem.ts'
import { loadRelated } from '../records/related.ts'
import { recordContext } from '../records/scope.ts'
import { readStored, type StoredRecord } from '../records/stored.ts'
import { carryOut } from './effects.ts'
import { formOf, lockInstance, storeState, workflowOf } from './instances.ts'
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
  const place = { step, instance: { ...instance, state: result.next, status: result.next.status }, workflow, form }
  const isLater = ({ type }: Effect): boolean => type === 'runActions' || type === 'ended'
  for (const effect of result.effects) if (!isLater(effect)) await carryOut(place, effect)
  for (const effect of result.effects)
    if (effect.type === 'runActions') await runActions(step, place.instance, form, effect)
  if (result.effects.some(({ type }) => type === 'ended')) await step.engine.finished(step, place.instance)
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
      ...(effect.task === null ? {} : { $task: effect.task }),
    },
    key: `${instance.id}:${effect.activation ?? effect.task?.id}:${state.activations.length}:${step.now}`,
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
  const { app, zone } = installation
  const related =
    workflow.needs.length === 0 ? undefined : await loadRelated(step, form, record.values, connection, workflow.needs)
  const caller = actor.userId === null ? null : { userId: actor.userId }
  return {
    workflow,
    form,
    values: record.values,
    context: recordContext({ installation, directory, now: step.now, today: step.today, caller }, related),
    now: step.now,
    newId: () => records.platform.newId(),
    isActive: user => directory.people.get(user)?.active === true,
    administrators: administratorsOf(directory),
    place: key => {
      const calendar = app.calendars.get(key ?? '')
      return calendar === undefined ? { zone } : { zone: calendar.zone ?? zone, calendar: calendarOf(calendar) }
    },
  }
}
