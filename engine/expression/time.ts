/** Dates and instants by arithmetic: no clock, no Date. A date is a day number (1970-01-01 = 0), an instant is ms since 1970 UTC. */
import { FormulaError } from './value.ts'

export const DAY_MS = 86_400_000
const FIRST_DAY = daysOf(1, 1, 1)
const LAST_DAY = daysOf(9999, 12, 31)

export interface Civil {
  readonly year: number
  readonly month: number
  readonly day: number
}

/** Proleptic Gregorian; `month` and `day` may overflow (month 13, day 0) and carry over. */
export function daysOf(year: number, month: number, day: number): number {
  const carried = year + Math.floor((month - 1) / 12)
  const m = ((((month - 1) % 12) + 12) % 12) + 1
  const y = m <= 2 ? carried - 1 : carried
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (m + (m > 2 ? -3 : 9)) + 2) / 5)
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468 + day - 1
}

export function civilOf(days: number): Civil {
  const z = days + 719_468
  const era = Math.floor(z / 146_097)
  const dayOfEra = z - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shifted = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
  }
}

export function daysInMonth(year: number, month: number): number {
  return daysOf(year, month + 1, 1) - daysOf(year, month, 1)
}

/** The same day `months` later, clamped to the month's end (31 January + 1 = 28 or 29 February). */
export function addMonths(days: number, months: number): number {
  const { year, month, day } = civilOf(days)
  const first = civilOf(daysOf(year, month + months, 1))
  return daysOf(first.year, first.month, Math.min(day, daysInMonth(first.year, first.month)))
}

/** Monday = 1 ... Sunday = 7. */
export function isoWeekday(days: number): number {
  return ((((days + 3) % 7) + 7) % 7) + 1
}

const pad = (value: number, width: number) => String(value).padStart(width, '0')

/** YYYY-MM-DD; error value `date_out_of_range` outside years 1-9999. */
export function dateText(days: number): string {
  if (!(days >= FIRST_DAY && days <= LAST_DAY)) throw new FormulaError('date_out_of_range')
  const { year, month, day } = civilOf(days)
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`
}

const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})$/
const CHINESE_DATE = /^(\d{4})[年/.](\d{1,2})[月/.](\d{1,2})日?$/
const INSTANT = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.](\d{1,9}))?)?(Z|[+-]\d{2}(?::?\d{2})?)?$/

/** Day number of YYYY-MM-DD (also 2026/1/31, 2026年1月31日); undefined when it is no date of the calendar. */
export function parseDate(text: string): number | undefined {
  const match = DATE.exec(text.trim()) ?? CHINESE_DATE.exec(text.trim())
  if (!match) return undefined
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined
  return daysOf(year, month, day)
}

/** ms of an ISO text; without an offset it is local time in `zone` (undefined: not accepted). */
export function parseInstant(text: string, zone?: string): number | undefined {
  const match = INSTANT.exec(text.trim())
  const days = match && parseDate(match[1]!)
  if (!match || typeof days !== 'number') return undefined
  const [hour, minute, second] = [Number(match[2]), Number(match[3]), Number(match[4] ?? 0)]
  if (hour > 23 || minute > 59 || second > 59) return undefined
  const ofDay = ((hour * 60 + minute) * 60 + second) * 1000 + Number((match[5] ?? '').padEnd(3, '0').slice(0, 3))
  const offset = match[6]
  if (offset === undefined) return zone === undefined ? undefined : instantAt(days, ofDay, zone)
  return days * DAY_MS + ofDay - (offset === 'Z' ? 0 : offsetOf(offset))
}

function offsetOf(text: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})?(?::(\d{2}))?$/.exec(text)
  if (!match) return 0
  const seconds = (Number(match[2]) * 60 + Number(match[3] ?? 0)) * 60 + Number(match[4] ?? 0)
  return (match[1] === '-' ? -1 : 1) * seconds * 1000
}

/** ISO UTC with milliseconds. */
export function instantText(ms: number): string {
  const days = Math.floor(ms / DAY_MS)
  return `${dateText(days)}T${clockText(ms - days * DAY_MS)}.${pad(((ms % 1000) + 1000) % 1000, 3)}Z`
}

/** HH:mm:ss of ms since midnight. */
export function clockText(ofDay: number): string {
  const seconds = Math.floor(ofDay / 1000)
  return `${pad(Math.floor(seconds / 3600), 2)}:${pad(Math.floor(seconds / 60) % 60, 2)}:${pad(seconds % 60, 2)}`
}

/** ms since midnight of HH:mm or HH:mm:ss ("24:00" ends a day); undefined when it is none. */
export function parseClock(text: string): number | undefined {
  const match = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text.trim())
  if (!match) return undefined
  const [hour, minute, second] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)]
  const ofDay = ((hour * 60 + minute) * 60 + second) * 1000
  return minute > 59 || second > 59 || ofDay > DAY_MS ? undefined : ofDay
}

const formats = new Map<string, Intl.DateTimeFormat>()
const offsets = new Map<string, number>()
const QUARTER_HOUR = 900_000
const CACHED_OFFSETS = 20_000

/** Offset of a zone from UTC at an instant, in ms. Zones change only at quarters of an hour, so these are remembered. */
export function zoneOffset(zone: string, ms: number): number {
  const key = `${zone} ${Math.floor(ms / QUARTER_HOUR)}`
  const known = offsets.get(key)
  if (known !== undefined) return known
  const name = zoneFormat(zone)
    .formatToParts(ms)
    .find(part => part.type === 'timeZoneName')
  const offset = offsetOf((name?.value ?? '').replace('GMT', ''))
  if (offsets.size >= CACHED_OFFSETS) offsets.clear()
  offsets.set(key, offset)
  return offset
}

function zoneFormat(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
    formats.set(zone, format)
    return format
  } catch {
    throw new FormulaError('unknown_zone', { zone })
  }
}

/** Local day and ms since local midnight of an instant. */
export function localOf(ms: number, zone: string): { days: number; ofDay: number } {
  const local = ms + zoneOffset(zone, ms)
  const days = Math.floor(local / DAY_MS)
  return { days, ofDay: local - days * DAY_MS }
}

/** The instant of a local time (M21): an hour that does not exist gives the first instant after the gap, a repeated hour the first. */
export function instantAt(days: number, ofDay: number, zone: string): number {
  const local = days * DAY_MS + ofDay
  const before = zoneOffset(zone, local - DAY_MS)
  const after = zoneOffset(zone, local + DAY_MS)
  if (before === after) return local - before
  const fitting = [local - before, local - after].filter(ms => ms + zoneOffset(zone, ms) === local)
  if (fitting.length > 0) return Math.min(...fitting)
  let low = local - Math.max(before, after)
  let high = local - Math.min(before, after)
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (zoneOffset(zone, middle) === before) low = middle
    else high = middle
  }
  return high
}
