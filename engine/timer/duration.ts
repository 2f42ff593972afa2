import type { Context } from '../expression/context.ts'
import { shiftWorkdays, shiftWorkingTime } from '../expression/functions/calendar.ts'
import { DEFAULT_LIMITS } from '../expression/limits.ts'
import type { Calendar } from '../expression/scope.ts'
import { addMonths, instantAt, instantText, localOf, parseClock, parseDate, parseInstant } from '../expression/time.ts'

export type DurationUnit = 'h' | 'min' | 'd' | 'wd' | 'wh' | 'mo'

/** A duration as the format writes it: `48h`, `30min` elapsed; `3d`, `1mo` same local time; `2wd`, `4wh` by a calendar (M21). */
export interface Duration {
  readonly amount: number
  readonly unit: DurationUnit
}

/** Where local times and working days are counted. */
export interface TimePlace {
  /** IANA zone of the calendar, else of the app */
  readonly zone: string
  /** without one Monday to Friday are workdays, and working hours cannot be counted */
  readonly calendar?: Calendar | undefined
}

/** Undefined for a text that is no duration. */
export function parseDuration(text: string): Duration | undefined {
  const match = /^(-?\d{1,7})(h|min|d|wd|wh|mo)$/.exec(text)
  return match === null ? undefined : { amount: Number(match[1]), unit: match[2] as DurationUnit }
}

const HOUR_MS = 3_600_000
const ELAPSED: Readonly<Record<string, number>> = { h: HOUR_MS, min: 60_000 }
/** Rough length of a unit in ms, for bounds only: a workday and a working hour are at least as long as a plain one. */
const ROUGHLY: Readonly<Record<DurationUnit, number>> = {
  min: 60_000,
  h: HOUR_MS,
  wh: HOUR_MS,
  d: 86_400_000,
  wd: 86_400_000,
  mo: 28 * 86_400_000,
}

/** Shortest time the duration can stand for, in ms; negative durations count backwards. */
export const atLeastMs = ({ amount, unit }: Duration): number => amount * ROUGHLY[unit]

/**
 * The instant `duration` after `anchor`, both ISO UTC; an anchor may also be a date (YYYY-MM-DD), which begins at its local midnight. With `at`
 * (HH:mm) the local day that is reached is taken at that time. A local time that does not exist is the first instant after it, a repeated one the
 * first (M21).
 * @throws FormulaError `calendar_missing` for working hours without a calendar, `calendar_without_workdays`, `date_out_of_range`
 */
export function addDuration(anchor: string, duration: Duration, place: TimePlace, at?: string): string {
  const start = anchorMs(anchor, place.zone)
  const reached = shift(start, duration, place)
  return instantText(at === undefined ? reached : atClock(reached, at, place.zone))
}

function anchorMs(anchor: string, zone: string): number {
  const day = anchor.length === 10 ? parseDate(anchor) : undefined
  const ms = day === undefined ? parseInstant(anchor, zone) : instantAt(day, 0, zone)
  if (ms === undefined) throw new RangeError(`not an instant: ${anchor}`)
  return ms
}

const atClock = (ms: number, at: string, zone: string): number =>
  instantAt(localOf(ms, zone).days, parseClock(at) ?? 0, zone)

function shift(start: number, { amount, unit }: Duration, place: TimePlace): number {
  const elapsed = ELAPSED[unit]
  if (elapsed !== undefined) return start + amount * elapsed
  if (unit === 'wh') return shiftWorkingTime(calendarContext(place), start, amount * HOUR_MS)
  const { days, ofDay } = localOf(start, place.zone)
  const day =
    unit === 'mo'
      ? addMonths(days, amount)
      : unit === 'wd'
        ? shiftWorkdays(calendarContext(place), days, amount)
        : days + amount
  return instantAt(day, ofDay, place.zone)
}

/** The calendar functions of the expression language, without an expression. */
const calendarContext = ({ zone, calendar }: TimePlace): Context => ({
  scope: { read: () => null, now: '', today: '', zone, ...(calendar === undefined ? {} : { calendar }) },
  limits: DEFAULT_LIMITS,
  // Working time of a hundred years visits some 36,500 days.
  steps: 10_000_000,
  bound: {},
})
