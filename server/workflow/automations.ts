import type { CompiledAutomation, CompiledExpression, CompiledTrigger } from '../../engine/definition/compiled.ts'
import { madeTransition } from '../../engine/definition/transition.ts'
import { type CompiledForm, type RecordValues, recordScope } from '../../engine/index.ts'
import { relationPaths } from '../../engine/workflow/needs.ts'
import { afterCommitMark } from '../database/afterCommit.ts'
import { sqlStateOf } from '../database/databaseError.ts'
import { heldMark } from '../records/held.ts'
import { loadRelated } from '../records/related.ts'
import { recordContext } from '../records/scope.ts'
import { reportFailure } from './failures.ts'
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
  const paths = relationPaths(form, [where, ...fitting.map(trigger => trigger.where)])
  const related = paths.length === 0 ? undefined : await loadRelated(step, form, after, step.connection, paths)
  const caller = step.actor.userId === null ? null : { userId: step.actor.userId }
  const context = { ...recordContext({ ...step, caller }, related), scopes: { $event, $applicant: step.actor.userId } }
  const holds = (condition: CompiledExpression | undefined): boolean =>
    condition === undefined || condition.evaluate(recordScope({ form, values: after, old: before }, context)) === true
  return fitting.some(trigger => holds(trigger.where)) && holds(where)
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
  for (const automation of step.installation.app.automations) {
    const { definition } = automation
    const kind = definition.with ?? 'after'
    if (definition.enabled === false || (which !== undefined && kind !== which)) continue
    if (!(await concerns(step, automation, happening))) continue
    if (kind === 'save') await run(step, automation, happening)
    else await attempt(step, automation, happening)
  }
}

async function run(step: Step, automation: CompiledAutomation, happening: Happening): Promise<void> {
  await step.engine.runActions(asApp(step, { automation: automation.key }), {
    actions: automation.actions,
    form: happening.form,
    record: happening.after,
    old: happening.before,
    scopes: { $event: happening.$event },
    goOn: automation.definition.onError === 'continue' && automation.definition.with !== 'save',
    onError: error => failed(step, automation, happening, error),
    key: `${automation.key}:${happening.key}`,
  })
}

async function attempt(step: Step, automation: CompiledAutomation, happening: Happening): Promise<void> {
  await saving(
    step,
    () => run(step, automation, happening),
    error => failed(step, automation, happening, error),
  )
}

/** Deadlocks and failed serialization: the whole transaction is tried again, so they are nobody's failure. */
const RETRIED = new Set(['40001', '40P01'])

/** Work in a savepoint: an error undoes the work and is handed on. */
export async function saving(
  step: Step,
  work: () => Promise<void>,
  onError: (error: unknown) => Promise<void>,
): Promise<void> {
  const name = `s${(step.actor.depth ?? 0) + 1}`
  await step.connection.query(`savepoint ${name}`)
  const forget = afterCommitMark(step.connection)
  const letGo = heldMark(step.connection)
  try {
    await work()
    await step.connection.query(`release savepoint ${name}`)
  } catch (error) {
    if (RETRIED.has(sqlStateOf(error) ?? '')) throw error
    await step.connection.query(`rollback to savepoint ${name}`)
    forget()
    letGo()
    await onError(error)
  }
}

const failed = (
  step: Step,
  automation: CompiledAutomation,
  { form, after, key }: Happening,
  error: unknown,
): Promise<void> =>
  reportFailure(
    step,
    { name: automation.definition.name, fallback: automation.key },
    { form: form.key, record: String(after.id), key },
    error,
  )
