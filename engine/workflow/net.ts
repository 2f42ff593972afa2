import type { CompiledEdge, CompiledNode } from './compiled.ts'
import { buildGraph, edgesFrom, type GraphEdge } from './graph.ts'
import { START_EDGE } from './state.ts'

/** Tokens of one place are counted to here, which stands for that many or more. */
export const MANY = 4

/** Where tokens stand: `at node`, or `edge` of a join they wait before, and how many. */
export interface Marking {
  readonly tokens: ReadonlyMap<string, number>
  /** a token was taken from where many stand: more may be left here than ever can be */
  readonly loose?: boolean
  /** joins of a number that fired: the edges their round has taken */
  readonly fired: ReadonlyMap<string, ReadonlySet<string>>
}

/** One way a token can leave a node: the edges it takes; `stays` leaves it there besides. */
export interface Move {
  readonly edges: readonly GraphEdge[]
  readonly stays?: boolean
}

/** What the search needs to know of a drawing, worked out once. */
export interface Net {
  readonly nodes: ReadonlyMap<string, CompiledNode>
  readonly joins: readonly CompiledNode[]
  readonly graph: ReturnType<typeof buildGraph>
  /** every way was listed; false where branches are too many to combine */
  readonly exact: boolean
  movesOf(node: string): readonly Move[]
  /** the first of the nodes one after the other that stand for one place */
  headOf(node: string): string
}

const SPLITS = new Set(['exclusive', 'parallel', 'inclusive', 'end'])
const GOOD: Readonly<Record<string, readonly string[]>> = {
  approve: ['approved'],
  fill: ['submitted'],
  subprocess: ['approved', 'done'],
}
/** Conditional branches of one node that are combined. */
const MOST_COMBINED = 10

/** Branches are taken at once; people, waits and actions take their time. */
export const isSplit = (node: CompiledNode | undefined): boolean => SPLITS.has(node?.definition.type ?? '')
export const isQueued = (node: CompiledNode | undefined): boolean => node?.join !== undefined && node.join !== 'each'

export function netOf(nodes: ReadonlyMap<string, CompiledNode>, start: string): Net {
  const graph = buildGraph(nodes.values(), start)
  const heads = new Map<string, string>()
  const headOf = (key: string): string => {
    let head = key
    for (let next = before(nodes, graph, head); next !== undefined && next !== key; next = before(nodes, graph, head)) {
      const known = heads.get(next)
      head = known ?? next
      if (known !== undefined) break
    }
    heads.set(key, head)
    return head
  }
  const members = new Map<string, CompiledNode[]>()
  for (const node of nodes.values()) {
    const head = headOf(node.key)
    members.set(head, [...(members.get(head) ?? []), node])
  }
  const moves = new Map<string, readonly Move[]>()
  const movesOf = (head: string): readonly Move[] => {
    const known =
      moves.get(head) ??
      distinct(
        (members.get(head) ?? []).flatMap(node => leaving(node)),
        head,
        headOf,
        nodes,
      )
    moves.set(head, known)
    return known
  }
  const exact = [...nodes.values()].every(
    ({ definition, next }) =>
      !['parallel', 'inclusive'].includes(definition.type) ||
      next.filter(({ when }) => when !== undefined).length <= MOST_COMBINED,
  )
  return { nodes, graph, exact, movesOf, headOf, joins: [...nodes.values()].filter(isQueued) }
}

/** The node before one that can only be come to from there, one after the other: the two are one place. */
function before(nodes: ReadonlyMap<string, CompiledNode>, graph: Net['graph'], key: string): string | undefined {
  const node = nodes.get(key)
  const [edge, ...others] = graph.incoming(key)
  if (node === undefined || isSplit(node) || node.join !== undefined) return undefined
  if (edge?.from === undefined || others.length > 0 || edge.from === key) return undefined
  const from = nodes.get(edge.from)
  const beside = /!(\d+)$/.exec(edge.name)?.[1]
  const stays = beside !== undefined && from?.events[Number(beside)]?.cancel === false
  return isSplit(from) || stays ? undefined : edge.from
}

/** Ways out of a place: those inside it are none, and each counts once. */
function distinct(
  moves: readonly Move[],
  head: string,
  headOf: (key: string) => string,
  nodes: ReadonlyMap<string, CompiledNode>,
): Move[] {
  const known = new Map<string, Move>()
  for (const move of moves) {
    const [edge] = move.edges
    const inside = edge !== undefined && headOf(edge.to) === head && !isQueued(nodes.get(edge.to))
    if (move.edges.length === 1 && move.stays !== true && inside) continue
    known.set(
      `${move.edges.map(({ name, to }) => (isQueued(nodes.get(to)) ? name : headOf(to)))} ${move.stays === true}`,
      move,
    )
  }
  return [...known.values()]
}

/** Every way a token can leave one node. Conditions may come out either way. What ends the whole instance leaves nothing to look at. */
function leaving(node: CompiledNode): Move[] {
  const { definition, next } = node
  const named = edgesFrom(node)
  const edge = (index: number): GraphEdge => named[index]!
  if (definition.type === 'end') return definition.scope === 'branch' ? [{ edges: [] }] : []
  if (definition.type === 'parallel' || definition.type === 'inclusive')
    return combinations(next, definition.type === 'inclusive').map(taken => ({ edges: taken.map(edge) }))
  const moves: Move[] = []
  for (const outcome of outcomesOf(node)) {
    const good = outcome !== 'rejected' && outcome !== 'timeout'
    const ways = firstOf(next, ({ on }) => (on === undefined ? good : on === outcome))
    moves.push(...ways.taken.map(index => ({ edges: [edge(index)] })))
    // A rejection nobody takes ends everything; anything else nobody takes ends this token.
    if (ways.gap && outcome !== 'rejected') moves.push({ edges: [] })
  }
  for (const [index, event] of node.events.entries()) {
    const found = named.find(({ name }) => name === `${node.key}!${index}`)
    if (found !== undefined) moves.push(event.cancel ? { edges: [found] } : { edges: [found], stays: true })
    else if (event.cancel) moves.push({ edges: [] })
  }
  return moves
}

function outcomesOf({ definition, deadline, on, where }: CompiledNode): readonly string[] {
  const closes = deadline?.steps.some(({ actions }) =>
    actions.some(action => action.definition.do === 'act' && action.definition.as === 'close'),
  )
  const timed =
    definition.type === 'wait' &&
    (definition.until !== undefined || definition.after !== undefined) &&
    (on.length > 0 || where !== undefined)
  const may = definition.type === 'approve' || definition.type === 'subprocess' ? ['rejected'] : []
  return [...(GOOD[definition.type] ?? ['done']), ...may, ...(closes === true || timed ? ['timeout'] : [])]
}

/** The edges one of which is taken: up to the first without a condition. `gap`: it may be that none holds. */
function firstOf(next: readonly CompiledEdge[], fits: (edge: CompiledEdge) => boolean) {
  const taken: number[] = []
  for (const [index, edge] of next.entries()) {
    if (!fits(edge)) continue
    taken.push(index)
    if (edge.when === undefined) return { taken, gap: false }
  }
  return { taken, gap: true }
}

/** Which branches may be taken together. */
function combinations(next: readonly CompiledEdge[], inclusive: boolean): number[][] {
  const all = [...next.keys()]
  const free = all.filter(index => next[index]?.when === undefined)
  const conditioned = all.filter(index => next[index]?.when !== undefined)
  const subsets =
    conditioned.length <= MOST_COMBINED
      ? Array.from({ length: 2 ** conditioned.length }, (_, bits) => conditioned.filter((_, at) => (bits >> at) & 1))
      : [[], conditioned, ...conditioned.map(index => [index])]
  return subsets.map(set => (inclusive ? (set.length > 0 ? set : free) : [...free, ...set].sort((a, b) => a - b)))
}

export const startEdge = (start: string): GraphEdge => ({ name: START_EDGE, from: undefined, to: start })
