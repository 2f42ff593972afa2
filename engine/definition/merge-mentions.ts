import { elementAt, identitiesOf, isObject, type Place } from './elements.ts'
import { same } from './same.ts'

/** Layouts and sample records do without what they name. */
const DOES_WITHOUT: ReadonlySet<string> = new Set(['layout', 'sampleData'])

/**
 * Whether something `side` says and `other` does not names one of the elements at `places`, which `other` has not: by a key or label of it, in a text or as the
 * name of a property. Where nothing does, nothing there can need them: that costs a look at the texts, not the resolving of every expression.
 */
export function mentionsApart(side: unknown, other: unknown, places: readonly Place[]): boolean {
  const names = places.flatMap(place => namesUnder(elementAt(side, place), place.at(-1) ?? ''))
  const gone = new Set(places.map(place => place.join('/')))
  return apart(side, other, { names, gone, place: '', list: '' })
}

interface Look {
  readonly names: readonly string[]
  /** the elements themselves, which may say what they like */
  readonly gone: ReadonlySet<string>
  readonly place: string
  readonly list: string
}

function apart(side: unknown, other: unknown, look: Look): boolean {
  if (side === other || look.gone.has(look.place)) return false
  if (Array.isArray(side)) return itemsApart(side, other, look)
  if (!isObject(side) || !isObject(other)) return has(side, look.names)
  return Object.entries(side).some(([name, value]) => {
    if (DOES_WITHOUT.has(name) || same(value, other[name])) return false
    // Elements are looked at one by one; of anything else a part that is the same may belong to an expression that is not.
    return Array.isArray(value) && value.every(isElement)
      ? apart(value, other[name], { ...look, place: within(look.place, name), list: name })
      : isNamed(name, look.names) || has(value, look.names)
  })
}

const within = (place: string, step: string): string => (place === '' ? step : `${place}/${step}`)

function itemsApart(side: readonly unknown[], other: unknown, look: Look): boolean {
  const own = identitiesOf(look.list, side)
  const theirs = identitiesOf(look.list, Array.isArray(other) ? other : [])
  if (own === undefined || theirs === undefined) return has(side, look.names)
  const at = new Map(theirs.map((name, index) => [name, (other as readonly unknown[])[index]]))
  return side.some((item, index) =>
    apart(item, at.get(own[index]!), { ...look, place: within(look.place, own[index]!) }),
  )
}

const isElement = (item: unknown): boolean => isObject(item) && typeof item.key === 'string'

const isNamed = (text: string, names: readonly string[]): boolean => names.some(name => text.includes(name))

function has(value: unknown, names: readonly string[]): boolean {
  if (typeof value === 'string') return isNamed(value, names)
  if (Array.isArray(value)) return value.some(item => has(item, names))
  if (!isObject(value)) return false
  return Object.entries(value).some(([name, item]) => isNamed(name, names) || has(item, names))
}

const STAGE_FIELD = 'stage'

/** What an element and all within it may be called by: keys, and labels in both languages. */
function namesUnder(element: unknown, key: string): string[] {
  const within = Array.isArray(element)
    ? element.flatMap(item => namesUnder(item, ''))
    : isObject(element)
      ? Object.entries(element).flatMap(([name, value]) => {
          if (name === 'key' && typeof value === 'string') return [value]
          // The field of a form's stages has a name though nobody gave it one.
          if (name === 'stages' && isObject(value))
            return [String(value.field ?? STAGE_FIELD), ...namesUnder(value, '')]
          if (name !== 'label' || !isObject(value)) return namesUnder(value, '')
          return [value.zh, value.en].filter(text => typeof text === 'string')
        })
      : []
  return [key, ...within].filter(name => name !== '')
}
