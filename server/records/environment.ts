import { rawSql, type SqlEnvironment, type SqlFragment, sql } from '../../engine/expression/index.ts'
import type { CompiledForm } from '../../engine/index.ts'
import type { Installation } from '../apps/installation.ts'
import { columnOf } from '../storage/columns.ts'

interface Day {
  readonly format: Intl.DateTimeFormat
  /** the minute last asked for, and its day: zones differ by whole minutes */
  minute: string
  day: string
}
const days = new Map<string, Day>()

/** The calendar day of an instant (ISO UTC) in a zone, YYYY-MM-DD. */
export function localDay(instant: string, zone: string): string {
  let known = days.get(zone)
  if (known === undefined) {
    const format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    })
    known = { format, minute: '', day: '' }
    days.set(zone, known)
  }
  const minute = instant.slice(0, 16)
  if (known.minute !== minute) {
    known.day = known.format.format(new Date(instant))
    known.minute = minute
  }
  return known.day
}

/** Says what a path of fields is in SQL; an access check stands before it (`allowed`). */
export interface ColumnRules {
  readonly now: string
  readonly today: string
  /** false = this field may not be read here; the path is then unknown */
  readonly allowed?: (form: CompiledForm, field: string) => boolean
  /** rows of a related form that may be looked through; undefined = all */
  readonly rows?: (form: CompiledForm, alias: string) => SqlFragment | null
}

const DEEPEST_PATH = 5

/** References of a form as SQL on `alias`; a path through relations to one becomes nested look-ups of live rows. */
export function sqlEnvironment(
  installation: Installation,
  form: CompiledForm,
  alias: string,
  rules: ColumnRules,
): SqlEnvironment {
  return {
    column: path => reference(installation, form, alias, path, rules, 1),
    today: sql`${rules.today}::date`,
    now: sql`${rules.now}::timestamptz`,
    zone: installation.zone,
  }
}

function reference(
  installation: Installation,
  form: CompiledForm,
  alias: string,
  path: readonly string[],
  rules: ColumnRules,
  depth: number,
): SqlFragment | undefined {
  const [name, ...rest] = path[0] === '$record' ? path.slice(1) : path
  const table = installation.tables.get(form.key)
  const key = name ?? 'id'
  const field = form.fields.get(key)
  if (table === undefined || field === undefined || depth > DEEPEST_PATH || rules.allowed?.(form, key) === false)
    return undefined
  const column = columnOf(table, key)
  if (column === undefined) return undefined
  // Durations and versions are whole numbers in the table, numbers in the language.
  if (rest.length === 0)
    return rawSql(
      field.valueType.kind === 'duration' || key === 'version' ? `${alias}.${column}::numeric` : `${alias}.${column}`,
    )
  if (field.target === undefined || field.list) return optionMember(field.library?.options, `${alias}.${column}`, rest)
  const target = installation.app.forms.get(field.target)
  const targetTable = installation.tables.get(field.target)
  if (target === undefined || targetTable === undefined) return undefined
  const inner = `${alias}_${depth}`
  const value = reference(installation, target, inner, rest, rules, depth + 1)
  if (value === undefined) return undefined
  const visible = rules.rows?.(target, inner) ?? null
  const guard = visible === null ? rawSql('') : sql` and (${visible})`
  return sql`(select ${value} from ${rawSql(targetTable.name)} ${rawSql(inner)} where ${rawSql(`${inner}.id = ${alias}.${column} and ${inner}.deleted_at is null`)}${guard})`
}

/** Score or parent of an option: the library is constant, so it is a lookup in a JSON parameter. */
function optionMember(
  options:
    | ReadonlyMap<string, { readonly score?: string | undefined; readonly parent?: string | undefined }>
    | undefined,
  column: string,
  rest: readonly string[],
): SqlFragment | undefined {
  if (options === undefined || rest.length !== 1 || (rest[0] !== 'score' && rest[0] !== 'parent')) return undefined
  const member = rest[0]
  const values = JSON.stringify(
    Object.fromEntries(
      [...options].flatMap(([key, option]) => (option[member] === undefined ? [] : [[key, option[member]]])),
    ),
  )
  return sql`((${values}::jsonb ->> ${rawSql(column)})${rawSql(member === 'score' ? '::numeric' : '')})`
}
