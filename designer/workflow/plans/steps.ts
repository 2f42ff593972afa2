import type { AppDefinition, Node } from '../../../schemas/generated/definition.ts'
import { type Flow, reached, readFlow, type Way } from '../graph/flow.ts'
import { type Clip, type Kind, mainWay, newPiece, type Piece, pieceAt, renamed, tied } from './kinds.ts'
import { type Changed, type FlowPlan, healed, planned, type Refusal, workflowOf } from './plan.ts'

/** Puts a new step of a kind on a way. An end on a way leaves what came after it without a way in: the plan names what is lost. */
export const insertOnEdge = (
  definition: AppDefinition,
  workflow: string,
  way: string,
  kind: Kind,
): FlowPlan | Refusal =>
  planned(definition, workflow, flow =>
    onWay(flow, way, target =>
      newPiece(kind, target, { taken: keysOf(flow), workflows: definition.workflows ?? [], workflow }),
    ),
  )

/** Puts copied steps on a way, under keys of their own; what led out of them leads to where the way led. */
export const pasteOnEdge = (definition: AppDefinition, workflow: string, way: string, clip: Clip): FlowPlan | Refusal =>
  planned(definition, workflow, flow => onWay(flow, way, target => renamed(clip, keysOf(flow), target)))

/** Copies a step (of one that splits, its branches too) behind itself. */
export const duplicate = (definition: AppDefinition, workflow: string, key: string): FlowPlan | Refusal =>
  planned(definition, workflow, flow => {
    const piece = pieceAt(flow, key)
    const out = mainWay(exitsOf(piece)) ?? mainWay(flow.ways.filter(({ from }) => from === key))
    if (out === undefined) return { refused: 'not_there' }
    return onWay(flow, out.id, target => renamed(piece, keysOf(flow), target))
  })

/** What a copy of a step holds; undefined when it is not there. */
export function copyOf(definition: AppDefinition, key: string, step: string): Clip | undefined {
  const workflow = workflowOf(definition, key)
  return workflow?.nodes.some(node => node.key === step) === true ? pieceAt(readFlow(workflow), step) : undefined
}

/**
 * Takes a step away: what led to it leads to what it led to when all went well. An end gives its ways to another end; the only end stays. Branches of a
 * step that splits go with it, but for the first.
 */
export const removeNode = (definition: AppDefinition, workflow: string, key: string): FlowPlan | Refusal =>
  planned(definition, workflow, flow => {
    const node = flow.nodes.find(one => one.key === key)
    if (node === undefined) return { refused: 'not_there' }
    const successor = node.type === 'end' ? otherEnd(flow, key) : successorOf(flow, key)
    if (successor === undefined) return { refused: 'only_end' }
    return { flow: healed(flow, key, successor), focus: successor }
  })

function successorOf(flow: Flow, key: string): string | undefined {
  const ways = flow.ways.filter(({ from, to }) => from === key && to !== key)
  return mainWay(ways)?.to ?? otherEnd(flow, key)
}

/** Another end, best one that stands for the same. */
function otherEnd({ nodes }: Flow, key: string): string | undefined {
  const outcome = (node: Node): string => (node.type === 'end' ? (node.outcome ?? 'done') : '')
  const ends = nodes.filter(node => node.type === 'end' && node.key !== key)
  const own = nodes.find(node => node.key === key)
  return (ends.find(end => own !== undefined && outcome(end) === outcome(own)) ?? ends[0])?.key
}

/** Takes a step (of one that splits, with its branches) out of its place and puts it on a way elsewhere. */
export const moveToEdge = (
  definition: AppDefinition,
  workflow: string,
  key: string,
  wayId: string,
): FlowPlan | Refusal =>
  planned(definition, workflow, flow => {
    const way = flow.ways.find(({ id }) => id === wayId)
    if (way === undefined || !flow.nodes.some(node => node.key === key)) return { refused: 'not_there' }
    const piece = pieceAt(flow, key)
    const inside = new Set(piece.nodes.map(node => node.key))
    if (way.from !== undefined && inside.has(way.from) && inside.has(way.to)) return { refused: 'into_itself' }
    // On the only way to it, or on the one out of it, it stands already.
    const only = flow.ways.filter(({ to }) => to === key).length === 1
    if ((way.to === key && only) || (way.from !== undefined && inside.has(way.from))) return { flow, focus: key }
    const out = mainWay(exitsOf(piece))
    if (out === undefined) return { refused: 'only_end' }
    const rest: Flow = {
      nodes: flow.nodes.filter(node => !inside.has(node.key)),
      ways: flow.ways
        .filter(({ from }) => from === undefined || !inside.has(from))
        .map(one => (inside.has(one.to) ? { ...one, to: out.to } : one))
        .filter(one => one.from !== one.to || one.id === wayId),
    }
    const target = rest.ways.find(({ id }) => id === wayId)
    if (target === undefined || !reached(rest).has(out.to)) return { refused: 'not_there' }
    return onWay(rest, wayId, to => tied(piece, to, keysOf(rest)))
  })

const exitsOf = (piece: Piece): readonly Way[] => {
  const inside = new Set(piece.nodes.map(({ key }) => key))
  return piece.ways.filter(({ to }) => !inside.has(to))
}

const keysOf = ({ nodes }: Flow): string[] => nodes.map(({ key }) => key)

/** The flow with a piece on one of its ways; its steps stand in the list behind the one the way leaves. */
function onWay(flow: Flow, id: string, make: (target: string) => Piece): Changed | Refusal {
  const way = flow.ways.find(one => one.id === id)
  if (way === undefined) return { refused: 'not_there' }
  const piece = make(way.to)
  const at = way.from === undefined ? 0 : flow.nodes.findIndex(({ key }) => key === way.from) + 1
  return {
    focus: piece.entry,
    flow: {
      nodes: flow.nodes.toSpliced(at, 0, ...piece.nodes),
      ways: [...flow.ways.map(one => (one === way ? { ...one, to: piece.entry } : one)), ...piece.ways],
    },
  }
}
