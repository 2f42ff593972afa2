import { describe, expect, it } from 'vitest'
import { removeFields } from '../../designer/commands/fields.ts'
import { edited, openSession, redone, undone } from '../../designer/model/session.ts'
import { compileApp } from '../../engine/index.ts'
import type { AppDefinition, Field, Form } from '../../schemas/generated/definition.ts'
import { validateDefinition } from '../../schemas/validate.ts'

const label = { zh: '金额', en: 'Amount' }
const form: Form = {
  ...{ key: 'deal', name: { zh: '商机', en: 'Deal' }, titleField: 'name' },
  fields: [
    { key: 'name', label: { zh: '名称' }, type: 'text' },
    { key: 'first', label, type: 'money' },
    { key: 'second', label, type: 'money' },
    { key: 'twice', label: { zh: '两倍' }, type: 'formula', formula: '{金额} * 2', result: 'money' },
    { key: 'other', label: { zh: '另一个' }, type: 'formula', formula: '{second} * 3', result: 'money' },
  ] as Field[],
}
const app: AppDefinition = {
  ...{ formatVersion: 1, key: 'deals', version: '0.1.0', name: { zh: '商机' }, forms: [form] },
}
const formulaOf = (definition: AppDefinition, key: string): unknown =>
  (definition.forms[0]!.fields.find(field => field.key === key) as { formula?: unknown }).formula
const wrong = (definition: AppDefinition) =>
  compileApp(definition).findings.filter(({ severity }) => severity === 'error')
const without = (key: string) => edited(openSession({ definition: app, revision: 1 }), removeFields(form, [key]))

describe('one of two fields of the same name is taken away', () => {
  it('and a formula that meant it never means the other', () => {
    expect(wrong(app)).toEqual([])
    const { session, problems } = without('first')
    expect(problems).toEqual([])
    expect(validateDefinition(session.definition).problems).toEqual([])
    expect(formulaOf(session.definition, 'twice')).toBe('{first} * 2')
    expect(wrong(session.definition).map(({ path }) => path)).toEqual(['/forms/0/fields/2/formula'])
  })

  it('and formulas that meant the other go on as they were', () => {
    const { session } = without('second')
    expect(formulaOf(session.definition, 'twice')).toBe('{first} * 2')
    expect(wrong(session.definition).map(({ path }) => path)).toEqual(['/forms/0/fields/3/formula'])
  })

  it('and an undo gives everything back as it was, a redo takes it again', () => {
    const { session } = without('first')
    const back = undone(session)
    expect(back.definition).toEqual(app)
    expect(redone(back).definition).toEqual(session.definition)
  })

  it('and a name that nothing else has stays in the formula, so that the check says it', () => {
    const single = {
      ...app,
      forms: [{ ...form, fields: form.fields.filter(({ key }) => key !== 'second' && key !== 'other') }],
    }
    const { session } = edited(
      openSession({ definition: single, revision: 1 }),
      removeFields(single.forms[0]!, ['first']),
    )
    expect(formulaOf(session.definition, 'twice')).toBe('{金额} * 2')
    expect(wrong(session.definition)).toHaveLength(1)
  })
})
