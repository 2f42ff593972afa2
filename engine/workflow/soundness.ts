import type { Findings } from '../definition/finding.ts'
import type { CompiledNode } from './compiled.ts'
import type { GraphEdge } from './graph.ts'
import { isQueued, isSplit, MANY, type Marking, type Net, netOf, startEdge } from './net.ts'

/** States looked at before a workflow is said to be unproven (SEMANTICS "Limits"). */
const MOST_STATES = 10_000

/**
 * Walks through every state a workflow can come to, whatever people decide: no join may be left waiting for a branch that was not taken, and where no join
 * stands at most one token may come (M13). Beyond 10,000 states it is said to be unproven.
 */
export function proveSound(
  nodes: ReadonlyMap<string, CompiledNode>,
  start: string,
  at: (node: CompiledNode) => Findings,
): void {
  const first = nodes.get(start)
  if (first === undefined) return
  const net = netOf(nodes, start)
  const stuck = new Set<CompiledNode>()
  const crowded = new Set<CompiledNode>()
  let doubtful = false
  const seen = new Set<string>()
  const queue = [put(net, EMPTY, [startEdge(start)])]
  for (let state = queue.pop(); state !== undefined && seen.size < MOST_STATES; state = queue.pop()) {
    const name = nameOf(state)
    if (seen.has(name)) continue
    seen.add(name)
    const next = statesAfter(net, state)
    queue.push(...next)
    const faults = crowdedIn(net, state).map(node => [crowded, node] as const)
    if (next.length === 0 && !hasEnded(net, state))
      faults.push(...stuckIn(net, state).map(node => [stuck, node] as const))
    if (state.loose === true) doubtful ||= faults.length > 0
    else for (const [kind, node] of faults) kind.add(node)
  }
  for (const node of crowded) at(node).error('missing_join', { node: node.key })
  for (const node of stuck) at(node).error('join_deadlock', { node: node.key })
  const proven = net.exact && !doubtful && seen.size < MOST_STATES
  if (!proven && crowded.size + stuck.size === 0) at(first).warning('not_proven', { limit: MOST_STATES })
}

/** More than one token where no join stands. */
const crowdedIn = (net: Net, { tokens }: Marking): CompiledNode[] =>
  [...tokens].flatMap(([place, count]) => {
    const node = net.nodes.get(activeNode(place) ?? '')
    return node !== undefined && count > 1 && node.join === undefined && node.definition.type !== 'end' ? [node] : []
  })

/** An end of the whole instance was reached: what waits then waits for nothing. */
const hasEnded = (net: Net, { tokens }: Marking): boolean =>
  [...tokens.keys()].some(place => {
    const definition = net.nodes.get(activeNode(place) ?? '')?.definition
    return definition?.type === 'end' && definition.scope !== 'branch'
  })

/** Joins that tokens are left before when nothing can happen any more. */
const stuckIn = (net: Net, { tokens }: Marking): CompiledNode[] =>
  [...tokens.keys()].flatMap(place => (activeNode(place) === undefined ? (net.nodes.get(joinOf(place)) ?? []) : []))

const EMPTY: Marking = { tokens: new Map(), fired: new Map() }

const activePlace = (node: string): string => `at ${node}`
const queuePlace = (join: string, edge: string): string => `${join} ${edge}`
const activeNode = (place: string): string | undefined => (place.startsWith('at ') ? place.slice(3) : undefined)
const joinOf = (place: string): string => place.slice(0, place.indexOf(' '))

const nameOf = ({ tokens, fired, loose }: Marking): string => {
  const rounds = [...fired].map(([join, edges]) => `${join}:${[...edges].sort().join(',')}`)
  const places = [...tokens].map(([place, count]) => `${place}*${count}`)
  return `${places.sort().join(';')}|${rounds.sort().join(';')}${loose === true ? '~' : ''}`
}

/** Tokens arrive along edges: before a join they queue up, elsewhere they stand in the node. */
function put(net: Net, state: Marking, edges: readonly GraphEdge[]): Marking {
  const next = new Map(state.tokens)
  for (const { name, to } of edges) {
    const place = isQueued(net.nodes.get(to)) ? queuePlace(to, name) : activePlace(net.headOf(to))
    addTo(next, place)
  }
  return { ...state, tokens: next }
}

const addTo = (tokens: Map<string, number>, place: string): void => {
  tokens.set(place, Math.min(MANY, (tokens.get(place) ?? 0) + 1))
}

/** A token leaves a place; where many stood one less or many are left. */
function takenFrom(state: Marking, place: string): Marking[] {
  const count = state.tokens.get(place) ?? 0
  const rest = new Map(state.tokens)
  if (count === 1) rest.delete(place)
  else rest.set(place, count - 1)
  if (count < MANY) return [{ ...state, tokens: rest }]
  return [
    { ...state, tokens: rest, loose: true },
    { ...state, loose: true },
  ]
}

/** What may come next: branches and joins at once, then whatever somebody or something does. */
function statesAfter(net: Net, state: Marking): Marking[] {
  const places = [...state.tokens.keys()]
  const urgent = places.find(place => isSplit(net.nodes.get(activeNode(place) ?? '')))
  if (urgent !== undefined) return movesFrom(net, state, urgent)
  const fired = fireJoins(net, state)
  if (fired !== undefined) return fired
  const active = places.filter(place => activeNode(place) !== undefined)
  // Who can only go on to one join that awaits him may as well go now: it changes nothing for the others.
  const eager = active.find(place => onlyJoins(net, activeNode(place)!) && state.tokens.get(place) === 1)
  return (eager === undefined ? active : [eager]).flatMap(place => movesFrom(net, state, place))
}

function onlyJoins(net: Net, node: string): boolean {
  const [move, ...others] = net.movesOf(node)
  const edge = move?.edges[0]
  if (edge === undefined || move?.stays === true || others.length > 0) return false
  const { join } = net.nodes.get(edge.to) ?? {}
  return join === 'all' || join === 'started'
}

const movesFrom = (net: Net, state: Marking, place: string): Marking[] =>
  net
    .movesOf(activeNode(place)!)
    .flatMap(({ edges, stays }) =>
      stays === true ? [put(net, state, edges)] : takenFrom(state, place).map(rest => put(net, rest, edges)),
    )

/** The first join that fires now; undefined = none does. */
function fireJoins(net: Net, state: Marking): Marking[] | undefined {
  for (const node of net.joins) {
    const edges = net.graph.incoming(node.key)
    const waiting = edges.filter(({ name }) => state.tokens.has(queuePlace(node.key, name)))
    const taken = state.fired.get(node.key)
    if (taken !== undefined) {
      const closed = closeRound(net, state, node, edges, taken)
      if (closed !== undefined) return closed
      continue
    }
    if (waiting.length === 0) continue
    const wanted = node.join === 'all' ? edges.length : Math.min(Number(node.join), edges.length)
    const complete = node.join === 'started' ? canStart(net, state, node, edges, waiting) : waiting.length >= wanted
    if (complete) return fire(net, state, node, edges, waiting)
  }
  // Joins that wait for each other alone: the first fires.
  const idle = [...state.tokens.keys()].every(place => activeNode(place) === undefined)
  const first = net.joins.find(
    ({ key, join }) => join === 'started' && [...state.tokens.keys()].some(place => joinOf(place) === key),
  )
  if (!idle || first === undefined) return undefined
  const edges = net.graph.incoming(first.key)
  const waiting = edges.filter(({ name }) => state.tokens.has(queuePlace(first.key, name)))
  return fire(net, state, first, edges, waiting)
}

function fire(
  net: Net,
  state: Marking,
  node: CompiledNode,
  edges: readonly GraphEdge[],
  waiting: readonly GraphEdge[],
): Marking[] {
  const cancels = 'rest' in node.definition && node.definition.rest === 'cancel'
  const region = cancels ? net.graph.region(node.key).nodes : undefined
  return takeAll(state, node, waiting).map(after => {
    const { tokens, fired } = after
    const kept = new Map([...tokens].filter(([place]) => region === undefined || !stops(net, region, node.key, place)))
    addTo(kept, activePlace(net.headOf(node.key)))
    const rounds = new Map(fired)
    if (!cancels && node.join !== 'started' && waiting.length < edges.length)
      rounds.set(node.key, new Set(waiting.map(({ name }) => name)))
    return { ...after, tokens: kept, fired: rounds }
  })
}

/** Inside the region a join cancels, or in line before it. */
function stops(net: Net, region: ReadonlySet<string>, join: string, place: string): boolean {
  const node = activeNode(place)
  if (node === undefined) return joinOf(place) === join || region.has(joinOf(place))
  return region.has(node) && net.headOf(join) !== node
}

const takeAll = (state: Marking, { key }: CompiledNode, edges: readonly GraphEdge[]): Marking[] =>
  edges.reduce<Marking[]>((states, { name }) => states.flatMap(one => takenFrom(one, queuePlace(key, name))), [state])

/** A round that fired takes what comes later; it is over when every edge brought its token, or none can any more. */
function closeRound(
  net: Net,
  state: Marking,
  node: CompiledNode,
  edges: readonly GraphEdge[],
  taken: ReadonlySet<string>,
): Marking[] | undefined {
  const late = edges.filter(({ name }) => !taken.has(name) && state.tokens.has(queuePlace(node.key, name)))
  const all = new Set([...taken, ...late.map(({ name }) => name)])
  const open = edges.filter(({ name }) => !all.has(name))
  const over = !open.some(edge => somebodyReaches(net, state, node.key, edge))
  if (late.length === 0 && !over) return undefined
  return takeAll(state, node, late).map(after => {
    const rounds = new Map(after.fired)
    if (over) rounds.delete(node.key)
    else rounds.set(node.key, all)
    return { ...after, fired: rounds }
  })
}

const canStart = (
  net: Net,
  state: Marking,
  node: CompiledNode,
  edges: readonly GraphEdge[],
  waiting: readonly GraphEdge[],
): boolean => edges.every(edge => waiting.includes(edge) || !somebodyReaches(net, state, node.key, edge))

function somebodyReaches(net: Net, { tokens }: Marking, join: string, edge: GraphEdge): boolean {
  const reaching = net.graph.reaching(join, edge)
  return [...tokens.keys()].some(place => {
    const node = activeNode(place) ?? joinOf(place)
    return node !== join ? reaching.has(node) : activeNode(place) !== undefined && reaching.has(node)
  })
}
