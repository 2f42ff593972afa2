import { reservedKeys } from '../../schemas/definition/reserved.ts'
import type { Form } from '../../schemas/generated/definition.ts'

/** Most characters of a key's beginning: number and mark come behind, 48 in all. */
const LONGEST = 36

let mark = ''

/**
 * What the keys an author makes end with: the one thing the plans take from outside, given once when a designer opens. Two authors who add the same kind in
 * the same second then mean two elements, not one they would have to agree about.
 */
export function markKeys(own: string): void {
  mark = own
}

/** A mark of four letters and digits from as many random bytes: two authors have the same in one case of 800,000. */
export const markOf = (random: Uint8Array): string =>
  [...random].map((byte, at) => (at === 0 ? 10 + (byte % 26) : byte % 36).toString(36)).join('')

/**
 * A key that is free among `taken`, with the author's mark: `select_3_k3f9`. Keys never change afterwards, so they are made from what never changes: the
 * kind. The number is one no author has used.
 */
export function freeKey(stem: string, taken: Iterable<string>): string {
  const start = `${stem.slice(0, LONGEST)}_`
  const used = new Set<string>()
  for (const key of [...taken, ...reservedKeys])
    if (key.startsWith(start)) used.add(key.slice(start.length).split('_', 1)[0]!)
  let n = 1
  while (used.has(String(n))) n += 1
  return `${start}${n}${mark === '' ? '' : `_${mark}`}`
}

export const fieldKeys = (form: Form): string[] => [
  ...form.fields.map(({ key }) => key),
  ...form.fields.flatMap(field =>
    field.type === 'relation' && field.inverse !== undefined ? [field.inverse.key] : [],
  ),
]
