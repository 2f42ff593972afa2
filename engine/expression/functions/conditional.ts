import type { Context } from '../context.ts'
import { Decimal, DIVISION_SCALE } from '../decimal.ts'
import { rawSql, type SqlFragment, sql } from '../fragment.ts'
import { sizeOf } from '../number-size.ts'
import { aggregate, selectFrom } from '../sql/list.ts'
import { firstFailure } from '../sql/part.ts'
import type { SqlCall, SqlList, SqlPart } from '../typed.ts'
import { elementOf, NUMBER } from '../types.ts'
import type { Value } from '../value.ts'
import { alignedLists, meanOf, numbersIn, sumOf } from './aggregate.ts'
import { meanSql, sumSize } from './aggregate-sql.ts'
import { criterionSql, criterionTest } from './criterion.ts'
import { argument, family, list, number, optional, repeated } from './define.ts'
import { guard } from './guard.ts'
import { limitedSize } from './operators/arithmetic.ts'

const criterion = argument('条件', 'criterion', 'any', { criterion: true })
const range = (zh: string, en: string) => list(zh, en)
const summed = { ...number('求和区', 'sum range'), list: 'only' as const }
const averaged = { ...number('平均区', 'average range'), list: 'only' as const }

/** Items of the last column in the rows whose tested columns all pass. */
function chosen(context: Context, result: Value, pairs: readonly Value[]): Value[] {
  const ranges = pairs.filter((_, index) => index % 2 === 0)
  const tests = pairs.filter((_, index) => index % 2 === 1).map(each => criterionTest(each, context))
  return alignedLists(context, [...ranges, result]).flatMap(row =>
    tests.every((test, index) => test(row[index] ?? null)) ? [row.at(-1) ?? null] : [],
  )
}

/** Rows in one pass: `ranges[i]` is the argument tested by the criterion after it, `result` the argument whose items are wanted. */
function chosenSql(call: SqlCall, ranges: readonly number[], result: number): SqlList | undefined {
  const { nodes } = call
  const places = [...new Set([...ranges, result])].sort((a, b) => a - b)
  const { list, columns } = places.length === 1 ? alone(call.list(places[0]!)) : call.aligned(places)
  const columnAt = (index: number) => columns[places.indexOf(index)]!
  const wheres = ranges.map(index => {
    const criterion = nodes[index + 1]
    return criterion?.node === 'constant'
      ? criterionSql(criterion.value, columnAt(index), elementOf(nodes[index]!.type), call.zone)
      : undefined
  })
  if (!wheres.every(where => where !== undefined)) return undefined
  return { ...list, element: columnAt(result), wheres: [...list.wheres, ...(wheres as SqlFragment[])] }
}

const alone = (list: SqlList) => ({ list, columns: [list.element] })

function countedSql(call: SqlCall): SqlPart | undefined {
  const ranges = call.nodes.flatMap((_, index) => (index % 2 === 0 ? [index] : []))
  const list = chosenSql(call, ranges, 0)
  return list && { value: sql`${aggregate(list, rawSql('count(*)'))}::numeric`, ...firstFailure(list.failures) }
}

function summedSql(call: SqlCall, list: SqlList | undefined, result: number): SqlPart | undefined {
  if (!list) return undefined
  const size = sumSize([call.nodes[result]!.size], [call.nodes[result]!])
  const sum = aggregate(list, sql`coalesce(sum(${list.element}), 0)`)
  return { value: guard(sum, size, call), ...firstFailure(list.failures) }
}

function averagedSql(call: SqlCall): SqlPart | undefined {
  const result = call.nodes[2] ? 2 : 0
  const list = elementOf(call.nodes[result]!.type).kind === 'number' ? chosenSql(call, [0], result) : undefined
  if (!list) return undefined
  const row = call.row(selectFrom(list, sql`sum(${list.element}) as s, count(${list.element}) as n`))
  const size = sumSize([call.nodes[result]!.size], [call.nodes[result]!])
  return { value: meanSql(guard(sql`${row}.s`, size, call), sql`${row}.n`), ...firstFailure(list.failures) }
}

/** Sums need numbers: a range of texts without a sum range fails on its items. */
function sumIfSql(call: SqlCall): SqlPart | undefined {
  const result = call.nodes[2] ? 2 : 0
  const isNumber = elementOf(call.nodes[result]!.type).kind === 'number'
  return isNumber ? summedSql(call, chosenSql(call, [0], result), result) : undefined
}

function sumIfsSql(call: SqlCall): SqlPart | undefined {
  const ranges = call.nodes.flatMap((_, index) => (index % 2 === 1 ? [index] : []))
  return summedSql(call, chosenSql(call, ranges, 0), 0)
}

export const conditionalFunctions = family('aggregate', [
  {
    name: 'COUNTIF',
    args: [range('区域', 'range'), criterion],
    result: NUMBER,
    help: ['满足条件的个数', 'How many meet a criterion'],
    examples: [
      ['COUNTIF([1, 5, 9], ">4")', '2'],
      ['COUNTIF(["a", "b", "a"], "a")', '2'],
      ['COUNTIF(["北京分公司", "上海"], "*公司")', '1'],
    ],
    acceptsBlank: true,
    evaluate: (context: Context, items: Value, test: Value) =>
      new Decimal(chosen(context, items, [items, test]).length),
    sqlParts: countedSql,
    size: () => ({ digits: 9, scale: 0 }),
  },
  {
    name: 'COUNTIFS',
    args: [repeated(range('区域', 'range')), criterion],
    result: NUMBER,
    help: ['同时满足多个条件的个数', 'How many meet all criteria'],
    examples: [['COUNTIFS([1, 5, 9], ">4", ["a", "b", "b"], "b")', '2']],
    acceptsBlank: true,
    evaluate: (context: Context, ...pairs: readonly Value[]) => new Decimal(chosen(context, pairs[0]!, pairs).length),
    sqlParts: countedSql,
    size: () => ({ digits: 9, scale: 0 }),
    validate: nodes =>
      nodes.length % 2 === 1 ? { code: 'formula_pairs_needed', params: {}, at: nodes.length - 1 } : undefined,
  },
  {
    name: 'SUMIF',
    args: [range('区域', 'range'), criterion, optional(summed)],
    result: NUMBER,
    help: ['条件求和：区域、条件、求和区', 'Conditional sum: range, criterion, sum range'],
    examples: [
      ['SUMIF([1, 5, 9], ">4")', '14'],
      ['SUMIF(["a", "b", "a"], "a", [1, 2, 3])', '4'],
    ],
    acceptsBlank: true,
    evaluate: (context: Context, items: Value, test: Value, sums: Value | undefined) =>
      sumOf(numbersIn(context, chosen(context, sums ?? items, [items, test]))),
    sqlParts: sumIfSql,
    size: (sizes, nodes) => limitedSize(sumSize([sizes[2] ?? sizes[0]], nodes)),
  },
  {
    name: 'SUMIFS',
    args: [summed, repeated(range('区域', 'range')), criterion],
    result: NUMBER,
    help: ['多条件求和：求和区在前', 'Sum with several criteria; the sum range comes first'],
    examples: [['SUMIFS([1, 2, 3], ["a", "b", "b"], "b", [1, 1, 0], ">0")', '2']],
    acceptsBlank: true,
    evaluate: (context: Context, sums: Value, ...pairs: readonly Value[]) =>
      sumOf(numbersIn(context, chosen(context, sums, pairs))),
    sqlParts: sumIfsSql,
    size: (sizes, nodes) => limitedSize(sumSize([sizes[0]], nodes)),
    validate: nodes =>
      nodes.length % 2 === 0 ? { code: 'formula_pairs_needed', params: {}, at: nodes.length - 1 } : undefined,
  },
  {
    name: 'AVERAGEIF',
    args: [range('区域', 'range'), criterion, optional(averaged)],
    result: NUMBER,
    help: ['条件平均', 'Conditional mean'],
    examples: [
      ['AVERAGEIF([1, 5, 9], ">4")', '7'],
      ['AVERAGEIF([1], ">4")', 'blank'],
    ],
    acceptsBlank: true,
    evaluate: (context: Context, items: Value, test: Value, means: Value | undefined) =>
      meanOf(numbersIn(context, chosen(context, means ?? items, [items, test]))),
    sqlParts: averagedSql,
    size: sizes => ({ digits: sizeOf(sizes[2] ?? sizes[0]).digits, scale: DIVISION_SCALE }),
  },
])
