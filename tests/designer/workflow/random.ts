import { applyCommands } from '../../../designer/commands/apply.ts'
import { readFlow } from '../../../designer/workflow/graph/flow.ts'
import type { Kind } from '../../../designer/workflow/plans/kinds.ts'
import { type FlowPlan, isRefusal, type Refusal } from '../../../designer/workflow/plans/plan.ts'
import {
  copyOf,
  duplicate,
  insertOnEdge,
  moveToEdge,
  pasteOnEdge,
  removeNode,
} from '../../../designer/workflow/plans/steps.ts'
import { addBranch, connect, disconnect, moveBranch, retarget } from '../../../designer/workflow/plans/ways.ts'
import type { AppDefinition, Node } from '../../../schemas/generated/definition.ts'
import { approve, end, withWorkflow, workflowIn } from './sample.ts'

const kinds: Kind[] = ['approve', 'fill', 'cc', 'exclusive', 'parallel', 'inclusive', 'wait', 'do', 'end']

/** One of the plans, by numbers that pick its way, step and kind. */
export function anyPlan(
  definition: AppDefinition,
  [what, a, b]: readonly [number, number, number],
): FlowPlan | Refusal {
  const flow = readFlow(workflowIn(definition))
  const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!
  const way = pick(flow.ways, a).id
  const [node, other] = [pick(flow.nodes, a).key, pick(flow.nodes, b).key]
  const plans: (() => FlowPlan | Refusal)[] = [
    () => insertOnEdge(definition, 'w', way, pick(kinds, b)),
    () => insertOnEdge(definition, 'w', way, pick(kinds, b)),
    () => removeNode(definition, 'w', node),
    () => addBranch(definition, 'w', node),
    () => moveBranch(definition, 'w', way, b % 2 === 0 ? 1 : -1),
    () => connect(definition, 'w', node, other, pick(['approved', 'rejected', undefined] as const, b)),
    () => disconnect(definition, 'w', way),
    () => retarget(definition, 'w', way, other),
    () => moveToEdge(definition, 'w', other, way),
    () => duplicate(definition, 'w', node),
    () => pasteOnEdge(definition, 'w', way, copyOf(definition, 'w', other)!),
  ]
  return pick(plans, what)()
}

/** A workflow after a sequence of plans. */
export function afterPlans(steps: readonly (readonly [number, number, number])[]): AppDefinition {
  let definition = withWorkflow([approve('a', ['b', 'approved']), approve('b', ['done', 'approved']), end('done')])
  for (const numbers of steps) {
    const plan = anyPlan(definition, numbers)
    if (!isRefusal(plan)) definition = applyCommands(definition, plan.commands)
  }
  return definition
}

/** A long workflow: approvals with a condition of two branches after every third. */
export function chain(steps: number): AppDefinition {
  const nodes: Node[] = []
  const name = (n: number) => (n >= steps ? 'done' : `n${n}`)
  for (let n = 0; n < steps; n += 1) {
    if (n % 4 === 3 && n + 3 < steps) {
      nodes.push({
        key: name(n),
        type: 'exclusive',
        next: [{ to: name(n + 1), when: '{amount} > 1' }, { to: name(n + 2) }],
      })
      nodes.push(approve(name(n + 1), [name(n + 3), 'approved']), approve(name(n + 2), [name(n + 3), 'approved']))
      n += 2
    } else nodes.push(approve(name(n), [name(n + 1), 'approved']))
  }
  return withWorkflow([...nodes, end('done')])
}
