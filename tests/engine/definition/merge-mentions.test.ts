import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { withValue } from '../../../engine/definition/conflict.ts'
import { elementAt, identityOf, isObject, type Place } from '../../../engine/definition/elements.ts'
import { mentionsApart } from '../../../engine/definition/merge-mentions.ts'
import { referencesOf } from '../../../engine/definition/references/references.ts'
import { same } from '../../../engine/definition/same.ts'
import { office } from '../../fixtures/office.ts'
import { edits, randomly } from './random-edits.ts'

/** Every element of a definition that may be taken away. */
function* elements(value: unknown, place: Place = [], list = ''): Iterable<Place> {
  if (Array.isArray(value))
    for (const [at, item] of value.entries()) {
      const here = [...place, identityOf(list, item) ?? String(at)]
      if (isObject(item) && typeof item.key === 'string') yield here
      yield* elements(item, here, list)
    }
  else if (isObject(value))
    for (const [name, item] of Object.entries(value)) yield* elements(item, [...place, name], name)
}

const begins = (place: Place, other: Place): boolean => place.every((step, at) => other[at] === step)

describe('a look for names', () => {
  it('always finds what needs an element in what one side says and the other does not', () => {
    fc.assert(
      fc.property(edits(6), edits(6), (mine, others) => {
        const [side, other] = [randomly(office, mine), randomly(office, others)]
        const apart = referencesOf(side).filter(({ from, kind }) => {
          const value = elementAt(side, from)
          return kind !== 'layout' && kind !== 'sample' && value !== undefined && !same(elementAt(other, from), value)
        })
        for (const place of elements(side)) {
          // A name of nothing needs nothing; the stages of a form are there without a key of their own.
          const needed = apart.filter(({ to }) => elementAt(side, to) !== undefined)
          if (!needed.some(({ from, to }) => begins(place, to) && !begins(place, from))) continue
          expect(mentionsApart(side, other, [place]), place.join('/')).toBe(true)
        }
      }),
      { numRuns: 150 },
    )
  })

  it('finds nothing where both say the same, in what is taken away itself, and where nobody says its name', () => {
    const phone = ['forms', 'customer', 'fields', 'phone']
    expect(mentionsApart(office, structuredClone(office), [phone])).toBe(false)
    const without = withValue(office, phone, undefined)
    expect(mentionsApart(office, without, [phone])).toBe(false)
    const renamed = withValue(without, ['forms', 'customer', 'name'], { zh: '客人', en: 'Guest' })
    expect(mentionsApart(office, renamed, [phone])).toBe(false)
    const shown = withValue(office, ['views', 'customers', 'columns'], ['name', 'phone'])
    expect(mentionsApart(shown, without, [phone])).toBe(true)
  })
})
