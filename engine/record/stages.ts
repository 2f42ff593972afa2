import type { RuleBody } from '../../schemas/generated/definition.ts'
import { type Problem, problem } from '../../schemas/problem.ts'
import type { CompiledCondition, CompiledForm, CompiledStage } from '../definition/compiled.ts'
import type { RecordContext, RecordValues } from './context.ts'
import { holds, isBlank, missingEvidence } from './rules.ts'
import { type Place, recordScope } from './scope.ts'

/** What a gate asks of the world beyond the record; the caller counts and looks up. */
export interface GateFacts {
  /** number of records each `related` query of the stage found */
  readonly related: readonly number[]
  /** the stage's approval workflow since the stage was entered */
  readonly approval: 'approved' | 'running' | 'none'
}

const FINAL_ASIDE = 'lost'

/** The stages a record may be in, in order: those that apply to it. */
export const applicableStages = (form: CompiledForm, values: RecordValues, context: RecordContext): CompiledStage[] =>
  form.stages.filter(
    stage =>
      stage.appliesWhen === undefined || stage.appliesWhen.evaluate(recordScope({ form, values }, context)) === true,
  )

/** The stage that comes next in the pipeline; stages that end it aside (lost) are never "next". */
export function nextStage(form: CompiledForm, values: RecordValues, context: RecordContext): CompiledStage | undefined {
  const current = currentStage(form, values)
  return applicableStages(form, values, context).find(
    stage => stage.index > (current?.index ?? -1) && stage.definition.kind !== FINAL_ASIDE,
  )
}

export const currentStage = (form: CompiledForm, values: RecordValues): CompiledStage | undefined =>
  form.stages.find(stage => form.stageField !== undefined && stage.key === values[form.stageField])

/** What still stands between a record and leaving its stage forward (M9: the same on every way). */
export function gateProblems(
  form: CompiledForm,
  stage: CompiledStage,
  values: RecordValues,
  facts: GateFacts,
  context: RecordContext,
  target: CompiledStage,
): Problem[] {
  const place: Place = { form, values }
  const problems = stage.gate.flatMap(condition => conditionProblems(condition, place, context, target))
  for (const [index, related] of stage.related.entries()) {
    const count = facts.related[index] ?? 0
    if (count >= related.atLeast) continue
    const name = context.app.forms.get(related.form)?.name ?? related.form
    problems.push(
      related.message === undefined
        ? problem('stage_gate_related', '', { form: name, atLeast: related.atLeast, count })
        : problem('rule_violated', '', { message: related.message }),
    )
  }
  const approval = stage.definition.gate?.approval
  if (approval !== undefined && facts.approval !== 'approved') {
    const workflow = context.app.workflows.get(approval.workflow)?.definition.name ?? approval.workflow
    problems.push(problem('stage_gate_approval', '', { workflow }))
  }
  return problems
}

export const enterProblems = (
  form: CompiledForm,
  target: CompiledStage,
  values: RecordValues,
  context: RecordContext,
): Problem[] => target.enter.flatMap(condition => conditionProblems(condition, { form, values }, context, target))

function conditionProblems(
  condition: CompiledCondition,
  place: Place,
  context: RecordContext,
  target: CompiledStage,
): Problem[] {
  if (!holds(condition, place, context)) return []
  const body = condition.definition as RuleBody
  const stage = target.definition.label
  const missing = (body.require ?? []).filter(key => isBlank(place.values[key]) || place.values[key] === false)
  const problems = missing.map(key =>
    problem('stage_gate', `/${key}`, { stage, field: place.form.fields.get(key)?.label ?? key }),
  )
  if (body.invalid !== undefined)
    problems.push(
      problem('rule_violated', body.invalid.fields?.[0] === undefined ? '' : `/${body.invalid.fields[0]}`, {
        message: body.invalid.message,
      }),
    )
  const evidence = missingEvidence(place.form, body, place)
  if (evidence !== undefined) problems.push(evidence)
  return problems.length > 0 && body.message !== undefined
    ? [problem('rule_violated', problems[0]!.path, { message: body.message })]
    : problems
}

/**
 * Whether a record may move to `to`: forward one applicable stage at a time, aside to a stage of kind `lost`, where `from` of the target allows
 * it, or back for the roles that may. Answers the problems; none = it may.
 */
export function moveProblems(
  form: CompiledForm,
  values: RecordValues,
  to: string,
  facts: GateFacts,
  roles: readonly string[],
  context: RecordContext,
): Problem[] {
  const target = form.stages.find(stage => stage.key === to)
  if (target === undefined) return [problem('stage_unknown', '/to', { stage: to })]
  const current = currentStage(form, values)
  if (current === undefined) return enterProblems(form, target, values, context)
  if (current === target) return []
  const { from, kind } = target.definition
  if (from !== undefined && !from.includes(current.key))
    return [problem('stage_skipped', '/to', { stage: current.definition.label })]
  const aside = kind === FINAL_ASIDE
  if (target.index < current.index && !aside) {
    const back = form.definition?.stages?.back?.roles ?? []
    return roles.some(role => back.includes(role)) ? [] : [problem('stage_back_forbidden', '/to')]
  }
  if (!aside && from === undefined) {
    const between = applicableStages(form, values, context).find(
      stage => stage.index > current.index && stage.index < target.index && stage.definition.kind !== FINAL_ASIDE,
    )
    if (between !== undefined) return [problem('stage_skipped', '/to', { stage: between.definition.label })]
  }
  const gate = aside ? [] : gateProblems(form, current, values, facts, context, target)
  return [...gate, ...enterProblems(form, target, values, context)]
}
