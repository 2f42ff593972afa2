import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { settleConflict } from '../../../engine/definition/conflict.ts'
import { mergeDefinitions } from '../../../engine/definition/merge.ts'
import { validateDefinition } from '../../../schemas/validate.ts'
import { office } from '../../fixtures/office.ts'
import { drop, put } from './merge-cases/case.ts'
import { edits, randomly } from './random-edits.ts'

const runs = { numRuns: 100 }
const copy = <T>(value: T): T => structuredClone(value)

describe('whatever two people change', () => {
  it('what one alone changed is what comes out', () =>
    fc.assert(
      fc.property(edits(8), changes => {
        const changed = randomly(office, changes)
        for (const [ours, theirs] of [
          [changed, copy(office)],
          [office, copy(changed)],
          [changed, copy(changed)],
        ] as const) {
          const { merged, conflicts } = mergeDefinitions(copy(office), ours, theirs)
          expect(conflicts).toEqual([])
          expect(merged).toEqual(changed)
        }
      }),
      runs,
    ))

  it('the result has the shape of a definition, and does not depend on who asks unless they contradict', () =>
    fc.assert(
      fc.property(edits(8), edits(8), (a, b) => {
        const [ours, theirs] = [randomly(office, a), randomly(office, b)]
        const { merged, conflicts } = mergeDefinitions(office, ours, theirs)
        expect(validateDefinition(merged).problems).toEqual([])
        const exchanged = mergeDefinitions(office, theirs, ours)
        expect(validateDefinition(exchanged.merged).problems).toEqual([])
        expect(exchanged.conflicts.length).toBe(conflicts.length)
        if (conflicts.length === 0) expect(exchanged.merged).toEqual(merged)
        for (const conflict of conflicts)
          expect(validateDefinition(settleConflict(merged, conflict, 'theirs')).problems).toEqual([])
      }),
      runs,
    ))

  it('it is the same whether they share what neither changed or not', () =>
    fc.assert(
      fc.property(edits(6), edits(6), (a, b) => {
        const [ours, theirs] = [randomly(office, a), randomly(office, b)]
        const apart = mergeDefinitions(copy(office), copy(ours), copy(theirs))
        for (const [one, other] of [
          [ours, copy(theirs)],
          [copy(ours), theirs],
          [ours, theirs],
        ] as const)
          expect(mergeDefinitions(office, one, other)).toEqual(apart)
      }),
      runs,
    ))

  it('tells an author who shares what he left alone with the base that somebody took away what he newly needs', () => {
    const ours = put('views/open/columns', ['title', 'heads'])(office)
    const { merged, conflicts } = mergeDefinitions(office, ours, copy(drop('forms/opportunity/fields/heads')(office)))
    expect(conflicts.map(({ place, kind }) => [place.join('/'), kind])).toEqual([
      ['forms/opportunity/fields/heads', 'used_removed'],
    ])
    expect(merged.forms[1]!.fields.some(({ key }) => key === 'heads')).toBe(true)
  })

  it('merging again changes nothing', () =>
    fc.assert(
      fc.property(edits(6), edits(6), (a, b) => {
        const [ours, theirs] = [randomly(office, a), randomly(office, b)]
        const { merged } = mergeDefinitions(office, ours, theirs)
        expect(mergeDefinitions(theirs, merged, theirs).merged).toEqual(merged)
      }),
      runs,
    ))
})
