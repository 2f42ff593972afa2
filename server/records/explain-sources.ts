import { rawSql, sql, sqlText } from '../../engine/expression/index.ts'
import type { CompiledField, CompiledForm, RecordContext, RecordValues } from '../../engine/index.ts'
import type { Place } from '../../engine/record/scope.ts'
import { columnOf } from '../storage/columns.ts'
import { readable } from './filter.ts'
import { liveCondition } from './one.ts'
import { type Connection, type FormScope, siblingScope } from './scope.ts'

/** A record by its form and id. */
export interface RecordName {
  readonly form: string
  readonly id: string
}

/** One value that was read, and where it stands. */
export interface Leaf {
  /** the record it is in; null for one that was never stored */
  readonly record: RecordName | null
  /** the row of a sub-form */
  readonly row: string | null
  /** the sub-form's key, when it is in a row */
  readonly subform: string | null
  /** what the row is known by */
  readonly rowTitle: string | null
  /** undefined: the record itself */
  readonly field: CompiledField | undefined
  readonly value: unknown
  /** code of the error the field shows */
  readonly error: string | null
  /** other records on the way, itself included */
  readonly through: readonly RecordName[]
}

/** What a reference of a formula read. */
export interface Sources {
  readonly leaves: readonly Leaf[]
  /** it went through a list, so that there may be any number of leaves */
  readonly list: boolean
  /** form of the records at the end of the path */
  readonly form: string | undefined
  readonly setting: string | null
}

interface Stand {
  readonly form: CompiledForm
  readonly values: RecordValues
  readonly record: RecordName | null
  readonly row: string | null
  readonly subform: string | null
  readonly rowTitle: string | null
  readonly through: readonly RecordName[]
}

/** Follows a reference from a place as the formula's scope does, and tells which records and fields it read. */
export function sourcesOf(
  place: Place,
  record: RecordName | null,
  path: readonly string[],
  context: RecordContext,
): Sources {
  const leaves: Leaf[] = []
  const start = standAt(place, record, path)
  if (start === undefined || path[0] === '$settings')
    return { leaves, list: false, form: undefined, setting: path[0] === '$settings' ? (path[1] ?? null) : null }
  const walk = { list: false, form: start.stand.form.key }
  const go = (stand: Stand, at: number): void => {
    const name = path[at]
    walk.form = stand.form.key
    if (name === undefined) {
      leaves.push(leafOf(stand, undefined, null))
      return
    }
    const inverse = stand.form.inverses.get(name)
    if (inverse !== undefined) {
      walk.list = true
      const source = context.app.forms.get(inverse.form)!
      walk.form = source.key
      for (const values of context.related.list(stand.form.key, name, String(stand.values.id ?? '')))
        go(recordStand(source, values, stand), at + 1)
      return
    }
    const field = stand.form.fields.get(name)
    if (field === undefined) return
    const value = Object.hasOwn(stand.values, name) ? stand.values[name] : null
    if (field.rows !== undefined) {
      walk.list = true
      walk.form = field.rows.key
      for (const [index, values] of ((value ?? []) as readonly RecordValues[]).entries()) {
        const row = { row: textOrNull(values.id), subform: name, rowTitle: rowTitle(field.rows, values, index) }
        go({ ...stand, form: field.rows, values, ...row }, at + 1)
      }
      return
    }
    const target = context.app.forms.get(field.target ?? '')
    if (target === undefined || at + 1 >= path.length) {
      leaves.push(leafOf(stand, field, value))
      return
    }
    if (Array.isArray(value)) walk.list = true
    walk.form = target.key
    for (const id of ([] as unknown[]).concat(value ?? [])) {
      const found = context.related.get(target.key, String(id))
      if (found !== undefined) go(recordStand(target, found, stand), at + 1)
    }
  }
  go(start.stand, start.at)
  return { leaves, list: walk.list, form: walk.form, setting: null }
}

/** Whether the reader may read every field on a path, whatever records there are; rows follow the right on their sub-form. */
export function pathReadable(scope: FormScope, start: CompiledForm, path: readonly string[]): boolean {
  const { forms } = scope.installation.app
  let form = start
  for (const name of path) {
    if (name === '$record' || name === '$row') continue
    if (name === '$parent') {
      form = forms.get(form.parent ?? '') ?? form
      continue
    }
    if (name.startsWith('$')) return true
    const inverse = form.inverses.get(name)
    const field = form.fields.get(name)
    if (field !== undefined && form.parent === undefined && !readable(scope, form, name)) return false
    const next = forms.get(inverse?.form ?? field?.target ?? field?.rows?.key ?? '')
    if (inverse !== undefined && next !== undefined && !readable(scope, next, inverse.field)) return false
    if (next === undefined) return true
    form = next
  }
  return true
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null)

function standAt(
  place: Place,
  record: RecordName | null,
  path: readonly string[],
): { stand: Stand; at: number } | undefined {
  const inRow = place.parent !== undefined
  const own: Stand = {
    form: place.form,
    values: place.values,
    record,
    row: inRow ? textOrNull(place.values.id) : null,
    subform: inRow ? place.form.key.slice(place.parent!.form.key.length + 1) : null,
    rowTitle: null,
    through: [],
  }
  const head = path[0] ?? ''
  if (!head.startsWith('$')) return { stand: own, at: 0 }
  if (head === '$record' || head === '$row') return { stand: own, at: 1 }
  if (head !== '$parent' || place.parent === undefined) return undefined
  return { stand: { ...own, ...place.parent, row: null, subform: null, rowTitle: null }, at: 1 }
}

function recordStand(form: CompiledForm, values: RecordValues, from: Stand): Stand {
  const record = { form: form.key, id: String(values.id) }
  return { form, values, record, row: null, subform: null, rowTitle: null, through: [...from.through, record] }
}

/** A row is known by its first text, else by its place. */
export function rowTitle(form: CompiledForm, row: RecordValues, index: number): string {
  const text = form.fieldList.find(({ key, valueType }) => valueType.kind === 'text' && (row[key] ?? '') !== '')
  return text === undefined ? `#${index + 1}` : String(row[text.key])
}

/** A value at the end of a path. */
function leafOf(stand: Stand, field: CompiledField | undefined, value: unknown): Leaf {
  const { record, row, subform, rowTitle, through, values } = stand
  const errors = values._errors as Record<string, string> | null | undefined
  const error = field === undefined ? null : (errors?.[field.key] ?? null)
  return { record, row, subform, rowTitle, field, value, error, through }
}

/** More records than this are not asked about; what lies beyond counts as not readable. */
const MOST_RECORDS = 10_000

/** Titles of the records the caller may read, of those named; a title he may not read, or that is none, is null. Missing: not readable. */
export async function readableTitles(
  scope: FormScope,
  wanted: readonly RecordName[],
  connection: Connection,
): Promise<ReadonlyMap<string, string | null>> {
  const byForm = new Map<string, Set<string>>()
  for (const { form, id } of wanted.slice(0, MOST_RECORDS)) byForm.set(form, (byForm.get(form) ?? new Set()).add(id))
  const titles = new Map<string, string | null>()
  for (const [key, ids] of byForm) {
    const form = scope.installation.app.forms.get(key)
    const table = scope.installation.tables.get(key)
    if (form === undefined || table === undefined) continue
    const { access } = siblingScope(scope, form)
    if (!access.can('read')) continue
    const shown = readable(scope, form, form.titleField) ? columnOf(table, form.titleField) : undefined
    const title = rawSql(shown === undefined || form.titleField === 'id' ? 'null::text' : `t.${shown}::text`)
    const { text, values } = sqlText(
      sql`select t.id, ${title} as title from ${rawSql(table.name)} t where t.id = any(${[...ids]}::uuid[]) and ${liveCondition(access.rows('read'))}`,
    )
    const { rows } = await connection.query<{ id: string; title: string | null }>(text, [...values])
    for (const row of rows) titles.set(`${key} ${row.id}`, row.title)
  }
  return titles
}
