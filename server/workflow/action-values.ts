import type { CompiledAction, CompiledExpression } from '../../engine/definition/compiled.ts'
import { FormulaError, type Result, storedValue } from '../../engine/expression/index.ts'
import { type CompiledForm, type RecordContext, type RecordValues, recordScope } from '../../engine/index.ts'
import { fieldProblem } from '../../engine/record/values.ts'
import { addDuration, parseDuration } from '../../engine/timer/duration.ts'
import { invalidValues } from '../http/problem.ts'

/** Where an action's expressions are evaluated. */
export interface ActionScope {
  readonly form: CompiledForm
  readonly values: RecordValues
  readonly old: RecordValues | null
  readonly context: RecordContext
}

export const evaluateIn = ({ form, values, old, context }: ActionScope, expression: CompiledExpression): Result =>
  expression.evaluate(recordScope({ form, values, old }, context))

/** Ids in a result: of people or records; a record object counts as its id. Each once, in order. */
export function idsOf(result: Result): string[] {
  const found = (Array.isArray(result) ? result.flat(3) : [result]).flatMap((item: unknown) => {
    if (typeof item === 'string') return [item]
    const id =
      item !== null && typeof item === 'object' && Object.hasOwn(item, 'id') ? (item as { id: unknown }).id : undefined
    return typeof id === 'string' ? [id] : []
  })
  return [...new Set(found)]
}

export const idsFrom = (scope: ActionScope, action: CompiledAction, name: string): string[] => {
  const expression = action.expressions.get(name)
  return expression === undefined ? [] : idsOf(evaluateIn(scope, expression))
}

/** The values a `create` or `update` sets, as the record keeps them. @throws HttpProblem 422 naming the formula that failed */
export function patchOf(scope: ActionScope, action: CompiledAction, target: CompiledForm): RecordValues {
  const patch: Record<string, unknown> = {}
  for (const [key, value] of action.values) {
    if ('constant' in value) {
      patch[key] = value.constant
      continue
    }
    const field = target.fields.get(key)
    const result = evaluateIn(scope, value.expression)
    const stored = storedValue(result, field?.valueType ?? value.expression.type)
    if (stored instanceof FormulaError && field !== undefined)
      throw invalidValues([fieldProblem(field, 'formula_failed', { reason: stored.code })])
    // A list of records or people given to a field that holds one.
    const single = field !== undefined && !field.list && Array.isArray(stored)
    patch[key] = single ? (stored[0] ?? null) : stored
  }
  return patch
}

/** When a task is due: a duration counted from now, an instant, or a date (its end). Null when it says nothing. */
export function dueOf(scope: ActionScope, action: CompiledAction): string | null {
  const value = action.values.get('due')
  if (value === undefined) return null
  const result = 'constant' in value ? value.constant : evaluateIn(scope, value.expression)
  if (typeof result !== 'string') return null
  const { now, zone, calendar } = scope.context
  const place = { zone, calendar }
  const duration = parseDuration(result)
  if (duration !== undefined) return addDuration(now, duration, place)
  if (/^\d{4}-\d{2}-\d{2}$/.test(result)) return addDuration(result, { amount: 1, unit: 'd' }, place)
  return Number.isNaN(Date.parse(result)) ? null : new Date(Date.parse(result)).toISOString()
}
