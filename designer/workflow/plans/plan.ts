import type { AppDefinition, Workflow } from '../../../schemas/generated/definition.ts'
import type { Command } from '../../commands/command.ts'
import {
  equal,
  type Flow,
  incoming,
  isGateway,
  outgoing,
  reached,
  readFlow,
  type Way,
  writeFlow,
} from '../graph/flow.ts'

/** What a plan does: the commands, and the steps that go with it because nothing leads to them any more. */
export interface FlowPlan {
  readonly commands: readonly Command[]
  readonly lost: readonly string[]
  /** the step the plan is about, to be shown next */
  readonly focus?: string | undefined
}

/** Why a plan cannot be made. */
export interface Refusal {
  readonly refused: 'only_end' | 'not_there' | 'into_itself' | 'otherwise_last'
}

/** A change of the drawing; undefined: it cannot be done. */
type Change = (flow: Flow) => Changed | Refusal

export interface Changed {
  readonly flow: Flow
  readonly focus?: string | undefined
}

export const isRefusal = <T extends object>(made: T | Refusal): made is Refusal => 'refused' in made

export const workflowOf = (definition: AppDefinition, key: string): Workflow | undefined =>
  (definition.workflows ?? []).find(one => one.key === key)

/**
 * A change of a workflow's drawing as commands. Steps the start led to and leads to no more are taken away and named in `lost`; gateways left with one way
 * in and one way out are dissolved.
 */
export function planned(definition: AppDefinition, key: string, change: Change): FlowPlan | Refusal {
  const workflow = workflowOf(definition, key)
  if (workflow === undefined) return { refused: 'not_there' }
  const before = readFlow(workflow)
  const changed = change(before)
  if (isRefusal(changed)) return changed
  const { flow, lost } = tidied(before, changed.flow)
  const after = writeFlow(workflow, flow)
  return { commands: commandsBetween(workflow, after), lost, focus: changed.focus }
}

/** Without the steps that cannot be reached any more and the gateways that lead nothing apart or together any more. */
function tidied(before: Flow, changed: Flow): { flow: Flow; lost: readonly string[] } {
  const once = reached(before)
  const known = new Set(before.nodes.map(({ key }) => key))
  const keys = reached(changed)
  const lost = changed.nodes.map(({ key }) => key).filter(key => !keys.has(key) && (once.has(key) || !known.has(key)))
  const gone = new Set(lost)
  const left: Flow = {
    nodes: changed.nodes.filter(({ key }) => !gone.has(key)),
    ways: changed.ways.filter(({ from, to }) => !gone.has(from ?? '') && !gone.has(to)),
  }
  const flow = dissolved(before, left)
  const kept = new Set(flow.nodes.map(({ key }) => key))
  return { flow, lost: before.nodes.map(({ key }) => key).filter(key => gone.has(key) && !kept.has(key)) }
}

/** Gateways that had more ways before and now have one in and one out. */
function dissolved(before: Flow, flow: Flow): Flow {
  const [inOf, outOf] = [incoming(flow.ways), outgoing(flow.ways)]
  const [inBefore, outBefore] = [incoming(before.ways), outgoing(before.ways)]
  const count = (map: ReadonlyMap<string | undefined, readonly Way[]>, key: string): number => map.get(key)?.length ?? 0
  const idle = flow.nodes.find(
    node =>
      isGateway(node) &&
      count(inOf, node.key) === 1 &&
      count(outOf, node.key) === 1 &&
      outOf.get(node.key)?.[0]?.to !== node.key &&
      count(inBefore, node.key) + count(outBefore, node.key) > 2,
  )
  return idle === undefined ? flow : dissolved(before, healed(flow, idle.key, outOf.get(idle.key)![0]!.to))
}

/**
 * The flow without a step: what led to it leads to `successor`. Of ways that would then lead a step to itself only those stay that led nowhere else,
 * of ways that say the same the first.
 */
export function healed({ nodes, ways }: Flow, key: string, successor: string): Flow {
  const bent = ways
    .filter(({ from }) => from !== key)
    .map(way => (way.to === key ? { ...way, to: successor } : way))
    .filter((way, index, all) => way.from !== way.to || ways.some(one => one.id === all[index]?.id && one.to !== key))
  return { nodes: nodes.filter(one => one.key !== key), ways: bent }
}

/** The fewest commands that make one workflow of the other. */
export function commandsBetween(before: Workflow, after: Workflow): Command[] {
  const at = ['workflows', before.key]
  const was = new Map(before.nodes.map(node => [node.key, node]))
  const is = new Set(after.nodes.map(({ key }) => key))
  const removed = before.nodes.filter(({ key }) => !is.has(key))
  const { nodes: _, ...head } = after
  const { nodes: __, ...oldHead } = before
  return [
    ...after.nodes.flatMap((node, index): Command[] => {
      const old = was.get(node.key)
      if (old !== undefined) return changes([...at, 'nodes', node.key], old, node)
      return [{ do: 'add', to: [...at, 'nodes'], element: node, after: after.nodes[index - 1]?.key ?? null }]
    }),
    ...changes(at, oldHead, head),
    ...removed.map(({ key }): Command => ({ do: 'remove', at: [...at, 'nodes', key] })),
  ]
}

function changes(at: readonly string[], before: object, after: object): Command[] {
  const [old, next] = [before as Record<string, unknown>, after as Record<string, unknown>]
  const names = [...new Set([...Object.keys(old), ...Object.keys(next)])].filter(name => !equal(old[name], next[name]))
  if (names.length === 0) return []
  return [{ do: 'set', at, set: Object.fromEntries(names.map(name => [name, next[name] ?? null])) }]
}
