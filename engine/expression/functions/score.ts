/**
 * The arithmetic of scorecards (P20, M5) as operations without a spelling: the compiler of definitions puts them around the expressions
 * of a scorecard. Bands and grades: the row with the highest edge reached. The total: a mean by weights that leaves out what is missing.
 */
import { type Context, spend } from '../context.ts'
import { Decimal, DIVISION_SCALE, divide, numberText, PRODUCT_SCALE, toDecimal, ZERO } from '../decimal.ts'
import { joinSql, rawSql, type SqlFragment, sql } from '../fragment.ts'
import { largestSize, sizeOf } from '../number-size.ts'
import { firstFailure, strictly } from '../sql/part.ts'
import type { NumberSize, ScoredDimension, TypedNode } from '../typed.ts'
import { FormulaError, type Value } from '../value.ts'
import { isPlainRecord } from './conversions.ts'
import type { ExplanationDetail, Operation } from './definition.ts'

type Text = ScoredDimension['label']

/** A row holds from its edge on (`from`, >=) or beyond it (`above`, >). M6. */
export type EdgeKind = 'from' | 'above'

/** What counts when a dimension has no value: nothing (`null`: its weight goes to the others), or a score. */
export interface DimensionPart {
  readonly key: string
  readonly label: Text
  readonly missing: Decimal | null
}

const MOST = new Decimal(100)
const asNumber = (value: Value | undefined): Decimal | null => (Decimal.isDecimal(value) ? value : null)

interface Row {
  readonly kind: EdgeKind
  readonly edge: Decimal
  readonly result: Value
}

/** Ascending; at one edge `from` stands before `above`, of equal rows the later wins. */
const ascending = (a: Row, b: Row): number =>
  a.edge.cmp(b.edge) || Number(a.kind === 'above') - Number(b.kind === 'above')
const reached = (value: Decimal, { kind, edge }: Row): boolean => (kind === 'from' ? value.gte(edge) : value.gt(edge))
const highest = (rows: readonly Row[], value: Decimal): Row | undefined =>
  [...rows].sort(ascending).findLast(row => reached(value, row))

/** A row whose edge is blank is never reached. */
function writtenRows(kinds: readonly EdgeKind[], args: readonly (Value | undefined)[]): Row[] {
  return kinds.flatMap((kind, index): Row[] => {
    const edge = asNumber(args[2 * index])
    return edge === null ? [] : [{ kind, edge, result: args[2 * index + 1] ?? null }]
  })
}

const bandDetail = (value: Value | undefined, rows: readonly Row[]): ExplanationDetail | undefined => {
  const number = asNumber(value)
  const row = number === null ? undefined : highest(rows, number)
  return row && { band: { edge: row.kind, from: numberText(row.edge) } }
}

/**
 * Arguments: a number, then edge and result of each row. Answers the result of the highest row reached, `otherwise` below all of them, and
 * a blank for a blank.
 */
export function bandOperation(name: string, kinds: readonly EdgeKind[], otherwise: Decimal | null): Operation {
  return {
    name,
    rule: kinds,
    acceptsBlank: true,
    evaluate(_: Context, value: Value, ...rest: readonly (Value | undefined)[]) {
      const number = asNumber(value)
      if (number === null) return null
      const row = highest(writtenRows(kinds, rest), number)
      return row === undefined ? otherwise : row.result
    },
    sql: ([value, ...rest], call) => bandSql(value!, kinds, rest, call.nodes.slice(1), otherwise),
    size: sizes => largestSize(sizes.filter((_, index) => index > 0 && index % 2 === 0)),
    detail: ([value, ...rest]) => bandDetail(value, writtenRows(kinds, rest)),
  }
}

const decimalSql = (value: Decimal): SqlFragment => sql`${value.toFixed()}::numeric`
const orElse = (value: SqlFragment, otherwise: Decimal | null): SqlFragment =>
  otherwise === null ? value : sql`coalesce(${value}, ${decimalSql(otherwise)})`

/** Constant edges (settings are bound before) become a plain `case`; others are sorted by the database. */
function bandSql(
  value: SqlFragment,
  kinds: readonly EdgeKind[],
  args: readonly SqlFragment[],
  nodes: readonly TypedNode[],
  otherwise: Decimal | null,
): SqlFragment {
  const edges = kinds.map((_, index) => nodes[2 * index])
  if (edges.every(node => node?.node === 'constant')) {
    const rows = kinds.flatMap((kind, index): (Row & { sql: SqlFragment })[] => {
      const edge = asNumber((edges[index] as { value: Value }).value)
      return edge === null ? [] : [{ kind, edge, result: null, sql: args[2 * index + 1]! }]
    })
    return constantBandSql(value, rows.sort(ascending), otherwise)
  }
  const rows = kinds.map(
    (kind, index) =>
      sql`(${args[2 * index]}, ${rawSql(kind === 'above' ? '1' : '0')}, ${rawSql(String(index))}, ${args[2 * index + 1]})`,
  )
  const below = sql`('-infinity', 0, -1, ${otherwise === null ? rawSql('null') : decimalSql(otherwise)})`
  const chosen = sql`(select r.result from (values ${joinSql([...rows, below], ', ')}) r (edge, above, place, result) where b.v > r.edge or (r.above = 0 and b.v = r.edge) order by r.edge desc, r.above desc, r.place desc limit 1)`
  return onceSql(value, chosen)
}

function constantBandSql(
  value: SqlFragment,
  rows: readonly (Row & { readonly sql: SqlFragment })[],
  otherwise: Decimal | null,
): SqlFragment {
  if (rows.length === 0) return onceSql(value, otherwise === null ? rawSql('null::numeric') : decimalSql(otherwise))
  const whens = rows
    .toReversed()
    .map(
      ({ kind, edge, sql: result }) =>
        sql`when b.v ${rawSql(kind === 'from' ? '>=' : '>')} ${decimalSql(edge)} then ${result}`,
    )
  const last = otherwise === null ? rawSql('null') : decimalSql(otherwise)
  return onceSql(value, sql`case ${joinSql(whens, ' ')} else ${last} end`)
}

/** `inner` reads the value as `b.v`, worked out once; blank for a blank. */
const onceSql = (value: SqlFragment, inner: SqlFragment): SqlFragment =>
  sql`(select case when b.v is null then null else ${inner} end from (select ${value} as v offset 0) b)`

function tableRow(row: Value): Row[] {
  const broken = () => new FormulaError('tier_table_broken')
  if (!isPlainRecord(row)) throw broken()
  const own = (key: string) => (Object.hasOwn(row, key) ? toDecimal(row[key]) : null)
  const [from, above, score] = [own('from'), own('above'), own('score')]
  if (from && above) throw broken()
  const edge = from ?? above
  return edge ? [{ kind: from ? 'from' : 'above', edge, result: score }] : []
}

/** Rows of a table setting: `from` or `above`, and `score`. Rows without an edge do not count. Error value `tier_table_broken`. */
function tableRows(table: Value | undefined): Row[] {
  if (!Array.isArray(table)) throw new FormulaError('tier_table_broken')
  return table.flatMap(tableRow)
}

/** Bands kept as a table setting: arguments are a number and the table. */
export const TABLE_BAND: Operation = {
  name: 'band',
  acceptsBlank: true,
  evaluate(context: Context, value: Value, table: Value) {
    const rows = tableRows(table)
    spend(context, rows.length)
    const number = asNumber(value)
    if (number === null) return null
    const row = highest(rows, number)
    return row === undefined ? ZERO : row.result
  },
  sqlParts(call) {
    const table = call.nodes[1]
    if (table?.node !== 'constant') return undefined
    let rows: Row[]
    try {
      rows = tableRows(table.value)
    } catch {
      return undefined
    }
    const results = rows.map(row => {
      const score = asNumber(row.result)
      return { ...row, sql: score === null ? rawSql('null::numeric') : decimalSql(score) }
    })
    const value = call.part(0)
    return { value: constantBandSql(strictly(value), results.sort(ascending), ZERO), ...firstFailure([value.fails]) }
  },
  detail: ([value, table]) => bandDetail(value, tableRows(table)),
}

interface Counted {
  readonly weight: Decimal
  readonly score: Decimal
}

/** Weights below 0 and blank ones count as 0. Undefined: the dimension is left out. */
function counted(part: DimensionPart, weight: Value | undefined, score: Value | undefined): Counted | undefined {
  const value = asNumber(score) ?? part.missing
  const given = asNumber(weight)
  return value === null ? undefined : { weight: given?.isPositive() ? given : ZERO, score: value }
}

const weighed = ({ weight, score }: Counted): Decimal => weight.times(score).toDecimalPlaces(PRODUCT_SCALE)
const sumOf = (values: readonly Decimal[]): Decimal => values.reduce((sum, value) => sum.plus(value), ZERO)

/**
 * Arguments: weight and score of each dimension, then the points of each adjustment (blank: it does not apply). The mean of the scores by weight,
 * to 20 places, half away from zero; plus the adjustments; kept within 0 and 100. Blank when nothing counts.
 */
export function totalOperation(parts: readonly DimensionPart[], adjustments: readonly Text[]): Operation {
  const pairs = parts.length * 2
  return {
    name: 'score',
    rule: parts.map(({ missing }) => missing && numberText(missing)),
    acceptsBlank: true,
    evaluate(_: Context, ...args: readonly (Value | undefined)[]) {
      const mean = meanOf(parts, args)
      if (mean === null) return null
      const sum = sumOf([mean, ...args.slice(pairs).map(value => asNumber(value) ?? ZERO)])
      return Decimal.max(ZERO, Decimal.min(MOST, sum))
    },
    sql: (args, call) => totalSql(parts, args, call.nodes),
    size: sizes => ({
      digits: 3,
      scale: Math.max(DIVISION_SCALE, ...sizes.slice(pairs).map(size => sizeOf(size).scale)),
    }),
    detail: args => ({ score: scoreDetail(parts, adjustments, args) }),
  }
}

function meanOf(parts: readonly DimensionPart[], args: readonly (Value | undefined)[]): Decimal | null {
  const rows = parts.flatMap((part, index) => counted(part, args[2 * index], args[2 * index + 1]) ?? [])
  const weights = sumOf(rows.map(({ weight }) => weight))
  return weights.isZero() ? null : divide(sumOf(rows.map(weighed)), weights)
}

/** The numerator is widened so far that the last rounding is the only one that matters (see DIVIDE). */
function totalSql(
  parts: readonly DimensionPart[],
  args: readonly SqlFragment[],
  nodes: readonly TypedNode[],
): SqlFragment {
  const sizes = nodes.map(node => sizeOf(node.size))
  const most = (of: (size: NumberSize) => number, odd: boolean): number =>
    Math.max(
      0,
      ...sizes.slice(0, parts.length * 2).flatMap((size, index) => ((index % 2 === 1) === odd ? [of(size)] : [])),
    )
  const weightScale = most(({ scale }) => scale, false)
  const scale = Math.min(PRODUCT_SCALE, weightScale + most(size => size.scale, true))
  // A hundred weights: two digits more than one.
  const width = DIVISION_SCALE + 2 + scale + weightScale + most(({ digits }) => digits, false) + 2
  const rows = parts.map(
    ({ missing }, index) => sql`(greatest(${args[2 * index]}, 0), ${orElse(args[2 * index + 1]!, missing)})`,
  )
  const points = args.slice(parts.length * 2).map(fragment => sql` + coalesce(${fragment}, 0)`)
  const places = rawSql(String(PRODUCT_SCALE))
  const mean = sql`round(round(sum(round(d.w * d.s, ${places})), ${rawSql(String(width))}) / nullif(sum(d.w), 0), ${rawSql(String(DIVISION_SCALE))})`
  return sql`(select case when m.v is null then null else least(greatest(m.v${joinSql(points, '')}, 0), 100) end from (select ${mean} as v from (values ${joinSql(rows, ', ')}) d (w, s) where d.s is not null offset 0) m)`
}

function scoreDetail(
  parts: readonly DimensionPart[],
  adjustments: readonly Text[],
  args: readonly (Value | undefined)[],
): NonNullable<ExplanationDetail['score']> {
  const rows = parts.map((part, index) => counted(part, args[2 * index], args[2 * index + 1]))
  const weights = sumOf(rows.map(row => row?.weight ?? ZERO))
  const share = (of: Decimal): string => (weights.isZero() ? '0' : numberText(divide(of, weights)))
  const text = (value: Value | undefined): string | null => {
    const number = asNumber(value)
    return number === null ? null : numberText(number)
  }
  return {
    dimensions: parts.map(({ key, label }, index): ScoredDimension => {
      const row = rows[index]
      return {
        key,
        label,
        weight: text(args[2 * index]),
        value: text(args[2 * index + 1]),
        counted: row === undefined ? null : numberText(row.score),
        share: share(row?.weight ?? ZERO),
        contribution: row === undefined ? '0' : share(weighed(row)),
      }
    }),
    adjustments: adjustments.map((label, index) => ({ label, by: text(args[parts.length * 2 + index]) })),
  }
}
