import { Decimal } from '../expression/decimal.ts'
import { dateText, instantAt, instantText, isoWeekday, localOf, parseDate, parseInstant } from '../expression/time.ts'
import { addDuration, parseDuration } from '../timer/duration.ts'
import type { Given, LimitFact } from './question.ts'

/** Records a person was given within a limit's window. */
export interface Tally {
  readonly counted: number
  readonly inShare: number
}

/**
 * Whether a limit would still hold after this record (M27). What makes it better is never refused: a record of the share itself under `atLeast`,
 * one beside it under `max`; so it holds on every prefix from the first record on.
 */
export function keepsLimit(limit: LimitFact, { counted, inShare }: Tally): boolean {
  if (!limit.counted) return true
  const value = new Decimal(limit.value)
  if (limit.kind === 'count') return value.gte(counted + 1)
  // Compared as products: no quotient, nothing rounded.
  const bound = value.times(counted + 1)
  if (limit.bound === 'atLeast') return limit.inShare || bound.lte(inShare)
  return !limit.inShare || bound.gte(inShare + 1)
}

/** What the records given so far mean to a limit for one person; the server asks its log the same question in SQL. */
export function tallyOf(given: readonly Given[], user: string, { key, applies, since }: LimitFact): Tally {
  const counted = given.filter(
    one =>
      one.user === user &&
      applies.includes(one.kind) &&
      one.counted.includes(key) &&
      (since === null || one.at >= since),
  )
  return { counted: counted.length, inShare: counted.filter(one => one.inShare.includes(key)).length }
}

export type Window = { readonly per: 'day' | 'week' | 'month' } | { readonly over: string } | undefined

/** The beginning of a limit's window, ISO UTC: `over` counts back from now, `per` is the running day, week (from Monday) or month of the zone. */
export function windowStart(window: Window, now: string, zone: string): string | null {
  if (window === undefined) return null
  if ('over' in window) {
    const duration = parseDuration(window.over)
    return duration === undefined ? null : addDuration(now, { ...duration, amount: -duration.amount }, { zone })
  }
  const { days } = localOf(parseInstant(now) ?? 0, zone)
  return instantText(instantAt(firstDay(window.per, days), 0, zone))
}

function firstDay(per: 'day' | 'week' | 'month', days: number): number {
  if (per === 'day') return days
  if (per === 'week') return days - isoWeekday(days) + 1
  return parseDate(`${dateText(days).slice(0, 8)}01`) ?? days
}
