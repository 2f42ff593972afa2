import type { CompiledForm } from '../definition/compiled.ts'
import type { RecordValues } from '../record/context.ts'

/** Rows and records are known by their ids, other values by themselves. */
export const keyOf = (item: unknown): unknown =>
  item !== null && typeof item === 'object' && 'id' in item && typeof item.id === 'string' ? item.id : item

/** An item as expressions read it: a row of one of the record's sub-forms by its id, as it is now. */
export function itemValue(form: CompiledForm, values: RecordValues, item: unknown): unknown {
  if (typeof item !== 'string') return item
  for (const field of form.fieldList) {
    const rows = field.rows === undefined ? undefined : values[field.key]
    const row: unknown = Array.isArray(rows) ? rows.find(one => keyOf(one) === item) : undefined
    if (row !== undefined) return row
  }
  return item
}
