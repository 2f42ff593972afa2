import fc from 'fast-check'
import { withValue } from '../../../engine/definition/conflict.ts'
import { identitiesOf, isObject, type Place } from '../../../engine/definition/elements.ts'
import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import { validateDefinition } from '../../../schemas/validate.ts'

interface Spot {
  readonly place: Place
  readonly value: unknown
  readonly list: readonly unknown[] | undefined
  readonly name: string
}

/** Every value of a definition with its place. */
function* spots(value: unknown, place: Place = [], name = ''): Iterable<Spot> {
  if (Array.isArray(value)) {
    const names = identitiesOf(name, value)
    for (const [index, item] of value.entries()) {
      const here = [...place, names?.[index] ?? String(index)]
      yield { place: here, value: item, list: value, name }
      yield* spots(item, here, name)
    }
  } else if (isObject(value))
    for (const [key, item] of Object.entries(value)) {
      if (place.length === 0 && ['formatVersion', 'key', 'version'].includes(key)) continue
      yield { place: [...place, key], value: item, list: undefined, name: key }
      yield* spots(item, [...place, key], key)
    }
}

const TEXTS = [
  '{amount}',
  '{amount} + 1',
  'text',
  'number',
  'email',
  'select',
  'x',
  '72h',
  'read',
  'write',
  'done',
  'industry',
]
const VALUES: readonly unknown[] = [true, false, 1, 2, 30, ...TEXTS, { zh: '新', en: 'New' }, { zh: '旧' }]

/** One random edit: takes away, changes, moves, or adds a copy under another key. */
function edit(definition: AppDefinition, [where, what, pick]: readonly [number, number, number]): unknown {
  const all = [...spots(definition)]
  const { place, value, list, name } = all[where % all.length]!
  const listed = list?.length ?? 0
  const neighbour = (): string | null => {
    const names = identitiesOf(name, list ?? [])
    return names === undefined ? null : (names.filter(one => one !== place.at(-1))[pick % listed] ?? null)
  }
  switch (what % 5) {
    case 0:
      return withValue(definition, place, undefined)
    case 1:
      return listed === 0 ? undefined : withValue(withValue(definition, place, undefined), place, value, neighbour())
    case 2: {
      if (!isObject(value) || typeof value.key !== 'string' || listed === 0) return undefined
      const copy = { ...value, key: `${value.key.slice(0, 40)}_${(pick % 3) + 2}` }
      return withValue(definition, [...place.slice(0, -1), copy.key], copy, neighbour())
    }
    default:
      return withValue(definition, place, VALUES[pick % VALUES.length])
  }
}

export const edits = (most: number) =>
  fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { minLength: 1, maxLength: most })

/** A definition after random edits; one that would break the format's rules is not made. */
export function randomly(definition: AppDefinition, changes: readonly (readonly [number, number, number])[]) {
  return changes.reduce((before, change) => {
    const after = edit(before, change)
    return after !== undefined && validateDefinition(after).definition !== null ? (after as AppDefinition) : before
  }, definition)
}
