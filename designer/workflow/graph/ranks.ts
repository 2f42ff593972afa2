import type { Item, Line } from './shape.ts'

/** The order of a drawing from above to below. */
export interface Ranks {
  /** items so that each stands behind those that lead to it */
  readonly order: readonly string[]
  /** row of an item, from 0 */
  readonly rank: ReadonlyMap<string, number>
  /** lines that lead back to an item above */
  readonly back: ReadonlySet<string>
  /** the item every way to an item passes last; undefined: nothing leads there */
  readonly above: ReadonlyMap<string, string | undefined>
}

/** Rows and what stands under what. Items nothing leads to begin rows of their own. */
export function ranksOf(items: readonly Item[], lines: readonly Line[]): Ranks {
  const out = new Map<string, Line[]>()
  const into = new Map<string, Line[]>()
  for (const { id } of items) {
    out.set(id, [])
    into.set(id, [])
  }
  for (const line of lines) {
    out.get(line.from)?.push(line)
    into.get(line.to)?.push(line)
  }
  // Items nothing leads to come first, so that a loop nobody enters begins at the first of its items.
  const roots = [...items.filter(({ id }) => into.get(id)!.length === 0), ...items].map(({ id }) => id)
  const { finished, back } = walked(roots, out)
  const order = finished.reverse()
  const place = new Map(order.map((id, index) => [id, index]))
  const rank = new Map<string, number>()
  const above = new Map<string, string | undefined>()
  for (const id of order) {
    const before = into
      .get(id)!
      .filter(line => !back.has(line.id))
      .map(({ from }) => from)
    rank.set(
      id,
      before.reduce((most, from) => Math.max(most, rank.get(from)! + 1), 0),
    )
    above.set(
      id,
      before.reduce<string | undefined>(
        (one, from, at) => (at === 0 ? from : common(one, from, above, place)),
        undefined,
      ),
    )
  }
  return { order, rank, back, above }
}

/** A walk in depth, branches in their order; lines to an item still under way lead back. */
function walked(
  roots: readonly string[],
  out: ReadonlyMap<string, readonly Line[]>,
): { finished: string[]; back: ReadonlySet<string> } {
  const state = new Map<string, 'open' | 'done'>()
  const finished: string[] = []
  const back = new Set<string>()
  for (const root of roots) {
    if (state.has(root)) continue
    const stack = [{ id: root, lines: out.get(root) ?? [], at: (out.get(root) ?? []).length }]
    state.set(root, 'open')
    while (stack.length > 0) {
      const top = stack.at(-1)!
      top.at -= 1
      // From the last branch to the first: turned round, the first one stands in front.
      const line = top.lines[top.at]
      if (line === undefined) {
        state.set(top.id, 'done')
        finished.push(top.id)
        stack.pop()
      } else if (state.get(line.to) === 'open') back.add(line.id)
      else if (!state.has(line.to)) {
        const lines = out.get(line.to) ?? []
        state.set(line.to, 'open')
        stack.push({ id: line.to, lines, at: lines.length })
      }
    }
  }
  return { finished, back }
}

/** The nearest item above both. */
function common(
  a: string | undefined,
  b: string | undefined,
  above: ReadonlyMap<string, string | undefined>,
  place: ReadonlyMap<string, number>,
): string | undefined {
  let [left, right] = [a, b]
  while (left !== right && left !== undefined && right !== undefined) {
    if (place.get(left)! > place.get(right)!) left = above.get(left)
    else right = above.get(right)
  }
  return left === right ? left : undefined
}
