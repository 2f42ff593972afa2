import type { CompiledNode } from './compiled.ts'
import { type Graph, graphOf } from './graph.ts'
import { isLive, type Run } from './run.ts'
import type { Token } from './state.ts'

/** A round of a join that fires: its tokens, at most one of each edge. */
export interface Round {
  readonly node: CompiledNode
  readonly tokens: readonly Token[]
}

/** Whether tokens queue up before a node. */
export const queues = ({ join }: CompiledNode): boolean => join !== undefined && join !== 'each'

/** M13: takes the round of `all` or of a number when it is complete; what comes later in a round that fired is dropped. */
export function completeRound(run: Run, node: CompiledNode): Round | undefined {
  for (;;) {
    absorb(run, node)
    const tokens = firstOfEach(run, node)
    const edges = graphOf(run.world.workflow).incoming(node.key)
    const wanted = node.join === 'all' ? edges.length : Number(node.join)
    if (run.state.rounds?.[node.key] !== undefined || !(tokens.length >= Math.min(wanted, edges.length)))
      return undefined
    take(run, tokens)
    if (tokens.length < edges.length && !cancelsRest(node)) openRest(run, node.key, tokens)
    return { node, tokens }
  }
}

export const cancelsRest = ({ definition }: CompiledNode): boolean =>
  'rest' in definition && definition.rest === 'cancel'

/** The first token of each edge that waits before a join. */
function firstOfEach(run: Run, { key }: CompiledNode): Token[] {
  const waiting = run.state.waiting.filter(({ node }) => node === key)
  return waiting.filter((token, index) => waiting.findIndex(({ edge }) => edge === token.edge) === index)
}

function take(run: Run, tokens: readonly Token[]): void {
  run.state.waiting = run.state.waiting.filter(token => !tokens.includes(token))
}

function openRest(run: Run, node: string, tokens: readonly Token[]): void {
  run.state.rounds = { ...run.state.rounds, [node]: tokens.map(({ edge }) => edge) }
}

export function closeRound(run: Run, node: string): void {
  const { [node]: _, ...rest } = run.state.rounds ?? {}
  run.state.rounds = rest
}

/** Later tokens of a round that fired are ignored, one of each edge; then the next round may begin. */
function absorb(run: Run, node: CompiledNode): void {
  const taken = run.state.rounds?.[node.key]
  if (taken === undefined) return
  const late = firstOfEach(run, node).filter(({ edge }) => !taken.includes(edge))
  take(run, late)
  const all = [...taken, ...late.map(({ edge }) => edge)]
  run.state.rounds = { ...run.state.rounds, [node.key]: all }
  if (
    graphOf(run.world.workflow)
      .incoming(node.key)
      .every(({ name }) => all.includes(name))
  )
    closeRound(run, node.key)
}

/** Rounds that fired and to which nothing can come any more are over; a number may be reached in the next. */
export function closeSpentRounds(run: Run): void {
  const graph = graphOf(run.world.workflow)
  for (const [key, taken] of Object.entries(run.state.rounds ?? {})) {
    const open = graph.incoming(key).filter(({ name }) => !taken.includes(name))
    if (!open.some(edge => standing(run, key).some(({ node }) => graph.reaching(key, edge).has(node))))
      closeRound(run, key)
  }
}

interface Standing {
  readonly node: string
  /** before another `started` join */
  readonly waits: boolean
}

/** Where tokens stand: active, held, or before another join; one that a return sent back counts where it goes on. Returns still to come never count (M17). */
function standing(run: Run, join: string): Standing[] {
  const { nodes } = run.world.workflow
  return [
    ...run.state.activations.flatMap(activation =>
      isLive(activation) ? [{ node: activation.backTo?.node ?? activation.node, waits: false }] : [],
    ),
    ...run.state.waiting.flatMap(({ node }) =>
      node === join ? [] : [{ node, waits: nodes.get(node)?.join === 'started' }],
    ),
  ]
}

/**
 * `started`: fires when no token that is under way can still come along an edge it has none from. Joins that only wait for each other stand in a circle: the
 * first in list order fires, and the author is told.
 */
export function startedRound(run: Run): (Round & { readonly circle: boolean }) | undefined {
  const { workflow } = run.world
  const graph = graphOf(workflow)
  const waiting = [...workflow.nodes.values()].filter(
    node => node.join === 'started' && run.state.waiting.some(token => token.node === node.key),
  )
  const blockers = new Map(waiting.map(node => [node.key, blockersOf(run, graph, node)]))
  const free = waiting.find(({ key }) => blockers.get(key)?.length === 0)
  const found = free ?? waiting.find(({ key }) => !isReallyBlocked(key, blockers, new Set()))
  if (found === undefined) return undefined
  const tokens = firstOfEach(run, found)
  take(run, tokens)
  return { node: found, tokens, circle: free === undefined }
}

function blockersOf(run: Run, graph: Graph, node: CompiledNode): Standing[] {
  const taken = firstOfEach(run, node).map(({ edge }) => edge)
  const open = graph.incoming(node.key).filter(({ name }) => !taken.includes(name))
  return standing(run, node.key).filter(at => open.some(edge => graph.reaching(node.key, edge).has(at.node)))
}

/** Somebody's work is behind it, not only joins that wait for each other. */
function isReallyBlocked(key: string, blockers: ReadonlyMap<string, readonly Standing[]>, seen: Set<string>): boolean {
  if (seen.has(key)) return false
  seen.add(key)
  return (blockers.get(key) ?? []).some(({ node, waits }) => !waits || isReallyBlocked(node, blockers, seen))
}

/**
 * Nothing is under way any more, but a join still waits: branches not taken leave it incomplete. The first in list order fires with what it has; what is left
 * before a join that already fired keeps nothing alive (M14).
 */
export function incompleteRound(run: Run): Round | undefined {
  const { state, world } = run
  for (const node of world.workflow.nodes.values()) {
    const tokens = firstOfEach(run, node)
    if (tokens.length === 0) continue
    const surplus = state.activations.some(({ node: key, state: now }) => key === node.key && now === 'done')
    if (surplus) {
      state.waiting = state.waiting.filter(waiting => waiting.node !== node.key)
      continue
    }
    take(run, tokens)
    return { node, tokens }
  }
  return undefined
}
