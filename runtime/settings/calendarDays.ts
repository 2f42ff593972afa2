const DAY_MS = 86_400_000

const msOf = (day: string): number => Date.parse(`${day}T00:00:00Z`)
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

/** Days one after the other as one range. */
export interface DayRange {
  readonly first: string
  readonly last: string
}

/** Days in order, each once, as ranges. */
export function rangesOf(days: readonly string[]): readonly DayRange[] {
  const ranges: { first: string; last: string }[] = []
  for (const day of [...new Set(days)].sort()) {
    const open = ranges.at(-1)
    if (open !== undefined && msOf(day) - msOf(open.last) === DAY_MS) open.last = day
    else ranges.push({ first: day, last: day })
  }
  return ranges
}

const LONGEST_RANGE = 366

/** Every day of a range; none when it ends before it begins or is longer than a year. */
export function daysOf({ first, last }: DayRange): readonly string[] {
  const count = Math.round((msOf(last) - msOf(first)) / DAY_MS) + 1
  return count < 1 || count > LONGEST_RANGE || Number.isNaN(count)
    ? []
    : Array.from({ length: count }, (_, index) => dayOf(msOf(first) + index * DAY_MS))
}
