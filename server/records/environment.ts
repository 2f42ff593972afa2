import { graphOf } from '../../engine/definition/cascade.ts'
import {
  rawSql,
  type SqlEnvironment,
  type SqlFragment,
  type SqlPart,
  sql,
  type Type,
  toSqlCondition,
  toSqlJoined,
  toSqlParts,
} from '../../engine/expression/index.ts'
import {
  type CompiledExpression,
  type CompiledField,
  type CompiledForm,
  type CompiledOption,
  noRelated,
  recordScope,
} from '../../engine/index.ts'
import { foldKnown } from '../../engine/record/fold.ts'
import { calendarOf } from '../../engine/timer/calendar.ts'
import type { Installation } from '../apps/installation.ts'
import { columnOf, type TableAddress } from '../storage/columns.ts'
import { listRows, rollupSql, valueOfRows } from './rows-sql.ts'
import type { ColumnRules, SqlPlace } from './sql-place.ts'

const DEEPEST_PATH = 8
/** Time-dependent values are written out where they are read; one may read another. */
const DEEPEST = 12

/** References of a form as SQL on `alias`; a path through relations to one becomes nested look-ups of live rows, a list an ordered source of rows. */
export function sqlEnvironment(
  installation: Installation,
  form: CompiledForm,
  alias: string,
  rules: ColumnRules,
  own?: SqlPlace['own'],
): SqlEnvironment {
  return placeEnvironment({ ...placeOf(installation, form, alias, rules), own })
}

export const placeOf = (
  installation: Installation,
  form: CompiledForm,
  alias: string,
  rules: ColumnRules,
): SqlPlace => ({ installation, form, alias, rules, depth: 1, writer })

function placeEnvironment(place: SqlPlace): SqlEnvironment {
  const { installation, rules } = place
  const [calendar] = installation.app.calendars.values()
  return {
    column: path => columnPart(place, path),
    rows: (path, alias) => listRows(place, path, alias),
    today: sql`${rules.today}::date`,
    now: sql`${rules.now}::timestamptz`,
    zone: installation.zone,
    calendar: (calendar && calendarOf(calendar).rules) ?? null,
  }
}

const within = (path: readonly string[]): readonly string[] =>
  path[0] === '$record' || path[0] === '$row' ? path.slice(1) : path

function columnPart(place: SqlPlace, full: readonly string[]): SqlPart | undefined {
  const path = within(full)
  if (path[0] === '$parent') return place.parent === undefined ? undefined : columnPart(place.parent, path.slice(1))
  if (path[0]?.startsWith('$') === true) return undefined
  return valueAt(place, path) ?? valueOfRows(listRows(place, path, `${place.alias}_v`))
}

/** A value that is no list of records: of this row, or through relations to one. */
function valueAt(place: SqlPlace, path: readonly string[]): SqlPart | undefined {
  const { installation, form, alias, rules, depth } = place
  const [key = 'id', ...rest] = path
  const table = installation.tables.get(form.key)
  const field = form.fields.get(key)
  if (table === undefined || field === undefined || depth > DEEPEST || rules.allowed?.(form, key) === false)
    return undefined
  if (rest.length === 0) return fieldPart(place, table, field)
  const column = columnOf(table, key)
  if (column === undefined || field.rows !== undefined) return undefined
  const at = `${alias}.${column}`
  if (field.library !== undefined && !field.list) return optionMember(field.library.options, at, rest)
  if (field.valueType.kind === 'user') return personMember(installation, at, rest)
  if (field.target === undefined || field.list || depth > DEEPEST_PATH) return undefined
  return throughRelation(place, field.target, at, rest)
}

function throughRelation(place: SqlPlace, key: string, at: string, rest: readonly string[]): SqlPart | undefined {
  const { installation, rules, depth } = place
  const form = installation.app.forms.get(key)
  const table = installation.tables.get(key)
  if (form === undefined || table === undefined) return undefined
  const alias = `${place.alias}_${depth}`
  const inner = valueAt({ ...placeOf(installation, form, alias, rules), depth: depth + 1 }, rest)
  if (inner === undefined) return undefined
  const visible = rules.rows?.(form, alias) ?? null
  const guard = visible === null ? rawSql('') : sql` and (${visible})`
  const from = rawSql(`from ${table.name} ${alias} where ${alias}.id = ${at} and ${alias}.deleted_at is null`)
  const look = (value: SqlFragment): SqlFragment => sql`(select ${value} ${from}${guard})`
  return { value: look(inner.value), ...(inner.fails === undefined ? {} : { fails: look(inner.fails) }) }
}

/** A field of the row itself: its column with its failure, or worked out here and now when time alone changes it (M3). */
function fieldPart(place: SqlPlace, table: TableAddress, field: CompiledField): SqlPart | undefined {
  const { alias } = place
  const own = place.own?.(field.key)
  if (own !== undefined) return own
  const fresh = freshPart(place, field)
  if (fresh !== undefined) return fresh
  const column = columnOf(table, field.key)
  if (column === undefined) return undefined
  // Durations and versions are whole numbers in the table, numbers in the language; an id is a text there.
  const numeric = field.valueType.kind === 'duration' || field.key === 'version'
  const cast = numeric ? '::numeric' : field.key === 'id' ? '::text' : ''
  const value = rawSql(`${alias}.${column}${cast}`)
  const fails = field.computed ? failureOf(place, field.key) : undefined
  return fails === undefined ? { value } : { value, fails: rawSql(fails) }
}

/** Where the code of a failed field is kept: with its record, for a row's field under the row's place. */
function failureOf({ form, alias, parent }: SqlPlace, key: string): string | undefined {
  if (form.parent === undefined) return `(${alias}._errors ->> '${key}')`
  const rows = form.key.slice(form.parent.length + 1)
  return parent === undefined
    ? undefined
    : `(${parent.alias}._errors ->> ('${rows}.' || ${alias}.position || '.${key}'))`
}

/**
 * A value that time alone changes, as SQL over the row; undefined when it is stored fresh, or when SQL cannot express it (then the value of the last
 * midnight is read). It reads as the app: the rights on the field itself were checked.
 */
function freshPart(place: SqlPlace, field: CompiledField): SqlPart | undefined {
  const { installation, form, depth } = place
  const { now, today, onClock } = place.rules
  if (!field.computed || depth > DEEPEST) return undefined
  const node = graphOf(installation.app).nodes.get(`${form.key}.${field.key}`)
  if (node === undefined || node.clock === 'none') return undefined
  const part = heldPart({ ...place, rules: { now, today, onClock }, depth: depth + 1 }, field)
  if (part !== undefined && node.clock === 'now') onClock?.()
  return part
}

/** A computed field as the table keeps it. undefined = not for SQL. */
function heldPart(place: SqlPlace, field: CompiledField): SqlPart | undefined {
  if (field.rollup !== undefined) {
    const part = rollupSql(place, field.rollup)
    return part && keptPart(place, field, part)
  }
  if (field.formula === undefined) return undefined
  const part = toSqlParts(bound(place.installation, field.formula), placeEnvironment(place))
  return 'unsupported' in part ? undefined : keptPart(place, field, part)
}

/** A computed field as SQL, unrounded, with what its value and its failure share in `joins`. `prefix` begins the names made up for it. */
export function computedPart(
  place: SqlPlace,
  field: CompiledField,
  prefix: string,
): (SqlPart & { readonly joins?: SqlFragment }) | undefined {
  if (field.rollup !== undefined) return rollupSql(place, field.rollup)
  if (field.formula === undefined) return undefined
  const part = toSqlJoined(bound(place.installation, field.formula), { ...placeEnvironment(place), prefix })
  return 'unsupported' in part ? undefined : part
}

/** What the table keeps of a computed value: rounded to its places, or the value it holds where it is frozen. */
export function keptPart(place: SqlPlace, field: CompiledField, part: SqlPart): SqlPart | undefined {
  const made = storedPart(field, part)
  if (made === undefined || field.frozenWhen === undefined) return made
  const table = place.installation.tables.get(place.form.key)
  const column = table === undefined ? undefined : columnOf(table, field.key)
  const frozen = condition({ ...place, own: undefined }, field.frozenWhen)
  if (column === undefined || frozen === undefined) return undefined
  const { alias, form } = place
  const choose = (kept: string, other: SqlFragment): SqlFragment =>
    sql`(case when ${frozen} then ${rawSql(kept)} else ${other} end)`
  const fails = made.fails ?? rawSql('null::text')
  return {
    value: choose(`${alias}.${column}`, made.value),
    ...(form.parent === undefined ? { fails: choose(`(${alias}._errors ->> '${field.key}')`, fails) } : {}),
  }
}

/** Settings are known beforehand; a stored value has no reader. */
function bound(installation: Installation, { typed }: CompiledExpression): CompiledExpression['typed'] {
  const { app, settings, zone } = installation
  const known = { app, settings, zone, user: null, now: '', today: '', related: noRelated }
  const isKnown = ([head]: readonly string[]): boolean => head === '$settings' || head === '$user'
  const [form] = app.forms.values()
  return form === undefined ? typed : foldKnown(typed, isKnown, recordScope({ form, values: {} }, known), 'keep')
}

/** Twin of `storedValue`: numbers with the places of their field or without trailing zeros, durations in whole ms; NULL where it fails. */
function storedPart({ valueType }: CompiledField, { value, fails }: SqlPart): SqlPart | undefined {
  const kept = storedSql(valueType, value)
  if (kept === undefined) return undefined
  return fails === undefined ? { value: kept } : { value: sql`(case when ${fails} is null then ${kept} end)`, fails }
}

function storedSql(type: Type, value: SqlFragment): SqlFragment | undefined {
  if (type.kind === 'number')
    return type.scale === undefined ? sql`trim_scale(${value})` : sql`round(${value}, ${rawSql(String(type.scale))})`
  if (type.kind === 'duration') return sql`round(${value})::bigint`
  if (type.kind === 'any' || type.kind === 'blank') return undefined
  return type.kind === 'list' && type.of.kind === 'number' ? undefined : value
}

/** Score or parent of an option: the library is constant, so it is a lookup in a JSON parameter. */
function optionMember(
  options: ReadonlyMap<string, CompiledOption>,
  column: string,
  rest: readonly string[],
): SqlPart | undefined {
  const member = rest[0]
  if (rest.length !== 1 || (member !== 'score' && member !== 'parent')) return undefined
  const values = JSON.stringify(
    Object.fromEntries(
      [...options].flatMap(([key, option]) => (option[member] === undefined ? [] : [[key, option[member]]])),
    ),
  )
  return { value: sql`((${values}::jsonb ->> ${rawSql(column)})${rawSql(member === 'score' ? '::numeric' : '')})` }
}

const PERSON: Readonly<Record<string, string>> = {
  name: 'name',
  title: 'title',
  department: 'department_id',
  manager: 'manager_id',
}

/** An attribute of a person of the organisation. */
function personMember(
  { orgId }: Installation,
  at: string,
  [name = '', ...rest]: readonly string[],
): SqlPart | undefined {
  const column = Object.hasOwn(PERSON, name) ? PERSON[name] : undefined
  if (column === undefined || rest.length > 0) return undefined
  return {
    value: sql`(select u.${rawSql(column)} from formwork.app_user u where u.org_id = ${orgId}::uuid and u.id = ${rawSql(at)})`,
  }
}

function condition(place: SqlPlace, expression: CompiledExpression): SqlFragment | undefined {
  const written = toSqlCondition(bound(place.installation, expression), placeEnvironment(place))
  return 'unsupported' in written ? undefined : written
}

const writer = { valueAt, condition }
