import { escapeLiteral } from 'pg'
import type { CompiledApp, CompiledField } from '../../engine/index.ts'
import { type Content, contentOf, meaningOf, sameContent } from '../../engine/storage/content.ts'
import type { ConvertStep } from '../../engine/storage/plan.ts'
import {
  type FormerColumn,
  type StorageMap,
  type StoredColumn,
  type StoredTable,
  timelineOf,
} from '../../engine/storage/storage-map.ts'
import { type ConversionWorld, conversion } from './conversion.ts'

/** A column that a publish fills from others of the same row. `row` is the name of the row in SQL: `t`, `new`. */
export interface Fill {
  readonly form: string
  readonly field: string
  readonly table: string
  readonly column: string
  /** gets the same value: who changes the column later leaves it behind */
  readonly snapshot: string | undefined
  readonly type: string
  /** the column in which people's values are now */
  readonly source: string
  /** columns without which there is nothing to fill */
  readonly reads: readonly string[]
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

/** The column a retyped field gets, and how it is filled; `replaced`: options that become others on the way. */
export function convertFill(
  at: { form: string; field: string },
  passage: Passage,
  replaced?: Readonly<Record<string, string>>,
): Fill | undefined {
  const place = columnPlace(passage.after.storage, at.form, at.field)
  const known = columnPlace(passage.before.storage, at.form, at.field)
  if (place === undefined || known === undefined) return undefined
  const { column, snapshot, type } = place.column
  const to = contentOf(place.column, '')
  const before = passage.before.app.forms.get(at.form)?.fields.get(at.field)
  const assumed = before === undefined ? to.holds : meaningOf(before)
  const timeline = timelineOf(known.column, assumed)
  const source = timeline.at(-1)
  if (source === undefined || known.column.column === column) return undefined
  const world = worldOf(passage, at)
  const earlier = earlierColumns(timeline, to, world.field, assumed)
  const now = (row: string): string =>
    replaced === undefined ? `${row}.${source.column}` : replacedValue(`${row}.${source.column}`, source.type, replaced)
  const convert = (row: string) => conversion(contentOf(source, assumed), to, now(row), world)
  return {
    ...{ form: at.form, field: at.field, table: place.stored.table, column, snapshot, type, source: source.column },
    reads: [source.column, ...earlier.map(one => one.column)],
    value: row =>
      earlier.length === 0
        ? convert(row).value
        : `case ${earlier.map(one => `when ${one.untouched(row)} then ${one.value(row)}`).join(' ')} else ${convert(row).value} end`,
    fits: row => `(${[...earlier.map(one => one.untouched(row)), convert(row).fits].join(' or ')})`,
  }
}

interface Earlier {
  readonly column: string
  value(row: string): string
  /** nobody changed the value since it left this column */
  untouched(row: string): string
}

/**
 * Earlier columns of the content a field gets again: where nobody changed the value since, it is there as it was, digit for digit. Before the latest of
 * them stand those in which options were that had been replaced and are there again.
 */
function earlierColumns(
  timeline: readonly FormerColumn[],
  to: Content,
  field: CompiledField | undefined,
  assumed: string,
): Earlier[] {
  const isThere = (option: string): boolean => field?.library?.options.has(option) === true
  const latest = timeline.findLastIndex(column => sameContent(contentOf(column, assumed), to))
  let first = latest
  while (first > 0 && Object.keys(timeline[first - 1]?.replaced ?? {}).some(isThere)) first -= 1
  return timeline.slice(Math.max(first, 0), latest + 1).map(({ column, replaced = {} }, index) => {
    const since = timeline.slice(first + index + 1)
    const gone = Object.fromEntries(Object.entries(replaced).filter(([option]) => !isThere(option)))
    const here = (row: string): string => `${row}.${column}`
    return {
      column,
      value: row => (Object.keys(gone).length === 0 ? here(row) : replacedValue(here(row), to.type, gone)),
      untouched: row => (since.length === 0 ? 'true' : since.map(one => sameAsFilled(one, row)).join(' and ')),
    }
  })
}

const sameAsFilled = ({ column, snapshot }: FormerColumn, row: string): string =>
  `${row}.${column} is not distinct from ${snapshot === undefined ? 'null' : `${row}.${snapshot}`}`

/** Fills columns of a table, all at once. */
export function fillTable(schema: string, table: string, fills: readonly Fill[]): string {
  const set = fills
    .flatMap(fill =>
      [fill.column, ...(fill.snapshot === undefined ? [] : [fill.snapshot])].map(
        column => `${column} = ${fill.value('t')}`,
      ),
    )
    .join(', ')
  return `update "${schema}"."${table}" t set ${set} where ${concerned(fills)}`
}

/** Lets the bridge of a table fill the columns of some rows `t`. */
export const touchTable = (schema: string, table: string, fills: readonly Fill[], within: string): string =>
  `update "${schema}"."${table}" t set ${fills.map(({ column }) => `${column} = t.${column}`).join(', ')} where ${concerned(fills)}${within}`

const concerned = (fills: readonly Fill[]): string =>
  `(${[...new Set(fills.flatMap(({ reads }) => reads))].map(column => `t.${column} is not null`).join(' or ')})`

/** What the values that do not fit a conversion said, in words, for a column that is kept beside. */
export function keptFill(step: ConvertStep, kept: string, passage: Passage): Fill | undefined {
  const fill = convertFill(step, passage)
  const place = columnPlace(passage.after.storage, step.form, kept)
  if (fill === undefined || place === undefined) return undefined
  const words: Content = { type: 'text', holds: 'text' }
  const world = worldOf(passage, step)
  const value = (row: string): string =>
    `case when not ${fill.fits(row)} then ${conversion(step.from, words, `${row}.${fill.source}`, world).value} end`
  const { column, type } = place.column
  return { ...fill, field: kept, column, snapshot: undefined, type, value, fits: () => 'true' }
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
  const { column, snapshot, type } = place.column
  return {
    ...{ form, field, table: place.stored.table, column, snapshot, type },
    ...{ source: source.column.column, reads: [source.column.column] },
    value: row => replacedValue(`${row}.${source.column.column}`, type, replaced),
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
    ...{ form, field, table: place.stored.table, column, snapshot: undefined, type, source: former.column },
    reads: [former.column],
    value: row => {
      const [was, replaced] = [`${row}.${former.column}`, former.replaced ?? {}]
      const gone = Object.fromEntries(Object.entries(replaced).filter(([key]) => !back.has(key)))
      const same = `${row}.${column} is not distinct from ${replacedValue(was, type, replaced)}`
      return `case when ${was} is not null and ${same} then ${replacedValue(was, type, gone)} else ${row}.${column} end`
    },
    fits: () => 'true',
  }
}

function worldOf({ before, after, ...where }: Passage, step: { form: string; field: string }): ConversionWorld {
  return {
    ...where,
    before: before.app,
    after: after.app,
    storage: before.storage,
    field: after.app.forms.get(step.form)?.fields.get(step.field),
  }
}
