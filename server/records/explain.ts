import { type Explanation, explain } from '../../engine/expression/index.ts'
import { type CompiledField, type RecordValues, recordScope } from '../../engine/index.ts'
import { rollupRows } from '../../engine/record/compute.ts'
import { notFound } from '../http/problem.ts'
import { readable } from './filter.ts'
import { openReadable } from './open.ts'
import { loadRelated } from './related.ts'
import { type Connection, type FormScope, recordContext } from './scope.ts'

/** How a computed value came to be: the formula's steps with their inputs, or the records a roll-up counted (P10). */
export async function explainField(
  scope: FormScope,
  id: string,
  key: string,
  connection: Connection,
): Promise<Record<string, unknown>> {
  const stored = await openReadable(scope, id, connection)
  const field = scope.form.fields.get(key)
  if (field === undefined || !field.computed || !readable(scope, scope.form, key)) throw notFound()
  const related = await loadRelated(scope.installation, scope.form, stored, connection)
  const context = { ...recordContext(scope, related), user: null }
  const head = {
    field: key,
    label: field.label,
    value: stored[key] ?? null,
    error: errorOf(stored, key),
    version: scope.installation.version,
  }
  if (field.rollup !== undefined) {
    const { list, aggregate, field: column, source } = field.rollup
    const rows = rollupRows(field.rollup, { form: scope.form, values: stored }, context)
    const shown =
      column === undefined || sourceReadable(scope, source, column)
        ? rows
            .slice(0, 200)
            .map(row => ({ id: row.id ?? null, value: column === undefined ? null : (row[column] ?? null) }))
        : []
    return {
      ...head,
      rollup: { list, form: source, aggregate, field: column ?? null, count: rows.length, records: shown },
    }
  }
  if (field.formula === undefined) throw notFound()
  const steps = explain(field.formula.typed, recordScope({ form: scope.form, values: stored }, context))
  return {
    ...head,
    formula: typeof field.formula.source === 'string' ? field.formula.source : null,
    explanation: hideUnreadable(scope, steps),
  }
}

const errorOf = (stored: RecordValues, key: string): string | null =>
  (stored._errors as Record<string, string> | null | undefined)?.[key] ?? null

const sourceReadable = (scope: FormScope, form: string, key: string): boolean => {
  const source = scope.installation.app.forms.get(form)
  return source !== undefined && (source.parent !== undefined || readable(scope, source, key))
}

/** An input the reader may not read shows its name, not its value. */
function hideUnreadable(scope: FormScope, step: Explanation): unknown {
  const path = step.reference?.path
  const hidden = path !== undefined && !pathReadable(scope, path)
  return {
    ...step,
    ...(hidden ? { value: null, hidden: true } : {}),
    inputs: step.inputs.map(input => hideUnreadable(scope, input)),
  }
}

function pathReadable(scope: FormScope, path: readonly string[]): boolean {
  let form = scope.form
  for (const name of path) {
    if (name.startsWith('$')) return true
    const field: CompiledField | undefined = form.fields.get(name)
    const inverse = form.inverses.get(name)
    if (field !== undefined && form.parent === undefined && !readable(scope, form, name)) return false
    const next = scope.installation.app.forms.get(inverse?.form ?? field?.target ?? field?.rows?.key ?? '')
    if (next === undefined) return true
    form = next
  }
  return true
}
