import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Field } from '../../../schemas/generated/definition.ts'
import { formOf, openWorkshop, retype, type Workshop } from './publishing.ts'

import { field, storehouse } from './storehouse.ts'

let shop: Workshop
beforeAll(async () => {
  shop = await openWorkshop(storehouse)
})
afterAll(() => shop.close())

describe('what leaves', () => {
  it('a form and a sub-form keep their entries and come back with them', async () => {
    const made = await shop.create('item', { name: '带明细', lines: [{ count: '3' }] })
    const removed: Field[] = []
    await shop.draft(draft => {
      const { fields } = formOf(draft, 'item')
      removed.push(
        ...fields.splice(
          fields.findIndex(({ key }) => key === 'lines'),
          1,
        ),
      )
    })
    expect((await shop.check()).plan).toMatchObject([{ kind: 'keep_table', form: 'item.lines' }])
    expect((await shop.publish(() => undefined)).statusCode).toBe(200)
    expect(await shop.read('item', made.id)).not.toHaveProperty('lines')
    await shop.draft(draft => formOf(draft, 'item').fields.push(...removed))
    expect((await shop.check()).plan).toMatchObject([{ kind: 'restore_table', form: 'item.lines' }])
    await shop.publish(() => undefined)
    expect((await shop.read('item', made.id)).lines).toMatchObject([{ count: '3' }])
  })

  it('entered values come back when a field is worked out for a while', async () => {
    await shop.publish(draft => formOf(draft, 'item').fields.push(field('price', 'number')))
    const made = await shop.create('item', { name: '价', price: '0.1' })
    const formula = field('price', 'formula', { formula: '1+1', result: 'number' })
    await shop.draft(draft => retype(draft, 'item', formula))
    expect((await shop.check()).plan).toMatchObject([{ kind: 'keep_entered', count: 1 }, { kind: 'compute' }])
    await shop.publish(() => undefined)
    expect((await shop.read('item', made.id)).price).toBe('2')
    await shop.publish(draft => retype(draft, 'item', field('price', 'number')))
    expect((await shop.read('item', made.id)).price).toBe('0.1')
  })
})

describe('a link that changes its side', () => {
  it('is filled from the links there were, and is there as it was when it goes back', async () => {
    const link = (key: string, to: string, extra = {}) => field(key, 'relation', { to, ...extra })
    const added = await shop.publish(draft => formOf(draft, 'item').fields.push(link('maker', 'company')))
    expect(added.statusCode, added.body).toBe(200)
    const { version } = added.json()
    const [acme, other] = [
      await shop.create('company', { name: '甲方' }),
      await shop.create('company', { name: '乙方' }),
    ]
    const [first, second] = [
      await shop.create('item', { name: '第一', maker: acme.id }),
      await shop.create('item', { name: '第二', maker: acme.id }),
    ]
    await shop.draft(draft => {
      const { fields } = formOf(draft, 'item')
      fields.splice(
        fields.findIndex(({ key }) => key === 'maker'),
        1,
      )
      formOf(draft, 'company').fields.push(link('best', 'item'), link('nothing', 'company'))
    })
    expect((await shop.check()).plan).toContainEqual(
      expect.objectContaining({ key: 'turn:company.best', count: 1, chosen: 'turn' }),
    )
    const turned = await shop.publish(() => undefined, { confirm: true })
    expect(turned.statusCode, turned.body).toBe(200)
    expect(await shop.read('company', acme.id)).toMatchObject({ best: first.id })
    expect(await shop.read('company', other.id)).toMatchObject({ best: null })
    const back = await shop.server.call(shop.admin, 'POST', `${shop.base}/versions/${version}/restore`)
    expect(back.statusCode, back.body).toBe(200)
    for (const { id } of [first, second]) expect((await shop.read('item', id)).maker).toBe(acme.id)
    const many = await shop.publish(
      draft => {
        const { fields } = formOf(draft, 'item')
        fields.splice(
          fields.findIndex(({ key }) => key === 'maker'),
          1,
        )
        formOf(draft, 'company').fields.push(link('made', 'item', { multiple: true }))
      },
      { confirm: true },
    )
    expect(many.statusCode, many.body).toBe(200)
    expect((await shop.read('company', acme.id)).made).toEqual([first.id, second.id])
  })
})

describe('two who publish at once', () => {
  it('the second is told what the first changed, and publishes after looking', async () => {
    const { base } = await shop.check()
    const first = await shop.publish(draft => formOf(draft, 'company').fields.push(field('city', 'text')), { base })
    expect(first.statusCode, first.body).toBe(200)
    const second = await shop.publish(draft => formOf(draft, 'company').fields.push(field('town', 'text')), { base })
    expect(second.json()).toMatchObject({ status: 409, code: 'published_meanwhile', current: base + 1 })
    expect(second.json().changes.map((change: { text: { zh: string } }) => change.text.zh)).toEqual([
      '表单“公司”新增字段“字段city”',
    ])
    const again = await shop.publish(() => undefined, { base: base + 1 })
    expect(again.json()).toMatchObject({ version: base + 2 })
  })

  it('of ten at the same moment from one base exactly one wins', async () => {
    await shop.draft(draft => formOf(draft, 'company').fields.push(field('zip', 'text')))
    const { base } = await shop.check()
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => shop.server.call(shop.admin, 'POST', `${shop.base}/publish`, { base })),
    )
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, ...Array(9).fill(409)])
  })
})
