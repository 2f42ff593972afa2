/** Indexes of a longest rising subsequence of distinct numbers. */
export function longestRising(numbers: readonly number[]): number[] {
  const tails: number[] = []
  const before: number[] = []
  for (const [at, number] of numbers.entries()) {
    let low = 0
    for (let high = tails.length; low < high; ) {
      const middle = (low + high) >> 1
      if (numbers[tails[middle]!]! < number) low = middle + 1
      else high = middle
    }
    before.push(low === 0 ? -1 : tails[low - 1]!)
    tails[low] = at
  }
  const found: number[] = []
  for (let at = tails.at(-1) ?? -1; at >= 0; at = before[at]!) found.push(at)
  return found.reverse()
}

/** The items of `names` that stand in `other` in the same order: as many as can. */
function keepingOrder(names: readonly string[], other: ReadonlyMap<string, number>): Set<string> {
  const shared = names.filter(name => other.has(name))
  return new Set(longestRising(shared.map(name => other.get(name)!)).map(at => shared[at]!))
}

const positions = (names: readonly string[]): ReadonlyMap<string, number> =>
  new Map(names.map((name, index) => [name, index]))

/**
 * The order of `members` after two people edited one list: who was moved or added by one side stands where that side put it, after the same
 * neighbour. What both put in different places, and what both added in one place, is ordered the same whichever side is called ours.
 */
export function mergeOrder(
  base: readonly string[],
  ours: readonly string[],
  theirs: readonly string[],
  members: ReadonlySet<string>,
): string[] {
  // The two sides in an order of their own: whatever is decided below does not depend on who asks.
  const [a, b] = [ours, theirs].map(names => names.filter(name => members.has(name))).sort(byText) as [
    string[],
    string[],
  ]
  if (a.length === members.size && byText(a, b) === 0) return a
  const inBase = positions(base)
  const [inA, inB] = [new Set(a), positions(b)]
  const [keptA, keptB] = [keepingOrder(a, inBase), keepingOrder(b, inBase)]
  // Both left it where it was, or both moved or added it: it can hold the two together.
  const shared = a.filter(name => inB.has(name) && keptA.has(name) === keptB.has(name))
  const anchors = keepingOrder(shared, inB)
  const runsA = runs(a, anchors, name => !inB.has(name) || !keptA.has(name) || keptB.has(name))
  const runsB = runs(b, anchors, name => !inA.has(name) || (!keptB.has(name) && keptA.has(name)))
  return ['', ...a.filter(name => anchors.has(name))].flatMap(anchor => [
    ...(anchor === '' ? [] : [anchor]),
    ...[runsA.get(anchor) ?? [], runsB.get(anchor) ?? []].sort(byText).flat(),
  ])
}

const byText = (a: readonly string[], b: readonly string[]): number => {
  const [one, other] = [a.join('\n'), b.join('\n')]
  return one < other ? -1 : one > other ? 1 : 0
}

/** What follows each anchor, up to the next; before the first: ''. */
function runs(
  names: readonly string[],
  anchors: ReadonlySet<string>,
  isPlaced: (name: string) => boolean,
): Map<string, string[]> {
  const found = new Map<string, string[]>([['', []]])
  let run = found.get('')!
  for (const name of names)
    if (anchors.has(name)) {
      run = []
      found.set(name, run)
    } else if (isPlaced(name)) run.push(name)
  return found
}
