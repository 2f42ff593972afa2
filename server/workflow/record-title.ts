import type { CompiledForm, RecordValues } from '../../engine/index.ts'

/** What a record is called; an option by its label. */
export function recordTitle(form: CompiledForm, values: RecordValues): string {
  const value = values[form.titleField]
  const option = form.fields.get(form.titleField)?.library?.options.get(String(value))
  return value === null || value === undefined ? '' : (option?.label.zh ?? option?.label.en ?? String(value))
}
