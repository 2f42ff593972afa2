import { describe, expect, it } from 'vitest'
import { elementAt, identitiesOf, placeOf, pointerOf } from '../../../engine/definition/elements.ts'
import { trade } from '../../fixtures/trade.ts'

describe('what identifies an element', () => {
  it.each([
    ['fields', [{ key: 'a' }, { key: 'b' }], ['a', 'b']],
    ['fields', ['a', { field: 'b', span: 2 }], ['a', 'b']],
    ['grants', [{ form: 'customer', can: [] }], ['customer']],
    ['next', [{ to: 'big', on: 'approved' }, { to: 'done' }], ['big:approved', 'done']],
    [
      'next',
      [
        { to: 'big', when: '{a} > 1' },
        { to: 'big', when: '{a} > 2' },
      ],
      undefined,
    ],
    ['then', [{ do: 'notify' }], undefined],
    ['require', ['a', 'b'], ['a', 'b']],
    ['words', ['a', 'a'], undefined],
  ] as const)('of a list "%s": %j is %j', (list, items, identities) => {
    expect(identitiesOf(list, items)).toEqual(identities)
  })
})

describe('a place', () => {
  it.each([
    ['/forms/0/fields/1', ['forms', 'customer', 'fields', 'industry']],
    ['/optionLibraries/0/options/2/label/zh', ['optionLibraries', 'industry', 'options', 'old', 'label', 'zh']],
    ['/forms/9/fields', ['forms', '9', 'fields']],
    ['', []],
  ] as const)('of the pointer %s is %j', (pointer, place) => {
    expect(placeOf(trade, pointer)).toEqual(place)
  })

  it('leads back to the pointer it came from', () => {
    const pointer = '/roles/0/grants/0/can'
    expect(pointerOf(trade, placeOf(trade, pointer))).toBe(pointer)
  })

  it('where nothing stands has neither value nor pointer', () => {
    const gone = ['forms', 'customer', 'fields', 'gone']
    expect([elementAt(trade, gone), pointerOf(trade, gone)]).toEqual([undefined, undefined])
    expect(elementAt(trade, ['forms', 'constructor'])).toBeUndefined()
  })
})
