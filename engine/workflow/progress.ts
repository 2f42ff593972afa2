import type { Node } from '../../schemas/generated/definition.ts'
import type { CompiledNode, CompiledWorkflow } from './compiled.ts'
import { edgesFrom, type GraphEdge } from './graph.ts'
import { APPLICANT, DIRECT_EDGE, type InstanceState, START_EDGE } from './state.ts'

/** The start, as a drawing shows it. */
const START = '$start'
/** More steps than these are not drawn: what was passed, what is active and what may come next stay. */
const MOST_DRAWN = 60

/** A step of an instance as people see it. */
export interface ProgressNode {
  readonly key: string
  readonly type: Node['type'] | 'start'
  readonly label: Node['label'] | undefined
  /** `skipped`: it was not taken and cannot be reached any more */
  readonly state: 'done' | 'active' | 'ahead' | 'skipped'
  /** what its newest run came to; of an end what it stands for */
  readonly outcome: string | null
  /** active since, or done at; ISO */
  readonly at: string | null
  readonly by: string | null
  /** how often it ran */
  readonly count: number
  /** of several tasks or subprocesses at work: how many came to their end */
  readonly share: { readonly done: number; readonly total: number } | null
  /** a wait for time: until when; ISO */
  readonly until: string | null
  /** who has it now, and since when */
  readonly holders: readonly { readonly user: string; readonly since: string | null }[]
}

export interface ProgressEdge {
  readonly from: string
  readonly to: string
  readonly taken: boolean
}

export interface Progress {
  readonly nodes: readonly ProgressNode[]
  readonly edges: readonly ProgressEdge[]
  /** steps far ahead or not taken are left out */
  readonly cut: boolean
}

/** How far an instance is: the steps people know, with branches, joins and actions without a name drawn through. */
export function progressOf(workflow: CompiledWorkflow, state: InstanceState): Progress {
  const shown = [...workflow.nodes.values()].filter(node => !isPassage(node))
  const edges = waysBetween(workflow, state)
  const ahead = state.status === 'running' ? reachable(workflow, state) : new Set<string>()
  const nodes = [startNode(state), ...shown.map(node => progressNode(node, state, ahead))]
  if (nodes.length <= MOST_DRAWN) return { nodes, edges, cut: false }
  const touched = new Set(nodes.filter(node => node.state === 'done' || node.state === 'active').map(({ key }) => key))
  const active = new Set(nodes.filter(node => node.state === 'active').map(({ key }) => key))
  const next = new Set(edges.filter(({ from }) => active.has(from)).map(({ to }) => to))
  const kept = nodes.filter(({ key }) => touched.has(key) || next.has(key)).slice(-MOST_DRAWN)
  const keys = new Set(kept.map(({ key }) => key))
  return { nodes: kept, edges: edges.filter(({ from, to }) => keys.has(from) && keys.has(to)), cut: true }
}

const PASSAGES = new Set(['exclusive', 'parallel', 'inclusive', 'do'])
const isPassage = ({ definition }: CompiledNode): boolean =>
  PASSAGES.has(definition.type) && definition.label === undefined

function startNode({ applicant, activations, status }: InstanceState): ProgressNode {
  const amending = activations.find(({ node, state }) => node === APPLICANT && state === 'live')
  return {
    key: START,
    type: 'start',
    label: undefined,
    state: amending !== undefined && status === 'running' ? 'active' : 'done',
    outcome: null,
    at: amending?.at ?? activations[0]?.at ?? null,
    by: applicant,
    count: 1,
    share: null,
    until: null,
    holders: holdersOf(amending === undefined ? [] : [amending]),
  }
}

function progressNode(
  { key, definition }: CompiledNode,
  { activations, nodes, status }: InstanceState,
  ahead: ReadonlySet<string>,
): ProgressNode {
  const runs = activations.filter(({ node }) => node === key)
  const live = status === 'running' ? runs.filter(({ state }) => state === 'live' || state === 'held') : []
  const done = runs.at(-1)?.state === 'done'
  const fact = nodes[key]
  const { label, type } = definition
  const state = live.length > 0 ? 'active' : done ? 'done' : ahead.has(key) ? 'ahead' : 'skipped'
  return {
    key,
    type,
    label,
    state,
    outcome: definition.type === 'end' ? (definition.outcome ?? 'done') : done ? (fact?.outcome ?? null) : null,
    at: state === 'active' ? (live[0]?.at ?? null) : done ? (fact?.at ?? null) : null,
    by: done ? (fact?.by ?? null) : null,
    count: runs.length,
    share: shareOf(live),
    until:
      live.flatMap(({ alarms = [] }) => alarms.flatMap(({ alarm, due }) => (alarm === 'wait' ? [due] : [])))[0] ?? null,
    holders: holdersOf(live),
  }
}

function shareOf(live: InstanceState['activations']): ProgressNode['share'] {
  const parts = live
    .flatMap(({ tasks, children = [] }) => [...tasks, ...children])
    .filter(({ state }) => state !== 'cancelled')
  return parts.length < 2 ? null : { done: parts.filter(({ state }) => state === 'done').length, total: parts.length }
}

const holdersOf = (live: InstanceState['activations']): ProgressNode['holders'] =>
  live.flatMap(({ tasks }) =>
    tasks.flatMap(({ state, assignee, openedAt }) =>
      state === 'open' ? [{ user: assignee, since: openedAt ?? null }] : [],
    ),
  )

/** Ways between steps that are drawn, each pair once. */
function waysBetween({ nodes, definition }: CompiledWorkflow, state: InstanceState): ProgressEdge[] {
  const taken = takenWays(nodes, state)
  const found = new Map<string, ProgressEdge>()
  const follow = (from: string, edge: GraphEdge, sofar: boolean, passed: Set<string>): void => {
    const node = nodes.get(edge.to)
    const went = sofar && taken.has(edge.name)
    if (node === undefined || passed.has(`${edge.to} ${went}`)) return
    if (isPassage(node)) {
      passed.add(`${edge.to} ${went}`)
      for (const next of edgesFrom(node)) follow(from, next, went, passed)
      return
    }
    const name = `${from} ${edge.to}`
    found.set(name, { from, to: edge.to, taken: went || found.get(name)?.taken === true })
  }
  follow(START, { name: START_EDGE, from: undefined, to: definition.start.to }, true, new Set())
  for (const node of nodes.values()) {
    const passed = new Set<string>()
    if (!isPassage(node)) for (const edge of edgesFrom(node)) follow(node.key, edge, true, passed)
  }
  return [...found.values()]
}

/** Ways that tokens came along; after a return straight to it a step was come to as it was before. */
function takenWays(nodes: CompiledWorkflow['nodes'], { activations, waiting }: InstanceState): Set<string> {
  const taken = new Set(waiting.map(({ edge }) => edge))
  for (const run of activations) {
    if (run.state === 'cancelled') continue
    for (const { edge, activation } of run.from) {
      const from = nodes.get(activations[activation - 1]?.node ?? '')
      if (edge !== DIRECT_EDGE) taken.add(edge)
      else if (from === undefined) taken.add(START_EDGE)
      else for (const { name, to } of edgesFrom(from)) if (to === run.node) taken.add(name)
    }
  }
  return taken
}

/** Nodes that tokens under way can still come to; a rejection of an applicant's paper begins anew. */
function reachable({ nodes, definition }: CompiledWorkflow, { activations, waiting }: InstanceState): Set<string> {
  const live = activations.filter(({ state }) => state === 'live' || state === 'held')
  const queue = [
    ...live.map(({ node, backTo }) => backTo?.node ?? (node === APPLICANT ? definition.start.to : node)),
    ...waiting.map(({ node }) => node),
  ]
  const found = new Set<string>(queue)
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    const node = nodes.get(key)
    for (const { to } of node === undefined ? [] : edgesFrom(node)) {
      if (found.has(to)) continue
      found.add(to)
      queue.push(to)
    }
  }
  return found
}
