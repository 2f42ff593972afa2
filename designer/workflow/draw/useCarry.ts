import { useReactFlow } from '@xyflow/react'
import { useCallback, useRef, useState } from 'react'
import type { Layout } from '../graph/layout.ts'
import type { Kind } from '../plans/kinds.ts'

/** What is carried: a new step of a kind, or one that stands in the drawing. */
export type Load = { readonly kind: Kind } | { readonly step: string }

export interface Carried {
  readonly load: Load
  readonly name: string
}

/** A place on a way something can be put: px of the drawing. */
export interface Spot {
  readonly way: string
  readonly x: number
  readonly y: number
}

/** px the pointer moves before a press becomes a carry, and how near to a spot it lands there */
const STARTS_AT = 6
const REACH = 140
/** px below a card where its ＋ stands */
export const PLUS_BELOW = 28

export const spotsOf = ({ routes }: Layout): readonly Spot[] =>
  routes.flatMap(({ line, points }) =>
    line.way === undefined ? [] : [{ way: line.way.id, x: points[0]![0], y: points[0]![1] + PLUS_BELOW }],
  )

/**
 * Carries something with the pointer to the nearest ＋. The picture under the pointer is moved without redrawing the page; only a change of the nearest
 * spot is drawn.
 */
export function useCarry(spots: readonly Spot[], onDrop: (load: Load, way: string) => void) {
  const { screenToFlowPosition, getZoom } = useReactFlow()
  const [carried, setCarried] = useState<Carried | null>(null)
  const [near, setNear] = useState<Spot | null>(null)
  const ghost = useRef<HTMLDivElement>(null)
  const start = useCallback(
    (event: React.PointerEvent, load: Load, name: string) => {
      if (event.button !== 0 || (event.pointerType === 'touch' && 'step' in load)) return
      const from = { x: event.clientX, y: event.clientY }
      let moving = false
      let nearest: Spot | null = null
      const move = (now: PointerEvent) => {
        if (!moving && Math.hypot(now.clientX - from.x, now.clientY - from.y) < STARTS_AT) return
        if (!moving) {
          moving = true
          setCarried({ load, name })
        }
        ghost.current?.style.setProperty('transform', `translate(${now.clientX + 12}px, ${now.clientY + 12}px)`)
        const found = nearestOf(spots, screenToFlowPosition({ x: now.clientX, y: now.clientY }), REACH / getZoom())
        if (found === nearest) return
        nearest = found
        setNear(found)
      }
      const stop = (drop: boolean) => {
        window.removeEventListener('pointermove', move)
        window.removeEventListener('pointerup', up)
        window.removeEventListener('pointercancel', cancel)
        window.removeEventListener('keydown', key, true)
        setCarried(null)
        setNear(null)
        if (!moving) return
        // What was carried was not clicked.
        window.addEventListener('click', swallow, { capture: true, once: true })
        setTimeout(() => window.removeEventListener('click', swallow, { capture: true }))
        if (drop && nearest !== null) onDrop(load, nearest.way)
      }
      const up = () => stop(true)
      const cancel = () => stop(false)
      const key = (pressed: KeyboardEvent) => {
        if (pressed.key !== 'Escape') return
        pressed.stopPropagation()
        cancel()
      }
      window.addEventListener('pointermove', move)
      window.addEventListener('pointerup', up)
      window.addEventListener('pointercancel', cancel)
      window.addEventListener('keydown', key, true)
    },
    [spots, screenToFlowPosition, getZoom, onDrop],
  )
  return { start, carried, near, ghost }
}

const swallow = (event: Event): void => {
  event.stopPropagation()
  event.preventDefault()
}

function nearestOf(spots: readonly Spot[], { x, y }: { x: number; y: number }, reach: number): Spot | null {
  let best: Spot | null = null
  let least = reach
  for (const spot of spots) {
    const distance = Math.hypot(spot.x - x, spot.y - y)
    if (distance >= least) continue
    least = distance
    best = spot
  }
  return best
}
