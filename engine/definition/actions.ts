import type { Action, Expr } from '../../schemas/generated/definition.ts'
import { ANY, BOOLEAN, TEXT, type Type } from '../expression/index.ts'
import { leafName, leavesOf } from './call-values.ts'
import type { CompiledAction, CompiledExpression, CompiledForm, CompiledQuery, CompiledValue } from './compiled.ts'
import { knownField } from './conditions.ts'
import { checkCall, knownConnector } from './connectors.ts'
import { formEnvironment, type NameSpace, type Scopes } from './environment.ts'
import { compileExpression, compileValue } from './expressions.ts'
import { type Findings, suggest } from './finding.ts'
import { compileQuery } from './queries.ts'
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
    ['list', 'list' in action ? action.list : undefined],
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
  if (action.do === 'create' || action.do === 'update' || action.do === 'upsert')
    compileSet(space, form, action, target, scopes, values, findings)
  if (action.do === 'http') {
    knownConnector(space, action.connector, 'http', findings.at('connector'))
    checkCall(action, findings)
    setValue(values, 'path', compileValue(action.path, environment, findings.at('path'), TEXT))
    for (const part of ['query', 'payload'] as const)
      for (const [way, value] of leavesOf(action[part] ?? {}))
        setValue(values, leafName(part, way), compileValue(value, environment, findings.at(part, ...way)))
  }
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
  const query =
    (action.do === 'find' || action.do === 'each') && action.query !== undefined
      ? compileQuery(space, action.query, form, scopes, findings.at('query'))
      : undefined
  if (action.do === 'upsert') compileKey(space, action, expressions, findings)
  const branches = compileBranches(space, form, action, { query, list: expressions.get('list') }, scopes, findings)
  for (const [index, { when: condition }] of (action.do === 'choose' ? action.cases : []).entries()) {
    const compiled = compileExpression(condition, environment, findings.at('cases', index, 'when'), BOOLEAN)
    if (compiled !== undefined) expressions.set(`cases.${index}`, compiled)
  }
  return { definition: action, when, expressions, values, query, branches }
}

/** Actions within an action; in those of `each` and `find`, `{$item}` is what it is about. */
function compileBranches(
  space: NameSpace,
  form: CompiledForm | undefined,
  action: Action,
  { query, list }: { readonly query: CompiledQuery | undefined; readonly list: CompiledExpression | undefined },
  scopes: Scopes,
  findings: Findings,
): ReadonlyMap<string, readonly CompiledAction[]> {
  const branches = new Map<string, readonly CompiledAction[]>()
  const $item: Type =
    query !== undefined
      ? { kind: 'record', form: query.form }
      : list?.type.kind === 'list'
        ? list.type.of
        : (list?.type ?? ANY)
  const add = (name: string, actions: readonly Action[] | undefined, more: Scopes, place: Findings): void => {
    if (actions !== undefined) branches.set(name, compileActions(space, form, actions, { ...scopes, ...more }, place))
  }
  if (action.do === 'each') {
    if ((action.query === undefined) === (action.list === undefined)) findings.error('each_of_what')
    add('then', action.then, { $item }, findings.at('then'))
  }
  if (action.do === 'find') {
    add('one', action.one, { $item }, findings.at('one'))
    add('none', action.none, {}, findings.at('none'))
    add('many', action.many, {}, findings.at('many'))
  }
  if (action.do === 'choose') {
    for (const [index, one] of action.cases.entries())
      add(`cases.${index}`, one.then, {}, findings.at('cases', index, 'then'))
    add('otherwise', action.otherwise, {}, findings.at('otherwise'))
  }
  return branches
}

/** `by` of an upsert as a condition on the records it looks for; `{$values}` are those about to be set. */
function compileKey(
  space: NameSpace,
  action: Extract<Action, { do: 'upsert' }>,
  expressions: Map<string, CompiledExpression>,
  findings: Findings,
): void {
  const form = space.forms.get(action.form)
  if (form === undefined) return
  for (const [index, key] of action.by.entries()) {
    const place = findings.at('by', index)
    if (!knownField(form, key, place)) continue
    if (!Object.hasOwn(action.set, key)) place.error('upsert_key_not_set', { field: key })
  }
  const $values: Type = { kind: 'record', form: form.key }
  const same = action.by.map(key => `{${key}} = {$values.${key}}`).join(', ')
  const condition = compileExpression(
    `AND(${same})`,
    formEnvironment(space, form, { $values }),
    findings.at('by'),
    BOOLEAN,
  )
  if (condition !== undefined) expressions.set('by', condition)
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
  action: Extract<Action, { do: 'create' | 'update' | 'upsert' }>,
  changed: CompiledForm | undefined,
  scopes: Scopes,
  values: Map<string, CompiledValue>,
  findings: Findings,
): void {
  const makes = action.do !== 'update'
  const target = makes ? space.forms.get(action.form) : changed
  if (makes && target === undefined)
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
