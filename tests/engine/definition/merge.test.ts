import { describe, expect, it } from 'vitest'
import { type Conflict, settleConflict } from '../../../engine/definition/conflict.ts'
import { elementAt } from '../../../engine/definition/elements.ts'
import { mergeDefinitions } from '../../../engine/definition/merge.ts'
import { compileApp } from '../../../engine/index.ts'
import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import { validateDefinition } from '../../../schemas/validate.ts'
import { office } from '../../fixtures/office.ts'
import type { Edit, MergeCase } from './merge-cases/case.ts'
import { fieldCases } from './merge-cases/fields.ts'
import { layoutCases, optionCases } from './merge-cases/layout.ts'
import { pageCases } from './merge-cases/pages.ts'
import { processCases } from './merge-cases/processes.ts'

const cases: readonly MergeCase[] = [...fieldCases, ...layoutCases, ...optionCases, ...processCases, ...pageCases]

const edited = (edits: readonly Edit[]): AppDefinition =>
  edits.reduce((definition, edit) => edit(definition), structuredClone(office))
const named = ({ place, kind }: Conflict) => [place.join('/'), kind] as const

describe('two people’s changes of one definition', () => {
  it('begins with one that is sound', () => expect(compileApp(office).findings).toEqual([]))

  it.each(cases.map(one => [one.name, one] as const))('%s', (_, { ours, theirs, expected, conflicts = [] }) => {
    const [mine, other] = [edited(ours), edited(theirs)]
    expect([mine, other].flatMap(one => validateDefinition(one).problems)).toEqual([])
    const found = mergeDefinitions(structuredClone(office), mine, other)
    expect(found.conflicts.map(named)).toEqual(conflicts)
    expect(found.merged).toEqual(edited(expected))
    expect(validateDefinition(found.merged).problems).toEqual([])
    const exchanged = mergeDefinitions(office, other, mine)
    expect(exchanged.conflicts.length).toBe(conflicts.length)
    if (conflicts.length === 0) expect(exchanged.merged).toEqual(found.merged)
  })

  it('settles each conflict for either side', () => {
    for (const { ours, theirs } of cases) {
      const { merged, conflicts } = mergeDefinitions(office, edited(ours), edited(theirs))
      for (const conflict of conflicts)
        for (const side of ['ours', 'theirs'] as const) {
          const settled = settleConflict(merged, conflict, side)
          if (conflict.kind === 'placed_apart') continue
          expect(elementAt(settled, conflict.place)).toEqual(conflict[side])
          if (side === 'ours') expect(settled).toEqual(merged)
        }
    }
  })
})
