import type { Node, Workflow } from '../../../schemas/generated/definition.ts'
import { freeKey } from '../../commands/names.ts'
import { type Flow, isGateway, meetingOf, NEVER, reached, type Way } from '../graph/flow.ts'

/** What can be put on a way. */
export type Kind = Node['type']

/** Steps with one way in, that all lead on to what the way led to. */
export interface Piece {
  readonly nodes: readonly Node[]
  readonly ways: readonly Way[]
  readonly entry: string
}

const words: Readonly<Record<Kind, readonly [zh: string, en: string]>> = {
  approve: ['审批', 'Approval'],
  fill: ['填写', 'Fill in'],
  cc: ['抄送', 'Copy to'],
  exclusive: ['条件分支', 'Condition'],
  parallel: ['并行', 'In parallel'],
  inclusive: ['多选分支', 'Any that apply'],
  wait: ['等待', 'Wait'],
  do: ['自动执行', 'Do'],
  subprocess: ['子流程', 'Sub-process'],
  end: ['结束', 'End'],
}

const label = (kind: Kind) => ({ zh: words[kind][0], en: words[kind][1] })

/** Whom a new step asks: the manager of who began, which every company has. */
const FIRST_APPROVER = 'MANAGER({$applicant})'

/** The workflow a sub-process would call; undefined when there is none but the caller. */
const callable = (workflows: readonly Workflow[], caller: string): string =>
  (workflows.find(({ key }) => key !== caller) ?? workflows[0])?.key ?? caller

interface Surroundings {
  readonly taken: Iterable<string>
  readonly workflows: readonly Workflow[]
  readonly workflow: string
}

/** A new step of a kind as it works without another setting, leading to `target`. Ways apart come with what they need: a way for "otherwise", a meeting. */
export function newPiece(kind: Kind, target: string, { taken, workflows, workflow }: Surroundings): Piece {
  const used = new Set(taken)
  const key = freeKey(kind, used)
  used.add(key)
  const to = (from: string, goal: string, edge: Way['edge'] = {}): Way => ({
    id: `new ${from} ${goal} ${JSON.stringify(edge)}`,
    from,
    kind: 'next',
    to: goal,
    edge,
  })
  const one = (node: object, ...ways: readonly Way[]): Piece => ({
    nodes: [{ key, label: label(kind), type: kind, ...node } as Node],
    ways,
    entry: key,
  })
  switch (kind) {
    case 'approve':
      return one({ by: FIRST_APPROVER, mode: 'any', fields: { '*': 'read' } }, to(key, target, { on: 'approved' }))
    case 'fill':
      return one({ by: '{$applicant}', fields: { '*': 'write' } }, to(key, target))
    case 'cc':
      return one({ by: FIRST_APPROVER }, to(key, target))
    case 'exclusive':
      return one({}, to(key, target, { label: branchLabel(1), when: NEVER }), to(key, target, { label: otherwise }))
    case 'parallel':
    case 'inclusive': {
      const meeting = freeKey('join', used)
      return {
        entry: key,
        nodes: [
          { key, label: label(kind), type: kind },
          { key: meeting, type: 'parallel', join: kind === 'parallel' ? 'all' : 'started' },
        ],
        ways: [
          to(key, meeting, { label: branchLabel(1), ...(kind === 'inclusive' ? { when: NEVER } : {}) }),
          to(key, meeting, { label: branchLabel(2) }),
          to(meeting, target),
        ],
      }
    }
    case 'wait':
      return one({ after: '1d' }, to(key, target))
    case 'do':
      return one(
        {
          do: [
            {
              do: 'notify',
              to: '{$applicant}',
              message: { zh: '您提交的申请有新进展。', en: 'There is news of your request.' },
            },
          ],
        },
        to(key, target),
      )
    case 'subprocess':
      return one({ workflow: callable(workflows, workflow) }, to(key, target))
    case 'end':
      return one({ outcome: 'done' })
  }
}

export const branchLabel = (n: number) => ({ zh: `分支 ${n}`, en: `Branch ${n}` })
const otherwise = { zh: '其他情况', en: 'Otherwise' }

/** What is copied: steps with the ways between them; ways that leave them lead to nothing known. */
export type Clip = Piece

/**
 * A step with all that hangs on it alone: of one that splits, its branches up to and with the point where they meet. What leaves the piece has `to` outside
 * of it.
 */
export function pieceAt(flow: Flow, key: string): Piece {
  const inside = belonging(flow, key)
  return {
    entry: key,
    nodes: flow.nodes.filter(node => inside.has(node.key)),
    ways: flow.ways.filter(({ from }) => from !== undefined && inside.has(from)),
  }
}

function belonging(flow: Flow, key: string): ReadonlySet<string> {
  const branches = flow.ways.filter(({ from, kind }) => from === key && kind === 'next')
  if (!isGateway(flow.nodes.find(one => one.key === key)) || branches.length < 2) return new Set([key])
  const meeting = meetingOf(flow, key)
  // Only what no other way leads to belongs to the branches.
  const elsewhere = reached(flow, undefined, key)
  const between = { ways: flow.ways.filter(({ from }) => from !== meeting) }
  const met = branches.flatMap(({ to }) => [...reached(between, to, key)])
  const joins = flow.nodes.find(one => one.key === meeting)
  const pure = isGateway(joins) && joins?.join !== undefined
  return new Set([key, ...met.filter(one => !elsewhere.has(one) && (one !== meeting || pure))])
}

/** A piece under keys that are free among `taken`, its loose ends tied to `target`. */
export function renamed(piece: Piece, taken: readonly string[], target: string): Piece {
  const used = new Set(taken)
  const names = new Map<string, string>()
  for (const { key, type } of piece.nodes) {
    const fresh = freeKey(type, used)
    used.add(fresh)
    names.set(key, fresh)
  }
  return tied(
    {
      entry: names.get(piece.entry) ?? piece.entry,
      nodes: piece.nodes.map(node => ({ ...node, key: names.get(node.key)! })),
      ways: piece.ways.map(way => {
        const from = names.get(way.from!)!
        // An event's way is known by the number of the event.
        const id = way.kind === 'event' ? `${from}!${way.id.split('!').at(-1)}` : `copy ${from} ${way.id}`
        return { ...way, id, from, to: names.get(way.to) ?? way.to }
      }),
    },
    target,
    taken,
  )
}

/**
 * A piece whose ways on lead to `target`. Ways for a rejection, a time-out or an event go on leading where they led, if that is there (`known`); else
 * the workflow's own way of ending holds for them.
 */
export function tied(piece: Piece, target: string, known: Iterable<string>): Piece {
  const inside = new Set(piece.nodes.map(({ key }) => key))
  const outside = new Set(known)
  const ways = piece.ways.flatMap(way => {
    if (inside.has(way.to)) return [way]
    if (way.kind === 'next' && goesWell(way)) return [{ ...way, to: target }]
    return outside.has(way.to) ? [way] : []
  })
  return { ...piece, ways }
}

const goesWell = ({ edge }: Way): boolean => edge.on !== 'rejected' && edge.on !== 'timeout'

/** The way on that is taken when all goes well; the first one where none is better. */
export function mainWay(ways: readonly Way[]): Way | undefined {
  const next = ways.filter(({ kind }) => kind === 'next')
  return next.find(goesWell) ?? next[0] ?? ways[0]
}
