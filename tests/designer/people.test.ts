import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dress } from '../../designer/formula/dress.ts'
import { formulaPlace, nameSpaceOf } from '../../designer/formula/place.ts'
import { peopleChoices } from '../../designer/people/choices.ts'
import { NOBODY, type Person, readPeople, writePeople } from '../../designer/people/people.ts'
import { peopleText } from '../../designer/people/say.ts'
import { compileApp } from '../../engine/index.ts'
import { workflowScopes } from '../../engine/workflow/compile-node.ts'
import type { Node } from '../../schemas/generated/definition.ts'
import { trade } from '../fixtures/trade.ts'
import { approve, end, withWorkflow } from './workflow/sample.ts'

const space = nameSpaceOf(trade)
const place = { space, form: space.forms.get('opportunity'), language: 'zh' as const }
const choices = peopleChoices(place, ['$applicant'])

describe('people of a definition', () => {
  it('that can be picked are read back as what was picked', () =>
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...choices), { maxLength: 4 }), people => {
        expect(readPeople(writePeople(people))).toEqual(people)
      }),
    ))

  it('give a formula without a mistake, each', () => {
    const formula = formulaPlace(space, 'opportunity', 'zh', { scopes: workflowScopes })
    for (const person of choices)
      expect(dress(writePeople([person]), formula).errors, JSON.stringify(person)).toEqual([])
  })

  it('several give a formula of people, whatever is picked together', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...choices), { minLength: 2, maxLength: 4 }), people => {
        const nodes = [{ ...approve('a', ['done', 'approved']), by: writePeople(people) } as Node, end('done')]
        expect(compileApp(withWorkflow(nodes)).findings.filter(({ severity }) => severity === 'error')).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it('nobody is nobody, also where somebody is needed', () => expect(readPeople(NOBODY)).toEqual([]))

  it('that no picker names are kept as they are', () =>
    expect(readPeople('[{owner}, FIRST({x})]')).toEqual([
      { kind: 'person', of: 'owner' },
      { kind: 'formula', text: 'FIRST({x})' },
    ] satisfies Person[]))

  it('are said in the words of the form', () => {
    const said = (formula: string) => peopleText(place, formula)
    expect(said('MANAGER({$applicant})')).toBe('直属主管')
    expect(said('[{owner}, HEAD({owner.department})]')).toBe('负责人、负责人的部门负责人')
    expect(said('{customer.owner}')).toBe('客户的负责人')
    expect(said('IF(ISEMPTY(MANAGER({owner})), ROLE("x"), MANAGER({owner}))')).toBe('负责人的直属主管（没有时x）')
  })
})
