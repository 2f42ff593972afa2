import type { Node, Trigger } from '../../schemas/generated/definition.ts'
import { compileActions } from '../definition/actions.ts'
import type { CompiledExpression, CompiledForm, CompiledTrigger } from '../definition/compiled.ts'
import { knownField } from '../definition/conditions.ts'
import { formEnvironment, type NameSpace, type Scopes } from '../definition/environment.ts'
import { compileExpression, compileValue } from '../definition/expressions.ts'
import type { Findings } from '../definition/finding.ts'
import { compileDeadline } from '../definition/ladders.ts'
import { compileEventTrigger } from '../definition/triggers.ts'
import { BOOLEAN, type Type } from '../expression/index.ts'
import { checkPeople } from './check-people.ts'
import type { CompiledEdge, CompiledNode, CompiledNodeEvent, JoinKind } from './compiled.ts'

const ANYTHING: Type = { kind: 'any' }

/** Scopes of expressions inside a workflow. */
export const workflowScopes: Scopes = {
  $task: { kind: 'any' },
  $nodes: { kind: 'any' },
  $event: { kind: 'any' },
  $out: { kind: 'any' },
  $candidate: { kind: 'user' },
  $applicant: { kind: 'user' },
  $holders: { kind: 'list', of: { kind: 'user' } },
  $row: ANYTHING,
  $item: ANYTHING,
}

/** Of the instance's own ladder: it is about no task and no row. */
export const { $task: _task, $row: _row, $item: _item, $candidate: _candidate, ...overallScopes } = workflowScopes

/** Where a node is compiled: its app, its form, and how a node's name is looked up. */
export interface NodePlace {
  readonly space: NameSpace
  readonly form: CompiledForm
  readonly knownNode: (key: string, place: Findings) => void
}

export function compileNode(place: NodePlace, node: Node, findings: Findings): CompiledNode {
  const { space, form } = place
  checkFields(form, node, findings)
  const each = optional('each' in node ? node.each : undefined, expr =>
    compileExpression(expr, formEnvironment(space, form, workflowScopes), findings.at('each')),
  )
  const scopes = { ...workflowScopes, ...itemScopes(each) }
  const expression = (name: string, more: Scopes = {}, expected?: Type): CompiledExpression | undefined => {
    const expr = (node as unknown as Readonly<Record<string, unknown>>)[name] as string | undefined
    const environment = formEnvironment(space, form, { ...scopes, ...more })
    return optional(expr, text => compileExpression(text, environment, findings.at(name), expected))
  }
  const votes: Scopes = { $votes: ANYTHING }
  const by = expression('by')
  const empty = optional('empty' in node ? node.empty : undefined, ({ to }) =>
    compileExpression(to, formEnvironment(space, form, scopes), findings.at('empty', 'to')),
  )
  checkPeople(space, node, { by, empty }, findings)
  return {
    key: node.key,
    definition: node,
    join: node.join as JoinKind,
    by,
    empty,
    each,
    record: node.type === 'subprocess' ? expression('record') : undefined,
    passWhen: expression('passWhen', votes, BOOLEAN),
    failWhen: expression('failWhen', votes, BOOLEAN),
    where: expression('where', {}, BOOLEAN),
    until:
      node.type === 'wait' && node.until !== undefined
        ? compileValue(node.until, formEnvironment(space, form, scopes), findings.at('until'))
        : undefined,
    on:
      node.type === 'wait'
        ? (node.on ?? []).flatMap((trigger, index) => listened(place, trigger, findings.at('on', index)) ?? [])
        : [],
    events: 'events' in node ? compileEvents(place, node.events ?? [], scopes, findings.at('events')) : [],
    deadline: optional('deadline' in node ? node.deadline : undefined, ladder =>
      compileDeadline(space, form, ladder, scopes, findings.at('deadline')),
    ),
    actions: node.type === 'do' ? compileActions(space, form, node.do, scopes, findings.at('do')) : [],
    next: compileEdges(place, node, scopes, findings),
  }
}

const optional = <T, R>(value: T | undefined, work: (value: T) => R | undefined): R | undefined =>
  value === undefined ? undefined : work(value)

/** A trigger of a node: its record is the workflow's own, or one in relation with it. */
function listened({ space, form }: NodePlace, trigger: Trigger, findings: Findings): CompiledTrigger | undefined {
  const compiled = compileEventTrigger(space, trigger, form.key, findings)
  if (compiled === undefined || compiled.form === form.key) return compiled
  const other = space.forms.get(compiled.form)
  const related =
    other?.fieldList.some(({ target }) => target === form.key) === true ||
    form.fieldList.some(({ target }) => target === compiled.form)
  if (!related) findings.at('form').error('wait_unrelated', { form: compiled.form })
  return compiled
}

/** `$row` and `$item` have the type of the list's elements. */
function itemScopes(each: CompiledExpression | undefined): Scopes {
  if (each?.type.kind !== 'list') return {}
  return { $row: each.type.of, $item: each.type.of }
}

function checkFields(form: CompiledForm, node: Node, findings: Findings): void {
  if ('fields' in node)
    for (const key of Object.keys(node.fields ?? {}))
      if (key !== '*' && !key.includes('.')) knownField(form, key, findings.at('fields', key))
  if (node.type === 'fill')
    for (const [index, key] of (node.require ?? []).entries()) knownField(form, key, findings.at('require', index))
  if (node.type !== 'approve') return
  for (const [index, key] of (node.voidOn ?? []).entries()) knownField(form, key, findings.at('voidOn', index))
  const counts = node.passWhen !== undefined
  if (node.mode === 'share' && !counts) findings.error('missing_property', { property: 'passWhen' })
  if (node.mode !== 'share' && (counts || node.failWhen !== undefined))
    findings.error('votes_without_share', { node: node.key })
}

function compileEdges(
  { space, form, knownNode }: NodePlace,
  node: Node,
  scopes: Scopes,
  findings: Findings,
): CompiledEdge[] {
  const environment = formEnvironment(space, form, scopes)
  return ('next' in node ? (node.next ?? []) : []).map((edge, index) => {
    const place = findings.at('next', index)
    knownNode(edge.to, place.at('to'))
    return {
      to: edge.to,
      on: edge.on,
      when: optional(edge.when, when => compileExpression(when, environment, place.at('when'), BOOLEAN)),
    }
  })
}

function compileEvents(
  { space, form, knownNode }: NodePlace,
  events: NonNullable<Extract<Node, { type: 'wait' }>['events']>,
  scopes: Scopes,
  findings: Findings,
): CompiledNodeEvent[] {
  return events.map((event, index) => {
    const place = findings.at(index)
    if (event.to !== undefined) knownNode(event.to, place.at('to'))
    if (event.on === undefined && event.after === undefined) place.error('missing_property', { property: 'on' })
    if (event.on !== undefined && event.after !== undefined) place.error('one_of_two', { first: 'on', second: 'after' })
    if (event.to === undefined && event.do === undefined && event.cancel === false)
      place.error('missing_property', { property: 'to' })
    return {
      on: optional(event.on, trigger => listened({ space, form, knownNode }, trigger, place.at('on'))),
      after: event.after,
      to: event.to,
      actions: compileActions(space, form, event.do ?? [], scopes, place.at('do')),
      cancel: event.cancel !== false,
    }
  })
}
