import { type Problem, pointerStep, problem } from '../../schemas/problem.ts'
import type { CompiledField, CompiledForm } from '../definition/compiled.ts'
import { suggest } from '../definition/finding.ts'
import { FormulaError, storedValue } from '../expression/index.ts'
import { computeFields } from './compute.ts'
import type { RecordContext, RecordValues } from './context.ts'
import { type FieldState, fieldStates, isBlank, ruleProblems } from './rules.ts'
import { errorOf, type Place, recordScope } from './scope.ts'
import { checkValue, same } from './validate.ts'
import { fieldProblem, parseValue } from './values.ts'

type Values = Record<string, unknown>

/** A record after its rules and formulas: what to store, what changed, what is wrong. */
export interface Prepared {
  /** every field of the form, computed ones included; `_errors` only when a formula failed */
  readonly values: RecordValues
  /** keys of fields whose stored value changes, computed ones included */
  readonly changed: readonly string[]
  readonly states: ReadonlyMap<string, FieldState>
  /** states of sub-form rows, by sub-form key */
  readonly rowStates: ReadonlyMap<string, readonly ReadonlyMap<string, FieldState>[]>
  /** all problems at once; empty = it may be saved */
  readonly problems: readonly Problem[]
  readonly warnings: readonly Problem[]
}

export interface PrepareOptions {
  /** an automation, import or installer may set fields a person may not: read-only and hidden ones */
  readonly trusted?: boolean
  /** what a new record begins with: owner, department, stage, its id */
  readonly start?: RecordValues
}

/** System fields a writer may name; their rights are checked where all rights are. */
const writableSystem = new Set(['owner', 'department'])

/**
 * The one way a record is made ready, in the browser while typing and on the server before storing: parse, defaults (M4), formulas, rules (P3),
 * checks. `before` is the stored record, null for a new one; `patch` holds what the writer sent.
 */
export function prepareRecord(
  form: CompiledForm,
  before: RecordValues | null,
  patch: RecordValues,
  context: RecordContext,
  options: PrepareOptions = {},
): Prepared {
  const problems: Problem[] = []
  const values: Values = { ...options.start, ...before }
  readPatch(form, patch, values, problems)
  if (before === null) fillDefaults(form, values, patch, context)
  computeFields(form, values, before, context)
  let states = fieldStates(
    { form, values, old: before },
    form.rules.filter(rule => rule.rows === undefined),
    context,
  )
  if (clearHidden(form, values, states)) {
    computeFields(form, values, before, context)
    states = fieldStates(
      { form, values, old: before },
      form.rules.filter(rule => rule.rows === undefined),
      context,
    )
  }
  const place: Place = { form, values, old: before }
  if (options.trusted !== true) problems.push(...readOnlyProblems(form, patch, values, before, states))
  const own = form.rules.filter(rule => rule.rows === undefined)
  const found = ruleProblems(place, own, context, states)
  problems.push(...found.problems)
  const faulty = new Set(problems.map(({ path }) => path))
  for (const field of form.fieldList) {
    if (field.computed || faulty.has(`/${field.key}`)) continue
    problems.push(...checkValue(field, values[field.key], before?.[field.key], place, states.get(field.key)!, ''))
  }
  const rowStates = prepareRows(form, values, before, context, problems, found.warnings)
  const changed = [...form.fieldList, ...writableFields(form)]
    .filter(field => !same(values[field.key], before?.[field.key]) || failure(values, field) !== failure(before, field))
    .map(field => field.key)
  return { values, changed, states, rowStates, problems: unique(problems), warnings: unique(found.warnings) }
}

/** A value that begins or ceases to fail has changed, though it is blank before and after. */
const failure = (values: RecordValues | null, { key, computed }: CompiledField): string | undefined =>
  computed && values !== null ? errorOf(values, key)?.code : undefined

const writableFields = (form: CompiledForm): CompiledField[] =>
  [...writableSystem].flatMap(key => form.fields.get(key) ?? [])

const unique = (problems: readonly Problem[]): Problem[] => [
  ...new Map(problems.map(item => [`${item.code} ${item.path} ${JSON.stringify(item.params)}`, item])).values(),
]

function readPatch(form: CompiledForm, patch: RecordValues, values: Values, problems: Problem[], prefix = ''): void {
  for (const [key, input] of Object.entries(patch)) {
    const field = form.fields.get(key)
    if (field === undefined) {
      problems.push(
        problem('unknown_record_field', `${prefix}/${pointerStep(key)}`, {
          field: key,
          suggestion: suggest(key, form.fields.keys()),
        }),
      )
    } else if (field.rows !== undefined) {
      values[key] = readRows(field, input, (values[key] ?? []) as RecordValues[], problems, prefix)
    } else if (field.system && !writableSystem.has(key) && !(key === 'id' && form.parent !== undefined)) {
      problems.push(fieldProblem(field, 'field_read_only', {}, prefix))
    } else if (field.computed || field.kind === 'serial') {
      if (!same(input, values[key])) problems.push(fieldProblem(field, 'field_computed', {}, prefix))
    } else {
      const parsed = key === 'id' ? { value: input } : parseValue(field, input)
      if ('code' in parsed) problems.push(fieldProblem(field, parsed.code, parsed.params, prefix))
      else values[key] = parsed.value
    }
  }
}

/** Rows come as a whole list; a row with the `id` of a stored one is that row changed, other rows are new. */
function readRows(
  field: CompiledField,
  input: unknown,
  before: readonly RecordValues[],
  problems: Problem[],
  prefix: string,
): Values[] | null {
  if (input === null || input === undefined) return null
  if (!Array.isArray(input)) {
    problems.push(fieldProblem(field, 'invalid_list', {}, prefix))
    return null
  }
  return input.map((row: unknown, index) => {
    const place = `${prefix}/${field.key}/${index}`
    if (row === null || typeof row !== 'object' || Array.isArray(row)) {
      problems.push(problem('invalid_list', place, { field: field.label }))
      return {}
    }
    const stored = before.find(({ id }) => id !== undefined && id === (row as RecordValues).id)
    const values: Values = { ...stored }
    readPatch(field.rows!, row as RecordValues, values, problems, place)
    if (stored === undefined) delete values.id
    return values
  })
}

/** Defaults fill what is blank at creation, in the order of the form, so that a default may read an earlier one. */
function fillDefaults(form: CompiledForm, values: Values, patch: RecordValues, context: RecordContext): void {
  for (const field of form.fieldList) {
    if (field.rows !== undefined)
      for (const row of (values[field.key] ?? []) as Values[])
        if (row.id === undefined) fillRow(field.rows, row, { form, values }, context)
    if (field.defaultValue === undefined || !isBlank(values[field.key]) || !isBlank(patch[field.key])) continue
    values[field.key] = defaultOf(field, { form, values }, context)
  }
}

function fillRow(
  form: CompiledForm,
  row: Values,
  parent: { form: CompiledForm; values: Values },
  context: RecordContext,
): void {
  for (const field of form.fieldList)
    if (field.defaultValue !== undefined && isBlank(row[field.key]))
      row[field.key] = defaultOf(field, { form, values: row, parent }, context)
}

function defaultOf(field: CompiledField, place: Place, context: RecordContext): unknown {
  const value = field.defaultValue!
  if ('constant' in value) {
    const parsed = parseValue(field, value.constant)
    return 'code' in parsed ? null : parsed.value
  }
  const result = storedValue(value.expression.evaluate(recordScope(place, context)), field.valueType)
  if (result instanceof FormulaError) return null
  if (value.expression.type.kind !== 'any') return result
  const parsed = parseValue(field, result)
  return 'code' in parsed ? null : parsed.value
}

function clearHidden(form: CompiledForm, values: Values, states: ReadonlyMap<string, FieldState>): boolean {
  let cleared = false
  for (const field of form.fieldList) {
    const clears = (field.definition as { whenHidden?: string } | undefined)?.whenHidden === 'clear'
    if (!clears || states.get(field.key)?.visible !== false || isBlank(values[field.key])) continue
    values[field.key] = null
    cleared = true
  }
  return cleared
}

function readOnlyProblems(
  form: CompiledForm,
  patch: RecordValues,
  values: Values,
  before: RecordValues | null,
  states: ReadonlyMap<string, FieldState>,
): Problem[] {
  return form.fieldList.flatMap(field => {
    if (!Object.hasOwn(patch, field.key) || field.computed || states.get(field.key)?.readOnly !== true) return []
    return same(values[field.key], before?.[field.key] ?? null) ? [] : [fieldProblem(field, 'field_read_only')]
  })
}

function prepareRows(
  form: CompiledForm,
  values: Values,
  before: RecordValues | null,
  context: RecordContext,
  problems: Problem[],
  warnings: Problem[],
): Map<string, ReadonlyMap<string, FieldState>[]> {
  const all = new Map<string, ReadonlyMap<string, FieldState>[]>()
  for (const field of form.fieldList) {
    if (field.rows === undefined) continue
    const rules = [...field.rows.rules, ...form.rules.filter(rule => rule.rows === field.key)]
    const rows = (values[field.key] ?? []) as Values[]
    const states = rows.map((row, index) => {
      const prefix = `/${field.key}/${index}`
      const place: Place = { form: field.rows!, values: row, parent: { form, values } }
      const state = fieldStates(place, rules, context)
      const found = ruleProblems(place, rules, context, state, prefix)
      problems.push(...found.problems)
      warnings.push(...found.warnings)
      const old = ((before?.[field.key] ?? []) as RecordValues[]).find(({ id }) => id !== undefined && id === row.id)
      for (const column of field.rows!.fieldList)
        if (!column.computed)
          problems.push(
            ...checkValue(column, row[column.key], old?.[column.key], place, state.get(column.key)!, prefix),
          )
      return state
    })
    all.set(field.key, states)
  }
  return all
}
