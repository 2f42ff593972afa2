import type { Block } from '../../schemas/generated/definition.ts'
import type { CompiledField, CompiledForm } from '../definition/compiled.ts'
import type { CompiledBlock } from '../definition/documents.ts'
import { labelText } from '../definition/labels.ts'
import { Decimal } from '../expression/index.ts'
import type { RecordValues } from '../record/context.ts'
import { isDecimal } from '../record/number-text.ts'
import { isNumeric, shapeOf } from '../record/shape.ts'
import { valueWords } from '../record/value-words.ts'
import { canRead, type Source } from './source.ts'
import { nameWords, pathWords } from './values.ts'

/** A table as it is printed. */
export interface Table {
  readonly numbered: boolean
  readonly columns: readonly { readonly label: string; readonly numeric: boolean }[]
  readonly rows: readonly (readonly string[])[]
  /** one a column, empty where nothing is added up; null = nothing is, or not all rows are here */
  readonly totals: readonly string[] | null
  /** there are more rows than a paper takes */
  readonly more: boolean
}

/** Rows of one table at most; more are not added up either, because a sum of some is a wrong sum. */
export const MOST_ROWS = 1000

type Rows = Extract<Block, { type: 'rows' }>

/** The rows of a block with the columns its reader may see; undefined when none is left, or what they are searched by is hidden from him. */
export function tableOf(
  source: Source,
  block: Rows,
  { form, query }: NonNullable<CompiledBlock['rows']>,
): Table | undefined {
  const where = query?.where
  if (where !== undefined && !canRead(source, form, where)) return undefined
  if (query?.sort.some(term => !source.readable(form, [term.replace(/^-/, '')])) === true) return undefined
  const columns = block.columns.flatMap(key => {
    const field = form.fields.get(key)
    return field === undefined || !isShown(source, block, form, key) ? [] : [{ key, field }]
  })
  if (columns.length === 0) return undefined
  const { app } = source.context
  const heads = columns.map(({ key, field }) => ({
    label: labelText(field.label, source.language) ?? key,
    numeric: !field.list && isNumeric(shapeOf(app, form, field)),
  }))
  const all = rowsOf(source, block, form)
  const more = all !== null && all.length > MOST_ROWS
  const rows =
    all === null
      ? [columns.map(({ key }) => nameWords(source, form, [key]))]
      : all.slice(0, MOST_ROWS).map(row => columns.map(({ key }) => pathWords(source, form, row, [key])))
  const totals = all === null || more ? null : totalsOf(source, block, form, columns, all)
  return { numbered: block.numbered === true, columns: heads, rows, totals, more }
}

/** Rows of a sub-form follow the right on the sub-form; records have rights of their own. */
const isShown = ({ form: own, readable }: Source, { of, query }: Rows, form: CompiledForm, key: string): boolean =>
  query === undefined ? readable(own, form.parent === undefined ? [of!, key] : [of!]) : readable(form, [key])

/** null = there is no record. */
function rowsOf(
  { form: own, values, context, found }: Source,
  { key, of }: Rows,
  form: CompiledForm,
): readonly RecordValues[] | null {
  if (values === null) return null
  if (of === undefined) return found.get(key) ?? []
  if (own.inverses.has(of) && !own.fields.has(of)) return context.related.list(own.key, of, String(values.id))
  if (form.parent !== undefined) return (values[of] ?? []) as readonly RecordValues[]
  const ids = ([] as unknown[]).concat(values[of] ?? []).map(String)
  return ids.flatMap((id): readonly RecordValues[] => {
    const record = context.related.get(form.key, id)
    return record === undefined ? [] : [record]
  })
}

/** Exact sums, in the words of their columns. */
function totalsOf(
  { context, language, named }: Source,
  { totals = [] }: Rows,
  form: CompiledForm,
  columns: readonly { readonly key: string; readonly field: CompiledField }[],
  rows: readonly RecordValues[],
): readonly string[] | null {
  if (!columns.some(({ key }) => totals.includes(key))) return null
  return columns.map(({ key, field }) => {
    if (!totals.includes(key)) return ''
    const values = rows.map(row => row[key]).filter(isDecimal)
    const sum = values.reduce<Decimal>((total, value) => total.plus(value), new Decimal(0))
    return valueWords(sum.toFixed(), shapeOf(context.app, form, field), { language, zone: context.zone, named })
  })
}
