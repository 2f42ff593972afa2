import type { CompiledNode, CompiledWorkflow } from './compiled.ts'
import { graphOf } from './graph.ts'
import { queues } from './joins.ts'
import { isLive } from './run.ts'
import { type Activation, APPLICANT, type TaskState, type Token } from './state.ts'

/** Where an instance stands, as far as another version cares: a part of its state. Many instances stand alike. */
export interface Standing {
  readonly activations: readonly StandingAt[]
  readonly waiting: readonly Pick<Token, 'node' | 'edge'>[]
}

interface StandingAt extends Pick<Activation, 'node' | 'state'> {
  readonly tasks: readonly Pick<TaskState, 'kind'>[]
  readonly alarms?: readonly { readonly alarm: string }[]
  readonly children?: unknown
  readonly backTo?: { readonly node: string }
}

/**
 * Whether a running instance can go on by another version of its workflow: every step it stands at must be there and be of the same kind, with the events it
 * armed, and every way on which tokens wait before a join. Answers the first step that is in the way; undefined = it can go on.
 */
export function moveObstacle(state: Standing, to: CompiledWorkflow): string | undefined {
  const live = state.activations.filter(isLive)
  const misplaced = live.find(activation => !fits(activation, to.nodes.get(activation.node), to))
  if (misplaced !== undefined) return misplaced.node
  return state.waiting.find(({ node: key, edge }) => {
    const node = to.nodes.get(key)
    const ways = graphOf(to).incoming(key)
    return node === undefined || !queues(node) || !ways.some(({ name }) => name === edge)
  })?.node
}

function fits(
  { node, tasks, alarms, children, backTo }: StandingAt,
  known: CompiledNode | undefined,
  to: CompiledWorkflow,
) {
  if (backTo !== undefined && !to.nodes.has(backTo.node)) return false
  if (node === APPLICANT) return true
  if (known === undefined) return false
  const { type } = known.definition
  const kinds = tasks.length === 0 || tasks.every(task => task.kind === type)
  const calls = children === undefined || type === 'subprocess'
  // A timer is known by what it stands for: the wait itself, or the number of an event.
  const rings = (alarms ?? []).every(({ alarm }) =>
    alarm === 'wait' || alarm === 'check' ? type === 'wait' : known.events[Number(alarm)] !== undefined,
  )
  const rests = tasks.length > 0 || children !== undefined || (alarms ?? []).length > 0 || type === 'wait'
  return kinds && calls && rings && rests
}
