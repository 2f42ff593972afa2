import type { Findings } from '../definition/finding.ts'
import { atLeastMs, parseDuration } from '../timer/duration.ts'
import type { CompiledEdge, CompiledNode } from './compiled.ts'
import { edgesFrom } from './graph.ts'
import { proveSound } from './soundness.ts'

const AUTOMATIC = new Set(['exclusive', 'parallel', 'inclusive', 'do', 'cc'])
const GOOD: Readonly<Record<string, readonly string[]>> = {
  approve: ['approved'],
  fill: ['submitted'],
  subprocess: ['approved', 'done'],
}

/**
 * What can be wrong with a workflow's graph, each with the node's place: nodes nothing leads to, nodes nothing follows, branches with a gap, loops in
 * which nobody acts, tokens that meet without a join (M13, M14).
 */
export function analyseWorkflow(nodes: readonly CompiledNode[], start: string, findings: Findings): void {
  const byKey = new Map(nodes.map(node => [node.key, node]))
  const at = (node: CompiledNode): Findings => places.get(node) ?? findings
  const places = new Map(nodes.map((node, index) => [node, findings.at('nodes', index)]))
  const reached = reachable(byKey, start)
  for (const node of nodes) {
    if (byKey.has(start) && !reached.has(node.key)) at(node).error('unreachable_node', { node: node.key })
    checkWayOut(node, at(node))
    checkOwnDelays(node, at(node))
  }
  for (const cycle of automaticCycles(nodes, byKey))
    at(byKey.get(cycle[0]!)!).error('endless_loop', { cycle: [...cycle, cycle[0]].join(' → ') })
  proveSound(byKey, start, at)
}

function reachable(nodes: ReadonlyMap<string, CompiledNode>, start: string): Set<string> {
  const found = new Set<string>()
  const queue = [start]
  for (const key of queue) {
    const node = nodes.get(key)
    if (node === undefined || found.has(key)) continue
    found.add(key)
    queue.push(...edgesFrom(node).map(({ to }) => to))
  }
  return found
}

/** When all goes well there is always a way on. An exclusive branch must have its "otherwise"; elsewhere a gap ends that way, so it is a warning. */
function checkWayOut(node: CompiledNode, place: Findings): void {
  const { type } = node.definition
  if (type === 'end') return
  const ways = node.next.filter(({ on }) => on === undefined || (GOOD[type] ?? ['done']).includes(on))
  if (ways.length === 0) place.error('dead_end', { node: node.key })
  else if (ways.every(({ when }) => when !== undefined) && type !== 'parallel')
    place[type === 'exclusive' || type === 'inclusive' ? 'error' : 'warning']('branch_gap', { node: node.key })
}

/** A condition that reads how often a node ran bounds the loop (M14). */
const isCounted = ({ when }: CompiledEdge): boolean =>
  when?.references.some(({ path }) => path[0] === '$nodes' && path[2] === 'count') === true

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
      } else if (isCounted(edge)) continue
      else if (isAutomatic(edge.to) && state.get(edge.to) === 'open')
        cycles.push(stack.slice(stack.findIndex(({ key }) => key === edge.to)).map(({ key }) => key))
      else if (isAutomatic(edge.to) && !state.has(edge.to)) {
        state.set(edge.to, 'open')
        stack.push({ key: edge.to, next: 0 })
      }
    }
  }
  return cycles
}

const SHORTEST_MS = 60_000
const LONGEST_MS = 100 * 366 * 86_400_000

/** Of a wait and of events; before or after a date of the record a wait may be due at any time, so only its length counts. */
function checkOwnDelays({ definition, events }: CompiledNode, findings: Findings): void {
  for (const [index, { after }] of events.entries())
    if (after !== undefined) checkDelay(after, {}, findings.at('events', index, 'after'))
  if (definition.type !== 'wait') return
  const { on, where, until, after, calendar } = definition
  if ([on, where, until, after].every(one => one === undefined)) findings.error('waits_for_nothing')
  if (after !== undefined && until === undefined) checkDelay(after, { calendar }, findings.at('after'))
}

/** SEMANTICS "Limits": 60 s to 100 years. */
function checkDelay(text: string, { calendar }: { readonly calendar?: string | undefined }, findings: Findings): void {
  const duration = parseDuration(text)
  if (duration === undefined) return
  const ms = atLeastMs(duration)
  if (ms < SHORTEST_MS) findings.error('too_short_delay', { limit: '1min' })
  if (ms > LONGEST_MS) findings.error('too_long_delay', { limit: '1200mo' })
  if (duration.unit === 'wh' && calendar === undefined) findings.error('calendar_missing')
}
