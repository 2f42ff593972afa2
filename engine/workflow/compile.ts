import type { Node, Workflow } from '../../schemas/generated/definition.ts'
import { compileActions } from '../definition/actions.ts'
import type { CompiledForm } from '../definition/compiled.ts'
import { knownField } from '../definition/conditions.ts'
import { formEnvironment, type NameSpace, type Scopes } from '../definition/environment.ts'
import { compileExpression } from '../definition/expressions.ts'
import { type Findings, suggest } from '../definition/finding.ts'
import { compileDeadline } from '../definition/ladders.ts'
import { compileEventTrigger } from '../definition/triggers.ts'
import { BOOLEAN } from '../expression/index.ts'
import { analyseWorkflow } from './analyse.ts'
import type { CompiledEdge, CompiledNode, CompiledWorkflow } from './compiled.ts'
import { nodeExpressions, relationPaths } from './needs.ts'

/** Scopes of expressions inside a workflow. */
const workflowScopes: Scopes = {
  $task: { kind: 'any' },
  $nodes: { kind: 'any' },
  $event: { kind: 'any' },
  $out: { kind: 'any' },
  $candidate: { kind: 'user' },
  $applicant: { kind: 'user' },
}

/** Compiles a workflow's nodes, edges, people and deadlines. `analyseWorkflow` judges the graph. */
export function compileWorkflow(
  space: NameSpace,
  workflow: Workflow,
  findings: Findings,
): CompiledWorkflow | undefined {
  const form = space.forms.get(workflow.form)
  if (form === undefined) {
    findings
      .at('form')
      .error('unknown_form', { form: workflow.form, suggestion: suggest(workflow.form, space.forms.keys()) })
    return undefined
  }
  const keys = workflow.nodes.map(({ key }) => key)
  const knownNode = (key: string, place: Findings): void => {
    if (!keys.includes(key)) place.error('unknown_node', { node: key, suggestion: suggest(key, keys) })
  }
  knownNode(workflow.start.to, findings.at('start', 'to'))
  const nodes = workflow.nodes.map((node, index) =>
    compileNode(space, form, node, knownNode, findings.at('nodes', index)),
  )
  const condition = (name: 'who' | 'where') =>
    workflow.start[name] === undefined
      ? undefined
      : compileExpression(workflow.start[name], formEnvironment(space, form), findings.at('start', name), BOOLEAN)
  analyseWorkflow(nodes, workflow.start.to, findings)
  const who = condition('who')
  const where = condition('where')
  return {
    key: workflow.key,
    definition: workflow,
    form: workflow.form,
    on: (workflow.start.on ?? []).flatMap(
      (trigger, index) => compileEventTrigger(space, trigger, workflow.form, findings.at('start', 'on', index)) ?? [],
    ),
    who,
    where,
    nodes: new Map(nodes.map(node => [node.key, node])),
    needs: relationPaths(form, [who, where, ...nodes.flatMap(node => [...nodeExpressions(node)])]),
  }
}

function compileNode(
  space: NameSpace,
  form: CompiledForm,
  node: Node,
  knownNode: (key: string, place: Findings) => void,
  findings: Findings,
): CompiledNode {
  const environment = formEnvironment(space, form, workflowScopes)
  if ('fields' in node)
    for (const key of Object.keys(node.fields ?? {}))
      if (key !== '*' && !key.includes('.')) knownField(form, key, findings.at('fields', key))
  if (node.type === 'fill')
    for (const [index, key] of (node.require ?? []).entries()) knownField(form, key, findings.at('require', index))
  if (node.type === 'approve')
    for (const [index, key] of (node.voidOn ?? []).entries()) knownField(form, key, findings.at('voidOn', index))
  const next: CompiledEdge[] = ('next' in node ? (node.next ?? []) : []).map((edge, index) => {
    const place = findings.at('next', index)
    knownNode(edge.to, place.at('to'))
    return {
      to: edge.to,
      on: edge.on,
      when: edge.when === undefined ? undefined : compileExpression(edge.when, environment, place.at('when'), BOOLEAN),
    }
  })
  return {
    key: node.key,
    definition: node,
    by: 'by' in node && node.by !== undefined ? compileExpression(node.by, environment, findings.at('by')) : undefined,
    empty:
      'empty' in node && node.empty !== undefined
        ? compileExpression(node.empty.to, environment, findings.at('empty', 'to'))
        : undefined,
    deadline:
      'deadline' in node && node.deadline !== undefined
        ? compileDeadline(space, form, node.deadline, workflowScopes, findings.at('deadline'))
        : undefined,
    actions: node.type === 'do' ? compileActions(space, form, node.do, workflowScopes, findings.at('do')) : [],
    next,
  }
}
