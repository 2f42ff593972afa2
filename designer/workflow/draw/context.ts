import { createContext, useContext } from 'react'
import type { Finding } from '../../../engine/index.ts'
import type { Workflow } from '../../../schemas/generated/definition.ts'
import type { Speaking } from '../words/speaking.ts'

/** What the cards of a drawing share. */
export interface Drawing {
  readonly workflow: Workflow
  readonly workflows: readonly Workflow[]
  readonly speaking: Speaking
  readonly selected: string
  /** by the id of an item */
  readonly findings: ReadonlyMap<string, readonly Finding[]>
  /** `opening`: the keyboard goes on into the panel */
  readonly select: (item: string, opening?: boolean) => void
  /** asks what to put on a way, beside the button that was pressed */
  readonly ask: (way: string, button: HTMLElement) => void
  readonly addBranch: (split: string) => void
  /** a step is picked up with the mouse */
  readonly carry: (event: React.PointerEvent, step: string, name: string) => void
}

export const DrawingContext = createContext<Drawing | null>(null)

export const useDrawing = (): Drawing => useContext(DrawingContext)!
