import type { Node, Workflow } from '../../../schemas/generated/definition.ts'

/** A way out of a node as the definition writes it. */
export type Edge = NonNullable<Extract<Node, { type: 'approve' }>['next']>[number]

/**
 * A way from one step to another. It is known by the name the engine gives it: `>` the start, `node>0` a branch, `node!0` an event; new ways get names
 * no other has. While a plan works the name stays, whatever becomes of the others.
 */
export interface Way {
  readonly id: string
  /** undefined: the start */
  readonly from: string | undefined
  readonly kind: 'start' | 'next' | 'event'
  readonly to: string
  /** when it is taken; empty for the start and for events */
  readonly edge: Omit<Edge, 'to'>
}

/** A workflow as steps and ways, in the order of the definition. Plans work on it. */
export interface Flow {
  readonly nodes: readonly Node[]
  readonly ways: readonly Way[]
}

export const START = '>'

export const eventsOf = (node: Node) => ('events' in node ? (node.events ?? []) : [])
const nextOf = (node: Node): readonly Edge[] => ('next' in node ? (node.next ?? []) : [])

export function readFlow({ start, nodes }: Workflow): Flow {
  const ways: Way[] = [{ id: START, from: undefined, kind: 'start', to: start.to, edge: {} }]
  for (const node of nodes) {
    for (const [index, { to, ...edge }] of nextOf(node).entries())
      ways.push({ id: `${node.key}>${index}`, from: node.key, kind: 'next', to, edge })
    for (const [index, { to }] of eventsOf(node).entries())
      if (to !== undefined) ways.push({ id: `${node.key}!${index}`, from: node.key, kind: 'event', to, edge: {} })
  }
  return { nodes, ways }
}

/** The workflow with the steps and ways of a flow; a step whose ways are as they were stays the same object. */
export function writeFlow(workflow: Workflow, { nodes, ways }: Flow): Workflow {
  const out = outgoing(ways)
  const keys = new Set(nodes.map(({ key }) => key))
  const to = ways.find(({ kind }) => kind === 'start')?.to ?? workflow.start.to
  const written = nodes.map(node => writeNode(node, out.get(node.key) ?? []))
  return { ...workflow, start: { ...workflow.start, to }, nodes: written, ...reopening(workflow, keys) }
}

/** Reopening at a step that is gone begins at the start again. */
function reopening({ allow }: Workflow, keys: ReadonlySet<string>): Pick<Workflow, 'allow'> {
  const { reopen } = allow ?? {}
  if (reopen?.to === undefined || keys.has(reopen.to)) return allow === undefined ? {} : { allow }
  const { to: _, ...rest } = reopen
  return { allow: { ...allow, reopen: rest } }
}

function writeNode(node: Node, ways: readonly Way[]): Node {
  if (node.type === 'end') return node
  const edges = ways.filter(({ kind }) => kind === 'next').map(({ to, edge }): Edge => ({ to, ...edge }))
  const events = writeEvents(node, ways)
  const { next: _, ...rest } = node
  const whole = { ...rest, ...(edges.length === 0 && node.next === undefined ? {} : { next: edges }) }
  if (!('events' in whole) || whole.events === undefined) return same(node, whole as Node)
  const { events: __, ...without } = whole
  return same(node, (events.length === 0 ? without : { ...whole, events }) as Node)
}

/** An event that leads nowhere any more still does what it does; one that did nothing else is gone. */
function writeEvents(node: Node, ways: readonly Way[]) {
  return eventsOf(node).flatMap((event, index) => {
    if (event.to === undefined) return [event]
    const way = ways.find(({ id }) => id === `${node.key}!${index}`)
    if (way !== undefined) return [{ ...event, to: way.to }]
    const { to: _, ...rest } = event
    return rest.do === undefined ? [] : [rest]
  })
}

const same = (before: Node, after: Node): Node => (equal(before, after) ? before : after)

/** Deep equality of plain data, whatever the order of names. */
export function equal(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const names = Object.keys(a)
  return (
    names.length === Object.keys(b).length &&
    names.every(name => Object.hasOwn(b, name) && equal((a as Data)[name], (b as Data)[name]))
  )
}

type Data = Readonly<Record<string, unknown>>

/** Ways by the step they leave; the start under `undefined`. */
export function outgoing(ways: readonly Way[]): ReadonlyMap<string | undefined, readonly Way[]> {
  return grouped(ways, ({ from }) => from)
}

export const incoming = (ways: readonly Way[]): ReadonlyMap<string, readonly Way[]> => grouped(ways, ({ to }) => to)

function grouped<K>(ways: readonly Way[], keyOf: (way: Way) => K): Map<K, Way[]> {
  const groups = new Map<K, Way[]>()
  for (const way of ways) {
    const group = groups.get(keyOf(way))
    if (group === undefined) groups.set(keyOf(way), [way])
    else group.push(way)
  }
  return groups
}

/** Steps a token can come to, from a step or (undefined) from the start; in the order they are met. */
export function reached({ ways }: Pick<Flow, 'ways'>, from?: string, without?: string): ReadonlySet<string> {
  const out = outgoing(ways)
  const found = new Set<string>()
  const queue = from === undefined ? (out.get(undefined) ?? []).map(({ to }) => to) : [from]
  for (const key of queue) {
    if (found.has(key) || key === without) continue
    found.add(key)
    queue.push(...(out.get(key) ?? []).map(({ to }) => to))
  }
  return found
}

const GATEWAYS = new Set<Node['type']>(['exclusive', 'parallel', 'inclusive'])

/** A branch whose condition is not set yet: it is never taken, so that nothing goes wrong before it is. */
export const NEVER = 'FALSE'

/** A step that only leads: it splits ways or lets them meet. */
export const isGateway = (node: Node | undefined): boolean => node !== undefined && GATEWAYS.has(node.type)

/** A gateway where ways meet, drawn as a point. */
export const isMeeting = (node: Node, waysOut: number): boolean =>
  isGateway(node) && node.join !== undefined && waysOut < 2

/**
 * Where the branches of a step come together again: the first step every one of them leads to. Undefined when some branch never meets the others.
 */
export function meetingOf(flow: Flow, split: string): string | undefined {
  const branches = flow.ways.filter(({ from }) => from === split)
  const sets = branches.map(({ to }) => reached(flow, to, split))
  return [...(sets[0] ?? [])].find(key => sets.every(set => set.has(key)))
}
