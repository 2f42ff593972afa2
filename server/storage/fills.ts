import { escapeLiteral } from 'pg'
import type { CompiledApp } from '../../engine/index.ts'
import { type Content, isComputedContent } from '../../engine/storage/content.ts'
import type { ConvertStep } from '../../engine/storage/plan.ts'
import type { StorageMap, StoredColumn, StoredTable } from '../../engine/storage/storage-map.ts'
import { type ConversionWorld, conversion } from './conversion.ts'

/** A column that a publish fills from another of the same row. `row` is the name of the row in SQL: `t`, `new`. */
export interface Fill {
  readonly form: string
  readonly field: string
  readonly table: string
  readonly column: string
  readonly type: string
  /** the column it is worked out from */
  readonly source: string
  value(row: string): string
  /** whether the whole value arrives */
  fits(row: string): string
}

/** Two versions of an app between which values move. */
export interface Passage {
  readonly orgId: string
  readonly schema: string
  readonly zone: string
  readonly before: { readonly app: CompiledApp; readonly storage: StorageMap }
  readonly after: { readonly app: CompiledApp; readonly storage: StorageMap }
}

/** Where a field lives, also a sub-form's (`form.subform`). */
export function columnPlace(
  storage: StorageMap,
  form: string,
  field: string,
): { stored: StoredTable; column: StoredColumn } | undefined {
  const stored = tablePlace(storage, form)
  const column = stored?.columns[field]
  return stored === undefined || column === undefined ? undefined : { stored, column }
}

export function tablePlace(storage: StorageMap, form: string): StoredTable | undefined {
  const [key = '', rows] = form.split('.')
  return rows === undefined ? storage.forms[key] : storage.forms[key]?.rows[rows]
}

/** The column a retyped field gets, and how it is filled. */
export function convertFill(step: ConvertStep, passage: Passage): Fill | undefined {
  const place = columnPlace(passage.after.storage, step.form, step.field)
  const source = columnPlace(passage.before.storage, step.form, step.field)
  if (place === undefined || source === undefined) return undefined
  const world = worldOf(passage, step)
  const back = worldOf({ ...passage, before: passage.after, after: passage.before }, step)
  const { column } = place.column
  const revived = existed(source.column, column)
  // What was worked out for a while is nobody's: what people had entered before is there as it was.
  if (revived && isComputedContent(step.from)) return undefined
  return {
    ...{ form: step.form, field: step.field, table: place.stored.table, column, type: place.column.type },
    source: source.column.column,
    value: row => {
      const { value } = conversion(step.from, step.to, `${row}.${source.column.column}`, world)
      if (!revived) return value
      return `case when ${untouched(step, row, source.column.column, column, back)} then ${row}.${column} else ${value} end`
    },
    fits: row => {
      const { fits } = conversion(step.from, step.to, `${row}.${source.column.column}`, world)
      if (!revived) return fits
      return `(${fits} or ${untouched(step, row, source.column.column, column, back)})`
    },
  }
}

/** A column that comes back keeps what it had, digit for digit, where its value of the content between was not changed since. */
function untouched(step: ConvertStep, row: string, now: string, then: string, back: ConversionWorld): string {
  const { value } = conversion(step.to, step.from, `${row}.${then}`, back)
  return `(${row}.${then} is not null and (${value}) is not distinct from ${row}.${now})`
}

const existed = (known: StoredColumn, column: string): boolean =>
  (known.former ?? []).some(former => former.column === column)

/** Fills columns of a table, all at once. */
export function fillTable(schema: string, table: string, fills: readonly Fill[]): string {
  const set = fills.map(fill => `${fill.column} = ${fill.value('t')}`).join(', ')
  return `update "${schema}"."${table}" t set ${set} where ${concerned(fills)}`
}

/** Lets the bridge of a table fill the columns of some rows `t`. */
export const touchTable = (schema: string, table: string, fills: readonly Fill[], within: string): string =>
  `update "${schema}"."${table}" t set ${fills.map(({ column }) => `${column} = t.${column}`).join(', ')} where ${concerned(fills)}${within}`

const concerned = (fills: readonly Fill[]): string =>
  `(${fills.map(fill => `t.${fill.source} is not null or t.${fill.column} is not null`).join(' or ')})`

/** What the values that do not fit a conversion said, in words, for a column that is kept beside. */
export function keptFill(step: ConvertStep, kept: string, passage: Passage): Fill | undefined {
  const fill = convertFill(step, passage)
  const place = columnPlace(passage.after.storage, step.form, kept)
  if (fill === undefined || place === undefined) return undefined
  const words: Content = { type: 'text', holds: 'text' }
  const world = worldOf(passage, step)
  const value = (row: string): string =>
    `case when not ${fill.fits(row)} then ${conversion(step.from, words, `${row}.${fill.source}`, world).value} end`
  return { ...fill, field: kept, column: place.column.column, type: place.column.type, value, fits: () => 'true' }
}

/** The column of a field whose options are replaced by others. */
export function replaceFill(
  form: string,
  field: string,
  replaced: Readonly<Record<string, string>>,
  passage: Passage,
): Fill | undefined {
  const place = columnPlace(passage.after.storage, form, field)
  const source = columnPlace(passage.before.storage, form, field)
  if (place === undefined || source === undefined) return undefined
  return {
    ...{ form, field, table: place.stored.table, column: place.column.column, type: place.column.type },
    source: source.column.column,
    value: row => replacedValue(`${row}.${source.column.column}`, place.column.type, replaced),
    fits: () => 'true',
  }
}

/** A value with options replaced; a list keeps its order and names none twice. */
export function replacedValue(value: string, type: string, replaced: Readonly<Record<string, string>>): string {
  const map = `${escapeLiteral(JSON.stringify(replaced))}::jsonb`
  if (!type.endsWith('[]')) return `coalesce(${map} ->> ${value}, ${value})`
  return `(select array_agg(y.v order by y.n) from (select x.v, min(x.n) as n from (select coalesce(${map} ->> e.v, e.v) as v, e.n from unnest(${value}) with ordinality e(v, n)) x group by x.v) y)`
}

/** Values that options had before they were replaced, where they were not changed since: for options that are there again. */
export function restoreFill(
  form: string,
  field: string,
  back: ReadonlySet<string>,
  { before, after }: Passage,
): Fill | undefined {
  const place = columnPlace(after.storage, form, field)
  const known = columnPlace(before.storage, form, field)
  const former = known?.column.former?.findLast(one => Object.keys(one.replaced ?? {}).some(key => back.has(key)))
  if (place === undefined || former === undefined || place.column.column !== known?.column.column) return undefined
  const { column, type } = place.column
  return {
    ...{ form, field, table: place.stored.table, column, type, source: former.column },
    value: row => {
      const [was, replaced] = [`${row}.${former.column}`, former.replaced ?? {}]
      const gone = Object.fromEntries(Object.entries(replaced).filter(([key]) => !back.has(key)))
      const same = `${row}.${column} is not distinct from ${replacedValue(was, type, replaced)}`
      return `case when ${was} is not null and ${same} then ${replacedValue(was, type, gone)} else ${row}.${column} end`
    },
    fits: () => 'true',
  }
}

function worldOf({ before, after, ...where }: Passage, step: ConvertStep): ConversionWorld {
  return {
    ...where,
    before: before.app,
    after: after.app,
    storage: before.storage,
    field: after.app.forms.get(step.form)?.fields.get(step.field),
  }
}
