import { describe, expect, it } from 'vitest'
import { noRelated, prepareRecord, type RecordContext } from '../../../engine/index.ts'
import { compileVisible } from '../../../runtime/app/interpret.ts'
import { shapeOf } from '../../../runtime/app/shape.ts'
import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import { demo } from '../demo.ts'

const contextOf = (definition: AppDefinition, related = noRelated): RecordContext => ({
  app: compileVisible(definition),
  user: 'u1',
  now: '2026-11-22T04:00:00.000Z',
  today: '2026-11-22',
  zone: 'Asia/Shanghai',
  settings: { limit: '1000.00' },
  related,
})

/** As the server cuts it for somebody who may not see customers. */
const withoutCustomers = (): AppDefinition => {
  const whole = demo()
  return { ...whole, forms: whole.forms.filter(({ key }) => key !== 'customer') }
}

describe('compileVisible', () => {
  it('keeps formulas that can be worked out here', () => {
    const context = contextOf(demo(), { get: () => ({ id: 'c1', rate: '0.1' }), list: () => [] })
    const { values } = prepareRecord(
      context.app.forms.get('order')!,
      null,
      { title: 'A', amount: '200', customer: '01990000-0000-7000-8000-000000000001' },
      context,
    )
    expect(values.net).toBe('180.00')
  })

  it('keeps the stored value of a formula whose inputs were cut', () => {
    const context = contextOf(withoutCustomers())
    const order = context.app.forms.get('order')!
    const before = { id: 'o1', version: 1, title: 'A', amount: '200.00', net: '180.00' }
    const { values, problems } = prepareRecord(order, before, { title: 'B' }, context)
    expect(values).toMatchObject({ title: 'B', net: '180.00' })
    expect(problems).toEqual([])
    expect(shapeOf(context.app, order, order.fields.get('net')!)).toMatchObject({ kind: 'money', scale: 2 })
  })

  it('drops a relation to a form that was cut, and nothing else', () => {
    const order = compileVisible(withoutCustomers()).forms.get('order')!
    expect(order.fieldList.map(({ key }) => key)).toEqual(['title', 'amount', 'note', 'due', 'net', 'lines'])
  })

  it('keeps roll-ups over other records as stored', () => {
    const context = contextOf(demo())
    const before = { id: 'c1', version: 1, name: 'A', total: '500.00' }
    expect(prepareRecord(context.app.forms.get('customer')!, before, { name: 'B' }, context).values.total).toBe(
      '500.00',
    )
  })

  it('drops rules that name what was cut', () => {
    const definition = demo()
    const cut = {
      ...definition,
      forms: definition.forms.map(form => ({ ...form, fields: form.fields.filter(({ key }) => key !== 'note') })),
    }
    const order = compileVisible(cut).forms.get('order')!
    expect(order.rules).toEqual([])
    expect(order.fields.has('note')).toBe(false)
  })
})
