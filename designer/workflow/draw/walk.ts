import type { Layout, Placed } from '../graph/layout.ts'
import type { Shape } from '../graph/shape.ts'

export type Direction = 'up' | 'down' | 'left' | 'right'

/** The item an arrow key leads to: along the lines up and down, to the neighbour of the same row sideways. */
export function neighbourOf(
  { lines }: Shape,
  { placed }: Layout,
  id: string,
  direction: Direction,
): string | undefined {
  if (direction === 'down') return lines.find(({ from }) => from === id)?.to
  if (direction === 'up') return lines.find(({ to }) => to === id)?.from
  const own = placed.get(id)
  if (own === undefined) return undefined
  const sign = direction === 'left' ? -1 : 1
  const middle = (one: Placed): number => one.y + one.height / 2
  const beside = [...placed.values()].filter(
    one => Math.abs(middle(one) - middle(own)) < 1 && (one.x - own.x) * sign > 0,
  )
  return beside.sort((a, b) => (a.x - b.x) * sign)[0]?.item.id
}
