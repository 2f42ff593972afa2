import type { Scopes } from '../../engine/definition/environment.ts'
import {
  BOOLEAN,
  check,
  type Environment,
  fromJsonLogic,
  parseExpr,
  type SqlFragment,
  sql,
  type Type,
  toSqlCondition,
} from '../../engine/expression/index.ts'
import { type CompiledForm, formEnvironment, type RecordValues, type Related, recordScope } from '../../engine/index.ts'
import { foldKnown } from '../../engine/record/fold.ts'
import type { Expr } from '../../schemas/generated/definition.ts'
import { problem } from '../../schemas/problem.ts'
import { HttpProblem } from '../http/problem.ts'
import { formAccess } from './access.ts'
import { sqlEnvironment } from './environment.ts'
import { freshColumn } from './fresh.ts'
import { type FormScope, recordContext } from './scope.ts'

const MOST_NODES = 50

/** Whether a caller may read a field of a form of the app: what he cannot read he cannot filter, sort, group or search by (SR-03). */
export function readable(scope: FormScope, form: CompiledForm, key: string): boolean {
  if (scope.caller.admin) return true
  const access =
    form === scope.form ? scope.access : formAccess(scope.installation, form, scope.caller, scope.directory, scope.now)
  return access.can('read') && (key === 'id' || access.field(key) !== 'hidden')
}

/** Row rules of a related form, on another alias than `t`. */
export function relatedRows(scope: FormScope, form: CompiledForm, alias: string): SqlFragment | null {
  if (scope.caller.admin) return null
  const rows = formAccess(scope.installation, form, scope.caller, scope.directory, scope.now).rows('read')
  return rows === null
    ? null
    : { text: rows.text.map(part => part.replace(/\bt\./g, `${alias}.`)), values: rows.values }
}

/** The environment of a caller's own expressions: names he may not read are unknown, exactly as names that do not exist. */
function callerEnvironment(scope: FormScope, about?: About): Environment {
  const { definition, forms, libraries } = scope.installation.app
  const scopes: Scopes = about === undefined ? {} : { $record: { kind: 'record', form: about.form.key } }
  const base = formEnvironment({ definition, forms, libraries }, scope.form, scopes)
  return {
    ...base,
    resolve(name) {
      const found = base.resolve(name)
      return found === undefined || found.key.startsWith('$') || readable(scope, scope.form, found.key)
        ? found
        : undefined
    },
    member(type: Type, path, name) {
      const found = base.member(type, path, name)
      const form = type.kind === 'record' ? forms.get(type.form) : undefined
      return found === undefined || form === undefined || readable(scope, form, found.key) ? found : undefined
    },
    names: () => [],
    memberNames: () => [],
  }
}

/**
 * A caller's JsonLogic filter as a condition on alias `t`. `onClock` is told when its meaning changes from one moment to the next.
 * @throws HttpProblem 400 `filter_too_large` | `invalid_parameter` with all mistakes | `filter_unsupported`
 */
export function filterCondition(scope: FormScope, rule: unknown, onClock?: () => void): SqlFragment {
  if (countNodes(rule, MOST_NODES) > MOST_NODES) throw new HttpProblem(400, 'filter_too_large', { limit: MOST_NODES })
  return conditionOf(scope, fromJsonLogic(rule), onClock)
}

/**
 * The condition of a view of the form, read with the caller's rights; undefined when the view shows every row.
 * @throws HttpProblem 400 `invalid_parameter` for a view of another form or one whose condition reads a field hidden from the caller
 */
export function viewCondition(scope: FormScope, key: string, onClock?: () => void): SqlFragment | undefined {
  const view = scope.installation.app.views.get(key)
  if (view === undefined || view.form !== scope.form.key)
    throw new HttpProblem(400, 'invalid_parameter', { parameter: 'view', reason: key.slice(0, 48) })
  return view.where === undefined ? undefined : authorCondition(scope, view.where, onClock)
}

/** The record a condition calls `$record`, as far as the caller may read it, and what of other records it leads to. */
export interface About {
  readonly form: CompiledForm
  readonly values: RecordValues
  readonly related: Related
}

/** A condition the app's author wrote, read with the caller's rights. @throws HttpProblem 400 `invalid_parameter` when it reads what is hidden from him */
export const authorCondition = (scope: FormScope, where: Expr, onClock?: () => void, about?: About): SqlFragment =>
  conditionOf(scope, parseExpr(where), onClock, about)

function conditionOf(
  scope: FormScope,
  parsed: ReturnType<typeof parseExpr>,
  onClock?: () => void,
  about?: About,
): SqlFragment {
  if ('errors' in parsed) throw refused(parsed.errors)
  const checked = check(parsed.tree, callerEnvironment(scope, about), BOOLEAN)
  if (checked.typed === null || checked.errors.length > 0) throw refused(checked.errors)
  if (checked.usesClock === 'now') onClock?.()
  const known = recordScope(about ?? { form: scope.form, values: {} }, recordContext(scope, about?.related))
  const isKnown = ([head]: readonly string[]) =>
    head === '$user' || head === '$settings' || (about !== undefined && head === '$record')
  const folded = foldKnown(checked.typed, isKnown, known)
  const rules = {
    now: scope.now,
    today: scope.today,
    onClock,
    allowed: (form: CompiledForm, key: string) => readable(scope, form, key),
    rows: (form: CompiledForm, alias: string) => relatedRows(scope, form, alias),
  }
  // The rows are those of `readSource`: what time changes stands there already.
  const own = (key: string) =>
    readable(scope, scope.form, key) ? freshColumn(scope.installation, scope.form, 't', key) : undefined
  const condition = toSqlCondition(folded, sqlEnvironment(scope.installation, scope.form, 't', rules, own))
  if ('unsupported' in condition) throw new HttpProblem(400, 'filter_unsupported', { reason: condition.unsupported })
  return condition
}

const refused = (errors: readonly { code: string; params: Readonly<Record<string, unknown>> }[]): HttpProblem =>
  new HttpProblem(
    400,
    'invalid_parameter',
    { parameter: 'filter', reason: '' },
    errors.map(({ code, params }) => problem(code, '/filter', { ...params })),
  )

function countNodes(value: unknown, limit: number): number {
  let count = 0
  const stack: unknown[] = [value]
  while (stack.length > 0 && count <= limit) {
    const item = stack.pop()
    if (item === null || typeof item !== 'object') continue
    if (!Array.isArray(item)) count += 1
    stack.push(...Object.values(item))
  }
  return count
}

/** Contains-search over the title and the searchable text fields the caller may read; blank text finds everything. */
export function searchCondition(
  scope: FormScope,
  text: string,
  columnOf: (key: string) => string | undefined,
): SqlFragment | undefined {
  const wanted = text.trim().slice(0, 200)
  if (wanted === '') return undefined
  const fields = scope.form.fieldList.filter(
    field => field.valueType.kind === 'text' && !field.list && readable(scope, scope.form, field.key),
  )
  const searched = fields.filter(
    field =>
      field.key === scope.form.titleField ||
      (field.definition as { searchable?: boolean } | undefined)?.searchable === true,
  )
  const pattern = `%${wanted.replace(/[\\%_]/g, '\\$&')}%`
  const conditions = searched.flatMap(field => {
    const column = columnOf(field.key)
    return column === undefined ? [] : [`t.${column} ilike `]
  })
  if (conditions.length === 0) return { text: ['false'], values: [] }
  return conditions
    .map(start => ({ text: [start, ''], values: [pattern] }) as SqlFragment)
    .reduce((all, next) => sql`${all} or ${next}`)
}
