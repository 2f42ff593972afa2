import { describe, expect, it } from 'vitest'
import { noRelated } from '../../../engine/index.ts'
import { compileVisible } from '../../../runtime/app/interpret.ts'
import { shapeOf } from '../../../runtime/app/shape.ts'
import { contested } from '../../../runtime/record/Conflict.tsx'
import { askedCondition } from '../../../runtime/view/condition.ts'
import { allOf, type Condition, isComplete, operatorsOf, toLogic } from '../../../runtime/view/filters.ts'
import { demo } from '../demo.ts'

const app = compileVisible(demo())
const order = app.forms.get('order')!
const customer = app.forms.get('customer')!
const context = {
  app,
  user: 'u1',
  now: '2026-11-22T04:00:00.000Z',
  today: '2026-11-22',
  zone: 'Asia/Shanghai',
  settings: { limit: '1000.00' },
  related: noRelated,
}

describe('toLogic', () => {
  const shape = (key: string) => {
    const form = key === 'rate' ? customer : order
    return shapeOf(app, form, form.fields.get(key)!)
  }
  it.each<[Condition, unknown]>([
    [{ field: 'title', op: 'contains', value: '上海' }, { in: ['上海', { var: 'title' }] }],
    [{ field: 'amount', op: 'gte', value: '1000' }, { '>=': [{ var: 'amount' }, '1000'] }],
    [{ field: 'rate', op: 'lt', value: '5' }, { '<': [{ var: 'rate' }, '0.05'] }],
    [{ field: 'stage', op: 'anyOf', value: ['draft', 'sent'] }, { in: [{ var: 'stage' }, ['draft', 'sent']] }],
    [{ field: 'owner', op: 'me' }, { '==': [{ var: 'owner' }, 'u1'] }],
    [{ field: 'due', op: 'blank' }, { '==': [{ var: 'due' }, null] }],
    [
      { field: 'created_at', op: 'before', value: '2026-11-22' },
      { '<': [{ var: 'created_at' }, '2026-11-21T16:00:00.000Z'] },
    ],
  ])('%o', (condition, logic) =>
    expect(toLogic(condition, shape(condition.field), 'u1', 'Asia/Shanghai')).toEqual(logic),
  )

  it('offers each kind of field its own comparisons, and none for rows', () => {
    expect(operatorsOf(shape('amount'))[0]).toBe('gte')
    expect(operatorsOf(shape('stage'))[0]).toBe('anyOf')
    expect(operatorsOf(shape('lines'))).toEqual([])
  })

  it('knows when a condition says too little', () => {
    expect(isComplete({ field: 'title', op: 'contains', value: '' })).toBe(false)
    expect(isComplete({ field: 'stage', op: 'anyOf', value: [] })).toBe(false)
    expect(isComplete({ field: 'due', op: 'blank' })).toBe(true)
  })
})

describe('askedCondition', () => {
  it.each([
    ['{due} <= TODAY() + 7', { '<=': [{ var: 'due' }, '2026-11-29'] }],
    ['{owner} = {$user}', { '==': [{ var: 'owner' }, 'u1'] }],
    ['{amount} > {$settings.limit}', { '>': [{ var: 'amount' }, 1000] }],
  ])('works out what does not depend on the record: %s', (where, asked) =>
    expect(askedCondition(where, order, context)).toEqual(asked),
  )

  it('says so when it cannot be asked', () =>
    expect(askedCondition('YEAR({due}) = 2026', order, context)).toBeUndefined())
})

describe('allOf', () => {
  it('joins what is said and is silent without it', () => {
    expect(allOf([undefined, null])).toBeUndefined()
    expect(allOf([{ a: 1 }, undefined])).toBe('{"a":1}')
    expect(allOf([{ a: 1 }, { b: 2 }])).toBe('{"and":[{"a":1},{"b":2}]}')
  })
})

describe('contested', () => {
  it('names only what both sides changed to different values', () => {
    const before = { a: '1', b: '1', c: '1', d: null }
    expect(contested(before, { a: '2', b: '2', d: 'x' }, { a: '3', b: '2', c: '9', d: null })).toEqual(['a'])
  })
})
