import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyCommands } from '../../../designer/commands/apply.ts'
import { newConnector } from '../../../designer/commands/elements.ts'
import {
  addressOf,
  answerName,
  authOf,
  type Call,
  callersOf,
  callOf,
  changeAnswers,
  changeOccasion,
  changeRequest,
  newCall,
} from '../../../designer/connections/plans.ts'
import { compileApp } from '../../../engine/index.ts'
import type { AppDefinition, HttpConnector } from '../../../schemas/generated/definition.ts'
import { validateDefinition } from '../../../schemas/validate.ts'
import { trade } from '../../fixtures/trade.ts'

const { key, commands } = newConnector(trade)
const base = applyCommands(trade, commands)
const connectorIn = (definition: AppDefinition) => definition.connectors!.find(one => one.key === key) as HttpConnector
const called = applyCommands(base, newCall(base, connectorIn(base)))
const callIn = (definition: AppDefinition): Call => callOf(callersOf(definition, key)[0]!)!
const isSound = (definition: AppDefinition) => {
  expect(validateDefinition(definition).problems).toEqual([])
  expect(compileApp(definition).findings.filter(({ severity }) => severity === 'error')).toEqual([])
}

describe('a call of an outside system', () => {
  it('works as it is added, and is read back as what it is', () => {
    isSound(called)
    const { form, occasion, http, answers } = callIn(called)
    expect({ form, occasion, answers }).toEqual({ form: trade.forms[0]!.key, occasion: 'created', answers: {} })
    expect(http).toMatchObject({ connector: key, method: 'POST', path: '/', payload: { name: '={name}' } })
  })

  it('begins with the approval of a form that has one', () => {
    const approval = {
      ...{ key: 'consent', name: { zh: '审批' }, form: 'opportunity', start: { to: 'end' } },
      nodes: [{ key: 'end', type: 'end' as const }],
    }
    const approved = { ...base, workflows: [approval] }
    const definition = applyCommands(approved, newCall(approved, connectorIn(approved)))
    isSound(definition)
    expect(callIn(definition)).toMatchObject({ form: 'opportunity', occasion: 'approved:consent' })
    expect(callIn(definition).automation.where).toBe('{$event.outcome} = "approved"')
  })

  it('always says the occasion that was chosen, and stays sound', () => {
    const occasions = trade.forms.flatMap(({ key: form, fields, stages }) =>
      [
        'created',
        'updated',
        ...(stages?.pipeline ?? []).map(stage => `stage:${stage.key}`),
        ...fields.map(field => `field:${field.key}`),
      ].map(occasion => [form, occasion] as const),
    )
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...occasions), { minLength: 1, maxLength: 5 }), chosen => {
        let definition = called
        for (const [form, occasion] of chosen) {
          definition = applyCommands(definition, [changeOccasion(definition, callIn(definition), form, occasion)])
          expect(callIn(definition)).toMatchObject({ form, occasion })
        }
        isSound(definition)
      }),
    )
  })

  it('takes its answer apart into fields, and gives them up again', () => {
    const answered = applyCommands(called, [changeAnswers(callIn(called), { name: 'data.number' })])
    isSound(answered)
    expect(callIn(answered).answers).toEqual({ name: 'data.number' })
    expect(callIn(answered).automation.then![1]).toEqual({
      do: 'update',
      set: { name: '={$out.answer.body.data.number}' },
    })
    const moved = applyCommands(answered, [changeRequest(callIn(answered), { path: '/orders' })])
    expect(callIn(moved)).toMatchObject({ http: { path: '/orders' }, answers: { name: 'data.number' } })
    expect(callIn(applyCommands(moved, [changeAnswers(callIn(moved), {})])).automation.then).toHaveLength(1)
  })

  it('says more than a card can: it is found all the same, and left alone', () => {
    const { automation } = callIn(called)
    const more = { ...automation, onError: 'retry' as const }
    expect(callOf(more)).toBeUndefined()
    expect(callOf({ ...automation, then: [...automation.then!, { do: 'lock' as const }] })).toBeUndefined()
    expect(callersOf({ ...called, automations: [more] }, key)).toEqual([more])
    expect(callersOf(called, 'another')).toEqual([])
  })
})

describe('the address of an outside system', () => {
  it.each([
    ['https://erp.example.com/api', 'https://erp.example.com/api'],
    [' ERP.example.com/Api ', 'https://erp.example.com/Api'],
    ['HTTP://10.0.0.1:8080', 'http://10.0.0.1:8080'],
    ['erp', 'https://erp'],
  ])('%j is %j', (typed, address) => expect(addressOf(typed)).toBe(address))
  it.each([
    '',
    'ftp://erp',
    'https://me:you@erp.example.com',
    'https://erp.example.com/?q=1',
    'not an address',
    'javascript:alert(1)',
  ])('%j is none', typed => expect(addressOf(typed)).toBeUndefined())
  it('is never taken when the format would refuse it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl()), typed => {
        const host = addressOf(typed)
        if (host !== undefined)
          expect(validateDefinition({ ...base, connectors: [{ ...connectorIn(base), host }] }).problems).toEqual([])
      }),
    )
  })
})

it('names the secret after the connector, and keeps what another way has said', () => {
  const connector = connectorIn(base)
  const basic = { ...connector, auth: authOf(connector, 'basic')! }
  expect(basic.auth).toEqual({ type: 'basic', secret: key, user: 'formwork' })
  expect(authOf(basic, 'header')).toEqual({ type: 'header', secret: key, header: 'X-Api-Key' })
  expect(authOf({ ...connector, auth: { type: 'bearer', secret: 'mine' } }, 'basic')).toMatchObject({ secret: 'mine' })
  expect(authOf(basic, 'none')).toBeNull()
  isSound({ ...base, connectors: [basic] })
})

it.each([
  ['number', 'number'],
  [' data.number ', 'data.number'],
  ['单号', '单号'],
  ['a.', undefined],
  ['a b', undefined],
  ['"x"', undefined],
])('reads %j as the name %j of an answer, which a formula understands', (typed, name) => {
  expect(answerName(typed)).toBe(name)
  if (name !== undefined) {
    const answered = applyCommands(called, [changeAnswers(callIn(called), { name })])
    isSound(answered)
    expect(callIn(answered).answers).toEqual({ name })
  }
})
