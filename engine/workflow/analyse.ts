import type { Findings } from '../definition/finding.ts'
import type { CompiledNode } from './compiled.ts'

const AUTOMATIC = new Set(['exclusive', 'parallel', 'do', 'cc'])
const GOOD: Readonly<Record<string, string>> = { approve: 'approved', fill: 'submitted' }

/**
 * What can be wrong with a workflow's graph, each with the node's place: nodes nothing leads to, nodes nothing follows, branches with a gap, loops in
 * which nobody acts, tokens that meet without a join (M13, M14).
 */
export function analyseWorkflow(nodes: readonly CompiledNode[], start: string, findings: Findings): void {
  const byKey = new Map(nodes.map(node => [node.key, node]))
  const at = (node: CompiledNode): Findings => findings.at('nodes', nodes.indexOf(node))
  const reached = reachable(byKey, [start], () => false)
  for (const node of nodes) {
    if (byKey.has(start) && !reached.has(node.key)) at(node).error('unreachable_node', { node: node.key })
    checkWayOut(node, at(node))
  }
  for (const cycle of automaticCycles(nodes, byKey))
    at(byKey.get(cycle[0]!)!).error('endless_loop', { cycle: [...cycle, cycle[0]].join(' → ') })
  for (const node of meetings(nodes, byKey)) at(node).error('missing_join', { node: node.key })
}

function reachable(
  nodes: ReadonlyMap<string, CompiledNode>,
  from: readonly string[],
  stops: (node: CompiledNode) => boolean,
): Set<string> {
  const found = new Set<string>()
  const queue = [...from]
  for (const key of queue) {
    const node = nodes.get(key)
    if (node === undefined || found.has(key)) continue
    found.add(key)
    if (!stops(node)) queue.push(...node.next.map(({ to }) => to))
  }
  return found
}

/** When all goes well there is always a way on. An exclusive branch must have its "otherwise"; elsewhere a gap ends that way, so it is a warning. */
function checkWayOut(node: CompiledNode, place: Findings): void {
  const { type } = node.definition
  if (type === 'end') return
  const ways = node.next.filter(({ on }) => on === undefined || on === (GOOD[type] ?? 'done'))
  if (ways.length === 0) place.error('dead_end', { node: node.key })
  else if (ways.every(({ when }) => when !== undefined) && type !== 'parallel')
    place[type === 'exclusive' ? 'error' : 'warning']('branch_gap', { node: node.key })
}

/** Circles of nodes that wait for nobody, each once. */
function automaticCycles(nodes: readonly CompiledNode[], byKey: ReadonlyMap<string, CompiledNode>): string[][] {
  const isAutomatic = (key: string): boolean => AUTOMATIC.has(byKey.get(key)?.definition.type ?? '')
  const state = new Map<string, 'open' | 'done'>()
  const cycles: string[][] = []
  for (const { key: start } of nodes) {
    if (!isAutomatic(start) || state.has(start)) continue
    const stack = [{ key: start, next: 0 }]
    state.set(start, 'open')
    while (stack.length > 0) {
      const top = stack.at(-1)!
      const edge = byKey.get(top.key)?.next[top.next]
      top.next += 1
      if (edge === undefined) {
        state.set(top.key, 'done')
        stack.pop()
      } else if (isAutomatic(edge.to) && state.get(edge.to) === 'open')
        cycles.push(stack.slice(stack.findIndex(({ key }) => key === edge.to)).map(({ key }) => key))
      else if (isAutomatic(edge.to) && !state.has(edge.to)) {
        state.set(edge.to, 'open')
        stack.push({ key: edge.to, next: 0 })
      }
    }
  }
  return cycles
}

/** First nodes that two branches of a parallel split can both reach, with no `join` to say what then; an end takes every token and needs none. */
function meetings(nodes: readonly CompiledNode[], byKey: ReadonlyMap<string, CompiledNode>): Set<CompiledNode> {
  const found = new Set<CompiledNode>()
  const joins = (node: CompiledNode): boolean => node.definition.join === 'all'
  for (const split of nodes) {
    if (split.definition.type !== 'parallel') continue
    const counts = new Map<string, number>()
    for (const { to } of split.next)
      for (const key of reachable(byKey, [to], joins)) counts.set(key, (counts.get(key) ?? 0) + 1)
    const shared = (key: string): boolean => (counts.get(key) ?? 0) > 1
    for (const node of nodes) {
      if (!shared(node.key) || node.definition.join !== undefined || node.definition.type === 'end') continue
      const first = nodes.some(
        other =>
          other.next.some(({ to }) => to === node.key) &&
          (other === split || (counts.has(other.key) && !shared(other.key))),
      )
      if (first) found.add(node)
    }
  }
  return found
}
