import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppDefinition, Field } from '../../../schemas/generated/definition.ts'
import { formOf, openWorkshop, type Workshop } from './publishing.ts'

const both = (text: string) => ({ zh: text, en: text })
const text = (key: string): Field => ({ key, label: both(key), type: 'text' })
const app: AppDefinition = {
  formatVersion: 1,
  key: 'shop',
  version: '1.0.0',
  name: both('shop'),
  optionLibraries: [{ key: 'level', label: both('level'), options: [{ key: 'a', label: both('A') }] }],
  forms: [
    {
      key: 'item',
      name: both('item'),
      titleField: 'name',
      fields: [
        text('name'),
        text('note'),
        { key: 'level', label: both('level'), type: 'select', options: 'level' },
        { key: 'lines', label: both('lines'), type: 'subform', fields: [text('what') as never, text('why') as never] },
      ],
      layout: { sections: [{ key: 'all', fields: ['name', 'note', 'level', 'lines'] }] },
    },
    { key: 'extra', name: both('extra'), titleField: 'name', fields: [text('name')] },
  ],
}

let shop: Workshop
let item: Record<string, string>
beforeAll(async () => {
  shop = await openWorkshop(app)
  item = await shop.create('item', { name: 'one', note: 'kept', level: 'a', lines: [{ what: 'x', why: 'y' }] })
  await shop.create('extra', { name: 'also kept' })
  const answer = await shop.publish(draft => {
    const form = formOf(draft, 'item')
    form.fields = form.fields
      .filter(({ key }) => key === 'name' || key === 'lines')
      .map(field => (field.type === 'subform' ? { ...field, fields: field.fields.slice(0, 1) } : field))
    form.layout = { sections: [{ key: 'all', fields: ['name', 'lines'] }] }
    draft.forms = [form]
    draft.optionLibraries = []
  })
  expect(answer.statusCode, answer.body).toBe(200)
})
afterAll(() => shop.close())

const removed = async () => (await shop.server.call(shop.admin, 'GET', `${shop.base}/removed`)).json().removed
const act = (what: 'restore' | 'purge', body: object) =>
  shop.server.call(shop.admin, 'POST', `${shop.base}/removed/${what}`, body)

describe('what left the app', () => {
  it('is listed with what it keeps and the version that had it last', async () => {
    expect(await removed()).toEqual([
      expect.objectContaining({ form: 'item', field: 'note', count: 1, lastVersion: 1, name: both('note') }),
      expect.objectContaining({ form: 'item', field: 'level', count: 1, lastVersion: 1 }),
      expect.objectContaining({ form: 'item.lines', field: 'why', count: 1, lastVersion: 1, name: both('why') }),
      expect.objectContaining({ form: 'extra', field: null, count: 1, lastVersion: 1, name: both('extra') }),
    ])
  })

  it('comes back into the draft as it was, with the options it needs, and its values once published', async () => {
    for (const place of [
      { form: 'item', field: 'level' },
      { form: 'item.lines', field: 'why' },
      { form: 'extra', field: null },
    ])
      expect((await act('restore', place)).statusCode).toBe(200)
    const answer = await shop.publish(() => undefined)
    expect(answer.statusCode, answer.body).toBe(200)
    expect(await shop.read('item', item.id!)).toMatchObject({ level: 'a', lines: [{ what: 'x', why: 'y' }] })
    const { definition } = (await shop.server.call(shop.admin, 'GET', `${shop.base}/draft`)).json()
    expect(formOf(definition, 'item').layout!.sections[0]!.fields).toEqual(['name', 'lines', 'level'])
    const { records } = (await shop.server.call(shop.admin, 'GET', `${shop.base}/forms/extra/records`)).json()
    expect(records).toMatchObject([{ name: 'also kept' }])
    expect((await removed()).map((one: { field: string }) => one.field)).toEqual(['note'])
  })

  it('goes for good only when told so by its name; what is in use cannot be purged', async () => {
    expect((await act('purge', { form: 'item', field: 'note' })).statusCode).toBe(400)
    expect((await act('purge', { form: 'item', field: 'name', confirm: 'name' })).statusCode).toBe(404)
    expect((await act('purge', { form: 'item', field: 'note', confirm: 'note' })).statusCode).toBe(200)
    expect(await removed()).toEqual([])
    const { rows } = await shop.server.database.pool.query(
      `select detail from formwork.audit where action = 'removed_purged'`,
    )
    expect(rows).toEqual([{ detail: { form: 'item', field: 'note', count: 1 } }])
    const back = await shop.server.call(shop.admin, 'POST', `${shop.base}/versions/1/restore`)
    expect(back.statusCode, back.body).toBe(200)
    expect(await shop.read('item', item.id!)).toMatchObject({ name: 'one', note: null, level: 'a' })
    await shop.create('item', { name: 'two', note: 'again' })
  })

  it('a form goes for good with its sub-forms', async () => {
    const only: AppDefinition['forms'] = [
      { key: 'extra', name: both('extra'), titleField: 'name', fields: [text('name')] },
    ]
    expect((await shop.publish(draft => Object.assign(draft, { forms: only }))).statusCode).toBe(200)
    expect((await act('purge', { form: 'item', field: null, confirm: 'item' })).statusCode).toBe(200)
    expect(await removed()).toEqual([])
    expect((await shop.server.call(shop.admin, 'POST', `${shop.base}/versions/1/restore`)).statusCode).toBe(200)
    expect((await shop.create('item', { name: 'three', lines: [{ what: 'z' }] })).lines).toMatchObject([{ what: 'z' }])
  })
})
