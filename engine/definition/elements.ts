import { pointerStep } from '../../schemas/problem.ts'

/**
 * Where an element stands, by what never changes: property names and identities in turn, `['forms', 'customer', 'fields', 'industry']`.
 * Reordering a list or renaming a label moves nobody's place. An item without an identity is named by its index.
 */
export type Place = readonly string[]

type Json = Readonly<Record<string, unknown>>

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** Lists whose items are told apart by something other than their key. */
const identities: Readonly<Record<string, (item: Json) => string | undefined>> = {
  grants: item => textOf(item.form),
  next: item => (textOf(item.to) === undefined ? undefined : `${item.to}${item.on === undefined ? '' : `:${item.on}`}`),
  fields: item => textOf(item.key) ?? textOf(item.field),
}

/** What identifies an item of the list called `list`; undefined when nothing does. A text identifies itself. */
export function identityOf(list: string, item: unknown): string | undefined {
  if (typeof item === 'string') return item
  if (!isObject(item)) return undefined
  return (identities[list] ?? (one => textOf(one.key)))(item)
}

/** The identities of all items; undefined when an item has none or two have the same: such a list is one value. */
export function identitiesOf(list: string, items: readonly unknown[]): readonly string[] | undefined {
  const found = items.map(item => identityOf(list, item))
  return found.includes(undefined) || new Set(found).size < found.length ? undefined : (found as string[])
}

/** The index of the item that `step` names: by identity, else by index. -1 when there is none. */
export function indexOf(list: string, items: readonly unknown[], step: string): number {
  const byIdentity = items.findIndex(item => identityOf(list, item) === step)
  if (byIdentity >= 0 || !/^\d{1,7}$/.test(step)) return byIdentity
  const index = Number(step)
  return index < items.length && identityOf(list, items[index]) === undefined ? index : -1
}

/** The value at a place; undefined when nothing stands there. */
export function elementAt(definition: unknown, place: Place): unknown {
  let value = definition
  let list = ''
  for (const step of place) {
    if (Array.isArray(value)) value = value[indexOf(list, value, step)]
    else if (isObject(value) && Object.hasOwn(value, step)) value = value[step]
    else return undefined
    list = step
  }
  return value
}

/** The JSON Pointer of a place; undefined when nothing stands there. */
export function pointerOf(definition: unknown, place: Place): string | undefined {
  let value = definition
  let list = ''
  let pointer = ''
  for (const step of place) {
    const at: string | number = Array.isArray(value) ? indexOf(list, value, step) : step
    value = (value as Record<string | number, unknown> | undefined)?.[at]
    if (value === undefined) return undefined
    pointer += `/${pointerStep(at)}`
    list = step
  }
  return pointer
}

/** The place a JSON Pointer names, as far as the definition goes; steps beyond it stay as they are. */
export function placeOf(definition: unknown, pointer: string): Place {
  let value = definition
  let list = ''
  return pointer
    .split('/')
    .slice(1)
    .map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map(step => {
      const item = (value as Record<string, unknown> | undefined | null)?.[step]
      const named = Array.isArray(value) ? (identityOf(list, item) ?? step) : step
      value = item
      list = step
      return named
    })
}

export const isObject = (value: unknown): value is Json =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
