import { describe, expect, it } from 'vitest'
import { copyFields, pasteFields } from '../../designer/canvas/clipboard.ts'
import { applyCommands } from '../../designer/commands/apply.ts'
import { compileApp } from '../../engine/index.ts'
import type { AppDefinition, Form } from '../../schemas/generated/definition.ts'
import { validateDefinition } from '../../schemas/validate.ts'
import { trade } from '../fixtures/trade.ts'

const form = (definition: AppDefinition, key: string): Form => definition.forms.find(one => one.key === key)!
const errors = (definition: AppDefinition) => [
  ...validateDefinition(definition).problems,
  ...compileApp(definition).findings.filter(({ severity }) => severity === 'error'),
]
const empty: AppDefinition = {
  ...{ formatVersion: 1, key: 'other', version: '1.0.0', name: { zh: '另一个' } },
  forms: [{ key: 'visit', name: { zh: '拜访' }, fields: [{ key: 'name', label: { zh: '名称' }, type: 'text' }] }],
}

describe('fields copied and pasted', () => {
  it('into the same form take free keys, and name each other by them', () => {
    const opportunity = form(trade, 'opportunity')
    const clip = copyFields(trade, opportunity, ['lines', 'lines_total', 'amount'])
    const { plan, keys } = pasteFields(trade, opportunity, clip, { section: 'main', after: 'title' })
    const after = applyCommands(trade, plan)
    expect(errors(after)).toEqual([])
    expect(new Set(keys).size).toBe(3)
    const total = form(after, 'opportunity').fields.find(({ key }) => key === keys[2])
    expect(JSON.stringify(total)).not.toMatch(/"lines"|\{lines\b/)
  })

  it('into another app bring their option library, once', () => {
    const clip = copyFields(trade, form(trade, 'customer'), ['name', 'industry', 'phone'])
    const { plan, keys } = pasteFields(empty, empty.forms[0]!, clip)
    const after = applyCommands(empty, plan)
    expect(errors(after)).toEqual([])
    expect(keys).toEqual(['text_1', 'industry', 'phone'])
    expect(after.optionLibraries?.map(({ key }) => key)).toEqual(['industry'])
    const again = applyCommands(after, pasteFields(after, after.forms[0]!, clip).plan)
    expect(errors(again)).toEqual([])
    expect(again.optionLibraries).toHaveLength(1)
  })

  it('leave out links to forms that are not there', () => {
    const clip = copyFields(trade, form(trade, 'opportunity'), ['customer', 'title'])
    expect(pasteFields(empty, empty.forms[0]!, clip).keys).toEqual(['title'])
  })
})
