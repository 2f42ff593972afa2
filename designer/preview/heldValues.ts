import { type CompiledForm, parseValue, type RecordValues } from '../../engine/index.ts'

/**
 * What a stored record would show in the draft's form: its system values, and those of the fields the draft still has and the person may see, as far
 * as they fit what the field is now.
 */
export function heldValues(form: CompiledForm, stored: RecordValues, seen: ReadonlySet<string>): RecordValues {
  const held: Record<string, unknown> = { id: stored.id }
  for (const [key, field] of form.fields) {
    const value = stored[key]
    if (value === undefined || !seen.has(key)) continue
    if (field.system || field.computed || field.rows !== undefined || 'value' in parseValue(field, value))
      held[key] = value
  }
  return held
}
