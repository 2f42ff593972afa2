/** Names and numbers that lead to a value inside what a call sends. */
type Way = readonly (string | number)[]

/** The single values in what a call sends, however deep they lie, each with its way. Empty lists and groups hold none. */
export function leavesOf(value: unknown, way: Way = []): readonly (readonly [way: Way, value: unknown])[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => leavesOf(item, [...way, index]))
  if (value === null || typeof value !== 'object') return [[way, value]]
  return Object.entries(value).flatMap(([name, item]) => leavesOf(item, [...way, name]))
}

/** What a value of a call is kept under among the values of its action. */
export const leafName = (part: 'query' | 'payload', way: Way): string => JSON.stringify([part, ...way])

/** The same lists and groups, with what `valueAt` says in the place of each single value. */
export function filledIn(value: unknown, valueAt: (way: Way) => unknown, way: Way = []): unknown {
  if (Array.isArray(value)) return value.map((item, index) => filledIn(item, valueAt, [...way, index]))
  if (value === null || typeof value !== 'object') return valueAt(way)
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, filledIn(item, valueAt, [...way, name])]),
  )
}
