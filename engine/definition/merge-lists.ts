import { identityOf, isObject } from './elements.ts'
import { longestRising } from './merge-order.ts'
import { canonical } from './same.ts'

/** Items of a list by name, in order. */
export type Named = ReadonlyMap<string, unknown>

/** One list as base, ours and theirs have it, its items under names that say which of one side is which of another. */
export interface Aligned {
  readonly base: Named
  readonly ours: Named
  readonly theirs: Named
}

const LARGE = 4_000_000

/**
 * Names for the items of lists that nothing identifies (actions, triggers, rows of a table): an item of a side is the one of the base that says the
 * same, or that stands between the same neighbours and is of the same nature. A new one is named by what it says, so that both sides may add it.
 */
export function aligned(
  list: string,
  base: readonly unknown[],
  ours: readonly unknown[],
  theirs: readonly unknown[],
): Aligned {
  const texts = base.map(canonical)
  const names = unique(texts.map((_, index) => `#${index}`))
  const side = (items: readonly unknown[]): Named => {
    const own = items.map(canonical)
    const matched = pairs(list, { items: base, texts }, { items, texts: own })
    const labels = own.map((text, index) => {
      const at = matched.get(index)
      return at === undefined ? `+${text}` : names[at]!
    })
    return named(unique(labels), items)
  }
  return { base: named(names, base), ours: side(ours), theirs: side(theirs) }
}

export const named = (names: readonly string[], items: readonly unknown[]): Named =>
  new Map(names.map((name, index) => [name, items[index]]))

/** Names made different by how often they came before. */
function unique(names: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return names.map(name => {
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    return count === 1 ? name : `${name} ${count}`
  })
}

interface Items {
  readonly items: readonly unknown[]
  readonly texts: readonly string[]
}

/** Index of a side's item -> index of the base's item it is. */
function pairs(list: string, base: Items, side: Items): Map<number, number> {
  const found = commonRun(base.texts, side.texts)
  const fixed = [...found].sort(([a], [b]) => a - b)
  let [fromSide, fromBase] = [0, 0]
  for (const [toSide, toBase] of [...fixed, [side.items.length, base.items.length] as const]) {
    pairGap(list, base, side, [fromBase, toBase], [fromSide, toSide], found)
    ;[fromSide, fromBase] = [toSide + 1, toBase + 1]
  }
  return found
}

type Span = readonly [from: number, to: number]

/** Between two matches: as many here as there are the same ones, edited; else those of one nature, in order. */
function pairGap(
  list: string,
  base: Items,
  side: Items,
  [fromBase, toBase]: Span,
  [fromSide, toSide]: Span,
  found: Map<number, number>,
): void {
  const count = toSide - fromSide
  if (count === toBase - fromBase) {
    for (let at = 0; at < count; at += 1) found.set(fromSide + at, fromBase + at)
    return
  }
  const natures = (of: Items, [from, to]: Span): string[] =>
    of.items.slice(from, to).map(item => natureOf(list, item) ?? canonical(item))
  for (const [at, other] of commonRun(natures(base, [fromBase, toBase]), natures(side, [fromSide, toSide])))
    found.set(fromSide + at, fromBase + other)
}

const TAGS = ['do', 'event', 'type', 'kind'] as const

/** What an item is, apart from its particulars: its identity, an action's kind, a trigger's event; undefined of a row of values. */
export function natureOf(list: string, item: unknown): string | undefined {
  if (!isObject(item)) return undefined
  const identity = identityOf(list, item)
  if (identity !== undefined) return identity
  const tag = TAGS.find(name => typeof item[name] === 'string')
  if (tag !== undefined) return `${tag} ${String(item[tag])}`
  const trigger = ['becomes', 'date', 'schedule', 'webhook', 'signal', 'window', 'button'].find(name => name in item)
  return trigger
}

/** A longest common subsequence of texts, as index of `side` -> index of `base`. Very long lists match what stands only once in both. */
function commonRun(base: readonly string[], side: readonly string[]): Map<number, number> {
  const found = new Map<number, number>()
  let start = 0
  while (start < base.length && start < side.length && base[start] === side[start]) {
    found.set(start, start)
    start += 1
  }
  let [endBase, endSide] = [base.length, side.length]
  while (endBase > start && endSide > start && base[endBase - 1] === side[endSide - 1]) {
    endBase -= 1
    endSide -= 1
    found.set(endSide, endBase)
  }
  const [a, b] = [base.slice(start, endBase), side.slice(start, endSide)]
  const inner = a.length * b.length > LARGE ? commonOnce(a, b) : commonTable(a, b)
  for (const [at, other] of inner) found.set(start + at, start + other)
  return found
}

function commonTable(base: readonly string[], side: readonly string[]): [number, number][] {
  const width = side.length + 1
  const lengths = new Uint32Array((base.length + 1) * width)
  for (let i = base.length - 1; i >= 0; i -= 1)
    for (let j = side.length - 1; j >= 0; j -= 1)
      lengths[i * width + j] =
        base[i] === side[j]
          ? lengths[(i + 1) * width + j + 1]! + 1
          : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!)
  const found: [number, number][] = []
  for (let i = 0, j = 0; i < base.length && j < side.length; ) {
    if (base[i] === side[j]) {
      found.push([j, i])
      i += 1
      j += 1
    } else if (lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!) i += 1
    else j += 1
  }
  return found
}

function commonOnce(base: readonly string[], side: readonly string[]): [number, number][] {
  const places = new Map<string, number>()
  for (const [index, text] of base.entries()) places.set(text, places.has(text) ? -1 : index)
  const seen = new Set<string>()
  const shared = side.flatMap((text, index) => {
    const at = places.get(text) ?? -1
    if (at < 0 || seen.has(text)) return []
    seen.add(text)
    return [[index, at] as [number, number]]
  })
  return longestRising(shared.map(([, at]) => at)).map(at => shared[at]!)
}
