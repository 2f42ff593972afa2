import { isObject } from './elements.ts'

type Json = Readonly<Record<string, unknown>>

interface Step {
  readonly key: string
  readonly next?: readonly Edge[]
}
interface Edge {
  readonly to: string
}
interface Flow extends Json {
  readonly start: Edge
  readonly nodes: readonly Step[]
}

const isFlow = (value: unknown): value is Flow =>
  isObject(value) && isObject(value.start) && Array.isArray(value.nodes) && value.nodes.every(isObject)

/** An edge by the step it leaves (none: the start) and its number there. */
interface EdgeName {
  readonly from: string | undefined
  readonly at: number
}

const stepsOf = ({ nodes }: Flow): ReadonlyMap<string, Step> => new Map(nodes.map(node => [node.key, node]))
const edgesOf = (flow: Flow): readonly (readonly [EdgeName, Edge])[] => [
  [{ from: undefined, at: 0 }, flow.start],
  ...flow.nodes.flatMap(({ key, next = [] }) => next.map((edge, at) => [{ from: key, at }, edge] as const)),
]

/** The edge of that name, where nobody has changed how many the step has. */
function edgeAt(flow: Flow, { from, at }: EdgeName, base: Flow): Edge | undefined {
  if (from === undefined) return flow.start
  const [own, before] = [stepsOf(flow).get(from)?.next, stepsOf(base).get(from)?.next]
  return own?.length === before?.length ? own?.[at] : undefined
}

function withEdge(flow: Flow, { from, at }: EdgeName, to: string): Flow {
  if (from === undefined) return { ...flow, start: { ...flow.start, to } }
  return withNodes(flow, node =>
    node.key === from ? { ...node, next: node.next!.with(at, { ...node.next![at]!, to }) } : node,
  )
}

const withNodes = (flow: Flow, change: (node: Step) => Step): Flow => ({ ...flow, nodes: flow.nodes.map(change) })

/** New steps that were put on an edge, from the first on; undefined when they do not lead on to where the edge led. */
function inserted(
  flow: Flow,
  known: ReadonlyMap<string, Step>,
  first: string,
  target: string,
): Set<string> | undefined {
  const steps = stepsOf(flow)
  const found = new Set<string>()
  const left = [first]
  let leadsOn = false
  for (let key = left.pop(); key !== undefined; key = left.pop()) {
    if (key === target) leadsOn = true
    if (found.has(key) || known.has(key) || !steps.has(key)) continue
    found.add(key)
    left.push(...(steps.get(key)?.next ?? []).map(({ to }) => to))
  }
  return leadsOn && found.size > 0 ? found : undefined
}

/** The steps put on an edge lead to others than before. */
const leadingTo = (flow: Flow, steps: ReadonlySet<string>, target: string, to: string): Flow =>
  withNodes(flow, node =>
    steps.has(node.key) && node.next?.some(edge => edge.to === target) === true
      ? { ...node, next: node.next.map(edge => (edge.to === target ? { ...edge, to } : edge)) }
      : node,
  )

interface Sides {
  readonly ours: Flow
  readonly theirs: Flow
}

/**
 * Two who change the way of a workflow at one place, so that both mean what they did: steps put on the same edge stand one behind the other, in the order of
 * their keys, whoever merges; steps put beside one that somebody took away stand where it stood. Where steps do not lead on (an end), it stays a question.
 * @returns the two sides, so that their merge says so
 */
export function chained(base: Json, ours: Json, theirs: Json): readonly [ours: Json, theirs: Json] {
  if (!isFlow(base) || !isFlow(ours) || !isFlow(theirs)) return [ours, theirs]
  const behind = edgesOf(base).reduce((sides, [name, edge]) => bothOn(base, sides, name, edge.to), { ours, theirs })
  const sides = base.nodes.reduce((now, step) => besideGone(base, now, step), behind)
  return [sides.ours, sides.theirs]
}

/** Both put steps on one edge. */
function bothOn(base: Flow, sides: Sides, name: EdgeName, target: string): Sides {
  const { ours, theirs } = sides
  const known = stepsOf(base)
  const [a, b] = [edgeAt(ours, name, base)?.to, edgeAt(theirs, name, base)?.to]
  if (a === undefined || b === undefined || a === b || a === target || b === target) return sides
  const [mine, other] = [inserted(ours, known, a, target), inserted(theirs, known, b, target)]
  const stays = stepsOf(ours).has(target) && stepsOf(theirs).has(target)
  if (mine === undefined || other === undefined || !stays || [...mine].some(key => other.has(key))) return sides
  return a < b
    ? { ours: leadingTo(ours, mine, target, b), theirs: withEdge(theirs, name, a) }
    : { ours: withEdge(ours, name, b), theirs: leadingTo(theirs, other, target, a) }
}

/** One took a step away, the other put steps before or behind it. */
function besideGone(base: Flow, { ours, theirs }: Sides, step: Step): Sides {
  const [here, there] = [stepsOf(ours).has(step.key), stepsOf(theirs).has(step.key)]
  if (here === there) return { ours, theirs }
  const { kept, without } = replaced(base, here ? ours : theirs, here ? theirs : ours, step)
  return here ? { ours: kept, theirs: without } : { ours: without, theirs: kept }
}

/** A step that was taken away, with those before it that went too: a block of branches goes as a whole. */
function goneBefore(base: Flow, without: Flow, key: string): ReadonlySet<string> {
  const left = stepsOf(without)
  const gone = new Set([key])
  for (let size = 0; size < gone.size; ) {
    size = gone.size
    for (const step of base.nodes)
      if (!left.has(step.key) && step.next?.some(({ to }) => gone.has(to)) === true) gone.add(step.key)
  }
  return gone
}

function replaced(base: Flow, kept: Flow, without: Flow, { key, next = [] }: Step): { kept: Flow; without: Flow } {
  const known = stepsOf(base)
  let now = { kept, without }
  const led = edgesOf(base).filter(([, { to }]) => to === key)
  const gone = goneBefore(base, without, key)
  const into = edgesOf(base).filter(([, { to }]) => gone.has(to))
  for (const [at, { to: target }] of next.entries()) {
    const exit = { from: key, at }
    const first = edgeAt(now.kept, exit, base)?.to
    if (first === undefined || first === target || inserted(now.kept, known, first, target) === undefined) continue
    const bent = into.filter(([name]) => edgeAt(now.without, name, base)?.to === target)
    if (bent.length === 0) continue
    now = {
      kept: withEdge(now.kept, exit, target),
      without: bent.reduce((flow, [name]) => withEdge(flow, name, first), now.without),
    }
  }
  for (const [name] of led) {
    const [first, target] = [edgeAt(now.kept, name, base)?.to, edgeAt(now.without, name, base)?.to]
    const steps = first === undefined || first === key ? undefined : inserted(now.kept, known, first, key)
    if (steps === undefined || first === undefined || target === undefined) continue
    now = { kept: leadingTo(now.kept, steps, key, target), without: withEdge(now.without, name, first) }
  }
  return now
}
