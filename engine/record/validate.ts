import type { Problem } from '../../schemas/problem.ts'
import type { CompiledField } from '../definition/compiled.ts'
import { Decimal } from '../expression/index.ts'
import { type FieldState, isBlank } from './rules.ts'
import type { Place } from './scope.ts'
import { fieldProblem } from './values.ts'

/** Length, range, pattern, options and counts of one value. Options are checked only when they change: retired ones stay on old records (P2). */
export function checkValue(
  field: CompiledField,
  value: unknown,
  before: unknown,
  place: Place,
  state: FieldState,
  prefix: string,
): Problem[] {
  if (isBlank(value)) return state.required ? [fieldProblem(field, 'required', {}, prefix)] : []
  const problems = [...checkText(field, value), ...checkRange(field, value), ...checkCount(field, value)]
  const optionProblems =
    field.library === undefined || field.kind === 'stage' || same(value, before)
      ? []
      : checkOptions(field, value, before, place, state)
  return [...problems, ...optionProblems].map(([code, params]) => fieldProblem(field, code, params, prefix))
}

type Found = readonly [code: string, params: Record<string, unknown>]

export const same = (a: unknown, b: unknown): boolean =>
  a === b ||
  (isBlank(a) && isBlank(b)) ||
  (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b))

function checkText(field: CompiledField, value: unknown): Found[] {
  if (typeof value !== 'string') return []
  const found: Found[] = []
  const limit = (field.definition as { maxLength?: number } | undefined)?.maxLength
  const length = limit !== undefined && value.length > limit ? [...value].length : 0
  if (limit !== undefined && length > limit) found.push(['text_too_long', { limit, length }])
  if (field.pattern !== undefined && !field.pattern(value)) found.push(['pattern_mismatch', {}])
  return found
}

function checkRange(field: CompiledField, value: unknown): Found[] {
  const { min, max } = (field.definition ?? {}) as { min?: unknown; max?: unknown }
  if ((min === undefined && max === undefined) || Array.isArray(value)) return []
  const numeric = field.valueType.kind === 'number'
  const below = (limit: unknown): boolean =>
    numeric ? new Decimal(String(value)).lessThan(String(limit)) : String(value) < String(limit)
  const above = (limit: unknown): boolean =>
    numeric ? new Decimal(String(value)).greaterThan(String(limit)) : String(value) > String(limit)
  const found: Found[] = []
  if (min !== undefined && below(min)) found.push(['number_below', { limit: min }])
  if (max !== undefined && above(max)) found.push(['number_above', { limit: max }])
  if (field.kind === 'rating' && below(1)) found.push(['number_below', { limit: 1 }])
  return found
}

function checkCount(field: CompiledField, value: unknown): Found[] {
  if (!Array.isArray(value)) return []
  const { min, max, maxCount } = (field.definition ?? {}) as { min?: number; max?: number; maxCount?: number }
  const most = field.rows === undefined ? maxCount : max
  const found: Found[] = []
  if (most !== undefined && value.length > most) found.push(['too_many_items', { limit: most }])
  if (field.rows !== undefined && min !== undefined && value.length < min) found.push(['too_few_items', { limit: min }])
  return found
}

function checkOptions(field: CompiledField, value: unknown, before: unknown, place: Place, state: FieldState): Found[] {
  const kept = new Set(Array.isArray(before) ? before : [before])
  const parent = (field.definition as { parent?: string } | undefined)?.parent
  return (Array.isArray(value) ? value : [value]).flatMap((key: string): Found[] => {
    const option = field.library!.options.get(key)
    if (option === undefined) return [['unknown_choice', { value: key }]]
    if (!option.active && !kept.has(key)) return [['inactive_choice', { value: option.label }]]
    if (state.options === undefined || state.options.has(key)) return []
    const under = parent === undefined ? undefined : place.form.fields.get(parent)
    if (under !== undefined && option.parent !== undefined && place.values[parent!] !== option.parent)
      return [['choice_not_under_parent', { value: option.label, parent: under.label }]]
    return [['choice_not_allowed', { value: option.label }]]
  })
}
