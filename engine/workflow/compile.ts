import type { Workflow } from '../../schemas/generated/definition.ts'
import { formEnvironment, type NameSpace } from '../definition/environment.ts'
import { compileExpression } from '../definition/expressions.ts'
import { type Findings, suggest } from '../definition/finding.ts'
import { compileDeadline } from '../definition/ladders.ts'
import { compileEventTrigger } from '../definition/triggers.ts'
import { BOOLEAN } from '../expression/index.ts'
import { analyseWorkflow } from './analyse.ts'
import { compileNode, overallScopes, workflowScopes } from './compile-node.ts'
import type { CompiledWorkflow } from './compiled.ts'
import { ladderExpressions, nodeExpressions, relationPaths, rowPaths } from './needs.ts'
import { checkRecursion } from './recursion.ts'

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
  const names = new Set(keys)
  const knownNode = (key: string, place: Findings): void => {
    if (!names.has(key)) place.error('unknown_node', { node: key, suggestion: suggest(key, keys) })
  }
  knownNode(workflow.start.to, findings.at('start', 'to'))
  const nodes = workflow.nodes.map((node, index) =>
    compileNode({ space, form, knownNode }, node, findings.at('nodes', index)),
  )
  const condition = (name: 'who' | 'where') =>
    workflow.start[name] === undefined
      ? undefined
      : compileExpression(workflow.start[name], formEnvironment(space, form), findings.at('start', name), BOOLEAN)
  analyseWorkflow(nodes, workflow.start.to, findings)
  const allowed = workflow.allow?.reopen
  const reopenPlace = findings.at('allow', 'reopen')
  if (allowed?.to !== undefined) knownNode(allowed.to, reopenPlace.at('to'))
  const reopen =
    allowed === undefined
      ? undefined
      : compileExpression(allowed.who, formEnvironment(space, form, workflowScopes), reopenPlace.at('who'), BOOLEAN)
  checkRecursion(space.definition.workflows ?? [], workflow, findings)
  const ladder =
    workflow.ladder === undefined
      ? undefined
      : compileDeadline(space, form, workflow.ladder, overallScopes, findings.at('ladder'))
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
    reopen,
    ladder,
    nodes: new Map(nodes.map(node => [node.key, node])),
    needs: [
      ...relationPaths(form, [
        who,
        where,
        reopen,
        ...nodes.flatMap(node => [...nodeExpressions(node)]),
        ...ladderExpressions(ladder),
      ]),
      ...nodes.flatMap(node => rowPaths(form, node)),
    ],
  }
}
