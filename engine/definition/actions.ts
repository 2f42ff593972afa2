import type { Action, Expr } from '../../schemas/generated/definition.ts'
import { BOOLEAN, type Type } from '../expression/index.ts'
import type { CompiledAction, CompiledExpression, CompiledForm, CompiledValue } from './compiled.ts'
import { knownField } from './conditions.ts'
import { formEnvironment, type NameSpace, type Scopes } from './environment.ts'
import { compileExpression, compileValue } from './expressions.ts'
import { type Findings, suggest } from './finding.ts'
import { checkRecipients } from './recipients.ts'

/** Scopes an action may use beside the record's own. */
export const actionScopes: Scopes = { $event: { kind: 'any' }, $task: { kind: 'any' }, $out: { kind: 'any' } }

/** Compiles a list of actions that run for a record of `form`. */
export function compileActions(
  space: NameSpace,
  form: CompiledForm | undefined,
  actions: readonly Action[],
  scopes: Scopes,
  findings: Findings,
): CompiledAction[] {
  return actions.map((action, index) => compileAction(space, form, action, scopes, findings.at(index)))
}

/** The expressions an action names directly; `to` of a move is a stage key, not an expression. */
function expressionsOf(action: Action): readonly (readonly [name: string, expr: Expr])[] {
  const to = 'to' in action && action.do !== 'move' ? action.to : undefined
  const entries = [
    ['to', to],
    ['target', 'target' in action ? action.target : undefined],
    ['on', 'on' in action ? action.on : undefined],
    ['except', 'except' in action ? action.except : undefined],
  ] as const
  return entries.flatMap(([name, expr]) => (expr === undefined ? [] : [[name, expr] as const]))
}

function compileAction(
  space: NameSpace,
  form: CompiledForm | undefined,
  action: Action,
  scopes: Scopes,
  findings: Findings,
): CompiledAction {
  const environment = formEnvironment(space, form, scopes)
  const expressions = new Map<string, CompiledExpression>()
  for (const [name, expr] of expressionsOf(action)) {
    const compiled = compileExpression(expr, environment, findings.at(name))
    if (compiled !== undefined) expressions.set(name, compiled)
  }
  const to = expressions.get('to')
  if (action.do === 'notify' && to !== undefined) checkRecipients(space, form, action, to, findings.at('to'))
  const values = new Map<string, CompiledValue>()
  if (action.do === 'task' && action.due !== undefined)
    setValue(values, 'due', compileValue(action.due, environment, findings.at('due')))
  const target = targetForm(space, form, expressions.get('target'), action)
  if (action.do === 'create' || action.do === 'update')
    compileSet(space, form, action, target, scopes, values, findings)
  if (action.do === 'start') {
    const workflows = (space.definition.workflows ?? []).map(workflow => workflow.key)
    if (!workflows.includes(action.workflow))
      findings
        .at('workflow')
        .error('unknown_workflow', { workflow: action.workflow, suggestion: suggest(action.workflow, workflows) })
  }
  if (action.do === 'assign') checkPolicy(space, action, target, findings)
  if (action.do === 'move' && action.target === undefined && form !== undefined) {
    const stages = form.definition?.stages?.pipeline.map(stage => stage.key) ?? []
    if (!stages.includes(action.to))
      findings.at('to').error('unknown_stage', { stage: action.to, suggestion: suggest(action.to, stages) })
  }
  if ((action.do === 'lock' || action.do === 'unlock') && form !== undefined)
    for (const [index, key] of (action.fields ?? []).entries()) knownField(form, key, findings.at('fields', index))
  const when =
    action.when === undefined ? undefined : compileExpression(action.when, environment, findings.at('when'), BOOLEAN)
  return { definition: action, when, expressions, values }
}

/** The policy is known, and one of the form of the record it is to decide about. */
function checkPolicy(
  space: NameSpace,
  action: Extract<Action, { do: 'assign' }>,
  target: CompiledForm | undefined,
  findings: Findings,
): void {
  const policies = space.definition.policies ?? []
  const policy = policies.find(({ key }) => key === action.policy)
  const place = findings.at('policy')
  if (policy === undefined) {
    const keys = policies.map(({ key }) => key)
    place.error('unknown_policy', { policy: action.policy, suggestion: suggest(action.policy, keys) })
    return
  }
  if (target !== undefined && target.key !== policy.form)
    place.error('policy_of_other_form', { policy: policy.key, form: policy.form })
}

const setValue = (values: Map<string, CompiledValue>, key: string, value: CompiledValue | undefined): void => {
  if (value !== undefined) values.set(key, value)
}

function compileSet(
  space: NameSpace,
  form: CompiledForm | undefined,
  action: Extract<Action, { do: 'create' | 'update' }>,
  changed: CompiledForm | undefined,
  scopes: Scopes,
  values: Map<string, CompiledValue>,
  findings: Findings,
): void {
  const target = action.do === 'create' ? space.forms.get(action.form) : changed
  if (action.do === 'create' && target === undefined)
    findings
      .at('form')
      .error('unknown_form', { form: action.form, suggestion: suggest(action.form, space.forms.keys()) })
  const environment = formEnvironment(space, form, scopes)
  for (const [key, value] of Object.entries(action.set)) {
    const place = findings.at('set', key)
    if (target !== undefined && key !== 'owner' && !knownField(target, key, place)) continue
    const type: Type | undefined = target?.fields.get(key)?.valueType
    setValue(
      values,
      key,
      compileValue(value, environment, place, type?.kind === 'any' || type?.kind === 'list' ? undefined : type),
    )
  }
}

/** The form of the records an action is about: its own without a target, else the one its target's type names. */
function targetForm(
  space: NameSpace,
  form: CompiledForm | undefined,
  target: CompiledExpression | undefined,
  action: Action,
): CompiledForm | undefined {
  if (!('target' in action) || action.target === undefined) return form
  const type = target?.type.kind === 'list' ? target.type.of : target?.type
  return type?.kind === 'record' ? space.forms.get(type.form) : undefined
}
