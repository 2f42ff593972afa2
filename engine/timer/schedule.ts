import { civilOf, instantAt, instantText, isoWeekday, localOf, parseDate } from '../expression/time.ts'
import { addDuration, parseDuration, type TimePlace } from './duration.ts'

/** When a schedule comes round: five cron fields (minute hour day month weekday), or every so long from a day on. */
export type Schedule = string | { readonly every: string; readonly from: string; readonly at?: string }

interface Cron {
  readonly minutes: ReadonlySet<number>
  readonly hours: ReadonlySet<number>
  readonly days: ReadonlySet<number>
  readonly months: ReadonlySet<number>
  readonly weekdays: ReadonlySet<number>
  /** both a day and a weekday are said: either will do, as in every cron */
  readonly either: boolean
}

const NAMES = {
  months: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  weekdays: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'],
}

/** Undefined for a text that is no cron expression. */
export function parseCron(text: string): Cron | undefined {
  const parts = text.trim().toLowerCase().split(/\s+/)
  if (parts.length !== 5) return undefined
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = parts
  const minutes = fieldOf(minute, 0, 59)
  const hours = fieldOf(hour, 0, 23)
  const days = fieldOf(day, 1, 31)
  const months = fieldOf(month, 1, 12, NAMES.months, 1)
  const weekdays = fieldOf(weekday, 0, 7, NAMES.weekdays, 0)
  if (!minutes || !hours || !days || !months || !weekdays) return undefined
  // Sunday is 0 and 7.
  if (weekdays.has(7)) weekdays.add(0)
  return { minutes, hours, days, months, weekdays, either: !day.startsWith('*') && !weekday.startsWith('*') }
}

/** One field: a star, a number or name, a range, each with a step after a stroke, and lists of them. */
function fieldOf(
  text: string,
  low: number,
  high: number,
  names: readonly string[] = [],
  base = 0,
): Set<number> | undefined {
  const found = new Set<number>()
  const numberOf = (part: string): number => {
    const named = names.indexOf(part)
    return named >= 0 ? named + base : /^\d{1,2}$/.test(part) ? Number(part) : Number.NaN
  }
  for (const part of text.split(',')) {
    const [range = '', step = '1', ...more] = part.split('/')
    const [from = '', to = from, ...further] = range === '*' ? [String(low), String(high)] : range.split('-')
    const start = numberOf(from)
    const end = part.includes('/') && !range.includes('-') && range !== '*' ? high : numberOf(to)
    const by = /^\d{1,2}$/.test(step) ? Number(step) : 0
    const fits = more.length === 0 && further.length === 0 && start >= low && end <= high && start <= end && by >= 1
    if (!fits) return undefined
    for (let value = start; value <= end; value += by) found.add(value)
  }
  return found
}

/** 29 February of a weekday comes back within 40 years. */
const MOST_DAYS = 366 * 41

/**
 * The first time after an instant, ISO UTC; undefined when there is none (30 February). A local time that does not exist is the first instant after it, a
 * repeated one the first (M21).
 */
export function nextTime(schedule: Schedule, after: string, place: TimePlace): string | undefined {
  if (typeof schedule !== 'string') return nextPeriod(schedule, after, place)
  const cron = parseCron(schedule)
  if (cron === undefined) return undefined
  const start = Date.parse(after)
  const first = localOf(start, place.zone).days
  for (let day = first; day < first + MOST_DAYS; day += 1) {
    if (!isDay(cron, day)) continue
    for (const hour of sorted(cron.hours))
      for (const minute of sorted(cron.minutes)) {
        const instant = instantAt(day, (hour * 60 + minute) * 60_000, place.zone)
        if (instant > start) return instantText(instant)
      }
  }
  return undefined
}

const sorted = (values: ReadonlySet<number>): number[] => [...values].sort((a, b) => a - b)

function isDay(cron: Cron, days: number): boolean {
  const { month, day } = civilOf(days)
  const byDay = cron.days.has(day)
  const byWeekday = cron.weekdays.has(isoWeekday(days) % 7)
  return cron.months.has(month) && (cron.either ? byDay || byWeekday : byDay && byWeekday)
}

/** Counted from the day it begins, never from the last time: monthly from 31 January is 28 February, then 31 March (M20, M21). */
function nextPeriod(
  { every, from, at }: Exclude<Schedule, string>,
  after: string,
  place: TimePlace,
): string | undefined {
  const duration = parseDuration(every)
  if (duration === undefined || duration.amount <= 0 || parseDate(from) === undefined) return undefined
  const nth = (n: number): string =>
    duration.unit === 'h' || duration.unit === 'min' || duration.unit === 'wh'
      ? addDuration(
          addDuration(from, { amount: 0, unit: 'd' }, place, at),
          { ...duration, amount: duration.amount * n },
          place,
        )
      : addDuration(from, { ...duration, amount: duration.amount * n }, place, at)
  let low = 0
  let high = 1
  while (nth(high) <= after) {
    low = high
    high *= 2
  }
  if (nth(0) > after) return nth(0)
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (nth(middle) <= after) low = middle
    else high = middle
  }
  return nth(high)
}
