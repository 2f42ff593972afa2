import type { Context, Thunk } from '../context.ts'
import { Decimal, integer, ZERO } from '../decimal.ts'
import { rawSql, type SqlFragment, sql } from '../fragment.ts'
import { addMonths, clockText, DAY_MS, dateText, daysOf, instantAt, instantText, localOf } from '../time.ts'
import type { TypedNode } from '../typed.ts'
import { DATE, DATETIME, TIME } from '../types.ts'
import { FormulaError, type Value } from '../value.ts'
import { shiftWorkdays, shiftWorkingTime } from './calendar.ts'
import { dayOf, instantOf } from './conversions.ts'
import { monthEnd } from './date-part.ts'
import { argument, date, family, moment, number, optional, text } from './define.ts'
import type { SqlCall } from './definition.ts'
import { MANY_DAYS } from './operators/dates.ts'
import { sqlDate, sqlInteger } from './sql-bounds.ts'
import { type Unit, unitAt, validateUnit } from './unit.ts'

/** 4,000 years; see MANY_DAYS. */
const MOST_MONTHS = 48_000
/** DATE adds both, so each has half the room. */
const DATE_MONTHS = 24_000
const DATE_DAYS = 900_000
const MILLISECONDS: Readonly<Partial<Record<Unit, number>>> = { s: 1_000, min: 60_000, h: 3_600_000 }
const MONTHS: Readonly<Partial<Record<Unit, number>>> = { mo: 1, q: 3, y: 12 }
const ALL_UNITS: readonly Unit[] = ['s', 'min', 'h', 'd', 'w', 'mo', 'q', 'y', 'wd', 'wh']

const wholeDays = (value: Decimal) => integer(value, -MANY_DAYS, MANY_DAYS)
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
    const steps = sqlInteger(
      months === 1 ? amount : sql`${amount} * ${rawSql(String(months))}`,
      -MOST_MONTHS,
      MOST_MONTHS,
      call,
    )
    return sqlDate(sql`(${value} + make_interval(months => ${steps}))::date`, call)
  }
  if (unit !== 'd' && unit !== 'w') return undefined
  const days = sqlInteger(amount, -MANY_DAYS, MANY_DAYS, call)
  return sqlDate(sql`(${value} + ${days}${rawSql(unit === 'w' ? ' * 7' : '')})`, call)
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
  const days = daysOf(
    integer(first, 1, 9999),
    integer(month, -DATE_MONTHS, DATE_MONTHS),
    integer(day, -DATE_DAYS, DATE_DAYS),
  )
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
      const months = sql`make_interval(months => ${sqlInteger(month, -DATE_MONTHS, DATE_MONTHS, call)} - 1)`
      return sqlDate(sql`((${first} + ${months})::date + ${sqlInteger(day, -DATE_DAYS, DATE_DAYS, call)} - 1)`, call)
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
    sql([value, amount], call) {
      const unit = unitAt(call.nodes, 2)
      return unit && addSql(value!, amount!, unit, call)
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
])
