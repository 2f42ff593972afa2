import type { ProgressEdge } from '../../api/task-types.ts'

/** Where a step stands: how far along, and in which lane; lanes count from 0. */
export interface Place {
  readonly rank: number
  readonly lane: number
}

/** A way between two steps, through the lanes it passes. */
export interface Way {
  readonly taken: boolean
  readonly points: readonly Place[]
}

export interface Layout {
  readonly ranks: number
  readonly lanes: number
  readonly places: ReadonlyMap<string, Place>
  readonly ways: readonly Way[]
}

const SWEEPS = 4

/**
 * Steps in ranks by the longest way from the start, and in lanes so that few ways cross. Ways that lead back are left out: how often a step ran is written
 * in it. A way past a rank keeps a lane of its own there.
 */
export function layOut(keys: readonly string[], edges: readonly ProgressEdge[]): Layout {
  const forward = withoutBackWays(keys, edges)
  const ranks = rankOf(keys, forward)
  const { chains, members } = chainsOf(keys, forward, ranks)
  const lanes = laneOf(members, chains)
  const most = Math.max(0, ...lanes.values())
  const placeOf = (key: string): Place => ({ rank: ranks.get(key) ?? 0, lane: lanes.get(key) ?? 0 })
  return {
    ranks: members.length,
    lanes: most + 1,
    places: new Map(keys.map(key => [key, placeOf(key)])),
    ways: chains.map(({ edge, through }) => ({ taken: edge.taken, points: through.map(placeOf) })),
  }
}

function withoutBackWays(keys: readonly string[], edges: readonly ProgressEdge[]): ProgressEdge[] {
  const from = new Map(keys.map(key => [key, edges.filter(edge => edge.from === key)]))
  const state = new Map<string, 'open' | 'done'>()
  const back = new Set<ProgressEdge>()
  const visit = (start: string): void => {
    const stack = [{ key: start, next: 0 }]
    state.set(start, 'open')
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const edge = from.get(top.key)?.[top.next]
      top.next += 1
      if (edge === undefined) {
        state.set(top.key, 'done')
        stack.pop()
      } else if (state.get(edge.to) === 'open') back.add(edge)
      else if (!state.has(edge.to)) {
        state.set(edge.to, 'open')
        stack.push({ key: edge.to, next: 0 })
      }
    }
  }
  for (const key of keys) if (!state.has(key)) visit(key)
  const known = new Set(keys)
  return edges.filter(edge => !back.has(edge) && known.has(edge.from) && known.has(edge.to))
}

/** How far from the start, by the longest way. The ways make no circle. */
function rankOf(keys: readonly string[], edges: readonly ProgressEdge[]): Map<string, number> {
  const waiting = new Map(keys.map(key => [key, edges.filter(({ to }) => to === key).length]))
  const ranks = new Map(keys.map(key => [key, 0]))
  const queue = keys.filter(key => waiting.get(key) === 0)
  for (const key of queue) {
    for (const { to } of edges.filter(({ from }) => from === key)) {
      ranks.set(to, Math.max(ranks.get(to) ?? 0, (ranks.get(key) ?? 0) + 1))
      const left = (waiting.get(to) ?? 0) - 1
      waiting.set(to, left)
      if (left === 0) queue.push(to)
    }
  }
  return ranks
}

interface Chain {
  readonly edge: ProgressEdge
  /** the step, a place in each rank between, the next step */
  readonly through: readonly string[]
}

function chainsOf(keys: readonly string[], edges: readonly ProgressEdge[], ranks: Map<string, number>) {
  const members: string[][] = []
  const put = (key: string, rank: number): void => {
    while (members.length <= rank) members.push([])
    members[rank]!.push(key)
    ranks.set(key, rank)
  }
  for (const key of keys) put(key, ranks.get(key) ?? 0)
  const chains = edges.map((edge): Chain => {
    const [first, last] = [ranks.get(edge.from) ?? 0, ranks.get(edge.to) ?? 0]
    const between = Array.from({ length: Math.max(0, last - first - 1) }, (_, at) => {
      const key = `${edge.from} ${edge.to} ${at}`
      put(key, first + 1 + at)
      return key
    })
    return { edge, through: [edge.from, ...between, edge.to] }
  })
  return { chains, members }
}

/** Lanes: in each rank the order by where its neighbours stand, a few times back and forth; then every rank in the middle. */
function laneOf(members: string[][], chains: readonly Chain[]): Map<string, number> {
  const before = new Map<string, string[]>()
  const after = new Map<string, string[]>()
  const note = (map: Map<string, string[]>, key: string, other: string): void => {
    map.set(key, [...(map.get(key) ?? []), other])
  }
  for (const { through } of chains)
    for (const [index, key] of through.entries()) {
      const next = through[index + 1]
      if (next === undefined) continue
      note(after, key, next)
      note(before, next, key)
    }
  const lanes = new Map<string, number>()
  const spread = (rank: readonly string[]): void => {
    for (const [index, key] of rank.entries()) lanes.set(key, index - (rank.length - 1) / 2)
  }
  for (const rank of members) spread(rank)
  const sort = (rank: string[], neighbours: Map<string, string[]>): void => {
    const middle = (key: string): number => {
      const places = (neighbours.get(key) ?? []).map(other => lanes.get(other) ?? 0)
      return places.length === 0 ? (lanes.get(key) ?? 0) : places.reduce((sum, one) => sum + one, 0) / places.length
    }
    const wanted = new Map(rank.map(key => [key, middle(key)]))
    rank.sort((a, b) => wanted.get(a)! - wanted.get(b)!)
    spread(rank)
  }
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    for (const rank of members) sort(rank, before)
    for (const rank of [...members].reverse()) sort(rank, after)
  }
  const least = Math.min(0, ...lanes.values())
  return new Map([...lanes].map(([key, lane]) => [key, lane - least]))
}
