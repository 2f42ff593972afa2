import type { Rule, RuleBody } from '../../schemas/generated/definition.ts'
import { type Problem, problem } from '../../schemas/problem.ts'
import type { CompiledCondition, CompiledField, CompiledForm } from '../definition/compiled.ts'
import type { RecordContext } from './context.ts'
import { type Place, recordScope } from './scope.ts'
import { fieldProblem } from './values.ts'

/** What rules make of a field at this moment; the form draws it, the write enforces it. */
export interface FieldState {
  readonly visible: boolean
  readonly required: boolean
  readonly readOnly: boolean
  /** option keys that may be chosen; undefined = all active ones */
  readonly options: ReadonlySet<string> | undefined
}

export const isBlank = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

/** A condition without `when` always holds. Error values count as false (conditions are two-valued, M1). */
export const holds = (condition: CompiledCondition, place: Place, context: RecordContext): boolean =>
  condition.when === undefined || condition.when.evaluate(recordScope(place, context)) === true

/** State of every field of a form (or of one row of a sub-form) under its rules. */
export function fieldStates(
  place: Place,
  rules: readonly CompiledCondition[],
  context: RecordContext,
): Map<string, FieldState> {
  const shown = new Map<string, boolean>()
  const states = new Map<
    string,
    { visible: boolean; required: boolean; readOnly: boolean; options: ReadonlySet<string> | undefined }
  >()
  for (const field of place.form.fieldList) {
    const { definition } = field
    const common = definition as { required?: boolean; readOnly?: boolean } | undefined
    states.set(field.key, {
      visible: true,
      required: common?.required === true,
      readOnly: field.computed || common?.readOnly === true,
      options: cascadeOptions(field, place),
    })
  }
  for (const condition of rules) applyRule(condition, place, context, states, shown)
  for (const [key, visible] of shown) if (!visible) states.get(key)!.visible = false
  for (const state of states.values()) if (!state.visible) state.required = false
  return states
}

type States = Map<
  string,
  { visible: boolean; required: boolean; readOnly: boolean; options: ReadonlySet<string> | undefined }
>

function applyRule(
  condition: CompiledCondition,
  place: Place,
  context: RecordContext,
  states: States,
  shown: Map<string, boolean>,
): void {
  const rule = condition.definition as Partial<Rule>
  const active = holds(condition, place, context)
  for (const key of rule.show ?? []) shown.set(key, shown.get(key) === true || active)
  if (!active) return
  for (const key of rule.hide ?? []) shown.set(key, false)
  for (const key of rule.require ?? []) patch(states, key, { required: true })
  for (const key of rule.readOnly ?? []) patch(states, key, { readOnly: true })
  for (const [key, filter] of condition.options) {
    const field = place.form.fields.get(key)
    const allowed = [...(field?.library?.options.values() ?? [])].filter(option => {
      const scope = recordScope({ ...place, scopes: { $item: option.key, $library: field?.library?.options } }, context)
      return filter.evaluate(scope) === true
    })
    const before = states.get(key)?.options
    patch(states, key, {
      options: new Set(allowed.map(option => option.key).filter(option => before === undefined || before.has(option))),
    })
  }
}

function patch(states: States, key: string, change: Partial<FieldState>): void {
  const state = states.get(key)
  if (state !== undefined) Object.assign(state, change)
}

/** A drop-down under a parent field offers the children of the chosen parent (P2); nothing chosen, nothing offered. */
function cascadeOptions(field: CompiledField, place: Place): ReadonlySet<string> | undefined {
  const { definition } = field
  if (definition?.type !== 'select' || definition.parent === undefined) return undefined
  const chosen = place.values[definition.parent]
  const parents = new Set(Array.isArray(chosen) ? chosen : [chosen])
  return new Set(
    [...(field.library?.options.values() ?? [])]
      .filter(option => option.parent === undefined || parents.has(option.parent))
      .map(option => option.key),
  )
}

/** `invalid` and `anyOf` of rules that hold, and `warn` of those that do. */
export function ruleProblems(
  place: Place,
  rules: readonly CompiledCondition[],
  context: RecordContext,
  states: ReadonlyMap<string, FieldState>,
  prefix = '',
): { problems: Problem[]; warnings: Problem[] } {
  const problems: Problem[] = []
  const warnings: Problem[] = []
  for (const condition of rules) {
    const body = condition.definition as Rule & RuleBody
    if (body.invalid === undefined && body.anyOf === undefined && body.warn === undefined) continue
    if (!holds(condition, place, context)) continue
    if (body.invalid !== undefined) problems.push(...messages(body.invalid, prefix))
    if (body.warn !== undefined) warnings.push(...messages(body.warn, prefix))
    const missing = missingEvidence(place.form, body, place, states)
    if (missing !== undefined)
      problems.push(
        body.message === undefined ? missing : problem('rule_violated', missing.path, { message: body.message }),
      )
  }
  return { problems, warnings }
}

const messages = (body: { fields?: string[]; message: object }, prefix: string): Problem[] =>
  (body.fields === undefined || body.fields.length === 0 ? [''] : body.fields.map(key => `/${key}`)).map(path =>
    problem('rule_violated', prefix + path, { message: body.message }),
  )

/** P6: of a group of fields at least n must be filled. Hidden fields cannot be the evidence. */
export function missingEvidence(
  form: CompiledForm,
  body: RuleBody,
  place: Place,
  states?: ReadonlyMap<string, FieldState>,
): Problem | undefined {
  if (body.anyOf === undefined) return undefined
  const atLeast = body.anyOf.atLeast ?? 1
  const filled = body.anyOf.fields.filter(key => !isBlank(place.values[key]) && states?.get(key)?.visible !== false)
  if (filled.length >= atLeast) return undefined
  const labels = body.anyOf.fields.map(key => form.fields.get(key)?.label ?? key)
  const first = form.fields.get(body.anyOf.fields[0] ?? '')
  return first === undefined
    ? problem('any_of_missing', '', { fields: labels, atLeast })
    : fieldProblem(first, 'any_of_missing', { fields: labels, atLeast })
}
