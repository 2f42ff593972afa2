import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { filledIn, leafName, leavesOf } from '../../../engine/definition/call-values.ts'

describe('the values of a call', () => {
  it('are found however deep they lie, each under a name of its own, and put back where they were', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        const leaves = leavesOf(value)
        const byName = new Map(leaves.map(([way, leaf]) => [leafName('payload', way), leaf]))
        expect(byName.size).toBe(leaves.length)
        expect(filledIn(value, way => byName.get(leafName('payload', way)))).toEqual(value)
      }),
    )
  })

  it('are told apart though names look like ways', () => {
    const names = leavesOf({ a: { b: 1 }, 'a.b': 2, 'a/b': 3, list: ['x'], 'list.0': 'y' }).map(([way]) =>
      leafName('payload', way),
    )
    expect(new Set(names).size).toBe(5)
  })
})
