import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import { elementAt, isObject, type Place } from '../elements.ts'
import { placeInWords, type Said } from '../words/place.ts'
import { type ReferenceKind, referencesTo, type Use } from './references.ts'

/** What taking an element away means, before it is done: who needs it, told once each. */
export interface Removal {
  readonly words: Said
  /** what stops working without it */
  readonly breaks: readonly Use[]
  /** what just shows one thing less: layouts, columns, sample records */
  readonly shrinks: readonly Use[]
}

/** Uses that only list the element among others: they do without. */
const LISTS: ReadonlySet<ReferenceKind> = new Set(['layout', 'sample', 'navigation'])
const LISTED = new Set(['columns', 'sort', 'titleField'])

const merelyLists = ({ place, kind }: Use): boolean => LISTS.has(kind) || place.some(step => LISTED.has(step))

/** @param place the element to be taken away; one that is not there breaks nothing */
export function removalOf(definition: AppDefinition, place: Place): Removal {
  const uses = elementAt(definition, place) === undefined ? [] : referencesTo(definition, place)
  const told = new Map(uses.map(use => [`${use.words.zh} ${use.words.en}`, use]))
  const all = [...told.values()]
  return {
    words: placeInWords(definition, place),
    breaks: all.filter(use => !merelyLists(use)),
    shrinks: all.filter(merelyLists),
  }
}

/** The uses by the element of the app that holds them, so that a list of hundreds can be read: 表单“商机” · 12. */
export function usesByElement(definition: AppDefinition, uses: readonly Use[]): { words: Said; count: number }[] {
  const found = new Map<string, { words: Said; count: number }>()
  for (const { place } of uses) {
    const element = place.slice(0, isObject(elementAt(definition, place.slice(0, 4))) && place[0] === 'forms' ? 4 : 2)
    const name = element.join('/')
    const known = found.get(name)
    found.set(name, { words: known?.words ?? placeInWords(definition, element), count: (known?.count ?? 0) + 1 })
  }
  return [...found.values()]
}
