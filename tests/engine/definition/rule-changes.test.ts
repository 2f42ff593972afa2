import { describe, expect, it } from 'vitest'
import { changedRules } from '../../../engine/definition/rule-changes.ts'
import { compileApp } from '../../../engine/index.ts'
import type { Scorecard } from '../../../schemas/generated/definition.ts'
import { scored } from '../../fixtures/scored.ts'

/** Fields to work out anew when the scorecard is changed so. */
function changed(change: (scorecard: Scorecard) => void): readonly string[] {
  const next = structuredClone(scored)
  change(next.scorecards![0]!)
  const [before, after] = [scored, next].map(definition => compileApp(definition).app!)
  return changedRules(before!, after!, new Set())
}
const edge =
  (from: object): ((card: Scorecard) => void) =>
  card =>
    Object.assign(card.grades![1]!, { above: undefined }, from)

describe('a changed scorecard', () => {
  it.each<[string, (card: Scorecard) => void, string[]]>([
    ['a weight', card => Object.assign(card.dimensions[0]!, { weight: 31 }), ['partner.total']],
    [
      'what counts for a missing value',
      card => Object.assign(card.dimensions[1]!, { missing: 'skip' }),
      ['partner.total'],
    ],
    ['a stated score for it', card => Object.assign(card.dimensions[1]!, { missing: { value: 1 } }), ['partner.total']],
    ['an adjustment', card => Object.assign(card.adjust![0]!, { by: 1 }), ['partner.total']],
    ['the edge of a grade', edge({ above: 61 }), ['partner.grade']],
    ['the kind of that edge', edge({ from: 60 }), ['partner.grade']],
    ['a label', card => Object.assign(card.dimensions[0]!, { label: { zh: '别的' } }), []],
    ['its name and advice', card => Object.assign(card, { name: { zh: '别的' } }), []],
  ])('%s', (_, change, fields) => expect(changed(change)).toEqual(fields))

  it('changes the dimension and the total when a band changes its kind', () => {
    const rows = (card: Scorecard) =>
      card.dimensions[2]!.bands!.rows as { from?: number; above?: number; score: number }[]
    expect(changed(card => Object.assign(rows(card)[0]!, { from: 3, above: undefined }))).toEqual([
      'partner.total',
      'partner.rival',
    ])
  })
})
