import type { CompiledAutomation, CompiledExpression, CompiledTrigger } from '../../engine/definition/compiled.ts'
import { madeTransition } from '../../engine/definition/transition.ts'
import { type CompiledForm, type RecordContext, type RecordValues, recordScope } from '../../engine/index.ts'
import { relationPaths } from '../../engine/workflow/needs.ts'
import { loadRelated } from '../records/related.ts'
import { recordContext } from '../records/scope.ts'
import { type RunOf, run } from './run.ts'
import { storeRuns } from './run-store.ts'
import { endChain } from './saving.ts'
import { asApp, type Step } from './step.ts'

/** Something that happened to a record, as triggers ask for it. */
export interface Happening {
  readonly event: CompiledTrigger['event']
  readonly form: CompiledForm
  readonly before: RecordValues | null
  readonly after: RecordValues
  readonly changed: readonly string[]
  readonly stage?: string | undefined
  readonly workflow?: string | undefined
  readonly $event: Readonly<Record<string, unknown>>
  /** names the happening, for notices told once */
  readonly key: string
}

/** Whether one of the triggers asks for this; `where` is judged on the record after it, with `$old` before it. */
export async function triggers(
  step: Step,
  on: readonly CompiledTrigger[],
  happening: Happening,
  where?: CompiledExpression,
): Promise<boolean> {
  const fitting = on.filter(trigger => fits(trigger, happening))
  if (fitting.length === 0) return false
  const { form, after, before, $event } = happening
  const paths = pathsOf(form, on, where)
  const related = paths.length === 0 ? undefined : await loadRelated(step, form, after, step.connection, paths)
  const own = contextOf(step, happening)
  const scopes = { $event, $applicant: step.actor.userId }
  const scope = recordScope(
    { form, values: after, old: before },
    { ...own, scopes, ...(related === undefined ? {} : { related }) },
  )
  const holds = (condition: CompiledExpression | undefined): boolean =>
    condition === undefined || condition.evaluate(scope) === true
  return fitting.some(trigger => holds(trigger.where)) && holds(where)
}

const contexts = new WeakMap<Happening, { readonly step: Step; readonly context: RecordContext }>()

/** What conditions on a happening are evaluated in: made once for all that listen to it. */
function contextOf(step: Step, happening: Happening): RecordContext {
  const known = contexts.get(happening)
  if (known?.step === step) return known.context
  const caller = step.actor.userId === null ? null : { userId: step.actor.userId }
  const context = recordContext({ ...step, caller })
  contexts.set(happening, { step, context })
  return context
}

const knownPaths = new WeakMap<readonly CompiledTrigger[], Map<string, readonly (readonly string[])[]>>()

/** What the conditions of an automation read of other records, found once per version. */
function pathsOf(
  form: CompiledForm,
  on: readonly CompiledTrigger[],
  where: CompiledExpression | undefined,
): readonly (readonly string[])[] {
  const known = knownPaths.get(on) ?? new Map<string, readonly (readonly string[])[]>()
  knownPaths.set(on, known)
  const own = on.filter(one => one.form === form.key).map(trigger => trigger.where)
  const found = known.get(form.key) ?? relationPaths(form, [where, ...own])
  known.set(form.key, found)
  return found
}

function fits(trigger: CompiledTrigger, { event, form, before, after, changed, stage, workflow }: Happening): boolean {
  if (trigger.event !== event || trigger.form !== form.key) return false
  if (event === 'updated' && trigger.fields !== undefined && !trigger.fields.some(field => changed.includes(field)))
    return false
  if (!madeTransition(trigger, form, event === 'created' ? null : before, after)) return false
  if (trigger.stage !== undefined && trigger.stage !== stage) return false
  return trigger.workflow === undefined || trigger.workflow === workflow
}

/** Whether the automation listens to what happened, and its condition holds. */
async function concerns(step: Step, automation: CompiledAutomation, happening: Happening): Promise<boolean> {
  if (await triggers(step, automation.on, happening, automation.where)) return true
  const { form, before, after, event } = happening
  if (event !== 'created' && event !== 'updated') return false
  const becomes = automation.becomes.filter(one => one.form === form.key)
  if (becomes.length === 0) return false
  const conditions = becomes.map(({ condition }) => condition)
  const paths = relationPaths(form, [automation.where, ...conditions])
  const related = paths.length === 0 ? undefined : await loadRelated(step, form, after, step.connection, paths)
  const context = { ...recordContext({ ...step, caller: null }, related), scopes: { $event: happening.$event } }
  const holds = (condition: CompiledExpression, values: RecordValues | null): boolean =>
    values !== null && condition.evaluate(recordScope({ form, values, old: before }, context)) === true
  // M24: what is created comes from false.
  const came = conditions.some(
    condition => holds(condition, after) && !(event === 'updated' && holds(condition, before)),
  )
  return came && (automation.where === undefined || holds(automation.where, after))
}

/**
 * Runs what listens to a happening, in the order of the file. `with: save` is part of the write and may refuse it. The others run at the end of the
 * same transaction, each in a savepoint of its own: one that fails leaves the write and the rest alone, and administrators are told.
 * (M7 says "after commit"; while no action reaches outside the database, the end of the transaction shows the same, with nothing lost between.)
 */
export async function runAutomations(step: Step, happening: Happening, which?: 'save' | 'after'): Promise<void> {
  const row: NonNullable<RunOf['row']> = { done: [], chain: { open: false } }
  for (const automation of step.installation.app.automations) {
    const { definition } = automation
    const kind = definition.with ?? 'after'
    if (definition.enabled === false || (which !== undefined && kind !== which)) continue
    if (!(await concerns(step, automation, happening))) continue
    if (kind === 'save') await runWithSave(step, automation, happening)
    else await runAfter(step, automation, happening, row)
  }
  await endChain(step, row.chain)
  await storeRuns(step.connection, step.installation, row.done)
}

/** Part of the write: what it is refused, the write is refused. */
async function runWithSave(step: Step, automation: CompiledAutomation, happening: Happening): Promise<void> {
  await step.engine.runActions(asApp(step, { automation: automation.key }), {
    actions: automation.actions,
    form: happening.form,
    record: happening.after,
    old: happening.before,
    scopes: { $event: happening.$event },
    key: `${automation.key}:${happening.key}`,
  })
}

const runAfter = (step: Step, automation: CompiledAutomation, happening: Happening, row: RunOf['row']): Promise<void> =>
  run(step, {
    ...(row === undefined ? {} : { row }),
    automation: automation.key,
    name: automation.definition.name,
    actions: automation.actions,
    onError: automation.definition.onError ?? 'stop',
    form: happening.form,
    record: happening.after,
    cause: { kind: 'event', event: happening.$event, old: happening.before },
    by: { automation: automation.key },
    key: `${automation.key}:${happening.key}`,
  })
