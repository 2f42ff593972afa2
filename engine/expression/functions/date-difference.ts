import type { Context, Thunk } from '../context.ts'
import { Decimal } from '../decimal.ts'
import { rawSql, type SqlFragment, sql } from '../fragment.ts'
import { civilOf, DAY_MS, daysInMonth, instantAt, instantText, localOf } from '../time.ts'
import type { TypedNode } from '../typed.ts'
import { BOOLEAN, NUMBER } from '../types.ts'
import { dayOf, instantOf } from './conversions.ts'
import { date, family, instant, moment, optional, text } from './define.ts'
import type { SqlCall } from './definition.ts'
import { epochSql, fullMonthsSql, instantSql, localDateSql, localSql } from './local-sql.ts'
import { type Unit, unitAt, validateUnit } from './unit.ts'

const ELAPSED: Readonly<Partial<Record<Unit, number>>> = {
  s: 1_000,
  min: 60_000,
  h: 3_600_000,
  d: DAY_MS,
  w: 7 * DAY_MS,
}
/** Units as PostgreSQL truncates to them. */
const TRUNCATED: Readonly<Partial<Record<Unit, string>>> = {
  s: 'second',
  min: 'minute',
  h: 'hour',
  d: 'day',
  w: 'week',
  mo: 'month',
  q: 'quarter',
  y: 'year',
}
const DIFFERENCE_UNITS: readonly Unit[] = ['y', 'mo', 'd', 'h', 'min', 's', 'w', 'q']

/** Full months from `a` to `b` by the day of the month, as Excel (31 January to 28 February is none); negative when b lies before a. */
function fullMonths(a: number, b: number): number {
  if (b < a) return -fullMonths(b, a)
  const [from, to] = [civilOf(a), civilOf(b)]
  const months = (to.year - from.year) * 12 + to.month - from.month
  return to.day < from.day ? months - 1 : months
}

/** Full units between two moments, cut toward zero. Years to days count local dates, the rest elapsed time. */
function between(context: Context, start: string, end: string, unit: Unit): number {
  const { zone } = context.scope
  const days = (value: string) => (value.length === 10 ? dayOf(value) : localOf(instantOf(value), zone).days)
  const months = { mo: 1, q: 3, y: 12 }[unit as 'mo' | 'q' | 'y']
  if (months !== undefined) return Math.trunc(fullMonths(days(start), days(end)) / months)
  if (unit === 'd' || unit === 'w') return Math.trunc((days(end) - days(start)) / (unit === 'w' ? 7 : 1))
  return Math.trunc((instantOf(end) - instantOf(start)) / (ELAPSED[unit] ?? 1_000))
}

function days360(start: number, end: number): number {
  const [a, b] = [civilOf(start), civilOf(end)]
  const lastOfFebruary = a.month === 2 && a.day === daysInMonth(a.year, 2)
  const first = a.day === 31 || lastOfFebruary ? 30 : a.day
  const last = b.day === 31 && first >= 30 ? 30 : b.day
  return (b.year - a.year) * 360 + (b.month - a.month) * 30 + last - first
}

function days360Sql(start: SqlFragment, end: SqlFragment, call: SqlCall): SqlFragment {
  const part = (word: string, date: SqlFragment) => sql`extract(${rawSql(word)} from ${date})`
  const lastOfFebruary = sql`(${part('month', start)} = 2 and ${part('month', sql`(${start} + 1)`)} = 3)`
  const first = call.once(
    sql`case when ${part('day', start)} = 31 or ${lastOfFebruary} then 30 else ${part('day', start)} end`,
  )
  const last = sql`case when ${part('day', end)} = 31 and ${first} >= 30 then 30 else ${part('day', end)} end`
  const months = sql`(${part('year', end)} - ${part('year', start)}) * 360 + (${part('month', end)} - ${part('month', start)}) * 30`
  return sql`(${months} + ${last} - ${first})`
}

/** Parts of the local time of a moment down to a unit, as a text that orders. */
function truncated(value: string, unit: Unit, zone: string): number {
  const { days, ofDay } = value.length === 10 ? { days: dayOf(value), ofDay: 0 } : localOf(instantOf(value), zone)
  const { year, month } = civilOf(days)
  if (unit === 'y') return year
  if (unit === 'q') return year * 4 + Math.floor((month - 1) / 3)
  if (unit === 'mo') return year * 12 + month
  if (unit === 'w') return Math.floor((days + 3) / 7)
  if (unit === 'd') return days
  return days * DAY_MS + ofDay - (ofDay % (ELAPSED[unit] ?? 1))
}

function comparison(
  name: string,
  help: readonly [string, string],
  example: readonly [string, string],
  test: (difference: number) => boolean,
  sign: '<' | '>' | '=',
) {
  return {
    name,
    args: [moment('日期一', 'first'), moment('日期二', 'second'), optional(text('单位', 'unit'))],
    result: BOOLEAN,
    help,
    examples: [example],
    validate: validateUnit(2, DIFFERENCE_UNITS),
    build([a, b]: readonly Thunk[], nodes: readonly TypedNode[]): Thunk {
      const dated = nodes.slice(0, 2).some(node => node.type.kind === 'date')
      const unit = unitAt(nodes, 2) ?? (dated ? 'd' : undefined)
      const key = (context: Context, value: string) =>
        unit ? truncated(value, unit, context.scope.zone) : instantOf(value)
      return context => {
        const [left, right] = [a!(context), b!(context)]
        return typeof left === 'string' && typeof right === 'string' && test(key(context, left) - key(context, right))
      }
    },
    nullFalse: true,
    sql([a, b]: readonly SqlFragment[], call: SqlCall) {
      const [left, right] = call.nodes
      const dated = left?.type.kind === 'date' || right?.type.kind === 'date'
      const unit = unitAt(call.nodes, 2) ?? (dated ? 'd' : undefined)
      const key = (value: SqlFragment, node: TypedNode | undefined) =>
        unit
          ? sql`date_trunc(${rawSql(`'${TRUNCATED[unit]}'`)}, ${localSql(value, node, call)})`
          : sql`date_trunc('milliseconds', ${value})`
      return sql`(${key(a!, left)} ${rawSql(sign)} ${key(b!, right)})`
    },
  }
}

/** SQL twin of `between`; `order` -1 takes the first moment as the end. */
function betweenSql(args: readonly SqlFragment[], call: SqlCall, fallback: Unit | undefined, order: 1 | -1) {
  const unit = unitAt(call.nodes, 2, fallback)
  if (!unit) return undefined
  const [from, to] = order === 1 ? [0, 1] : [1, 0]
  const day = (index: number) => localDateSql(args[index]!, call.nodes[index], call)
  const months = { mo: 1, q: 3, y: 12 }[unit as 'mo' | 'q' | 'y']
  if (months !== undefined) return sql`div(${fullMonthsSql(day(from), day(to), call)}, ${rawSql(String(months))})`
  if (unit === 'd' || unit === 'w')
    return sql`((${day(to)} - ${day(from)}) / ${rawSql(unit === 'w' ? '7' : '1')})::numeric`
  const ms = (index: number) => epochSql(instantSql(args[index]!, call.nodes[index], call))
  return sql`div(${ms(to)} - ${ms(from)}, ${rawSql(String(ELAPSED[unit] ?? 1_000))})`
}

/** Elapsed units need instants on both sides. */
function asInstant(context: Context, value: string, unit: Unit): string {
  const elapsed = unit === 'h' || unit === 'min' || unit === 's'
  return value.length === 10 && elapsed ? instantText(instantAt(dayOf(value), 0, context.scope.zone)) : value
}

const difference = (
  nodes: readonly TypedNode[],
  fallback: Unit | undefined,
  [a, b]: readonly Thunk[],
  order: 1 | -1,
): Thunk => {
  const unit = unitAt(nodes, 2, fallback) ?? 's'
  return context => {
    const [first, second] = [a!(context), b!(context)]
    if (typeof first !== 'string' || typeof second !== 'string') return null
    const [start, end] = order === 1 ? [first, second] : [second, first]
    return new Decimal(between(context, asInstant(context, start, unit), asInstant(context, end, unit), unit))
  }
}

export const dateDifferenceFunctions = family('date', [
  {
    name: 'DAYS',
    args: [date('结束日期', 'end'), date('开始日期', 'start')],
    result: NUMBER,
    help: ['相差天数：先结束，后开始', 'Days between: end first, then start'],
    examples: [['DAYS(DATE(2026, 3, 1), DATE(2026, 2, 1))', '28']],
    evaluate: (_: Context, end: string, start: string) => new Decimal(dayOf(end) - dayOf(start)),
    sql: ([end, start]) => sql`(${end} - ${start})::numeric`,
    size: () => ({ digits: 7, scale: 0 }),
  },
  {
    name: 'DATEDIF',
    args: [moment('开始', 'start'), moment('结束', 'end'), text('单位：y M d h m s', 'unit: y M d h m s')],
    result: NUMBER,
    help: ['整单位差：先开始，后结束', 'Full units between: start first, then end'],
    examples: [
      ['DATEDIF(DATE(2024, 2, 29), DATE(2026, 2, 28), "y")', '1'],
      ['DATEDIF(DATE(2026, 1, 31), DATE(2026, 3, 30), "M")', '1'],
      ['DATEDIF(DATE(2026, 1, 1), DATE(2026, 1, 31), "d")', '30'],
      ['DATEDIF(DATE(2026, 1, 1), DATE(2026, 1, 2), "h")', '24'],
    ],
    build: (args, nodes) => difference(nodes, undefined, args, 1),
    sql: (args, call) => betweenSql(args, call, undefined, 1),
    size: () => ({ digits: 15, scale: 0 }),
    validate: validateUnit(2, DIFFERENCE_UNITS),
  },
  {
    name: 'DATETIME_DIFF',
    args: [
      moment('日期一', 'first'),
      moment('日期二', 'second'),
      optional(text('单位，默认秒', 'unit, seconds unless given')),
    ],
    result: NUMBER,
    help: ['日期一减日期二的整单位差', 'Full units of first minus second'],
    examples: [
      ['DATETIME_DIFF(DATE(2026, 1, 2), DATE(2026, 1, 1))', '86400'],
      ['DATETIME_DIFF(DATE(2026, 1, 2), DATE(2026, 1, 1), "hours")', '24'],
    ],
    build: (args, nodes) => difference(nodes, 's', args, -1),
    sql: (args, call) => betweenSql(args, call, 's', -1),
    size: () => ({ digits: 15, scale: 0 }),
    validate: validateUnit(2, DIFFERENCE_UNITS),
  },
  {
    name: 'DAYS360',
    args: [date('开始日期', 'start'), date('结束日期', 'end')],
    result: NUMBER,
    help: ['按每月 30 天计的天数（美式）', 'Days with months of 30 days (US)'],
    examples: [['DAYS360(DATE(2026, 1, 31), DATE(2026, 3, 31))', '60']],
    evaluate: (_: Context, start: string, end: string) => new Decimal(days360(dayOf(start), dayOf(end))),
    sql: ([start, end], call) => days360Sql(start!, end!, call),
    size: () => ({ digits: 7, scale: 0 }),
  },
  {
    name: 'AGE',
    args: [date('生日', 'birth')],
    result: NUMBER,
    help: ['周岁', 'Age in full years'],
    examples: [['AGE(DATE(1990, 11, 23))', '35']],
    clock: 'today',
    evaluate: (context: Context, birth: string) =>
      new Decimal(Math.trunc(fullMonths(dayOf(birth), dayOf(context.scope.today)) / 12)),
    sql: ([birth], call) => sql`div(${fullMonthsSql(birth!, call.today, call)}, 12)`,
    size: () => ({ digits: 5, scale: 0 }),
  },
  {
    name: 'TIMESTAMP',
    args: [instant('时间', 'time')],
    result: NUMBER,
    help: ['毫秒时间戳', 'Milliseconds since 1970 UTC'],
    examples: [['TIMESTAMP(DATE(1000))', '1000']],
    evaluate: (_: Context, value: string) => new Decimal(instantOf(value)),
    sql: ([value]) => epochSql(value!),
    size: () => ({ digits: 15, scale: 0 }),
  },
  comparison(
    'IS_BEFORE',
    ['日期一是否更早', 'Whether the first is earlier'],
    ['IS_BEFORE(DATE(2026, 1, 1), DATE(2026, 1, 2))', 'TRUE'],
    gap => gap < 0,
    '<',
  ),
  comparison(
    'IS_AFTER',
    ['日期一是否更晚', 'Whether the first is later'],
    ['IS_AFTER(DATE(2026, 1, 1), DATE(2026, 1, 2))', 'FALSE'],
    gap => gap > 0,
    '>',
  ),
  comparison(
    'IS_SAME',
    ['是否相同（可按单位）', 'Whether they are the same, down to a unit'],
    ['IS_SAME(DATE(2026, 1, 1), DATE(2026, 1, 31), "month")', 'TRUE'],
    gap => gap === 0,
    '=',
  ),
])
