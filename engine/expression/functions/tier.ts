import { type Context, spend, type Thunk } from '../context.ts'
import { Decimal, numberText, toDecimal, ZERO } from '../decimal.ts'
import { joinSql, type SqlFragment, sql } from '../fragment.ts'
import { largestSize, sizeOfNumber } from '../number-size.ts'
import { firstFailure, strictly } from '../sql/part.ts'
import type { NumberSize, TypedNode } from '../typed.ts'
import { NUMBER } from '../types.ts'
import { FormulaError, type Value } from '../value.ts'
import { isPlainRecord } from './conversions.ts'
import { family, list, number, optional, text } from './define.ts'
import type { ExplanationDetail, SqlCall } from './definition.ts'
import { product, productSql } from './operators/arithmetic.ts'

/** One row of a tier table: it holds from `edge` on (`from`, >=) or beyond it (`above`, >). M6. */
interface Row {
  readonly edge: Decimal
  readonly kind: 'from' | 'above'
  readonly rate: Decimal
}

type Mode = 'rate' | 'whole' | 'marginal'
const MODES: Readonly<Record<string, Mode>> = {
  rate: 'rate',
  whole: 'whole',
  marginal: 'marginal',
  比率: 'rate',
  全额: 'whole',
  超额: 'marginal',
}

function rowOf(row: Value): Row {
  const broken = () => new FormulaError('tier_table_broken')
  if (Array.isArray(row)) {
    const [edge, rate] = [toDecimal(row[0]), toDecimal(row[1])]
    if (!edge || !rate) throw broken()
    return { edge, kind: 'from', rate }
  }
  if (!isPlainRecord(row)) throw broken()
  const own = (key: string) => (Object.hasOwn(row, key) ? toDecimal(row[key]) : null)
  const [from, above, rate] = [own('from'), own('above'), own('rate')]
  const edge = from ?? above
  if (!edge || !rate || (from && above)) throw broken()
  return { edge, kind: from ? 'from' : 'above', rate }
}

/** Rows in ascending order; at one edge `from` stands before `above`. Error value `tier_table_broken`. */
function tableOf(value: Value): readonly Row[] {
  if (!Array.isArray(value)) throw new FormulaError('tier_table_broken')
  return value.map(rowOf).sort((a, b) => a.edge.cmp(b.edge) || Number(a.kind === 'above') - Number(b.kind === 'above'))
}

const reached = (amount: Decimal, { edge, kind }: Row) => (kind === 'from' ? amount.gte(edge) : amount.gt(edge))

function rowAt(rows: readonly Row[], amount: Decimal): number {
  return rows.findLastIndex(row => reached(amount, row))
}

/** Below the first edge the rate is 0. `marginal` takes each slice of the amount at its own row's rate. */
function tiered(rows: readonly Row[], amount: Decimal, mode: Mode): Decimal {
  if (mode === 'marginal') {
    return rows.reduce((sum, row, index) => {
      const end = rows[index + 1]?.edge
      const slice = (end?.lt(amount) ? end : amount).minus(row.edge)
      return slice.isPositive() ? sum.plus(product(slice, row.rate)) : sum
    }, ZERO)
  }
  const rate = rows[rowAt(rows, amount)]?.rate ?? ZERO
  return mode === 'rate' ? rate : product(amount, rate)
}

/** The table if it is written in the formula or bound to it. */
function constantTable(node: TypedNode | undefined): readonly Row[] | undefined {
  const constant = constantOf(node)
  return constant === undefined ? undefined : tableOf(constant)
}

/** The constant table unless it is broken: that is an error value when it runs. */
function soundTable(node: TypedNode | undefined): readonly Row[] | undefined {
  try {
    return constantTable(node)
  } catch {
    return undefined
  }
}

function constantOf(node: TypedNode | undefined): Value | undefined {
  if (node?.node === 'constant') return node.value
  if (node?.node === 'call' && node.args.length === 1 && node.operation.name.startsWith('as '))
    return constantOf(node.args[0])
  if (node?.node !== 'list') return undefined
  const items = node.items.map(constantOf)
  return items.includes(undefined) ? undefined : (items as Value[])
}

function modeOf(node: TypedNode | undefined): Mode | undefined {
  if (!node) return 'rate'
  return node.node === 'constant' && typeof node.value === 'string' && Object.hasOwn(MODES, node.value)
    ? MODES[node.value]
    : undefined
}

function tierSql(amount: SqlFragment, rows: readonly Row[], mode: Mode, call: SqlCall): SqlFragment {
  const value = (decimal: Decimal) => sql`${decimal.toFixed()}::numeric`
  if (mode === 'marginal') {
    const slices = rows.map((row, index) => {
      const end = rows[index + 1]?.edge
      const upper = end ? sql`least(${amount}, ${value(end)})` : amount
      const slice = sql`greatest(${upper} - ${value(row.edge)}, 0)`
      return productSql(slice, value(row.rate), [call.nodes[0]?.size, sizeOfNumber(row.rate)], call)
    })
    return sql`(case when ${amount} is null then null else ${slices.length > 0 ? joinSql(slices, ' + ') : sql`0::numeric`} end)`
  }
  const whens = rows
    .toReversed()
    .map(
      row => sql`when ${amount} ${row.kind === 'from' ? sql`>=` : sql`>`} ${value(row.edge)} then ${value(row.rate)}`,
    )
  const rate = sql`(case when ${amount} is null then null ${joinSql(whens, ' ')} else 0::numeric end)`
  return mode === 'rate' ? rate : productSql(amount, rate, [call.nodes[0]?.size, rateSize(rows)], call)
}

const rateSize = (rows: readonly Row[]): NumberSize => largestSize(rows.map(row => sizeOfNumber(row.rate)))

/** Rates have the table's digits; products and sums of slices any number's. */
function tierSize(_: NumberSize | undefined, nodes: readonly TypedNode[]): NumberSize | undefined {
  const rows = soundTable(nodes[1])
  return rows && modeOf(nodes[2]) === 'rate' ? rateSize(rows) : undefined
}

function applied([amount, table]: readonly (Value | undefined)[]): ExplanationDetail | undefined {
  if (!Decimal.isDecimal(amount) || !Array.isArray(table)) return undefined
  const rows = tableOf(table)
  const index = rowAt(rows, amount)
  const row = rows[index]
  return row && { tier: { row: index, from: numberText(row.edge), edge: row.kind, rate: numberText(row.rate) } }
}

function build([amount, table]: readonly Thunk[], nodes: readonly TypedNode[]): Thunk {
  const mode = modeOf(nodes[2]) ?? 'rate'
  const fixed = soundTable(nodes[1])
  const evaluate = (context: Context, given: readonly Row[] | undefined): Value => {
    const value = amount!(context)
    const source = table!(context)
    const rows = given ?? tableOf(source)
    spend(context, rows.length)
    return Decimal.isDecimal(value) ? tiered(rows, value, mode) : null
  }
  return context => evaluate(context, fixed)
}

export const tierFunctions = family('number', [
  {
    name: 'TIER',
    args: [
      number('金额', 'amount'),
      list('阶梯表', 'table'),
      optional(text('方式：rate、whole、marginal', 'mode: rate, whole, marginal')),
    ],
    result: NUMBER,
    help: [
      '阶梯：表的每行是 [起点, 比率] 或 {from 或 above, rate}；rate 取比率，whole 全额累进，marginal 超额累进',
      'Tiers: rows are [from, rate] or {from or above, rate}; rate gives the rate, whole amount x rate, marginal the sum over the slices',
    ],
    examples: [
      ['TIER(5000000, [[0, 0], [5000000, 0.02], [8000000, 0.025]])', '0.02'],
      ['TIER(4999999.99, [[0, 0], [5000000, 0.02], [8000000, 0.025]])', '0'],
      ['TIER(8000000, [[0, 0], [5000000, 0.02], [8000000, 0.025]], "whole")', '200000'],
      ['TIER(9000000, [[0, 0], [5000000, 0.02], [8000000, 0.025]], "marginal")', '85000'],
      ['TIER(-1, [[0, 0.1]])', '0'],
    ],
    build,
    validate(nodes) {
      if (!modeOf(nodes[2])) return { code: 'formula_tier_mode', params: {}, at: 2 }
      try {
        constantTable(nodes[1])
        return undefined
      } catch {
        return { code: 'formula_tier_table', params: {}, at: 1 }
      }
    },
    sqlParts(call) {
      const rows = constantTable(call.nodes[1])
      const mode = modeOf(call.nodes[2])
      if (!rows || !mode) return undefined
      const amount = call.part(0)
      return { value: tierSql(call.once(strictly(amount)), rows, mode, call), ...firstFailure([amount.fails]) }
    },
    size: ([amount], nodes) => tierSize(amount, nodes),
    detail: applied,
  },
])
