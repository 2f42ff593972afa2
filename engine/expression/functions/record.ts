import type { Context } from '../context.ts'
import { bounded, Decimal, toDecimal } from '../decimal.ts'
import { rawSql, type SqlFragment, sql } from '../fragment.ts'
import { largestSize, sizeOf } from '../number-size.ts'
import { firstOf } from '../sql/list.ts'
import { firstFailure, strictly } from '../sql/part.ts'
import type { Node, NodeOf } from '../tree.ts'
import type { NumberSize, SqlCall, SqlList, SqlPart, TypedNode } from '../typed.ts'
import { ANY, elementOf, NUMBER, type Type } from '../types.ts'
import { FormulaError, type Value } from '../value.ts'
import { alignedLists } from './aggregate.ts'
import { isBlank } from './blank.ts'
import { isPlainRecord } from './conversions.ts'
import { alike, any, argument, boolean, family, list, optional, text } from './define.ts'
import { equalValues, orderOf } from './operators/compare.ts'

const AGGREGATES: Readonly<Record<string, string>> = {
  sum: 'SUM',
  avg: 'AVERAGE',
  average: 'AVERAGE',
  min: 'MIN',
  max: 'MAX',
  count: 'COUNT',
  counta: 'COUNTA',
  median: 'MEDIAN',
  join: 'JOIN',
  unique: 'UNION',
  product: 'PRODUCT',
}
const WRONG = { code: 'formula_wrong_shape', at: 0 } as const

/** The name of a field given as text or as a name. */
function fieldName(node: Node | undefined): readonly string[] | undefined {
  if (node?.type === 'text') return node.value.split('.')
  return node?.type === 'path' ? node.path : undefined
}

function expandLookup(call: NodeOf<'call'>): Node | typeof WRONG | undefined {
  if (call.args.length !== 2) return undefined
  const [link, field] = call.args
  const name = fieldName(field)
  return link?.type === 'path' && name ? { ...link, path: [...link.path, ...name] } : undefined
}

/** ROLLUP(link, field, aggregate, [filter]) is AGGREGATE(MAPLIST(FILTER(link, filter), {$item.field})), or AGGREGATE({link.field}). */
function expandRollup(call: NodeOf<'call'>): Node | { code: string; at: number } {
  const [link, field, aggregate, filter] = call.args
  const name = fieldName(field)
  const span = { start: call.start, end: call.end }
  const word =
    aggregate?.type === 'text'
      ? aggregate.value.toLowerCase()
      : aggregate?.type === 'path'
        ? (aggregate.path[0] ?? '').toLowerCase()
        : ''
  if (link?.type !== 'path' || !name) return WRONG
  if (!Object.hasOwn(AGGREGATES, word)) return { code: 'formula_unknown_aggregate', at: 2 }
  const values: Node = filter
    ? {
        type: 'call',
        name: 'MAPLIST',
        args: [
          { type: 'call', name: 'FILTER', args: [link, filter], ...span },
          { type: 'path', path: ['$item', ...name], ...span },
        ],
        ...span,
      }
    : { ...link, path: [...link.path, ...name] }
  return { type: 'call', name: AGGREGATES[word]!, args: [values], ...span }
}

function oldPath(call: NodeOf<'call'>): NodeOf<'path'> | undefined {
  const [field] = call.args
  return field?.type === 'path' ? { ...field, path: ['$old', ...field.path] } : undefined
}

/** The value in the row with the latest (earliest) key; of equal keys the first. */
function extremeRow(context: Context, values: Value, keys: Value, sign: 1 | -1): Value {
  let best: readonly Value[] | undefined
  for (const row of alignedLists(context, [values, keys])) {
    if (isBlank(row[1])) continue
    const order = best && orderOf(row[1] ?? null, best[1] ?? null)
    if (!best || (order !== null && order !== undefined && order * sign > 0)) best = row
  }
  return best?.[0] ?? null
}

function extremeRowSql(call: SqlCall, sign: 1 | -1): SqlPart | undefined {
  const keyed = call.nodes[1] ? 1 : 0
  const kind = elementOf(call.nodes[keyed]!.type).kind
  if (!['number', 'date', 'datetime', 'duration', 'time', 'text', 'option'].includes(kind)) return undefined
  const { list, columns } = keyed === 1 ? call.aligned([0, 1]) : alone(call.list(0))
  const key = columns.at(-1)!
  const textual = kind === 'text' || kind === 'time' || kind === 'option'
  const sorted = textual ? sql`${key} collate "C"` : key
  const order = sql`${sorted} ${rawSql(sign === 1 ? 'desc' : 'asc')}, ${list.order}`
  const filled = kind === 'text' ? sql`${key} <> ''` : sql`${key} is not null`
  return { value: firstOf(list, columns[0]!, [filled], order), ...firstFailure(list.failures) }
}

const alone = (list: SqlList) => ({ list, columns: [list.element] })

/** The result beside the first key that equals the value, else the default. */
function lookupSql(call: SqlCall): SqlPart | undefined {
  const { nodes } = call
  if (!nodes[2] || nodes.some(node => elementOf(node.type).kind === 'any') || nodes[1]?.type.kind !== 'list')
    return undefined
  const wanted = call.part(0)
  const value = call.once(strictly(wanted))
  const { list, columns } = call.aligned([1, 2])
  const otherwise = nodes[3] && call.part(3)
  const [key, result] = columns as [SqlFragment, SqlFragment]
  const filled = nodes[0]?.type.kind === 'text' ? [sql`${value} <> ''`] : []
  const found = [...filled, sql`${key} = ${value}`]
  const fails = firstFailure([wanted.fails, ...list.failures, otherwise?.fails])
  if (!otherwise) return { value: firstOf(list, result, found), ...fails }
  const row = sql`select l.v from (${rowOf(list, result, found)} union all (select ${strictly(otherwise)}, 1)) l(v, k) order by l.k limit 1`
  return { value: sql`(${row})`, ...fails }
}

const rowOf = (list: SqlList, result: SqlFragment, found: readonly SqlFragment[]): SqlFragment =>
  firstOf(list, sql`${result}, 0`, found)

const byDate = (
  name: string,
  help: readonly [string, string],
  examples: readonly (readonly [string, string])[],
  sign: 1 | -1,
) => ({
  name,
  args: [
    list('值列表', 'values'),
    optional({
      ...argument('日期列表', 'dates', ['date', 'datetime', 'number', 'time', 'text']),
      list: 'only' as const,
    }),
  ],
  result: (nodes: readonly TypedNode[]): Type => elementOf(nodes[0]?.type ?? ANY),
  help,
  examples,
  evaluate: (context: Context, values: Value, keys: Value | undefined) =>
    extremeRow(context, values, keys ?? values, sign),
  sqlParts: (call: SqlCall) => extremeRowSql(call, sign),
  size: ([values]: readonly (NumberSize | undefined)[]) => sizeOf(values),
})

const EARTH_RADIUS = 6_371_008.8

/** {lat, lng} or "lat,lng" in degrees. */
function locationOf(value: Value): readonly [number, number] {
  const parts =
    typeof value === 'string'
      ? value.split(',')
      : isPlainRecord(value)
        ? ['lat', 'lng'].map(key => (Object.hasOwn(value, key) ? value[key] : null))
        : []
  const [lat, lng] = parts.map(each => toDecimal(typeof each === 'string' ? each.trim() : each)?.toNumber())
  if (lat === undefined || lng === undefined || Math.abs(lat) > 90 || Math.abs(lng) > 180)
    throw new FormulaError('not_a_location')
  return [(lat * Math.PI) / 180, (lng * Math.PI) / 180]
}

/** Great-circle distance in whole metres (mean radius of the earth, haversine). */
function metresBetween(a: Value, b: Value): Decimal {
  const [[lat1, lng1], [lat2, lng2]] = [locationOf(a), locationOf(b)]
  const half = (angle: number) => Math.sin(angle / 2) ** 2
  const share = half(lat2 - lat1) + Math.cos(lat1) * Math.cos(lat2) * half(lng2 - lng1)
  return new Decimal(Math.round(2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(share)))))
}

export const recordFunctions = family('record', [
  {
    name: 'LOOKUP',
    args: [
      alike(any('值（或关联字段）', 'value (or link)'), 'key'),
      alike({ ...argument('查找列（或字段）', 'list to search (or field)', 'any'), list: 'flatten' as const }, 'key'),
      optional(alike(list('结果列', 'results'))),
      optional(alike(any('默认值', 'default'))),
    ],
    result: nodes => (nodes[2] ? elementOf(nodes[2].type) : ANY),
    help: [
      'LOOKUP({关联}, "字段") 取关联字段；LOOKUP(值, 列, 结果列, 默认值) 查表',
      'LOOKUP({link}, "field") reads through a link; LOOKUP(value, list, results, default) looks up in lists',
    ],
    examples: [
      ['LOOKUP("b", ["a", "b"], [1, 2])', '2'],
      ['LOOKUP("x", ["a", "b"], [1, 2], 0)', '0'],
      ['LOOKUP("x", ["a"], [1])', 'blank'],
    ],
    expand: expandLookup,
    acceptsBlank: true,
    evaluate(context: Context, value: Value, keys: Value, results: Value | undefined, otherwise: Value | undefined) {
      if (!Array.isArray(keys) || !Array.isArray(results)) return otherwise ?? null
      const rows = alignedLists(context, [keys, results])
      const row = isBlank(value) ? undefined : rows.find(([key]) => equalValues(key ?? null, value))
      return row ? (row[1] ?? null) : (otherwise ?? null)
    },
    sqlParts: lookupSql,
    size: ([, , ...values]) => largestSize(values),
    validate: nodes => (nodes.length === 2 ? { code: 'formula_wrong_shape', params: {}, at: 0 } : undefined),
  },
  {
    name: 'ROLLUP',
    args: [
      list('关联', 'link'),
      any('字段', 'field'),
      text('汇总方式', 'aggregate'),
      optional({ ...boolean('条件', 'filter'), binds: '$item' as const }),
    ],
    result: ANY,
    help: [
      '汇总关联记录：ROLLUP({明细}, "金额", "sum", {$item.状态} = "有效")',
      'Aggregates linked records: ROLLUP({lines}, "amount", "sum", {$item.status} = "valid")',
    ],
    examples: [],
    expand: expandRollup,
    evaluate: () => null,
  },
  byDate(
    'LATEST',
    ['日期最晚一行的值', 'The value in the row with the latest date'],
    [
      ['LATEST([10, 20, 30], [DATE(2026, 1, 3), DATE(2026, 5, 1), BLANK()])', '20'],
      ['LATEST([DATE(2026, 1, 3), DATE(2026, 5, 1)])', '2026-05-01'],
    ],
    1,
  ),
  byDate(
    'EARLIEST',
    ['日期最早一行的值', 'The value in the row with the earliest date'],
    [['EARLIEST([10, 20], [DATE(2026, 1, 3), DATE(2026, 5, 1)])', '10']],
    -1,
  ),
  {
    name: 'OLDVALUE',
    aliases: ['PRIORVALUE', 'PREVIOUS'],
    args: [any('字段', 'field')],
    result: ANY,
    help: ['本次保存前的值', 'The value before this save'],
    examples: [],
    expand: call => oldPath(call) ?? WRONG,
    evaluate: () => null,
  },
  {
    name: 'ISCHANGED',
    args: [any('字段', 'field')],
    result: ANY,
    help: ['本次保存是否改变了字段', 'Whether this save changes the field'],
    examples: [],
    expand(call) {
      const old = oldPath(call)
      return old
        ? { type: 'binary', operator: '<>', left: call.args[0]!, right: old, start: call.start, end: call.end }
        : WRONG
    },
    evaluate: () => null,
  },
  {
    name: 'ENTERED',
    args: [text('阶段', 'stage')],
    result: ANY,
    help: ['进入某阶段的时间', 'When a stage was entered'],
    examples: [],
    expand(call) {
      const name = fieldName(call.args[0])
      return name ? { type: 'path', path: ['$stages', ...name, 'entered_at'], start: call.start, end: call.end } : WRONG
    },
    evaluate: () => null,
  },
  {
    name: 'DISTANCE',
    args: [any('位置一', 'first location'), any('位置二', 'second location')],
    result: { kind: 'number', scale: 0 },
    help: ['两点距离（米，取整）', 'Distance of two places in whole metres'],
    examples: [
      ['DISTANCE("0,0", "0,1")', '111195'],
      ['DISTANCE("31.2,121.5", "31.2,121.5")', '0'],
      ['DISTANCE("x", "0,1")', '!not_a_number'],
    ],
    evaluate: (_: Context, a: Value, b: Value) => (a === '' || b === '' ? null : metresBetween(a, b)),
  },
  {
    name: 'METRIC',
    args: [text('指标', 'metric'), optional(argument('人员', 'who', ['user'])), optional(text('期间', 'period'))],
    result: NUMBER,
    help: ['指标的值', 'The value of a metric'],
    examples: [],
    acceptsBlank: true,
    evaluate(context: Context, key: string | null, who: Value | undefined, period: Value | undefined) {
      const value = context.scope.metric?.(
        key ?? '',
        typeof who === 'string' ? who : null,
        typeof period === 'string' ? period : null,
      )
      if (value === undefined) throw new FormulaError('metric_unavailable', { metric: key ?? '' })
      const number = toDecimal(value)
      return number && bounded(number)
    },
  },
])
