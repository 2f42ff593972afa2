import { graphOf } from '../../engine/definition/cascade.ts'
import type { CompiledExpression, RecordLadder } from '../../engine/definition/compiled.ts'
import { type CompiledForm, type RecordValues, recordScope } from '../../engine/index.ts'
import { computeFields } from '../../engine/record/compute.ts'
import { type LadderStep, resolveSteps } from '../../engine/timer/ladder.ts'
import { momentOf } from '../../engine/timer/moment.ts'
import type { Installation } from '../apps/installation.ts'
import { localDay } from '../records/local-day.ts'
import { loadRelated } from '../records/related.ts'
import { recordContext } from '../records/scope.ts'
import type { Step } from '../workflow/step.ts'

/** What a ladder finds a record to be, now. */
export interface Judged {
  /** what its steps count from; null = there is no reason for a run */
  readonly anchor: string | null
  readonly pauses: boolean
  readonly stops: boolean
  /** of a `becomes`: it holds already */
  readonly holds: boolean
  readonly steps: readonly LadderStep[]
}

export type JudgeStep = Pick<Step, 'installation' | 'directory' | 'connection' | 'now' | 'today'>

/**
 * Evaluates a ladder's conditions on a record; `{$user}` is blank, as in every timer (M8). Values of the record that time alone changes are worked out
 * for the instant that is asked about.
 */
export async function judge(
  step: JudgeStep,
  ladder: RecordLadder,
  form: CompiledForm,
  values: RecordValues,
  $event: Readonly<Record<string, unknown>>,
): Promise<Judged> {
  const { installation } = step
  const clocked = clockedOf(installation, form)
  const isClocked = [...ladder.reads].some(key => clocked.has(`${form.key}.${key}`))
  const related =
    isClocked || ladder.needs.length > 0
      ? await loadRelated(
          step,
          form,
          values,
          step.connection,
          isClocked ? [...form.needs, ...ladder.needs] : ladder.needs,
        )
      : undefined
  const at = (instant: string, expression: CompiledExpression): unknown => {
    const moment = { now: instant, today: localDay(instant, installation.zone) }
    const context = { ...recordContext({ ...step, ...moment, caller: null }, related), scopes: { $event } }
    const then = isClocked ? structuredClone(values) : values
    if (isClocked) computeFields(form, then as Record<string, unknown>, values, context, clocked)
    return expression.evaluate(recordScope({ form, values: then }, context))
  }
  const holds = (condition: CompiledExpression | undefined): boolean =>
    condition !== undefined && at(step.now, condition) === true
  const steps = resolveSteps(ladder.steps, expression => at(step.now, expression))
  const here = ladder.stage === undefined || values[form.stageField ?? ''] === ladder.stage
  if (!here || (ladder.where !== undefined && !holds(ladder.where)))
    return { anchor: null, pauses: false, stops: false, holds: false, steps }
  return {
    anchor: anchorOf(step.now, ladder, at, $event),
    pauses: holds(ladder.pauseWhen),
    stops: holds(ladder.stopWhen),
    holds: holds(ladder.becomes),
    steps,
  }
}

function anchorOf(
  now: string,
  ladder: RecordLadder,
  at: (instant: string, expression: CompiledExpression) => unknown,
  $event: Readonly<Record<string, unknown>>,
): string | null {
  const { from, becomes } = ladder
  if (becomes !== undefined) {
    if (at(now, becomes) === true) return null
    return momentOf(instant => at(instant, becomes) === true, now) ?? null
  }
  const anchor = from === undefined ? $event.at : at(now, from)
  return typeof anchor === 'string' && anchor !== '' ? anchor : null
}

const kept = new WeakMap<Installation, Map<string, ReadonlySet<string>>>()

/** Computed fields of a form's records that time alone changes. */
function clockedOf(installation: Installation, form: CompiledForm): ReadonlySet<string> {
  const known = kept.get(installation) ?? new Map<string, ReadonlySet<string>>()
  kept.set(installation, known)
  const found =
    known.get(form.key) ??
    new Set(
      [...graphOf(installation.app).nodes.values()]
        .filter(node => node.form === form && node.clock !== 'none')
        .map(({ name }) => name),
    )
  known.set(form.key, found)
  return found
}
