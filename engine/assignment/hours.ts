import type { Calendar } from '../expression/scope.ts'
import { DAY_MS, dateText, instantAt, instantText, localOf, parseClock, parseInstant } from '../expression/time.ts'

/** Days looked ahead for the next working hour; a calendar closed for longer opens never. */
const FARTHEST_DAYS = 800

/**
 * When working time begins again, ISO UTC; null while it is open. A calendar without any working hour ahead never closes: nothing could open it.
 */
export function nextOpening(calendar: Calendar, now: string, zone: string): string | null {
  const instant = parseInstant(now) ?? 0
  const today = localOf(instant, zone).days
  for (let day = today; day <= today + FARTHEST_DAYS; day += 1) {
    for (const [from, to] of calendar.hours(dateText(day))) {
      const [open, close] = [atClock(day, from, zone), atClock(day, to, zone)]
      if (instant < open) return instantText(open)
      if (instant < close) return null
    }
  }
  return null
}

function atClock(day: number, clock: string, zone: string): number {
  const ofDay = parseClock(clock) ?? 0
  return ofDay >= DAY_MS ? instantAt(day + 1, 0, zone) : instantAt(day, ofDay, zone)
}
