import type { CompiledNode, CompiledWorkflow } from './compiled.ts'
import { START_EDGE } from './state.ts'

/** An edge by its name: `node>0` a branch, `node!0` an event, `>` the start. */
export interface GraphEdge {
  readonly name: string
  readonly from: string | undefined
  readonly to: string
}

/** What the drawing of a workflow says of ways, worked out once. */
export interface Graph {
  /** edges that lead to a node, in list order; the start counts as one */
  incoming(node: string): readonly GraphEdge[]
  /** nodes a token can stand at and still come along an edge without passing `join` */
  reaching(join: string, edge: GraphEdge): ReadonlySet<string>
  /** the node every way to `join` passes last before it branches, and the nodes between the two: its cancel region */
  region(join: string): { readonly split: string | undefined; readonly nodes: ReadonlySet<string> }
}

/** Every edge that leaves a node. */
export const edgesFrom = ({ key, next, events }: Pick<CompiledNode, 'key' | 'next' | 'events'>): GraphEdge[] => [
  ...next.map(({ to }, index) => ({ name: `${key}>${index}`, from: key, to })),
  ...events.flatMap(({ to }, index) => (to === undefined ? [] : [{ name: `${key}!${index}`, from: key, to }])),
]

export function buildGraph(nodes: Iterable<CompiledNode>, start: string): Graph {
  const incoming = new Map<string, GraphEdge[]>()
  const outgoing = new Map<string, string[]>()
  const add = (edge: GraphEdge): void => {
    const known = incoming.get(edge.to)
    if (known === undefined) incoming.set(edge.to, [edge])
    else known.push(edge)
  }
  add({ name: START_EDGE, from: undefined, to: start })
  for (const node of nodes) {
    const edges = edgesFrom(node)
    outgoing.set(
      node.key,
      edges.map(({ to }) => to),
    )
    for (const edge of edges) add(edge)
  }
  const before = (node: string): string[] => (incoming.get(node) ?? []).flatMap(({ from }) => from ?? [])
  const after = (node: string): readonly string[] => outgoing.get(node) ?? []
  const sources = memo((name: string) => {
    const [join = '', from = ''] = name.split(' ')
    return walk([from], join, before)
  })
  const region = memo((join: string) => {
    const split = dominator(start, join, after, before)
    if (split === undefined) return { split, nodes: new Set<string>() }
    const ahead = walk(after(split), join, after)
    const behind = walk(before(join), split, before)
    return { split, nodes: new Set([...ahead].filter(key => behind.has(key) && key !== split)) }
  })
  return {
    incoming: node => incoming.get(node) ?? [],
    reaching: (join, { from }) => (from === undefined ? NOTHING : sources(`${join} ${from}`)),
    region,
  }
}

const NOTHING: ReadonlySet<string> = new Set()

function memo<T>(work: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>()
  return name => {
    const found = known.get(name) ?? work(name)
    known.set(name, found)
    return found
  }
}

/** Nodes reached from some, never passing `without`. */
function walk(
  from: readonly string[],
  without: string,
  next: (node: string) => readonly string[],
): ReadonlySet<string> {
  const found = new Set<string>()
  const queue = [...from]
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    if (key === without || found.has(key)) continue
    found.add(key)
    queue.push(...next(key))
  }
  return found
}

/** The last node that every way from the start to `join` passes. */
function dominator(
  start: string,
  join: string,
  after: (node: string) => readonly string[],
  before: (node: string) => readonly string[],
): string | undefined {
  const reachedWithout = memo((key: string) => walk(start === key ? [] : [start], key, after))
  const all = [...walk(before(join), join, before)].filter(key => !reachedWithout(key).has(join))
  return all.find(key => all.every(other => other === key || !reachedWithout(other).has(key)))
}

const graphs = new WeakMap<CompiledWorkflow, Graph>()

/** The graph of a compiled workflow, made once. */
export function graphOf(workflow: CompiledWorkflow): Graph {
  const known = graphs.get(workflow) ?? buildGraph(workflow.nodes.values(), workflow.definition.start.to)
  graphs.set(workflow, known)
  return known
}
