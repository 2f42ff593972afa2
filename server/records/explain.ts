import type { CompiledRollup } from '../../engine/definition/compiled.ts'
import { formEnvironment } from '../../engine/definition/environment.ts'
import { labelsIn, relabelled, withOptionLabels } from '../../engine/definition/labels.ts'
import {
  Decimal,
  FormulaError,
  type Result,
  storedValue,
  type Type,
  type TypedNode,
} from '../../engine/expression/index.ts'
import { type CompiledField, type RecordContext, type RecordValues, recordScope } from '../../engine/index.ts'
import { computeFields, evaluateField, rollupRows } from '../../engine/record/compute.ts'
import type { Place } from '../../engine/record/scope.ts'
import { same } from '../../engine/record/validate.ts'
import { errorMessage } from '../../schemas/errors/catalogue.ts'
import { notFound } from '../http/problem.ts'
import { columnOf } from '../storage/columns.ts'
import { ruleSince } from './explain-rule.ts'
import { type Leaf, pathReadable, rowTitle } from './explain-sources.ts'
import { type Asked, explainList, explainSteps, type ListDoc, type Step, writtenText } from './explain-steps.ts'
import { readable } from './filter.ts'
import { readColumnOf } from './fresh.ts'
import { openReadable } from './open.ts'
import { loadRelated } from './related.ts'
import { type Connection, type FormScope, recordContext } from './scope.ts'

interface RollupDoc extends ListDoc {
  /** the inverse list, relation or sub-form it counts */
  readonly list: string
  readonly aggregate: string
  /** the condition in words, when the reader may read all it names */
  readonly where: string | null
}

interface Explained {
  /** as it is stored, by keys; null when it is not a text */
  readonly formula?: string | null
  readonly explanation?: Step
  readonly rollup?: RollupDoc
}

/**
 * How a computed value of a record came to be: a formula's steps with their inputs and where each was read, or the records a roll-up counted (P10). `path` is a
 * field, or `subform.rowId.column`. Cut to what the reader may read. @throws HttpProblem 404 for what is not computed, missing or hidden
 */
export async function explainField(
  scope: FormScope,
  id: string,
  path: string,
  connection: Connection,
): Promise<Record<string, unknown>> {
  const read = await openReadable(scope, id, connection)
  const related = await loadRelated(scope, scope.form, read, connection)
  const context: RecordContext = { ...recordContext(scope, related), user: null }
  const stored = atThisMoment(scope, read, context)
  const { field, place, names } = findField(scope, stored, path)
  const asked: Asked = { scope, place, record: { form: scope.form.key, id }, context, connection }
  const [explained, since] = await Promise.all([
    explainIn(asked, field),
    ruleSince(scope.installation, scope.form.key, names, connection),
  ])
  const value = place.values[field.key] ?? null
  const code = errorOf(stored, place, field)
  const exact = evaluateField(field, place, context)
  const result = storedValue(exact, field.valueType)
  const worked = result instanceof FormulaError ? null : (result ?? null)
  return {
    form: scope.form.key,
    record: { id, title: titleOf(scope, stored) },
    field: path,
    label: field.label,
    value,
    error: code === null ? null : { code, message: errorMessage(code, {}, scope.caller.language) },
    ...(tellsHidden(explained)
      ? {}
      : {
          ...(same(value, worked) || code !== null ? {} : { worked }),
          ...roundedTo(exact, worked, field.valueType),
        }),
    kept: keptBy(field, place, context),
    at: scope.now,
    timed: isTimed(scope, path),
    changedAt: stored.updated_at ?? null,
    version: scope.installation.version,
    since,
    ...explained,
  }
}

/** Whether more digits than the value has, or its value just now, would tell of an input the reader may not read. */
const tellsHidden = ({ explanation, rollup }: Explained): boolean =>
  (rollup !== undefined && rollup.hidden > 0) || (explanation !== undefined && hasHidden(explanation))

const hasHidden = (step: Step): boolean => step.hidden === true || step.inputs.some(hasHidden)

/** Whether time alone changes a value, so that every reading works it out (M3). */
function isTimed({ installation, form }: FormScope, key: string): boolean {
  const table = installation.tables.get(form.key)
  return table !== undefined && readColumnOf(installation, table, key) !== columnOf(table, key)
}

/** The record as it is read now: what time alone changes is worked out, everything else is as it is stored. */
function atThisMoment(scope: FormScope, stored: RecordValues, context: RecordContext): RecordValues {
  const timed = scope.form.fieldList.filter(({ key }) => isTimed(scope, key))
  if (timed.length === 0) return stored
  const values: Record<string, unknown> = structuredClone(stored)
  computeFields(scope.form, values, stored, context)
  return { ...stored, ...Object.fromEntries(timed.map(({ key }) => [key, values[key]])) }
}

/** What storing a result with the field's places did to it; nothing when it lost no digit. */
export function roundedTo(exact: Result, stored: unknown, type: Type): { rounded?: object } {
  const places = type.kind === 'number' ? type.scale : undefined
  if (!Decimal.isDecimal(exact) || places === undefined || exact.decimalPlaces() <= places) return {}
  return { rounded: { from: exact.toFixed(), to: stored, places } }
}

/** The field a path names and where it stands. */
function findField(scope: FormScope, stored: RecordValues, path: string) {
  const [head = '', rowId, column, ...more] = path.split('.')
  const field = scope.form.fields.get(head)
  if (field === undefined || more.length > 0 || !readable(scope, scope.form, head)) throw notFound()
  if (rowId === undefined) {
    if (!field.computed) throw notFound()
    return { field, place: { form: scope.form, values: stored }, names: [head] }
  }
  const own = field.rows?.fields.get(column ?? '')
  const row = ((stored[head] ?? []) as readonly RecordValues[]).find(one => one.id === rowId)
  if (field.rows === undefined || own === undefined || !own.computed || row === undefined) throw notFound()
  const place: Place = { form: field.rows, values: row, parent: { form: scope.form, values: stored } }
  return { field: own, place, names: [head, own.key] }
}

/** The steps of a field at a place in the reader's language. */
async function explainIn(asked: Asked, field: CompiledField): Promise<Explained> {
  if (field.rollup !== undefined) return { rollup: await explainRollup(asked, field.rollup) }
  if (field.formula === undefined) throw notFound()
  const { source, typed } = field.formula
  return {
    formula: typeof source === 'string' ? source : null,
    explanation: await explainSteps(asked, inWords(asked, typed)),
  }
}

/** A checked expression with labels of the reader's language. */
export function inWords(
  { scope, place, context }: Pick<Asked, 'scope' | 'place' | 'context'>,
  typed: TypedNode,
): TypedNode {
  const space = context.app
  const environment = labelsIn(formEnvironment(space, place.form), scope.caller.language)
  return relabelled(withOptionLabels(typed, space.libraries, scope.caller.language), environment, scope.caller.language)
}

async function explainRollup(asked: Asked, rollup: CompiledRollup): Promise<RollupDoc> {
  const { scope, place, context, record } = asked
  const source = context.app.forms.get(rollup.source)!
  const field = rollup.field === undefined ? undefined : source.fields.get(rollup.field)
  const leaves = rollupRows(rollup, place, context).map((values, index): Leaf => {
    const inRow = source.parent !== undefined
    const own = inRow ? record : { form: source.key, id: String(values.id) }
    return {
      record: own,
      row: inRow ? String(values.id) : null,
      subform: inRow ? rollup.list : null,
      rowTitle: inRow ? rowTitle(source, values, index) : null,
      field,
      value: field === undefined ? null : (values[field.key] ?? null),
      error: null,
      through: inRow || own === null ? [] : [own],
    }
  })
  const list = await explainList(asked, { leaves, list: true, form: source.key, setting: null }, rollup.field)
  const whereReadable = rollup.where?.references.every(({ path }) => pathReadable(scope, source, path)) ?? false
  const where = whereReadable
    ? inWords({ ...asked, place: { form: source, values: {} } }, rollup.where!.typed)
    : undefined
  return {
    ...list,
    field: rollup.field ?? null,
    list: rollup.list,
    aggregate: rollup.aggregate,
    where: where === undefined ? null : writtenText(where),
  }
}

/** Why a stored value does not follow its rule just now. */
function keptBy(field: CompiledField, place: Place, context: RecordContext): 'frozen' | 'snapshot' | 'schedule' | null {
  const { definition } = field
  if (definition?.type === 'lookup' && definition.snapshot === true) return 'snapshot'
  if (field.frozenWhen?.evaluate(recordScope(place, context)) === true) return 'frozen'
  return field.refresh === 'schedule' ? 'schedule' : null
}

/** Errors of rows stand under `subform.index.column`. */
function errorOf(stored: RecordValues, place: Place, field: CompiledField): string | null {
  const errors = (stored._errors ?? {}) as Record<string, string>
  if (place.parent === undefined) return errors[field.key] ?? null
  const subform = place.form.key.slice(place.parent.form.key.length + 1)
  const index = ((stored[subform] ?? []) as readonly RecordValues[]).findIndex(({ id }) => id === place.values.id)
  return errors[`${subform}.${index}.${field.key}`] ?? null
}

function titleOf(scope: FormScope, stored: RecordValues): string | null {
  const { titleField } = scope.form
  const title = readable(scope, scope.form, titleField) ? stored[titleField] : null
  return typeof title === 'string' && titleField !== 'id' ? title : null
}
