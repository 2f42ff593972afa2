import { type Context, spend } from '../context.ts'
import { Decimal, divide, integer } from '../decimal.ts'
import { joinSql, type SqlFragment, sql } from '../fragment.ts'
import { firstFailure } from '../sql/part.ts'
import { DAY_MS, dateText, instantAt, isoWeekday, localOf, parseClock } from '../time.ts'
import type { SqlCall, SqlPart } from '../typed.ts'
import { DATE, NUMBER } from '../types.ts'
import { FormulaError, type Value } from '../value.ts'
import { givenHolidays, LONGEST_SPAN, shiftedWorkdaysSql, workdaysSql, workingTimeSql } from './calendar-sql.ts'
import { dayOf, instantOf } from './conversions.ts'
import { argument, date, family, flattened, instant, number, optional } from './define.ts'
import { sqlDate, sqlInteger } from './sql-bounds.ts'

const LONGEST_RUN = 40_000
/** Most workdays one step goes. */
export const MOST_WORKDAYS = 100_000
const HOUR_MS = new Decimal(3_600_000)

/** The calendar's workdays; without a calendar Monday to Friday. `holidays` are days off besides. */
function isWorkday(context: Context, days: number, holidays: ReadonlySet<string>): boolean {
  spend(context, 1)
  const text = dateText(days)
  if (holidays.has(text)) return false
  return context.scope.calendar ? context.scope.calendar.isWorkday(text) : isoWeekday(days) <= 5
}

const NONE: ReadonlySet<string> = new Set()

function holidaySet(value: Value | undefined): ReadonlySet<string> {
  const dates = Array.isArray(value) ? value : typeof value === 'string' ? [value] : []
  return new Set(dates.filter(item => typeof item === 'string'))
}

/** The day `count` workdays after (before, if negative) a day; 0 leaves it. */
export function shiftWorkdays(
  context: Context,
  start: number,
  count: number,
  holidays: ReadonlySet<string> = NONE,
): number {
  const step = count < 0 ? -1 : 1
  let day = start
  for (let left = Math.abs(count), idle = 0; left > 0; ) {
    day += step
    if (isWorkday(context, day, holidays)) {
      left--
      idle = 0
    } else if (++idle > LONGEST_RUN) throw new FormulaError('calendar_without_workdays')
  }
  return day
}

/** Working spans of a local day as instants. */
function spansOf(context: Context, days: number): readonly (readonly [number, number])[] {
  const { calendar, zone } = context.scope
  if (!calendar) throw new FormulaError('calendar_missing')
  spend(context, 1)
  const at = (clock: string) => {
    const ofDay = parseClock(clock) ?? 0
    return ofDay >= DAY_MS ? instantAt(days + 1, 0, zone) : instantAt(days, ofDay, zone)
  }
  return calendar.hours(dateText(days)).map(([from, to]) => [at(from), at(to)] as const)
}

/** Working milliseconds, at most LONGEST_SPAN days apart, from `start` to `end`; negative when end lies before start. */
export function workingTime(context: Context, start: number, end: number): number {
  if (end < start) return -workingTime(context, end, start)
  const [first, last] = [localOf(start, context.scope.zone).days, localOf(end, context.scope.zone).days]
  if (last - first > LONGEST_SPAN)
    throw new FormulaError('number_out_of_range', { value: last - first, min: 0, max: LONGEST_SPAN })
  let total = 0
  for (let day = first; day <= last; day++) {
    for (const [from, to] of spansOf(context, day)) total += Math.max(0, Math.min(to, end) - Math.max(from, start))
  }
  return total
}

/** The instant at which `amount` working milliseconds have passed since `start` (negative: before it). */
export function shiftWorkingTime(context: Context, start: number, amount: number): number {
  let left = Math.abs(amount)
  const back = amount < 0
  let day = localOf(start, context.scope.zone).days
  for (let idle = 0; idle <= LONGEST_RUN; day += back ? -1 : 1, idle++) {
    const spans = spansOf(context, day)
    for (const [from, to] of back ? spans.toReversed() : spans) {
      const [open, close] = back ? [from, Math.min(to, start)] : [Math.max(from, start), to]
      const length = close - open
      if (length <= 0) continue
      idle = 0
      if (left <= length) return back ? close - left : open + left
      left -= length
    }
  }
  throw new FormulaError('calendar_without_workdays')
}

const holidays = optional(flattened(argument('节假日', 'holidays', ['date'])))

/** Two arguments and perhaps holidays; what fails in the closure only for arguments that are not blank, so here. */
function betweenDatesSql(
  call: SqlCall,
  write: (
    a: SqlFragment,
    b: SqlFragment,
    given: ReturnType<typeof givenHolidays> | undefined,
    call: SqlCall,
  ) => SqlFragment | undefined,
): SqlPart | undefined {
  const [a, b] = [call.oncePart(call.part(0)), call.oncePart(call.part(1))]
  const given = call.nodes[2] ? givenHolidays(call, 2) : undefined
  const filled = joinSql(
    [a.value, b.value, ...(given?.single ?? [])].map(value => sql`${value} is not null`),
    ' and ',
  )
  const filledCall: SqlCall = { ...call, fail: (condition, code) => call.fail(sql`${filled} and (${condition})`, code) }
  const value = write(a.value, b.value, given, filledCall)
  if (!value) return undefined
  return {
    value: sql`case when ${filled} then ${value} end`,
    ...firstFailure([a.fails, b.fails, ...(given?.failures ?? [])]),
  }
}

export const calendarFunctions = family('date', [
  {
    name: 'NETWORKDAYS',
    aliases: ['WORKDAY_DIFF'],
    args: [date('开始日期', 'start'), date('结束日期', 'end'), holidays],
    result: NUMBER,
    help: ['工作日天数，含首尾', 'Workdays, both ends included'],
    examples: [
      ['NETWORKDAYS(DATE(2026, 11, 20), DATE(2026, 11, 24))', '3'],
      ['NETWORKDAYS(DATE(2026, 11, 20), DATE(2026, 11, 24), [DATE(2026, 11, 23)])', '2'],
      ['NETWORKDAYS(DATE(2026, 11, 24), DATE(2026, 11, 20))', '-3'],
    ],
    evaluate(context: Context, start: string, end: string, off: Value | undefined) {
      const [a, b] = [dayOf(start), dayOf(end)]
      const free = holidaySet(off)
      let count = 0
      for (let day = Math.min(a, b); day <= Math.max(a, b); day++) if (isWorkday(context, day, free)) count++
      return new Decimal(b < a ? -count : count)
    },
    sqlParts: call => betweenDatesSql(call, workdaysSql),
    size: () => ({ digits: 7, scale: 0 }),
  },
  {
    name: 'WORKDAY',
    args: [date('开始日期', 'start'), number('工作日数', 'workdays'), holidays],
    result: DATE,
    help: ['若干个工作日之后的日期', 'The date so many workdays later'],
    examples: [
      ['WORKDAY(DATE(2026, 11, 20), 1)', '2026-11-23'],
      ['WORKDAY(DATE(2026, 11, 23), -1)', '2026-11-20'],
    ],
    evaluate: (context: Context, start: string, count: Decimal, off: Value | undefined) =>
      dateText(shiftWorkdays(context, dayOf(start), integer(count, -MOST_WORKDAYS, MOST_WORKDAYS), holidaySet(off))),
    sqlParts: whole =>
      betweenDatesSql(whole, (from, count, given, call) => {
        const steps = call.once(sqlInteger(count, -MOST_WORKDAYS, MOST_WORKDAYS, call))
        const date = shiftedWorkdaysSql(from, steps, given, call)
        return date && sqlDate(date, call)
      }),
  },
  {
    name: 'WORKHOURS',
    args: [instant('开始', 'start'), instant('结束', 'end')],
    result: NUMBER,
    help: ['按日历的工作小时数', 'Working hours between, by the calendar'],
    examples: [['WORKHOURS(DATE(2026, 11, 20, 9, 0, 0), DATE(2026, 11, 23, 10, 30, 0))', '9.5']],
    evaluate: (context: Context, start: string, end: string) =>
      divide(new Decimal(workingTime(context, instantOf(start), instantOf(end))), HOUR_MS),
    sql([start, end], call) {
      const [from, to] = [start!, end!].map(moment => sql`date_trunc('milliseconds', ${moment})`)
      const ms = workingTimeSql(call.once(from!), call.once(to!), call)
      return ms && sql`round(round(${ms}, 40) / 3600000, 20)`
    },
    size: () => ({ digits: 9, scale: 20 }),
  },
])
