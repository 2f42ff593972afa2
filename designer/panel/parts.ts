import { type ComponentType, createContext, useContext } from 'react'
import type { Place } from '../../engine/definition/elements.ts'
import type { PanelContext } from './context.ts'
import type { Property, Shape } from './shape.ts'

export interface PanelRowProps<S extends Shape = Shape> {
  readonly primitive: string
  readonly property: Omit<Property, 'shape'> & { readonly shape: S }
  readonly name: string
  readonly value: unknown
  /** the object the property belongs to */
  readonly of: Readonly<Record<string, unknown>>
  readonly context: PanelContext
  readonly place: Place | undefined
  /** undefined takes the property away */
  readonly onChange: (value: unknown) => void
}

export type Values = Readonly<Record<string, unknown>>

export interface PropertiesPanelProps {
  readonly of: string
  readonly value: Values
  readonly edit: (patch: Values) => void
  readonly context: PanelContext
  /** where the object stands, when it can be named */
  readonly place?: Place | undefined
  /** shown first, in this order; the rest is folded. Absent: the required ones first. */
  readonly lead?: readonly string[]
  /** edited elsewhere on the page */
  readonly omit?: readonly string[]
}

interface Parts {
  readonly Panel: ComponentType<PropertiesPanelProps>
  readonly Row: ComponentType<PanelRowProps>
}

/** Primitives contain each other, so rows contain panels: they are handed down, for modules do not import in circles. */
export const PanelParts = createContext<Parts | null>(null)
export const usePanelParts = (): Parts => useContext(PanelParts)!
