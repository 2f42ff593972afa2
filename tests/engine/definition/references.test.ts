import { describe, expect, it } from 'vitest'
import { referencesTo } from '../../../engine/definition/references/references.ts'
import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import { office } from '../../fixtures/office.ts'
import type { Edit } from './merge-cases/case.ts'
import type { Case } from './reference-cases/case.ts'
import { processCases } from './reference-cases/processes.ts'
import { recordCases } from './reference-cases/records.ts'

const edited = (edits: readonly Edit[]): AppDefinition => edits.reduce((one, edit) => edit(one), office)
const uses = (edits: readonly Edit[], target: string): string[] =>
  referencesTo(edited(edits), target.split('/')).map(({ place }) => place.join('/'))

const cases: readonly Case[] = [...recordCases, ...processCases]

describe('what needs an element', () => {
  it.each(cases.map(one => [one.name, one] as const))('%s', (_, { target, made, at, near }) => {
    expect(uses([made], target)).toContain(at)
    expect(uses([near], target)).not.toContain(at)
  })

  it('counts what needs something inside an element as needing it', () =>
    expect(uses([], 'forms/customer')).toEqual(
      expect.arrayContaining(['forms/opportunity/fields/customer/to', 'views/customers/columns/name']),
    ))

  it('tells it in words', () =>
    expect(referencesTo(office, ['settings', 'limit']).map(({ kind, words }) => [kind, words.zh, words.en])).toEqual([
      ['rule', '表单“商机” 规则“risk_needed” 条件', 'form “Opportunity”, rule “risk_needed”, when'],
      [
        'workflow',
        '流程“大额审批” 节点“是否大额” 去向“总监审批” 条件',
        'workflow “Large amounts”, step “Large?”, way “Director”, when',
      ],
    ]))
})
