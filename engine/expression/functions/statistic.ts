import type { Context } from '../context.ts'
import {
  Approximate,
  approximated,
  bounded,
  Decimal,
  DIVISION_SCALE,
  divide,
  integer,
  MAX_DIGITS,
  ONE,
  PRODUCT_SCALE,
  Wide,
} from '../decimal.ts'
import { rawSql, sql } from '../fragment.ts'
import { largestSize, sizeOf } from '../number-size.ts'
import { aggregate, selectFrom } from '../sql/list.ts'
import { firstFailure, strictly } from '../sql/part.ts'
import { NUMBER } from '../types.ts'
import { FormulaError, type Value } from '../value.ts'
import { meanOf, numbersIn, sumOf } from './aggregate.ts'
import { allItems } from './aggregate-sql.ts'
import { approximatedSql, widened } from './approximate-sql.ts'
import { family, flattened, number, optional, repeated } from './define.ts'
import type { SqlCall, SqlPart } from './definition.ts'
import { guard, TOO_LARGE } from './guard.ts'
import { product } from './operators/arithmetic.ts'

const numbers = repeated(flattened(number('数字', 'numbers')))
const numberList = { ...number('数列', 'list'), list: 'only' as const }

const ascending = (a: Decimal, b: Decimal) => a.cmp(b)

/** Sample variance from exact sums: (n Σx² - (Σx)²) / (n (n - 1)). Blank below two numbers. */
function variance(items: readonly Decimal[]): Decimal | null {
  if (items.length < 2) return null
  const count = new Decimal(items.length)
  const squares = items.reduce((sum, item) => sum.plus(new Wide(item).times(item)), new Wide(0))
  const sum = new Wide(sumOf(items))
  const spread = new Decimal(squares.times(items.length).minus(sum.times(sum)).toDecimalPlaces(PRODUCT_SCALE).toFixed())
  return divide(bounded(spread), count.times(items.length - 1))
}

function picked(context: Context, list: Value, k: Decimal, fromTop: boolean): Decimal {
  const sorted = numbersIn(context, [list]).sort(ascending)
  const index = integer(k, 1, Math.max(sorted.length, 1)) - 1
  const found = sorted[fromTop ? sorted.length - 1 - index : index]
  if (!found) throw new FormulaError('number_out_of_range', { value: k.toFixed(), min: 1, max: sorted.length })
  return found
}

/** SQL twin of `variance`. */
function varianceSql(call: SqlCall): SqlPart {
  const { list, fails } = allItems(call)
  const { element } = list
  const row = call.row(
    selectFrom(list, sql`count(${element}) as n, sum(${element}) as s, sum(${element} * ${element}) as q`),
  )
  const [n, s] = [sql`${row}.n`, sql`${row}.s`]
  call.fail(sql`${n} > 1 and abs(${s}) >= ${TOO_LARGE}`, 'number_too_large')
  const exact = sql`round(${n} * ${row}.q - ${s} * ${s}, ${rawSql(String(PRODUCT_SCALE))})`
  const spread = call.once(sql`case when ${n} > 1 then ${exact} end`)
  call.fail(sql`abs(${spread}) >= ${TOO_LARGE}`, 'number_too_large')
  const width = rawSql(String(DIVISION_SCALE + 2 + PRODUCT_SCALE + 20))
  const mean = sql`round(round(${spread}, ${width}) / nullif(${n}::numeric * (${n} - 1), 0), ${rawSql(String(DIVISION_SCALE))})`
  return { value: sql`case when abs(${spread}) < ${TOO_LARGE} then ${mean} end`, ...fails }
}

/** Interpolated between the two items around the place, which counts from 0. */
function percentileSql(call: SqlCall): SqlPart {
  const list = call.list(0)
  const written = call.part(1)
  const share = call.once(strictly(written))
  const { element } = list
  const ranked = selectFrom(
    list,
    sql`${element} as v, row_number() over (order by ${element}) - 1 as k, count(*) over () as n`,
    sql`${element} is not null`,
  )
  const place = sql`(${share} * (m.n - 1))`
  const row = call.row(
    sql`select min(m.v) as a, max(m.v) as b, max(${place} - floor(${place})) as p from (${ranked}) m where m.k in (floor(${place}), ceil(${place}))`,
  )
  call.fail(sql`${share} < 0 or ${share} > 1`, 'number_out_of_range')
  const step = sql`round((${row}.b - ${row}.a) * ${row}.p, ${rawSql(String(PRODUCT_SCALE))})`
  return {
    value: guard(
      sql`case when ${share} is not null then ${row}.a + ${step} end`,
      { digits: 41, scale: PRODUCT_SCALE },
      call,
    ),
    ...firstFailure([...list.failures, written.fails]),
  }
}

/** The mean of the two items in the middle (of one, itself): half a sum is exact, so it is rounded once. */
function medianSql(call: SqlCall): SqlPart {
  const { list, fails } = allItems(call)
  const { element } = list
  const ranked = selectFrom(
    list,
    sql`${element} as v, row_number() over (order by ${element}) as k, count(*) over () as n`,
    sql`${element} is not null`,
  )
  const half = sql`case when count(m.v) = 1 then 1 else 0.5 end`
  const value = sql`(select round(sum(m.v) * ${half}, 20) from (${ranked}) m where m.k in ((m.n + 1) / 2, (m.n + 2) / 2))`
  return { value, ...fails }
}

function pickedSql(call: SqlCall, direction: 'asc' | 'desc'): SqlPart {
  const list = call.list(0)
  const place = call.part(1)
  const k = call.once(strictly(place))
  const filled = sql`${list.element} is not null`
  const order = sql`${list.element} ${rawSql(direction)}`
  const row = sql`(case when ${k} between 1 and 1000000 then trunc(${k}) else 1 end - 1)::bigint`
  const query = sql`(${selectFrom(list, list.element, filled)} order by ${order} offset ${row} limit 1)`
  call.fail(
    sql`${k} is not null and (trunc(${k}) < 1 or trunc(${k}) > ${aggregate(list, rawSql('count(*)'), filled)})`,
    'number_out_of_range',
  )
  return { value: sql`case when ${k} is not null then ${query} end`, ...firstFailure([...list.failures, place.fails]) }
}

function rankSql(call: SqlCall): SqlPart {
  const written = call.part(0)
  const value = call.once(strictly(written))
  const list = call.list(1)
  const order = call.nodes[2] && call.part(2)
  const up = order && call.once(strictly(order))
  const { element } = list
  const beyond = up
    ? sql`case when ${up} <> 0 then ${element} < ${value} when ${up} = 0 then ${element} > ${value} end`
    : sql`${element} > ${value}`
  const rank = sql`case when count(*) filter (where ${element} = ${value}) > 0 then count(*) filter (where ${beyond}) + 1 end`
  const found = sql`${aggregate(list, rank)}::numeric`
  return {
    value: up ? sql`case when ${up} is not null then ${found} end` : found,
    ...firstFailure([written.fails, ...list.failures, order?.fails]),
  }
}

export const statisticFunctions = family('aggregate', [
  {
    name: 'MEDIAN',
    args: [numbers],
    result: NUMBER,
    help: ['中位数', 'Median'],
    examples: [
      ['MEDIAN(1, 9, 3)', '3'],
      ['MEDIAN(1, 2)', '1.5'],
      ['MEDIAN([])', 'blank'],
    ],
    acceptsBlank: true,
    evaluate(context: Context, ...items: readonly Value[]) {
      const sorted = numbersIn(context, items).sort(ascending)
      const middle = sorted.length / 2
      return meanOf(
        Number.isInteger(middle)
          ? sorted.slice(middle - 1, middle + 1)
          : sorted.slice(Math.floor(middle), Math.ceil(middle)),
      )
    },
    sqlParts: medianSql,
    size: sizes => ({ digits: largestSize(sizes).digits, scale: DIVISION_SCALE }),
  },
  {
    name: 'LARGE',
    args: [numberList, number('第几', 'k')],
    result: NUMBER,
    help: ['第 k 大的数', 'The k-th largest'],
    examples: [
      ['LARGE([3, 9, 5], 2)', '5'],
      ['LARGE([3], 2)', '!number_out_of_range'],
    ],
    evaluate: (context: Context, list: Value, k: Decimal) => picked(context, list, k, true),
    sqlParts: call => pickedSql(call, 'desc'),
    size: ([list]) => sizeOf(list),
  },
  {
    name: 'SMALL',
    args: [numberList, number('第几', 'k')],
    result: NUMBER,
    help: ['第 k 小的数', 'The k-th smallest'],
    examples: [['SMALL([3, 9, 5], 1)', '3']],
    evaluate: (context: Context, list: Value, k: Decimal) => picked(context, list, k, false),
    sqlParts: call => pickedSql(call, 'asc'),
    size: ([list]) => sizeOf(list),
  },
  {
    name: 'RANK',
    aliases: ['RANKEQ'],
    args: [number('数字', 'number'), numberList, optional(number('顺序：0 降序，1 升序', 'order: 0 down, 1 up'))],
    result: NUMBER,
    help: ['名次，并列同名次，不在其中则为空', 'Rank; equals share one; blank when it is not in the list'],
    examples: [
      ['RANK(5, [9, 5, 5, 1])', '2'],
      ['RANK(5, [9, 5, 5, 1], 1)', '2'],
      ['RANK(7, [9, 5])', 'blank'],
    ],
    evaluate(context: Context, value: Decimal, list: Value, order: Decimal | undefined) {
      const items = numbersIn(context, [list])
      if (!items.some(item => item.eq(value))) return null
      const up = order !== undefined && !order.isZero()
      return new Decimal(items.filter(item => (up ? item.lt(value) : item.gt(value))).length + 1)
    },
    sqlParts: rankSql,
    size: () => ({ digits: 9, scale: 0 }),
  },
  {
    name: 'VAR',
    args: [numbers],
    result: NUMBER,
    help: ['样本方差', 'Sample variance'],
    examples: [
      ['VAR(2, 4, 6)', '4'],
      ['VAR(2)', 'blank'],
    ],
    acceptsBlank: true,
    evaluate: (context: Context, ...items: readonly Value[]) => variance(numbersIn(context, items)),
    sqlParts: varianceSql,
    size: () => ({ digits: MAX_DIGITS, scale: DIVISION_SCALE }),
  },
  {
    name: 'STDEV',
    args: [numbers],
    result: NUMBER,
    help: ['样本标准差，20 位有效数字', 'Sample standard deviation, 20 significant digits'],
    examples: [['STDEV(2, 4, 6)', '2']],
    acceptsBlank: true,
    evaluate(context: Context, ...items: readonly Value[]) {
      const square = variance(numbersIn(context, items))
      return square && approximated(new Approximate(square).sqrt())
    },
    sqlParts(call) {
      const square = varianceSql(call)
      return { ...square, value: approximatedSql(sql`sqrt(${widened(square.value)})`, call) }
    },
  },
  {
    name: 'PERCENTILE',
    args: [numberList, number('比例 0-1', 'share 0-1')],
    result: NUMBER,
    help: ['百分位数（含端点，线性插值）', 'Percentile, ends included, interpolated'],
    examples: [
      ['PERCENTILE([1, 2, 3, 4], 0.5)', '2.5'],
      ['PERCENTILE([1, 2], 2)', '!number_out_of_range'],
    ],
    evaluate(context: Context, list: Value, share: Decimal) {
      const sorted = numbersIn(context, [list]).sort(ascending)
      if (share.lt(0) || share.gt(ONE))
        throw new FormulaError('number_out_of_range', { value: share.toFixed(), min: 0, max: 1 })
      const place = share.times(Math.max(sorted.length - 1, 0))
      const low = sorted[place.floor().toNumber()]
      const high = sorted[place.ceil().toNumber()]
      return low && high ? bounded(low.plus(product(high.minus(low), place.minus(place.floor())))) : null
    },
    sqlParts: percentileSql,
  },
])
