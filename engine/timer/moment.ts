const LONGEST_MS = 100 * 366 * 86_400_000

/**
 * The first instant after `now` at which a condition holds that time can only make true (`timeDirection` is `up`), to the millisecond; undefined when it
 * does not come true within a hundred years. Works for every condition the language can say: it is tried out, not taken apart.
 */
export function momentOf(holds: (instant: string) => boolean, now: string): string | undefined {
  const start = Date.parse(now)
  const at = (ms: number): string => new Date(start + ms).toISOString()
  if (!holds(at(LONGEST_MS))) return undefined
  let below = 0
  let above = LONGEST_MS
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2)
    if (holds(at(middle))) above = middle
    else below = middle
  }
  return at(above)
}
