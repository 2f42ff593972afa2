import type { CompiledField, CompiledForm, CompiledRollup } from '../definition/compiled.ts'
import { Decimal, FormulaError, type Result, storedValue } from '../expression/index.ts'
import type { RecordContext, RecordValues } from './context.ts'
import { errorOf, type Place, readValue, recordScope } from './scope.ts'

type Values = Record<string, unknown>

/** Decimal places of an average when its field names none (GLOSSARY C: always decimal, declared scale). */
const AVERAGE_SCALE = 20

/**
 * Fills in the computed fields of a record and of its rows, in dependency order. A failed formula leaves null and its code in `_errors`, and fails
 * whoever reads it. `before` is the stored record: frozen fields, snapshots and values of scheduled refreshes keep its value.
 * @param only names in the graph (`form.field`) to work out, refreshes included; the others keep their values and failures
 */
export function computeFields(
  form: CompiledForm,
  values: Values,
  before: RecordValues | null,
  context: RecordContext,
  only?: ReadonlySet<string>,
): void {
  const errors: Record<string, string> = only === undefined ? {} : { ...(values._errors as object | null) }
  values._errors = errors
  const asked = only !== undefined
  for (const { field, subform } of form.computeOrder) {
    const named = subform === undefined ? `${form.key}.${field.key}` : `${form.key}.${subform}.${field.key}`
    if (only?.has(named) === false) continue
    const waits = !asked && before !== null && (field.refresh === 'schedule' || context.held?.has(named) === true)
    if (subform === undefined) {
      if (waits) keepValue(field, values, before, errors, field.key)
      else computeField(field, { form, values, old: before }, values, before, context, errors, field.key)
      continue
    }
    const rows = (values[subform] ?? []) as Values[]
    const rowForm = form.fields.get(subform)!.rows!
    const old = (before?.[subform] ?? []) as RecordValues[]
    for (const [index, row] of rows.entries()) {
      const name = `${subform}.${index}`
      const place: Place = { form: rowForm, values: row, parent: { form, values }, row: name }
      const kept = old.find(({ id }) => id !== undefined && id === row.id) ?? null
      if (waits && kept !== null) keepValue(field, row, kept, errors, `${name}.${field.key}`)
      else computeField(field, place, row, kept, context, errors, `${name}.${field.key}`)
    }
  }
  if (Object.keys(errors).length === 0) delete values._errors
}

function computeField(
  field: CompiledField,
  place: Place,
  values: Values,
  before: RecordValues | null,
  context: RecordContext,
  errors: Record<string, string>,
  name: string,
): void {
  if (before !== null && keepsValue(field, place, before, context)) {
    keepValue(field, values, before, errors, name)
    return
  }
  delete errors[name]
  const result = storedValue(evaluateField(field, place, context), field.valueType)
  values[field.key] = result instanceof FormulaError ? null : result
  if (result instanceof FormulaError) errors[name] = result.code
}

/** A value stays as it was stored, and goes on failing if it did. */
function keepValue(
  field: CompiledField,
  values: Values,
  before: RecordValues,
  errors: Record<string, string>,
  name: string,
): void {
  values[field.key] = before[field.key] ?? null
  const failed = errorOf(before, name)
  if (failed !== undefined) errors[name] = failed.code
}

function keepsValue(field: CompiledField, place: Place, before: RecordValues, context: RecordContext): boolean {
  const { definition } = field
  if (definition?.type === 'lookup' && definition.snapshot === true)
    return before[definition.relation] === place.values[definition.relation]
  return (
    field.frozenWhen !== undefined &&
    field.frozenWhen.evaluate(recordScope({ ...place, values: before }, context)) === true
  )
}

/** The value of a computed field at a place: its formula, or its roll-up. */
export function evaluateField(field: CompiledField, place: Place, context: RecordContext): Result {
  if (field.rollup !== undefined) return evaluateRollup(field.rollup, place, context)
  return field.formula === undefined ? null : field.formula.evaluate(recordScope(place, context))
}

/** The rows a roll-up counts, after its condition. */
export function rollupRows(rollup: CompiledRollup, place: Place, context: RecordContext): RecordValues[] {
  const source = context.app.forms.get(rollup.source)!
  const field = place.form.fields.get(rollup.list)
  const parent = source.parent === undefined ? undefined : { form: place.form, values: place.values }
  const listed =
    field?.target === undefined
      ? (readValue(place.form, place.values, [rollup.list], 0, context) as RecordValues[] | null)
      : linkedRecords(field.target, place.values[rollup.list], context)
  if (rollup.where === undefined) return listed ?? []
  return (listed ?? []).filter(
    values => rollup.where!.evaluate(recordScope({ form: source, values, parent }, context)) === true,
  )
}

function linkedRecords(form: string, ids: unknown, context: RecordContext): RecordValues[] {
  return (Array.isArray(ids) ? ids : []).flatMap((id): readonly RecordValues[] => {
    const record = context.related.get(form, String(id))
    return record === undefined ? [] : [record]
  })
}

function evaluateRollup(rollup: CompiledRollup, place: Place, context: RecordContext): Result {
  const rows = rollupRows(rollup, place, context)
  if (rollup.field === undefined) return new Decimal(rows.length)
  const failed = rows.map(row => rowError(rollup, row, place)).find(error => error !== undefined)
  if (failed !== undefined) return failed
  const values = rows.map(row => row[rollup.field!]).filter(value => value !== null && value !== undefined)
  if (rollup.aggregate === 'count') return new Decimal(values.length)
  if (rollup.aggregate === 'min' || rollup.aggregate === 'max')
    return extreme(values, rollup.aggregate, context, rollup)
  const sum = values.reduce<Decimal>((total, value) => total.plus(String(value)), new Decimal(0))
  if (rollup.aggregate === 'sum') return sum
  return values.length === 0 ? null : sum.dividedBy(values.length).toDecimalPlaces(AVERAGE_SCALE, Decimal.ROUND_HALF_UP)
}

/** A field that failed in one of the records fails what is made of them. */
function rowError(rollup: CompiledRollup, row: RecordValues, place: Place): FormulaError | undefined {
  if (place.form.fields.get(rollup.list)?.rows === undefined) return errorOf(row, rollup.field!)
  const index = ((place.values[rollup.list] ?? []) as RecordValues[]).indexOf(row)
  return errorOf(place.values, `${rollup.list}.${index}.${rollup.field}`)
}

function extreme(
  values: readonly unknown[],
  which: 'min' | 'max',
  context: RecordContext,
  rollup: CompiledRollup,
): Result {
  if (values.length === 0) return null
  const kind = context.app.forms.get(rollup.source)?.fields.get(rollup.field!)?.valueType.kind
  const numeric = kind === 'number' || kind === 'duration'
  if (numeric) return Decimal[which](...values.map(value => new Decimal(String(value))))
  const texts = values.map(String).sort()
  return (which === 'min' ? texts[0] : texts[texts.length - 1]) ?? null
}
