/** The known name nearest to what was written, for "did you mean"; undefined when none is near. */
export function nearestName(written: string, names: readonly string[]): string | undefined {
  const wanted = written.toLowerCase()
  let best: { name: string; distance: number } | undefined
  for (const name of names.slice(0, 5_000)) {
    const candidate = name.toLowerCase()
    const limit = Math.max(1, Math.floor(Math.max(candidate.length, wanted.length) / 3))
    if (Math.abs(candidate.length - wanted.length) > limit && !candidate.includes(wanted)) continue
    const distance =
      candidate === wanted ? 0 : candidate.includes(wanted) && wanted.length > 1 ? 1 : editDistance(wanted, candidate)
    if (distance <= limit && (best === undefined || distance < best.distance)) best = { name, distance }
  }
  return best?.name
}

/** Insertions, deletions, replacements and swaps of neighbours. */
function editDistance(a: string, b: string): number {
  if (a.length > 60 || b.length > 60) return 99
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1)
      row.push(cost)
    }
    beforeLast = last
    last = row
  }
  return last[b.length] ?? 99
}
