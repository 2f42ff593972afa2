import type { Node, Workflow } from '../../../schemas/generated/definition.ts'
import { equal, type Flow, isGateway, isMeeting, outgoing, readFlow, type Way } from './flow.ts'

/** What is drawn: the start, a step, or the head of a branch. */
export type Item =
  | { readonly id: string; readonly kind: 'start' }
  | { readonly id: string; readonly kind: 'node'; readonly node: Node; readonly meeting: boolean }
  | { readonly id: string; readonly kind: 'branch'; readonly way: Way; readonly of: Node; readonly last: boolean }

/** A drawn line; with a `way` something can be put on it. */
export interface Line {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly way: Way | undefined
}

export interface Shape {
  readonly items: readonly Item[]
  readonly lines: readonly Line[]
  readonly flow: Flow
}

export const START_ITEM = '$start'

/** The drawing of a workflow: each way of a step that has several (or a condition) is a small card of its own, so that branches stand side by side. */
export function shapeOf(workflow: Workflow): Shape {
  const flow = readFlow(workflow)
  const out = outgoing(flow.ways)
  const items: Item[] = [{ id: START_ITEM, kind: 'start' }]
  const lines: Line[] = []
  const known = new Set(flow.nodes.map(({ key }) => key))
  for (const way of out.get(undefined) ?? [])
    if (known.has(way.to)) lines.push({ id: way.id, from: START_ITEM, to: way.to, way })
  for (const node of flow.nodes) {
    const ways = (out.get(node.key) ?? []).filter(({ to }) => known.has(to))
    items.push({ id: node.key, kind: 'node', node, meeting: isMeeting(node, ways.length) })
    const headed = ways.length > 1 || ways.some(({ kind, edge }) => kind === 'event' || edge.when !== undefined)
    for (const [index, way] of ways.entries()) {
      if (!headed) {
        lines.push({ id: way.id, from: node.key, to: way.to, way })
        continue
      }
      const last = isGateway(node) && index === ways.length - 1
      items.push({ id: way.id, kind: 'branch', way, of: node, last })
      lines.push({ id: `${way.id} head`, from: node.key, to: way.id, way: undefined })
      lines.push({ id: way.id, from: way.id, to: way.to, way })
    }
  }
  return { items, lines, flow }
}

/** The shape with the items and lines that are as they were kept the same objects: an edit of one step draws one card anew. */
export function keptFrom(before: Shape | undefined, shape: Shape): Shape {
  if (before === undefined) return shape
  const items = new Map(before.items.map(item => [item.id, item]))
  const lines = new Map(before.lines.map(line => [line.id, line]))
  return {
    flow: shape.flow,
    items: shape.items.map(item => {
      const old = items.get(item.id)
      return old !== undefined && isSame(old, item) ? old : item
    }),
    lines: shape.lines.map(line => {
      const old = lines.get(line.id)
      return old !== undefined && old.from === line.from && old.to === line.to && old.way?.id === line.way?.id
        ? old
        : line
    }),
  }
}

function isSame(a: Item, b: Item): boolean {
  if (a.kind === 'start') return b.kind === 'start'
  if (a.kind === 'node') return b.kind === 'node' && a.node === b.node && a.meeting === b.meeting
  return b.kind === 'branch' && a.of === b.of && a.last === b.last && equal(a.way, b.way)
}

/** Whether two shapes are drawn at the same places. */
export const isDrawnAlike = (a: Shape, b: Shape): boolean =>
  a.items.length === b.items.length &&
  a.lines.length === b.lines.length &&
  a.items.every((item, at) => isOfOneSize(item, b.items[at]!)) &&
  a.lines.every((line, at) => line === b.lines[at])

const isOfOneSize = (a: Item, b: Item): boolean =>
  a === b ||
  (a.id === b.id &&
    a.kind === b.kind &&
    (a.kind !== 'node' || (b.kind === 'node' && a.node.type === b.node.type && a.meeting === b.meeting)))
