import { compileExpression } from '../../engine/definition/expressions.ts'
import { ownType } from '../../engine/definition/field-type.ts'
import { collectFindings } from '../../engine/definition/finding.ts'
import { FormulaError, storedValue, type Type } from '../../engine/expression/index.ts'
import {
  type CompiledApp,
  type CompiledForm,
  formEnvironment,
  parseValue,
  type RecordValues,
  recordScope,
} from '../../engine/index.ts'
import { computeFields } from '../../engine/record/compute.ts'
import { relationPaths } from '../../engine/workflow/needs.ts'
import { errorMessage } from '../../schemas/errors/catalogue.ts'
import type { AppDefinition, Field } from '../../schemas/generated/definition.ts'
import { type Problem, pointerStep, problem } from '../../schemas/problem.ts'
import type { Caller } from '../http/caller.ts'
import { HttpProblem, invalidValues, notFound } from '../http/problem.ts'
import { closedObject } from '../http/schema.ts'
import type { OrganisationDirectory } from '../identity/directory.ts'
import { inWords, roundedTo } from '../records/explain.ts'
import { type Asked, explainSteps } from '../records/explain-steps.ts'
import { openReadable } from '../records/open.ts'
import type { Records } from '../records/records.ts'
import { loadRelated } from '../records/related.ts'
import { recordContext, scopeOf } from '../records/scope.ts'
import { readDraft } from './drafts.ts'
import { checkFailed } from './findings.ts'
import type { Installation } from './installation.ts'
import { checkDefinition } from './publish.ts'

const key = { type: 'string', maxLength: 60 } as const

type FormulaField = Extract<Field, { type: 'formula' }>

interface Trial {
  /** the form whose words the formula uses */
  readonly form: string
  readonly formula: string
  /** what it must give, as of a formula field */
  readonly result: FormulaField['result']
  readonly scale?: number
  /** the formula field it would replace */
  readonly field?: string
  /** a stored record of the form */
  readonly record?: string
  /** values instead of the record's own, or of a record that is not there */
  readonly values?: Record<string, unknown>
}

export const tryFormulaRoute = {
  config: { reads: true },
  schema: {
    body: closedObject(
      {
        form: key,
        formula: { type: 'string', maxLength: 20_000 },
        result: {
          enum: ['number', 'money', 'percent', 'text', 'yes_no', 'date', 'datetime', 'duration', 'user'],
        },
        scale: { type: 'integer', minimum: 0, maximum: 20 },
        field: key,
        record: key,
        values: { type: 'object', maxProperties: 200 },
      },
      ['form', 'formula', 'result'],
    ),
  },
}

/**
 * What a formula would give on a record if the draft were published with it, and how. Nothing is written: the record and what is read of others come as they
 * are stored, its own computed fields as the draft works them out. @throws HttpProblem 422 `check_failed` when the formula or the draft has mistakes, 404 without the record
 */
export async function tryFormula(
  records: Records,
  { caller, installation, directory }: { caller: Caller; installation: Installation; directory: OrganisationDirectory },
  trial: Trial,
): Promise<Record<string, unknown>> {
  const { platform } = records
  const { definition } = await readDraft(platform, installation)
  const { app, findings } = checkDefinition(withFormula(definition, trial))
  const form = app?.forms.get(trial.form)
  if (app === null) throw checkFailed(findings)
  if (form === undefined || form.parent !== undefined) throw notFound()
  const type = ownType({ type: 'formula', key: 'x', label: {}, ...trial }, '')!
  const expression = expressionOf(app, form, trial.formula, type)
  const stored = await storedValues(records, caller, directory, installation, trial)
  // The draft's meaning on the published tables: a field that is only in the draft is blank.
  const draft: Installation = { ...installation, app, settings: settingsOf(app, installation), plans: new Map() }
  const scope = scopeOf(platform, draft, caller, directory, form.key)
  const before = sameKinds(installation.app.forms.get(form.key), form, stored ?? {})
  const values: Record<string, unknown> = { ...before, ...sampleValues(form, trial.values ?? {}) }
  const needs = [...form.needs, ...relationPaths(form, [expression])].filter(path =>
    leadsAlike(installation.app, app, form.key, path),
  )
  const related = await loadRelated(scope, form, values, platform.database.pool, needs)
  const context = recordContext(scope, related)
  computeFields(form, values, stored === undefined ? null : before, context)
  const place = { form, values }
  const record = trial.record === undefined ? null : { form: form.key, id: trial.record }
  const asked: Asked = { scope, place, record, context, connection: platform.database.pool }
  const exact = expression.evaluate(recordScope(place, context))
  const result = storedValue(exact, type)
  const failed = result instanceof FormulaError
  return {
    value: failed ? null : (result ?? null),
    error: failed ? { code: result.code, message: errorMessage(result.code, result.params, caller.language) } : null,
    ...roundedTo(exact, result, type),
    explanation: await explainSteps(asked, inWords(asked, expression.typed)),
    record: record === null ? null : { id: record.id, title: values[form.titleField] ?? null },
    at: scope.now,
  }
}

/** The draft as it would be with the formula in its field, so that circles are found. */
function withFormula(definition: AppDefinition, { form, field, formula, result }: Trial): AppDefinition {
  if (field === undefined) return definition
  const replaced = (one: Field): Field =>
    one.key === field && one.type === 'formula' ? { ...one, formula, result } : one
  return {
    ...definition,
    forms: definition.forms.map(one => (one.key === form ? { ...one, fields: one.fields.map(replaced) } : one)),
  }
}

function expressionOf(app: CompiledApp, form: CompiledForm, formula: string, type: Type) {
  const findings = collectFindings('/formula')
  const expression = compileExpression(formula, formEnvironment(app, form), findings, type)
  if (expression !== undefined) return expression
  throw new HttpProblem(
    422,
    'check_failed',
    {},
    findings.all.map(({ code, path, params }) => problem(code, path, params)),
  )
}

async function storedValues(
  records: Records,
  caller: Caller,
  directory: OrganisationDirectory,
  installation: Installation,
  { form, record }: Trial,
): Promise<RecordValues | undefined> {
  if (record === undefined) return undefined
  const published = scopeOf(records.platform, installation, caller, directory, form)
  return openReadable(published, record, records.platform.database.pool)
}

/** @throws HttpProblem 422 with each value that its field cannot hold */
function sampleValues(form: CompiledForm, values: Record<string, unknown>): Record<string, unknown> {
  const read: Record<string, unknown> = {}
  const problems: Problem[] = []
  for (const [name, value] of Object.entries(values)) {
    const field = form.fields.get(name)
    const parsed =
      field === undefined ? { code: 'unknown_property', params: { property: name } } : parseValue(field, value)
    if ('code' in parsed) problems.push(problem(parsed.code, `/values/${pointerStep(name)}`, parsed.params))
    else read[name] = parsed.value
  }
  if (problems.length > 0) throw invalidValues(problems)
  return read
}

const settingsOf = (app: CompiledApp, { settings, app: published }: Installation): Record<string, unknown> =>
  Object.fromEntries(
    [...app.settings].map(([name, setting]) => [
      name,
      published.settings.has(name) && Object.hasOwn(settings, name) ? settings[name] : setting.value,
    ]),
  )

/** Values of fields that still hold the same kind of thing; what the draft retyped is blank until it is published. */
function sameKinds(published: CompiledForm | undefined, draft: CompiledForm, values: RecordValues): RecordValues {
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => {
      const [before, after] = [published?.fields.get(name), draft.fields.get(name)]
      return (
        name === '_errors' ||
        (before?.kind === after?.kind && before?.target === after?.target && before?.list === after?.list)
      )
    }),
  )
}

/** Whether every link of a path is the same in the published app: only then there is something to load. */
function leadsAlike(published: CompiledApp, draft: CompiledApp, start: string, path: readonly string[]): boolean {
  let form = start
  for (const name of path) {
    const [before, after] = [published.forms.get(form), draft.forms.get(form)]
    if (before === undefined || after === undefined) return false
    const [from, to] = [before.inverses.get(name), after.inverses.get(name)]
    if (from?.form !== to?.form || from?.field !== to?.field) return false
    const next = to?.form ?? after.fields.get(name)?.target
    if (next === undefined) return true
    if (to === undefined && before.fields.get(name)?.target !== next) return false
    form = next
  }
  return true
}
