import type { ExplanationDetail } from './functions/definition.ts'
import type { Result } from './value.ts'

/** How a value came about: a tree of steps in the order they are written. */
export interface Explanation extends ExplanationDetail {
  /** The piece of the formula, with labels instead of keys. */
  readonly text: string
  /** Label of the field read, if it is one. */
  readonly label?: string
  /** Undefined when the step was not needed (the other branch of IF). */
  readonly value?: Result
  readonly skipped: boolean
  /** Function name or operator symbol. */
  readonly operation?: string
  readonly reference?: { readonly path: readonly string[] }
  readonly inputs: readonly Explanation[]
}
