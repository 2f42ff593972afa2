import { ViewportPortal } from '@xyflow/react'
import { memo } from 'react'
import type { Route } from '../graph/layout.ts'

const RADIUS = 8

/** A path of straight pieces with round corners. */
export function pathOf(points: Route['points']): string {
  const [first, ...rest] = points
  if (first === undefined) return ''
  let path = `M${first[0]} ${first[1]}`
  for (const [index, point] of rest.entries()) {
    const [before, next] = [points[index]!, points[index + 2]]
    if (next === undefined) {
      path += `L${point[0]} ${point[1]}`
      continue
    }
    const into = toward(point, before)
    const out = toward(point, next)
    path += `L${into[0]} ${into[1]}Q${point[0]} ${point[1]} ${out[0]} ${out[1]}`
  }
  return path
}

/** The point a corner's radius away, at most half of the way. */
function toward([x, y]: readonly [number, number], [a, b]: readonly [number, number]): readonly [number, number] {
  const length = Math.hypot(a - x, b - y)
  const part = length === 0 ? 0 : Math.min(RADIUS, length / 2) / length
  return [x + (a - x) * part, y + (b - y) * part]
}

/** px of an arrow's head */
const HEAD = 5

const headOf = (points: Route['points']): string => {
  const [end, before] = [points.at(-1)!, points.at(-2)!]
  const [x, y] = end
  return before[1] === y && before[0] > x
    ? `M${x + HEAD} ${y - HEAD}L${x} ${y}L${x + HEAD} ${y + HEAD}`
    : `M${x - HEAD} ${y - HEAD}L${x} ${y}L${x + HEAD} ${y - HEAD}`
}

/** All lines as one drawing of two paths, whatever their number: thousands cost one element. */
export const Lines = memo(function Lines({ routes }: { readonly routes: readonly Route[] }) {
  const path = (back: boolean): string =>
    routes
      .filter(route => route.back === back)
      .map(({ points }) => pathOf(points))
      .join('')
  const heads = routes.filter(({ line }) => line.way !== undefined).map(({ points }) => headOf(points))
  return (
    <ViewportPortal>
      <svg className="wf-lines" aria-hidden="true">
        <path d={path(false)} />
        <path className="is-back" d={path(true)} />
        <path d={heads.join('')} />
      </svg>
    </ViewportPortal>
  )
})
