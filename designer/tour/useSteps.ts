import { useEffect, useRef } from 'react'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import type { Situation, TourStep } from './steps.ts'

const LOOK_MS = 300
const MARK = 'fd-tour-here'

const isSeen = (element: Element): boolean => element.getClientRects().length > 0

/** The control a step points at, where it can be seen now. */
export function controlOf(step: TourStep): HTMLElement | undefined {
  for (const selector of step.at)
    for (const found of document.querySelectorAll<HTMLElement>(selector)) if (isSeen(found)) return found
  return undefined
}

/**
 * Follows a step: a ring around its control, and `onDone` when the person has done it. It looks at the page a few times a second, since the page tells
 * nobody what appears on it.
 */
export function useStep(
  step: TourStep | undefined,
  place: { readonly definition: AppDefinition; readonly part: string },
  onDone: () => void,
): void {
  const now = useRef(place)
  now.current = place
  const done = useRef(onDone)
  done.current = onDone
  useEffect(() => {
    if (step === undefined) return
    const sees = (selector: string): boolean => [...document.querySelectorAll(selector)].some(isSeen)
    const situation = (): Situation => ({ ...now.current, sees })
    const before = situation()
    let marked: HTMLElement | undefined
    const mark = (control: HTMLElement | undefined): void => {
      if (control !== marked) control?.scrollIntoView({ block: 'nearest' })
      if (control !== marked) marked?.classList.remove(MARK)
      control?.classList.add(MARK)
      marked = control
    }
    const look = (): void => {
      if (step.done(before, situation())) {
        clearInterval(timer)
        done.current()
      } else mark(controlOf(step))
    }
    const timer = setInterval(look, LOOK_MS)
    return () => {
      clearInterval(timer)
      mark(undefined)
    }
  }, [step])
}
