import { lengthOf } from './functions/characters.ts'
import type { Limits } from './limits.ts'
import type { Scope } from './scope.ts'
import { EvaluationLimit, type Value } from './value.ts'

/** One evaluation: the scope, what is left of the step budget, and the names bound for each element. */
export interface Context {
  readonly scope: Scope
  readonly limits: Limits
  steps: number
  bound: Readonly<Record<string, Value>>
}

/** A compiled node: throws FormulaError. */
export type Thunk = (context: Context) => Value

/** Takes `count` steps from the budget (elements visited, characters repeated). */
export function spend(context: Context, count: number): void {
  const before = context.steps
  context.steps -= count
  if (context.steps < 0) throw new EvaluationLimit('formula_too_many_steps', { limit: context.limits.steps })
  const { scope } = context
  if (scope.expired && before >> 6 !== context.steps >> 6 && scope.expired())
    throw new EvaluationLimit('formula_too_slow')
}

/** Passes a text on if it keeps the output limit. */
export function limitText(context: Context, text: string): string {
  if (text.length > context.limits.output && lengthOf(text) > context.limits.output)
    throw new EvaluationLimit('formula_output_too_large', { limit: context.limits.output })
  return text
}
