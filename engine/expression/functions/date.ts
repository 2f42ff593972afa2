import type { Context, Thunk } from '../context.ts'
import { Decimal, integer, ONE, ZERO } from '../decimal.ts'
import { rawSql, type SqlFragment, sql } from '../fragment.ts'
import {
  addMonths,
  civilOf,
  clockText,
  DAY_MS,
  dateText,
  daysInMonth,
  daysOf,
  instantAt,
  instantText,
  isoWeekday,
  localOf,
} from '../time.ts'
import type { TypedNode } from '../typed.ts'
import { DATE, DATETIME, NUMBER, TIME } from '../types.ts'
import { FormulaError, type Value } from '../value.ts'
import { shiftWorkdays, shiftWorkingTime } from './calendar.ts'
import { dayOf, instantOf } from './conversions.ts'
import { argument, date, family, instant, moment, number, optional, text } from './define.ts'
import type { SqlCall } from './definition.ts'
import { sqlDate, sqlInteger } from './sql-bounds.ts'
import { type Unit, unitAt, validateUnit } from './unit.ts'

const MOST_MONTHS = 120_000
const MOST_DAYS = 4_000_000
const MILLISECONDS: Readonly<Partial<Record<Unit, number>>> = { s: 1_000, min: 60_000, h: 3_600_000 }
const MONTHS: Readonly<Partial<Record<Unit, number>>> = { mo: 1, q: 3, y: 12 }
const ALL_UNITS: readonly Unit[] = ['s', 'min', 'h', 'd', 'w', 'mo', 'q', 'y', 'wd', 'wh']

const wholeDays = (value: Decimal) => integer(value, -MOST_DAYS, MOST_DAYS)
const wholeMonths = (value: Decimal) => integer(value, -MOST_MONTHS, MOST_MONTHS)

/** A calendar step on a day number. */
function stepDays(context: Context, days: number, amount: Decimal, unit: Unit): number {
  const months = MONTHS[unit]
  if (months !== undefined) return addMonths(days, wholeMonths(amount.times(months)))
  if (unit === 'wd') return shiftWorkdays(context, days, integer(amount, -100_000, 100_000))
  return days + wholeDays(amount) * (unit === 'w' ? 7 : 1)
}

/** M21: d, w, mo, q, y, wd keep the local time of day; h, min, s are elapsed; wh is working time. */
function addUnits(context: Context, value: string, amount: Decimal, unit: Unit): string {
  const { zone } = context.scope
  const ms = MILLISECONDS[unit]
  const onlyDate = value.length === 10
  if (ms !== undefined || unit === 'wh') {
    const start = onlyDate ? instantAt(dayOf(value), 0, zone) : instantOf(value)
    if (ms === undefined)
      return instantText(shiftWorkingTime(context, start, integer(amount.times(3_600_000), -1e13, 1e13)))
    return instantText(start + integer(amount.times(ms), -4e14, 4e14))
  }
  if (onlyDate) return dateText(stepDays(context, dayOf(value), amount, unit))
  const local = localOf(instantOf(value), zone)
  return instantText(instantAt(stepDays(context, local.days, amount, unit), local.ofDay, zone))
}

const staysDate = (unit: Unit | undefined) => unit !== undefined && MILLISECONDS[unit] === undefined && unit !== 'wh'

/** Calendar steps of dates only: PostgreSQL settles hours that do not exist another way than M21. */
function addSql(value: SqlFragment, amount: SqlFragment, unit: Unit, call: SqlCall): SqlFragment | undefined {
  if (call.nodes[0]?.type.kind !== 'date') return undefined
  const months = MONTHS[unit]
  if (months !== undefined) {
    const steps = sqlInteger(sql`${amount} * ${rawSql(String(months))}`, -MOST_MONTHS, MOST_MONTHS, call)
    return sqlDate(sql`(${value} + make_interval(months => ${steps}))::date`, call)
  }
  if (unit !== 'd' && unit !== 'w') return undefined
  const days = sqlInteger(amount, -MOST_DAYS, MOST_DAYS, call)
  return sqlDate(sql`(${value} + ${days}${rawSql(unit === 'w' ? ' * 7' : '')})`, call)
}

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

function clockPart(
  name: string,
  help: readonly [string, string],
  example: readonly [string, string],
  read: (ofDay: number) => number,
) {
  return {
    name,
    args: [instant('时间', 'time')],
    result: NUMBER,
    help,
    examples: [example],
    evaluate: (context: Context, value: string) =>
      new Decimal(Math.floor(read(localOf(instantOf(value), context.scope.zone).ofDay))),
    size: () => ({ digits: 2, scale: 0 }),
  }
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

const dateBuilder = argument('年份、时间戳或文本', 'year, timestamp or text', ['number', 'text', 'date', 'datetime'])
const builds = (nodes: readonly TypedNode[]) =>
  nodes.length > 3 || (nodes.length === 1 && nodes[0]?.type.kind === 'number') ? DATETIME : DATE

function buildDate(context: Context, first: Value, ...rest: readonly Decimal[]): string {
  if (typeof first === 'string')
    return dateText(first.length === 24 ? localOf(instantOf(first), context.scope.zone).days : dayOf(first))
  if (!Decimal.isDecimal(first)) throw new FormulaError('not_a_date', { text: '' })
  const [month, day, hour = ZERO, minute = ZERO, second = ZERO] = rest
  if (!month || !day) return instantText(integer(first, -62_135_596_800_000, 253_402_300_799_999))
  const days = daysOf(integer(first, 1, 9999), wholeMonths(month), wholeDays(day))
  if (rest.length <= 2) return dateText(days)
  const seconds = [hour, minute, second].reduce((sum, item) => sum * 60 + integer(item, -1e6, 1e6), 0)
  return instantText(
    instantAt(
      days + Math.floor((seconds * 1000) / DAY_MS),
      (((seconds * 1000) % DAY_MS) + DAY_MS) % DAY_MS,
      context.scope.zone,
    ),
  )
}

const clock = (name: string, kind: 'today' | 'now', help: readonly [string, string], example: string) => ({
  name,
  args: [],
  result: kind === 'today' ? DATE : DATETIME,
  help,
  examples: [[`${name}()`, example]] as const,
  clock: kind,
  evaluate: (context: Context) => (kind === 'today' ? context.scope.today : context.scope.now),
  sql: (_: readonly SqlFragment[], call: SqlCall) => (kind === 'today' ? call.today : call.now),
})

const monthEnd = (days: number) => {
  const { year, month } = civilOf(days)
  return daysOf(year, month, daysInMonth(year, month))
}

const edge = (
  name: string,
  help: readonly [string, string],
  example: readonly [string, string],
  move: (days: number) => number,
) => ({
  name,
  args: [date('日期', 'date')],
  result: DATE,
  help,
  examples: [example],
  evaluate: (_: Context, value: string) => dateText(move(dayOf(value))),
})

const dayEdge = (name: string, help: readonly [string, string], example: readonly [string, string], end: boolean) => ({
  name,
  args: [date('日期', 'date')],
  result: DATETIME,
  help,
  examples: [example],
  evaluate: (context: Context, value: string) =>
    instantText(instantAt(dayOf(value) + (end ? 1 : 0), 0, context.scope.zone) - (end ? 1_000 : 0)),
})

export const dateFunctions = family('date', [
  clock('TODAY', 'today', ['今天（日历或应用的时区）', 'Today in the zone of the calendar or app'], '2026-11-22'),
  clock('NOW', 'now', ['现在（服务器时间）', 'Now, by the server'], '2026-11-22T05:10:02.123Z'),
  clock('SYSTIME', 'now', ['服务器时间', 'Time of the server'], '2026-11-22T05:10:02.123Z'),
  {
    name: 'DATE',
    args: [
      dateBuilder,
      optional(number('月', 'month')),
      optional(number('日', 'day')),
      optional(number('时', 'hour')),
      optional(number('分', 'minute')),
      optional(number('秒', 'second')),
    ],
    result: builds,
    help: ['由年月日（时分秒）、毫秒时间戳或文本得到日期', 'A date from its parts, from milliseconds or from text'],
    examples: [
      ['DATE(2026, 1, 31)', '2026-01-31'],
      ['DATE(2026, 13, 1)', '2027-01-01'],
      ['DATE("2026年3月5日")', '2026-03-05'],
      ['DATE(2026, 1, 31, 8, 30, 0)', '2026-01-31T00:30:00.000Z'],
      ['DATE(0)', '1970-01-01T00:00:00.000Z'],
    ],
    evaluate: buildDate,
    validate: nodes =>
      nodes.length === 2 || (nodes.length > 2 && nodes[0]?.type.kind === 'text')
        ? { code: 'formula_date_parts', params: {}, at: 0 }
        : undefined,
    sql([year, month, day], call) {
      if (call.nodes.length !== 3 || !year || !month || !day) return undefined
      const first = sql`make_date(${sqlInteger(year, 1, 9999, call)}, 1, 1)`
      const months = sql`make_interval(months => ${sqlInteger(month, -MOST_MONTHS, MOST_MONTHS, call)} - 1)`
      return sqlDate(sql`((${first} + ${months})::date + ${sqlInteger(day, -MOST_DAYS, MOST_DAYS, call)} - 1)`, call)
    },
  },
  {
    name: 'TIME',
    args: [number('时', 'hour'), number('分', 'minute'), optional(number('秒', 'second'))],
    result: TIME,
    help: ['由时分得到时间', 'A time of day from its parts'],
    examples: [['TIME(9, 5)', '09:05']],
    evaluate: (_: Context, hour: Decimal, minute: Decimal) =>
      clockText((integer(hour, 0, 23) * 60 + integer(minute, 0, 59)) * 60_000).slice(0, 5),
  },
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
  },
  {
    name: 'DATEADD',
    aliases: ['DATE_ADD'],
    args: [moment('日期', 'date'), number('数量', 'amount'), text('单位', 'unit')],
    result: nodes => (nodes[0]?.type.kind === 'date' && staysDate(unitAt(nodes, 2)) ? DATE : DATETIME),
    help: ['日期加若干单位：s m h d w M q y wd wh', 'Adds units: s m h d w M q y wd wh'],
    examples: [
      ['DATEADD(DATE(2026, 1, 31), 1, "M")', '2026-02-28'],
      ['DATEADD(DATE(2026, 1, 31), -2, "d")', '2026-01-29'],
      ['DATEADD(DATE(2026, 1, 31), 2, "h")', '2026-01-30T18:00:00.000Z'],
      ['DATEADD(DATE(2026, 11, 20), 1, "wd")', '2026-11-23'],
    ],
    build([value, amount]: readonly Thunk[], nodes) {
      const unit = unitAt(nodes, 2) ?? 'd'
      return context => {
        const [start, count] = [value!(context), amount!(context)]
        return typeof start === 'string' && Decimal.isDecimal(count) ? addUnits(context, start, count, unit) : null
      }
    },
    validate: validateUnit(2, ALL_UNITS),
    sqlParts([value, amount], call) {
      const unit = unitAt(call.nodes, 2)
      if (!unit || value!.fails || amount!.fails) return undefined
      const written = addSql(value!.value, amount!.value, unit, call)
      return written && { value: written }
    },
  },
  {
    name: 'DATEDELTA',
    args: [moment('日期', 'date'), number('天数', 'days')],
    result: nodes => nodes[0]?.type ?? DATE,
    help: ['日期加天数', 'Adds days'],
    examples: [['DATEDELTA(DATE(2026, 2, 28), 1)', '2026-03-01']],
    evaluate: (context: Context, value: string, days: Decimal) => addUnits(context, value, days, 'd'),
    sql: ([value, days], call) => addSql(value!, days!, 'd', call),
  },
  {
    name: 'EDATE',
    args: [date('日期', 'date'), number('月数', 'months')],
    result: DATE,
    help: ['若干个月后的同一天，超出取月末', 'The same day months later, clamped to the month’s end'],
    examples: [['EDATE(DATE(2026, 1, 31), 1)', '2026-02-28']],
    evaluate: (_: Context, value: string, months: Decimal) => dateText(addMonths(dayOf(value), wholeMonths(months))),
    sql: ([value, months], call) => addSql(value!, months!, 'mo', call),
  },
  {
    name: 'EOMONTH',
    args: [date('日期', 'date'), optional(number('月数', 'months'))],
    result: DATE,
    help: ['若干个月后的月末', 'The month’s end, months later'],
    examples: [
      ['EOMONTH(DATE(2026, 1, 15), 1)', '2026-02-28'],
      ['EOMONTH(DATE(2024, 2, 1), 0)', '2024-02-29'],
    ],
    evaluate: (_: Context, value: string, months: Decimal = ZERO) =>
      dateText(monthEnd(addMonths(dayOf(value), wholeMonths(months)))),
    sql([value, months], call) {
      const steps = months ? sqlInteger(months, -MOST_MONTHS, MOST_MONTHS, call) : sql`0`
      return sqlDate(
        sql`(date_trunc('month', ${value}::timestamp) + make_interval(months => ${steps} + 1) - interval '1 day')::date`,
        call,
      )
    },
  },
  edge('MONTHBEGIN', ['月初', 'First day of the month'], ['MONTHBEGIN(DATE(2026, 5, 6))', '2026-05-01'], days =>
    daysOf(civilOf(days).year, civilOf(days).month, 1),
  ),
  edge('MONTHEND', ['月末', 'Last day of the month'], ['MONTHEND(DATE(2026, 2, 6))', '2026-02-28'], monthEnd),
  edge('YEARBEGIN', ['年初', 'First day of the year'], ['YEARBEGIN(DATE(2026, 2, 6))', '2026-01-01'], days =>
    daysOf(civilOf(days).year, 1, 1),
  ),
  edge('YEAREND', ['年末', 'Last day of the year'], ['YEAREND(DATE(2026, 2, 6))', '2026-12-31'], days =>
    daysOf(civilOf(days).year, 12, 31),
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
])

/** ISO 8601: week 1 holds the first Thursday. */
function isoWeek(days: number): number {
  const thursday = days - isoWeekday(days) + 4
  return Math.floor((thursday - daysOf(civilOf(thursday).year, 1, 1)) / 7) + 1
}
