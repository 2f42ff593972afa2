import { isGateway } from './flow.ts'
import type { Ranks } from './ranks.ts'
import type { Item, Line } from './shape.ts'
import { sizeOf } from './sizes.ts'

/** An item with all that stands under it: how far it reaches to both sides of the item's middle (px), and down to which row. */
interface Block {
  left: number
  right: number
  bottom: number
}

/** Items one under the other; `heads` are the items whose blocks it is made of. */
interface Column extends Block {
  readonly heads: string[]
}

const GAP = 32

/** The middle of each item, px: blocks that stand side by side never overlap. */
export function middlesOf(items: readonly Item[], lines: readonly Line[], ranks: Ranks): ReadonlyMap<string, number> {
  const byId = new Map(items.map(item => [item.id, item]))
  const children = new Map<string | undefined, string[]>()
  for (const id of ranks.order) {
    const list = children.get(ranks.above.get(id))
    if (list === undefined) children.set(ranks.above.get(id), [id])
    else list.push(id)
  }
  const sources = sourcesOf(lines, ranks)
  const known = new Map<string, Block>()
  const shift = new Map<string, number>()
  const arrange = (id: string | undefined): Block => {
    const item = byId.get(id ?? '')
    const half = item === undefined ? 0 : sizeOf(item).width / 2
    const block: Block = { left: half, right: half, bottom: ranks.rank.get(id ?? '') ?? -1 }
    const centered = item?.kind === 'node' && isGateway(item.node)
    for (const group of groupsOf(children.get(id) ?? [], { id, known, ranks, sources }))
      place(group, block, shift, { centered, rank: block.bottom, ranks })
    return block
  }
  for (const id of ranks.order.toReversed()) known.set(id, arrange(id))
  arrange(undefined)
  const middles = new Map<string, number>()
  for (const id of ranks.order) middles.set(id, (middles.get(ranks.above.get(id) ?? '') ?? 0) + (shift.get(id) ?? 0))
  return middles
}

function sourcesOf(lines: readonly Line[], { back }: Ranks): ReadonlyMap<string, readonly string[]> {
  const sources = new Map<string, string[]>()
  for (const line of lines) {
    if (back.has(line.id)) continue
    const list = sources.get(line.to)
    if (list === undefined) sources.set(line.to, [line.from])
    else list.push(line.from)
  }
  return sources
}

interface Surroundings {
  readonly id: string | undefined
  readonly known: ReadonlyMap<string, Block>
  readonly ranks: Ranks
  readonly sources: ReadonlyMap<string, readonly string[]>
}

/**
 * The columns under an item, in groups one below the other: what begins below all that stands there begins a new group; what begins below a column that leads
 * to it goes on in that column; all else stands beside.
 */
function groupsOf(children: readonly string[], { id, known, ranks, sources }: Surroundings): readonly Column[][] {
  const groups: Column[][] = []
  // From above to below, so that a group never reaches into the rows of the one before.
  for (const child of children.toSorted((a, b) => ranks.rank.get(a)! - ranks.rank.get(b)!)) {
    const block = known.get(child)!
    const rank = ranks.rank.get(child)!
    const group = groups.at(-1)
    if (group === undefined || rank > Math.max(...group.map(({ bottom }) => bottom))) {
      groups.push([{ ...block, heads: [child] }])
      continue
    }
    const from = new Set((sources.get(child) ?? []).map(one => headOf(one, id, ranks)))
    const column = group.findLast(one => one.bottom < rank && one.heads.some(head => from.has(head)))
    if (column === undefined) group.push({ ...block, heads: [child] })
    else {
      column.left = Math.max(column.left, block.left)
      column.right = Math.max(column.right, block.right)
      column.bottom = block.bottom
      column.heads.push(child)
    }
  }
  return groups
}

/** The child of `id` an item stands under. */
function headOf(item: string, id: string | undefined, { above }: Ranks): string | undefined {
  let at: string | undefined = item
  while (at !== undefined && above.get(at) !== id) at = above.get(at)
  return at
}

interface Manner {
  /** branches stand evenly under their item; else the first goes straight on and the others stand to its right */
  readonly centered: boolean
  readonly rank: number
  readonly ranks: Ranks
}

/** Puts a group under the middle of its item, and widens the item's block. */
function place(
  group: readonly Column[],
  block: Block,
  shift: Map<string, number>,
  { centered, rank, ranks }: Manner,
): void {
  let x = 0
  const middles = group.map(({ left, right }) => {
    const middle = x + left
    x += left + right + GAP
    return middle
  })
  const branches = group.filter(({ heads }) => ranks.rank.get(heads[0]!) === rank + 1).length
  const last = middles[Math.max(0, branches - 1)]!
  const anchor = centered && branches > 1 ? (middles[0]! + last) / 2 : middles[0]!
  for (const [at, column] of group.entries()) for (const head of column.heads) shift.set(head, middles[at]! - anchor)
  block.left = Math.max(block.left, anchor)
  block.right = Math.max(block.right, x - GAP - anchor)
  block.bottom = Math.max(block.bottom, ...group.map(({ bottom }) => bottom))
}
