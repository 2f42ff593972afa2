import type { Context, Thunk } from '../context.ts'
import { Decimal, integer, ZERO } from '../decimal.ts'
import { joinSql, rawSql, type SqlFragment, sql } from '../fragment.ts'
import { addMonths, clockText, DAY_MS, dateText, daysOf, instantAt, instantText, localOf } from '../time.ts'
import type { TypedNode } from '../typed.ts'
import { DATE, DATETIME, TIME } from '../types.ts'
import { FormulaError, type Value } from '../value.ts'
import { MOST_WORKDAYS, shiftWorkdays, shiftWorkingTime } from './calendar.ts'
import { shiftedWorkdaysSql } from './calendar-sql.ts'
import { dayOf, instantOf } from './conversions.ts'
import { monthEnd } from './date-part.ts'
import { argument, date, family, moment, number, optional, text } from './define.ts'
import type { SqlCall } from './definition.ts'
import { localInstantSql, localSql } from './local-sql.ts'
import { MANY_DAYS, MANY_MS, shiftedSql } from './operators/dates.ts'
import { sqlDate, sqlInstant, sqlInteger } from './sql-bounds.ts'
import { type Unit, unitAt, validateUnit } from './unit.ts'

/** 4,000 years; see MANY_DAYS. */
const MOST_MONTHS = 48_000
const MANY_WEEKS = 200_000
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
  if (unit === 'wd') return shiftWorkdays(context, days, integer(amount, -MOST_WORKDAYS, MOST_WORKDAYS))
  return unit === 'w' ? days + 7 * integer(amount, -MANY_WEEKS, MANY_WEEKS) : days + wholeDays(amount)
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
    return instantText(start + integer(amount.times(ms), -MANY_MS, MANY_MS))
  }
  if (onlyDate) return dateText(stepDays(context, dayOf(value), amount, unit))
  const local = localOf(instantOf(value), zone)
  return instantText(instantAt(stepDays(context, local.days, amount, unit), local.ofDay, zone))
}

const staysDate = (unit: Unit | undefined) => unit !== undefined && MILLISECONDS[unit] === undefined && unit !== 'wh'

/** SQL twin of `addUnits`; working days and hours are elsewhere. */
function addSql(value: SqlFragment, amount: SqlFragment, unit: Unit, call: SqlCall): SqlFragment | undefined {
  const node = call.nodes[0]
  const isDate = node?.type.kind === 'date'
  const ms = MILLISECONDS[unit]
  if (ms !== undefined)
    return sqlInstant(shiftedSql(startSql(value, node, call), sql`(${amount} * ${rawSql(String(ms))})`, call), call)
  if (unit === 'wd') return workdayShiftSql(value, amount, call)
  const shift = stepSql(amount, unit, call)
  if (!shift) return undefined
  if (isDate) return sqlDate(sql`(${value} + ${shift})::date`, call)
  return sqlInstant(localInstantSql(sql`${localSql(value, node, call)} + ${shift}`, call), call)
}

/** Working days on, at the same local time. */
function workdayShiftSql(value: SqlFragment, amount: SqlFragment, call: SqlCall): SqlFragment | undefined {
  const node = call.nodes[0]
  const count = call.once(sqlInteger(amount, -MOST_WORKDAYS, MOST_WORKDAYS, call))
  if (node?.type.kind === 'date') {
    const date = shiftedWorkdaysSql(value, count, undefined, call)
    return date && sqlDate(date, call)
  }
  const local = call.once(localSql(value, node, call))
  const date = shiftedWorkdaysSql(sql`${local}::date`, count, undefined, call)
  return date && sqlInstant(localInstantSql(sql`(${date})::timestamp + ${local}::time`, call), call)
}

const startSql = (value: SqlFragment, node: TypedNode | undefined, call: SqlCall): SqlFragment =>
  node?.type.kind === 'date' ? localInstantSql(sql`${value}::timestamp`, call) : value

/** A calendar step as an interval: months are clamped to the month's end by PostgreSQL as by us. */
function stepSql(amount: SqlFragment, unit: Unit, call: SqlCall): SqlFragment | undefined {
  const months = MONTHS[unit]
  if (months !== undefined) {
    const count = months === 1 ? amount : sql`(${amount} * ${rawSql(String(months))})`
    return sql`make_interval(months => ${sqlInteger(count, -MOST_MONTHS, MOST_MONTHS, call)})`
  }
  if (unit === 'wd' || unit === 'wh') return undefined
  const most = unit === 'w' ? MANY_WEEKS : MANY_DAYS
  const count = sqlInteger(amount, -most, most, call)
  return sql`make_interval(days => ${count}${rawSql(unit === 'w' ? ' * 7' : '')})`
}

const dateBuilder = argument('年份、时间戳或文本', 'year, timestamp or text', ['number', 'text', 'date', 'datetime'])
const builds = (nodes: readonly TypedNode[]) =>
  nodes.length > 3 || (nodes.length === 1 && nodes[0]?.type.kind === 'number') ? DATETIME : DATE

function buildDate(context: Context, first: Value, ...rest: readonly Decimal[]): string {
  if (typeof first === 'string')
    return dateText(first.length === 24 ? localOf(instantOf(first), context.scope.zone).days : dayOf(first))
  if (!Decimal.isDecimal(first)) throw new FormulaError('not_a_date', { text: '' })
  const [month, day, hour = ZERO, minute = ZERO, second = ZERO] = rest
  if (!month || !day) return instantText(integer(first, FIRST_MS, LAST_MS))
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

/** Milliseconds of years 1 to 9999. */
const FIRST_MS = -62_135_596_800_000
const LAST_MS = 253_402_300_799_999

function epochToInstantSql(value: SqlFragment, call: SqlCall): SqlFragment {
  const [first, last] = [rawSql(String(FIRST_MS)), rawSql(String(LAST_MS))]
  call.fail(sql`trunc(${value}) not between ${first} and ${last}`, 'number_out_of_range')
  const ms = call.once(sql`case when trunc(${value}) between ${first} and ${last} then trunc(${value}) end`)
  const days = sql`make_interval(days => floor(${ms} / 86400000)::int)`
  const rest = sql`(${ms} - floor(${ms} / 86400000) * 86400000)::float8 * interval '1 millisecond'`
  return sql`('1970-01-01'::timestamp + ${days} + ${rest}) at time zone 'UTC'`
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
    sql([year, month, day, ...clock], call) {
      if (call.nodes[0]?.type.kind !== 'number') return undefined
      if (!year || !month || !day) return epochToInstantSql(year!, call)
      const first = sql`make_date(${sqlInteger(year, 1, 9999, call)}, 1, 1)`
      const months = sql`make_interval(months => ${sqlInteger(month, -DATE_MONTHS, DATE_MONTHS, call)} - 1)`
      const date = sql`((${first} + ${months})::date + ${sqlInteger(day, -DATE_DAYS, DATE_DAYS, call)} - 1)`
      if (clock.length === 0) return sqlDate(date, call)
      const seconds = clock.map((part, index) => {
        const factor = rawSql(`::bigint * ${[3600, 60, 1][index]}`)
        return sql`${sqlInteger(part, -1e6, 1e6, call)}${factor}`
      })
      const time = sql`${date}::timestamp + (${joinSql(seconds, ' + ')})::float8 * interval '1 second'`
      return sqlInstant(localInstantSql(time, call), call)
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
    sql([hour, minute], call) {
      const [h, m] = [sqlInteger(hour!, 0, 23, call), sqlInteger(minute!, 0, 59, call)]
      return sql`(lpad(${h}::text, 2, '0') || ':' || lpad(${m}::text, 2, '0'))`
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
