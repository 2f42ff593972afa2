import type { Context } from '../context.ts'
import { Decimal, ONE } from '../decimal.ts'
import { rawSql, type SqlFragment, sql } from '../fragment.ts'
import {
  civilOf,
  DAY_MS,
  dateText,
  daysInMonth,
  daysOf,
  instantAt,
  instantText,
  isoWeekday,
  localOf,
  parseClock,
} from '../time.ts'
import type { TypedNode } from '../typed.ts'
import { DATE, DATETIME, NUMBER } from '../types.ts'
import { dayOf, instantOf } from './conversions.ts'
import { argument, date, family, number, optional } from './define.ts'
import type { SqlCall } from './definition.ts'
import { localInstantSql, localSql } from './local-sql.ts'
import { sqlInstant } from './sql-bounds.ts'

function part(
  name: string,
  help: readonly [string, string],
  example: readonly [string, string],
  read: (days: number) => number,
  word: string,
) {
  return {
    name,
    args: [date('日期', 'date')],
    result: NUMBER,
    help,
    examples: [example],
    evaluate: (_: Context, value: string) => new Decimal(read(dayOf(value))),
    sql: ([value]: readonly SqlFragment[]) => sql`extract(${rawSql(word)} from ${value})`,
    size: () => ({ digits: 4, scale: 0 }),
  }
}

/** Milliseconds since local midnight of an instant or a time of day. */
function ofDayOf(value: string, zone: string): number {
  return value.length === 5 ? (parseClock(value) ?? 0) % DAY_MS : localOf(instantOf(value), zone).ofDay
}

function clockPart(
  name: string,
  help: readonly [string, string],
  example: readonly [string, string],
  read: (ofDay: number) => number,
) {
  return {
    name,
    args: [argument('时间', 'time', ['datetime', 'time'])],
    result: NUMBER,
    help,
    examples: [example],
    evaluate: (context: Context, value: string) => new Decimal(Math.floor(read(ofDayOf(value, context.scope.zone)))),
    sql: ([value]: readonly SqlFragment[], call: SqlCall) =>
      sql`floor(extract(${rawSql(name.toLowerCase())} from ${localSql(value!, call.nodes[0], call)}))`,
    size: () => ({ digits: 2, scale: 0 }),
  }
}

/** ISO 8601: week 1 holds the first Thursday. */
function isoWeek(days: number): number {
  const thursday = days - isoWeekday(days) + 4
  return Math.floor((thursday - daysOf(civilOf(thursday).year, 1, 1)) / 7) + 1
}

const WEEK_STARTS: Readonly<Record<number, (iso: number) => number>> = {
  1: iso => (iso % 7) + 1,
  2: iso => iso,
  3: iso => iso - 1,
}

const WEEK_SQL: Readonly<Record<number, string>> = {
  1: 'extract(dow from D) + 1',
  2: 'extract(isodow from D)',
  3: 'extract(isodow from D) - 1',
}

function constantNumber(node: TypedNode | undefined, fallback: number): number | undefined {
  if (!node) return fallback
  return node.node === 'constant' && Decimal.isDecimal(node.value) ? node.value.toNumber() : undefined
}

export const monthEnd = (days: number) => {
  const { year, month } = civilOf(days)
  return daysOf(year, month, daysInMonth(year, month))
}

const edge = (
  name: string,
  help: readonly [string, string],
  example: readonly [string, string],
  move: (days: number) => number,
  write: (date: SqlFragment) => SqlFragment,
) => ({
  name,
  args: [date('日期', 'date')],
  result: DATE,
  help,
  examples: [example],
  evaluate: (_: Context, value: string) => dateText(move(dayOf(value))),
  sql: ([value]: readonly SqlFragment[]) => sql`(${write(sql`${value}::timestamp`)})::date`,
})

const dayEdge = (name: string, help: readonly [string, string], example: readonly [string, string], end: boolean) => ({
  name,
  args: [date('日期', 'date')],
  result: DATETIME,
  help,
  examples: [example],
  evaluate: (context: Context, value: string) =>
    instantText(instantAt(dayOf(value) + (end ? 1 : 0), 0, context.scope.zone) - (end ? 1_000 : 0)),
  sql([value]: readonly SqlFragment[], call: SqlCall) {
    const midnight = localInstantSql(sql`(${value}${rawSql(end ? ' + 1' : '')})::timestamp`, call)
    return sqlInstant(end ? sql`${midnight} - interval '1 second'` : midnight, call)
  },
})

export const datePartFunctions = family('date', [
  part('YEAR', ['年', 'Year'], ['YEAR(DATE(2026, 5, 6))', '2026'], days => civilOf(days).year, 'year'),
  part('MONTH', ['月', 'Month'], ['MONTH(DATE(2026, 5, 6))', '5'], days => civilOf(days).month, 'month'),
  part('DAY', ['日', 'Day of the month'], ['DAY(DATE(2026, 5, 6))', '6'], days => civilOf(days).day, 'day'),
  part(
    'QUARTER',
    ['季度 1-4', 'Quarter 1-4'],
    ['QUARTER(DATE(2026, 5, 6))', '2'],
    days => Math.ceil(civilOf(days).month / 3),
    'quarter',
  ),
  part('ISOWEEKNUM', ['ISO 周数', 'ISO week'], ['ISOWEEKNUM(DATE(2027, 1, 1))', '53'], isoWeek, 'week'),
  clockPart('HOUR', ['时', 'Hour'], ['HOUR(DATE(2026, 1, 1, 8, 30, 15))', '8'], ofDay => ofDay / 3_600_000),
  clockPart('MINUTE', ['分', 'Minute'], ['MINUTE(DATE(2026, 1, 1, 8, 30, 15))', '30'], ofDay => (ofDay / 60_000) % 60),
  clockPart('SECOND', ['秒', 'Second'], ['SECOND(DATE(2026, 1, 1, 8, 30, 15))', '15'], ofDay => (ofDay / 1_000) % 60),
  edge(
    'MONTHBEGIN',
    ['月初', 'First day of the month'],
    ['MONTHBEGIN(DATE(2026, 5, 6))', '2026-05-01'],
    days => daysOf(civilOf(days).year, civilOf(days).month, 1),
    date => sql`date_trunc('month', ${date})`,
  ),
  edge(
    'MONTHEND',
    ['月末', 'Last day of the month'],
    ['MONTHEND(DATE(2026, 2, 6))', '2026-02-28'],
    monthEnd,
    date => sql`date_trunc('month', ${date}) + interval '1 month' - interval '1 day'`,
  ),
  edge(
    'YEARBEGIN',
    ['年初', 'First day of the year'],
    ['YEARBEGIN(DATE(2026, 2, 6))', '2026-01-01'],
    days => daysOf(civilOf(days).year, 1, 1),
    date => sql`date_trunc('year', ${date})`,
  ),
  edge(
    'YEAREND',
    ['年末', 'Last day of the year'],
    ['YEAREND(DATE(2026, 2, 6))', '2026-12-31'],
    days => daysOf(civilOf(days).year, 12, 31),
    date => sql`date_trunc('year', ${date}) + interval '1 year' - interval '1 day'`,
  ),
  dayEdge(
    'DAYBEGIN',
    ['当天 00:00:00', 'The day at 00:00:00'],
    ['DAYBEGIN(DATE(2026, 2, 6))', '2026-02-05T16:00:00.000Z'],
    false,
  ),
  dayEdge(
    'DAYEND',
    ['当天 23:59:59', 'The day at 23:59:59'],
    ['DAYEND(DATE(2026, 2, 6))', '2026-02-06T15:59:59.000Z'],
    true,
  ),
  {
    name: 'WEEKDAY',
    args: [
      date('日期', 'date'),
      optional(
        number('方式：2 周一=1（默认），1 周日=1，3 周一=0', 'start: 2 Monday=1 (default), 1 Sunday=1, 3 Monday=0'),
      ),
    ],
    result: NUMBER,
    help: ['星期几，默认周一为 1', 'Day of the week, Monday = 1 unless given'],
    examples: [
      ['WEEKDAY(DATE(2026, 11, 22))', '7'],
      ['WEEKDAY(DATE(2026, 11, 22), 1)', '1'],
      ['WEEKDAY(DATE(2026, 11, 23), 3)', '0'],
    ],
    evaluate: (_: Context, value: string, start: Decimal = new Decimal(2)) =>
      new Decimal(WEEK_STARTS[start.toNumber()]!(isoWeekday(dayOf(value)))),
    validate: nodes =>
      WEEK_STARTS[constantNumber(nodes[1], 2) ?? 0] ? undefined : { code: 'formula_week_start', params: {}, at: 1 },
    sql([value], call) {
      const [before, after] = (WEEK_SQL[constantNumber(call.nodes[1], 2) ?? 2] ?? '').split('D')
      return sql`(${rawSql(before ?? '')}${value}${rawSql(after ?? '')})`
    },
    size: () => ({ digits: 1, scale: 0 }),
  },
  {
    name: 'WEEKNUM',
    args: [
      date('日期', 'date'),
      optional(number('每周起始：1 周日（默认），2 周一', 'week starts: 1 Sunday (default), 2 Monday')),
    ],
    result: NUMBER,
    help: ['一年中的第几周', 'Week of the year'],
    examples: [
      ['WEEKNUM(DATE(2026, 1, 4))', '2'],
      ['WEEKNUM(DATE(2026, 1, 4), 2)', '1'],
    ],
    evaluate(_: Context, value: string, start: Decimal = ONE) {
      const days = dayOf(value)
      const first = daysOf(civilOf(days).year, 1, 1)
      const lead = start.eq(2) ? isoWeekday(first) - 1 : isoWeekday(first) % 7
      return new Decimal(Math.floor((days - first + lead) / 7) + 1)
    },
    validate: nodes =>
      [1, 2].includes(constantNumber(nodes[1], 1) ?? 0) ? undefined : { code: 'formula_week_start', params: {}, at: 1 },
    sql([value], call) {
      const first = sql`date_trunc('year', ${value}::timestamp)`
      const lead =
        constantNumber(call.nodes[1], 1) === 2
          ? sql`extract(isodow from ${first})::int - 1`
          : sql`extract(isodow from ${first})::int % 7`
      return sql`((extract(doy from ${value})::int - 1 + ${lead}) / 7 + 1)::numeric`
    },
    size: () => ({ digits: 2, scale: 0 }),
  },
])
