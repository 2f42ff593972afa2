import type { AppDefinition, Node } from '../../../schemas/generated/definition.ts'
import { type Flow, isGateway, meetingOf, NEVER, reached, type Way } from '../graph/flow.ts'
import { branchLabel } from './kinds.ts'
import { type FlowPlan, planned, type Refusal } from './plan.ts'

/** One branch more: it begins empty and leads to where the others meet. Of conditions it stands before "otherwise", which is the last. */
export const addBranch = (definition: AppDefinition, workflow: string, split: string): FlowPlan | Refusal =>
  planned(definition, workflow, flow => {
    const ways = flow.ways.filter(({ from, kind }) => from === split && kind === 'next')
    const target = meetingOf(flow, split) ?? firstEnd(flow, split)
    const node = flow.nodes.find(({ key }) => key === split)
    if (node === undefined || target === undefined) return { refused: 'not_there' }
    const way: Way = {
      id: `new ${split} branch`,
      from: split,
      kind: 'next',
      to: target,
      edge: {
        label: branchLabel(Math.max(1, node.type === 'parallel' ? ways.length + 1 : ways.length)),
        ...(node.type === 'exclusive' || node.type === 'inclusive' ? { when: NEVER } : {}),
      },
    }
    const last = ways.at(-1)
    const before = node.type === 'parallel' || last?.edge.when !== undefined ? undefined : last
    const at = before === undefined ? flow.ways.length : flow.ways.indexOf(before)
    return { flow: { ...flow, ways: flow.ways.toSpliced(at, 0, way) }, focus: split }
  })

const firstEnd = (flow: Flow, from: string): string | undefined => {
  const ends = new Set(flow.nodes.filter(({ type }) => type === 'end').map(({ key }) => key))
  return [...reached(flow, from)].find(key => ends.has(key)) ?? [...ends][0]
}

/** Another place among the branches of its step: of conditions the first that holds is taken, so “otherwise” stays the last. */
export const moveBranch = (definition: AppDefinition, workflow: string, id: string, by: -1 | 1): FlowPlan | Refusal =>
  planned(definition, workflow, flow => {
    const way = flow.ways.find(one => one.id === id)
    if (way === undefined || way.kind !== 'next') return { refused: 'not_there' }
    const ways = flow.ways.filter(({ from, kind }) => from === way.from && kind === 'next')
    const other = ways[ways.indexOf(way) + by]
    if (other === undefined) return { refused: 'not_there' }
    const exclusive = flow.nodes.find(({ key }) => key === way.from)?.type === 'exclusive'
    const last = ways.at(-1)
    if (exclusive && last?.edge.when === undefined && (way === last || other === last))
      return { refused: 'otherwise_last' }
    const swap = (one: Way): Way => (one === way ? other : one === other ? way : one)
    return { flow: { ...flow, ways: flow.ways.map(swap) }, focus: `${way.from}>${ways.indexOf(other)}` }
  })

/** A way taken away. Steps only it led to go with it; a step that has no other way keeps it. */
export const disconnect = (definition: AppDefinition, workflow: string, id: string): FlowPlan | Refusal =>
  planned(definition, workflow, flow => {
    const way = flow.ways.find(one => one.id === id)
    if (way === undefined) return { refused: 'not_there' }
    if (way.kind === 'start' || !leadsElsewhere(flow, way)) return { refused: 'only_end' }
    return { flow: { ...flow, ways: flow.ways.filter(one => one !== way) }, focus: way.from }
  })

const leadsElsewhere = ({ ways }: Flow, way: Way): boolean =>
  way.kind === 'event' || ways.some(one => one !== way && one.from === way.from && one.kind === 'next')

/** A further way from one step to another, taken when the step comes to `on`. */
export const connect = (
  definition: AppDefinition,
  workflow: string,
  from: string,
  to: string,
  on?: Way['edge']['on'],
): FlowPlan | Refusal =>
  planned(definition, workflow, flow => {
    const node = flow.nodes.find(({ key }) => key === from)
    if (node === undefined || node.type === 'end' || !flow.nodes.some(({ key }) => key === to))
      return { refused: 'not_there' }
    const edge = on === undefined ? {} : { on }
    const same = flow.ways.some(one => one.from === from && one.to === to && one.edge.on === on && !isGateway(node))
    if (same) return { flow, focus: from }
    return { flow: { ...flow, ways: [...flow.ways, { id: `new ${from}`, from, kind: 'next', to, edge }] }, focus: from }
  })

/** A way that leads somewhere else. Steps only it led to go. */
export const retarget = (definition: AppDefinition, workflow: string, id: string, to: string): FlowPlan | Refusal =>
  planned(definition, workflow, flow => {
    const way = flow.ways.find(one => one.id === id)
    if (way === undefined || !flow.nodes.some(({ key }) => key === to)) return { refused: 'not_there' }
    return {
      flow: { ...flow, ways: flow.ways.map(one => (one === way ? { ...one, to } : one)) },
      focus: way.from ?? to,
    }
  })

/** What is said of a way: when it is taken, and its name. Null takes away. */
export const describeWay = (
  definition: AppDefinition,
  workflow: string,
  id: string,
  set: Readonly<Record<keyof Way['edge'] | string, unknown>>,
): FlowPlan | Refusal =>
  planned(definition, workflow, flow => {
    const way = flow.ways.find(one => one.id === id)
    if (way === undefined) return { refused: 'not_there' }
    const edge = Object.fromEntries(Object.entries({ ...way.edge, ...set }).filter(([, value]) => value != null))
    return {
      flow: { ...flow, ways: flow.ways.map(one => (one === way ? { ...one, edge } : one)) },
      focus: way.from,
    }
  })

/** Ways a step of a kind can end, for the choice "when". */
export const outcomesOf = (node: Node): readonly NonNullable<Way['edge']['on']>[] =>
  node.type === 'approve'
    ? ['approved', 'rejected', 'timeout']
    : node.type === 'fill'
      ? ['submitted', 'timeout']
      : node.type === 'subprocess'
        ? ['approved', 'rejected', 'done']
        : node.type === 'wait'
          ? ['done', 'timeout']
          : []
