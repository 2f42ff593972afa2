import { applyCommands } from '../../../designer/commands/apply.ts'
import { type FlowPlan, isRefusal, type Refusal } from '../../../designer/workflow/plans/plan.ts'
import type { AppDefinition, Node, Workflow } from '../../../schemas/generated/definition.ts'
import { trade } from '../../fixtures/trade.ts'

const both = (text: string) => ({ zh: text, en: text })

/** The trade app with one workflow `w` of the given steps; it begins at the first. */
export function withWorkflow(nodes: readonly Node[]): AppDefinition {
  const workflow: Workflow = {
    key: 'w',
    name: both('w'),
    form: 'opportunity',
    start: { to: nodes[0]!.key, manual: true },
    nodes: [...nodes],
  }
  return { ...trade, workflows: [workflow] }
}

export const workflowIn = (definition: AppDefinition): Workflow => definition.workflows![0]!

/** The definition after a plan, which must not be refused. */
export function carriedOut(definition: AppDefinition, plan: FlowPlan | Refusal): AppDefinition {
  if (isRefusal(plan)) throw new Error(`refused: ${plan.refused}`)
  return applyCommands(definition, plan.commands)
}

/** `a>b:approved` for each way, for short expectations. */
export const waysIn = (definition: AppDefinition): string[] => {
  const { start, nodes } = workflowIn(definition)
  const ways = nodes.flatMap(node =>
    ('next' in node ? (node.next ?? []) : []).map(
      ({ to, on }) => `${node.key}>${to}${on === undefined ? '' : `:${on}`}`,
    ),
  )
  return [`>${start.to}`, ...ways]
}

export const approve = (key: string, ...next: [to: string, on?: 'approved' | 'rejected'][]): Node => ({
  key,
  type: 'approve',
  by: 'MANAGER({$applicant})',
  next: next.map(([to, on]) => (on === undefined ? { to } : { to, on })),
})
export const end = (key: string, outcome: 'approved' | 'rejected' = 'approved'): Node => ({ key, type: 'end', outcome })
