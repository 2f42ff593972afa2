import type { Action, Automation, Expr, Trigger } from '../../schemas/generated/definition.ts'
import { BOOLEAN, type Type } from '../expression/index.ts'
import type {
  CompiledAction,
  CompiledAutomation,
  CompiledExpression,
  CompiledForm,
  CompiledTrigger,
  CompiledValue,
} from './compiled.ts'
import { knownField } from './conditions.ts'
import { formEnvironment, type NameSpace, type Scopes } from './environment.ts'
import { compileExpression, compileValue } from './expressions.ts'
import { type Findings, suggest } from './finding.ts'
import { compileTransition } from './transition.ts'

/** Scopes an action may use beside the record's own. */
export const actionScopes: Scopes = { $event: { kind: 'any' }, $task: { kind: 'any' }, $out: { kind: 'any' } }

export function compileTrigger(
  space: NameSpace,
  trigger: Trigger,
  defaultForm: string | undefined,
  findings: Findings,
): CompiledTrigger | undefined {
  const key = trigger.form ?? defaultForm
  const form = space.forms.get(key ?? '')
  if (key === undefined || form === undefined) {
    if (key === undefined) findings.error('missing_property', { property: 'form' })
    else findings.at('form').error('unknown_form', { form: key, suggestion: suggest(key, space.forms.keys()) })
    return undefined
  }
  for (const [index, field] of (trigger.fields ?? []).entries()) knownField(form, field, findings.at('fields', index))
  const stages = form.definition?.stages?.pipeline.map(stage => stage.key) ?? []
  if (trigger.stage !== undefined && !stages.includes(trigger.stage))
    findings.at('stage').error('unknown_stage', { stage: trigger.stage, suggestion: suggest(trigger.stage, stages) })
  const workflows = (space.definition.workflows ?? []).map(workflow => workflow.key)
  if (trigger.workflow !== undefined && !workflows.includes(trigger.workflow))
    findings
      .at('workflow')
      .error('unknown_workflow', { workflow: trigger.workflow, suggestion: suggest(trigger.workflow, workflows) })
  const where =
    trigger.where === undefined
      ? undefined
      : compileExpression(trigger.where, formEnvironment(space, form), findings.at('where'), BOOLEAN)
  return {
    event: trigger.event,
    form: key,
    fields: trigger.fields,
    ...compileTransition(form, trigger, findings),
    stage: trigger.stage,
    workflow: trigger.workflow,
    where,
  }
}

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
  const values = new Map<string, CompiledValue>()
  if (action.do === 'task' && action.due !== undefined)
    setValue(values, 'due', compileValue(action.due, environment, findings.at('due')))
  if (action.do === 'create' || action.do === 'update') compileSet(space, form, action, scopes, values, findings)
  if (action.do === 'start') {
    const workflows = (space.definition.workflows ?? []).map(workflow => workflow.key)
    if (!workflows.includes(action.workflow))
      findings
        .at('workflow')
        .error('unknown_workflow', { workflow: action.workflow, suggestion: suggest(action.workflow, workflows) })
  }
  if (action.do === 'assign') checkPolicy(space, form, action, findings)
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
  form: CompiledForm | undefined,
  action: Extract<Action, { do: 'assign' }>,
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
  const target = targetForm(space, form, action.target)
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
  scopes: Scopes,
  values: Map<string, CompiledValue>,
  findings: Findings,
): void {
  const target = action.do === 'create' ? space.forms.get(action.form) : targetForm(space, form, action.target)
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

/** Without a target an update is of the record itself; `{customer}` names a relation's target. */
function targetForm(space: NameSpace, form: CompiledForm | undefined, target: unknown): CompiledForm | undefined {
  if (target === undefined) return form
  const key = typeof target === 'string' ? /^\{(\w+)\}$/.exec(target)?.[1] : undefined
  return key === undefined
    ? undefined
    : space.forms.get(form?.fields.get(key)?.target ?? form?.inverses.get(key)?.form ?? '')
}

export function compileAutomation(space: NameSpace, automation: Automation, findings: Findings): CompiledAutomation {
  const on = automation.on.flatMap(
    (trigger, index) => compileTrigger(space, trigger, automation.form, findings.at('on', index)) ?? [],
  )
  const form = space.forms.get(on[0]?.form ?? automation.form ?? '')
  const where =
    automation.where === undefined
      ? undefined
      : compileExpression(automation.where, formEnvironment(space, form, actionScopes), findings.at('where'), BOOLEAN)
  const actions = compileActions(space, form, automation.then, actionScopes, findings.at('then'))
  if (feedsItself(on, actions)) findings.warning('self_feeding_automation', { automation: automation.key })
  return { key: automation.key, definition: automation, on, where, actions }
}

/** An update of the record itself, listened to without a field that keeps it apart. */
function feedsItself(on: readonly CompiledTrigger[], actions: readonly CompiledAction[]): boolean {
  return on.some(({ event, fields, where, form }) =>
    actions.some(({ definition, values }) => {
      if (definition.do === 'create') return event === 'created' && definition.form === form && where === undefined
      if (definition.do !== 'update' || definition.target !== undefined || event !== 'updated' || where !== undefined)
        return false
      return fields === undefined || fields.some(field => values.has(field))
    }),
  )
}
