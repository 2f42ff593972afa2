import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppDefinition, Field } from '../../../schemas/generated/definition.ts'
import { fieldOf, formOf, openWorkshop, retype, type Workshop } from './publishing.ts'

import { both, field, storehouse } from './storehouse.ts'

let shop: Workshop
beforeAll(async () => {
  shop = await openWorkshop(storehouse)
})
afterAll(() => shop.close())

describe('values that do not fit', () => {
  it('stay readable in a field beside, which the draft has as well', async () => {
    const fits = await shop.create('item', { name: '能转', size: '1,200.50' })
    const not = await shop.create('item', { name: '不能转', size: '很大' })
    await shop.draft(draft => retype(draft, 'item', field('size', 'number')))
    const { plan, base } = await shop.check()
    expect(plan).toMatchObject([
      {
        key: 'convert:item.size',
        kind: 'convert',
        effect: 'lossy',
        count: 1,
        samples: [{ id: not.id, title: '不能转', value: '很大' }],
        choices: [{ key: 'keep' }, { key: 'empty' }],
        chosen: 'keep',
      },
    ])
    const listed = await shop.server.call(shop.admin, 'GET', `${shop.base}/draft/misfits/convert:item.size?limit=10`)
    expect(listed.json()).toEqual({ records: [{ id: not.id, title: '不能转', value: '很大' }], nextCursor: null })
    const answer = await shop.publish(() => undefined, { choices: { 'convert:item.size': 'keep' }, base })
    expect(answer.statusCode, answer.body).toBe(200)
    expect(await shop.read('item', fits.id)).toMatchObject({ size: '1200.50', size_before: null })
    expect(await shop.read('item', not.id)).toMatchObject({ size: null, size_before: '很大' })
    const draft = (await shop.server.call(shop.admin, 'GET', `${shop.base}/draft`)).json().definition as AppDefinition
    expect(formOf(draft, 'item').fields.map(({ key }) => key)).toEqual([
      'name',
      'size',
      'size_before',
      'level',
      'levels',
      'company',
      'day',
      'lines',
    ])
    expect(draft.roles![0]!.grants[0]!.fields).toEqual({ size: 'hidden', size_before: 'hidden' })
  })

  it('come back digit for digit with the former type, but for what was changed since', async () => {
    const kept = await shop.create('item', { name: '原样' })
    await shop.publish(draft => retype(draft, 'item', field('day', 'text')))
    const [date, changed, cleared, odd] = [
      await shop.create('item', { name: '日期', day: '2026/5/1' }),
      await shop.create('item', { name: '改过', day: '2026-05-31' }),
      await shop.create('item', { name: '清空', day: '2026-05-31' }),
      await shop.create('item', { name: '不是', day: '2026-02-30' }),
    ]
    const choices = { 'convert:item.day': 'empty' }
    expect((await shop.publish(draft => retype(draft, 'item', field('day', 'date')), { choices })).statusCode).toBe(200)
    expect((await shop.read('item', date.id)).day).toBe('2026-05-01')
    expect((await shop.read('item', odd.id)).day).toBeNull()
    const patch = (id: string, day: string | null) =>
      shop.server.call(shop.admin, 'PATCH', `${shop.base}/forms/item/records/${id}`, { day }, { 'if-match': '"1"' })
    expect((await patch(changed.id, '2026-06-01')).statusCode).toBe(200)
    expect((await patch(cleared.id, null)).statusCode).toBe(200)
    expect((await shop.publish(draft => retype(draft, 'item', field('day', 'text')))).statusCode).toBe(200)
    const days = [kept, date, changed, cleared, odd].map(async ({ id }) => (await shop.read('item', id)).day)
    expect(await Promise.all(days)).toEqual([null, '2026/5/1', '2026-06-01', null, '2026-02-30'])
  })

  it('are understood by their names: options, linked records', async () => {
    const acme = await shop.create('company', { name: '阿克米' })
    const one = await shop.create('item', { name: '一', company: '阿克米', level: 'b' })
    const other = await shop.create('item', { name: '二', company: '无名' })
    const relation = field('company', 'relation', { to: 'company' })
    await shop.draft(draft => {
      retype(draft, 'item', relation)
      retype(draft, 'item', field('level', 'text'))
    })
    const { plan } = await shop.check()
    expect(plan).toMatchObject([
      { key: 'convert:item.level', count: 0, effect: 'lossless' },
      { key: 'convert:item.company', count: 1, samples: [{ id: other.id, value: '无名' }] },
    ])
    expect((await shop.publish(() => undefined, { confirm: true })).statusCode).toBe(200)
    expect(await shop.read('item', one.id)).toMatchObject({ company: acme.id, level: '乙' })
    expect(await shop.read('item', other.id)).toMatchObject({ company: null, company_before: '无名' })
    const back = await shop.publish(draft => {
      retype(draft, 'item', field('company', 'text'))
      retype(draft, 'item', field('level', 'select', { options: 'level' }))
    })
    expect(back.statusCode, back.body).toBe(200)
    expect(await shop.read('item', one.id)).toMatchObject({ company: '阿克米', level: 'b' })
    expect(await shop.read('item', other.id)).toMatchObject({ company: '无名' })
  })

  it('are counted when many become one, and all come back', async () => {
    const many = await shop.create('item', { name: '多选', levels: ['c', 'a'] })
    const single = await shop.create('item', { name: '单选', levels: ['b'] })
    await shop.draft(draft => retype(draft, 'item', field('levels', 'select', { options: 'level' })))
    expect((await shop.check()).plan).toMatchObject([{ count: 1, samples: [{ id: many.id, value: '丙, 甲' }] }])
    await shop.publish(() => undefined, { choices: { 'convert:item.levels': 'empty' } })
    expect((await shop.read('item', many.id)).levels).toBe('c')
    expect((await shop.read('item', single.id)).levels).toBe('b')
    await shop.publish(draft => retype(draft, 'item', field('levels', 'select', { options: 'level', multiple: true })))
    expect((await shop.read('item', many.id)).levels).toEqual(['c', 'a'])
    expect((await shop.read('item', single.id)).levels).toEqual(['b'])
  })

  it('of rows in sub-forms are kept like others', async () => {
    const made = await shop.create('item', { name: '明细', lines: [{ note: '7' }, { note: '七' }] })
    const rows = (note: Field) => field('lines', 'subform', { fields: [note, field('count', 'number')] })
    await shop.draft(draft => retype(draft, 'item', rows(field('note', 'number'))))
    expect((await shop.check()).plan).toMatchObject([
      { key: 'convert:item.lines.note', count: 1, samples: [{ id: made.id, title: '明细', value: '七' }] },
    ])
    const answer = await shop.publish(() => undefined, { confirm: true })
    expect(answer.statusCode, answer.body).toBe(200)
    expect((await shop.read('item', made.id)).lines).toMatchObject([
      { note: '7', note_before: null },
      { note: null, note_before: '七' },
    ])
  })
})

describe('options that are removed', () => {
  const remove = (draft: AppDefinition, key: string): void => {
    const [library] = draft.optionLibraries!
    library!.options = library!.options.filter(option => option.key !== key)
  }

  it('stay on old records, for nobody to choose', async () => {
    const made = await shop.create('item', { name: '在用', level: 'c' })
    await shop.draft(draft => remove(draft, 'c'))
    const { plan } = await shop.check()
    expect(plan).toMatchObject([
      {
        key: 'retire_option:item.level:c',
        count: 1,
        choices: [{ key: 'keep' }, { key: 'replace:a' }, { key: 'replace:b' }],
      },
      { key: 'retire_option:item.levels:c' },
    ])
    expect((await shop.publish(() => undefined, { confirm: true })).statusCode).toBe(200)
    expect((await shop.read('item', made.id)).level).toBe('c')
    const { definition } = (await shop.server.call(shop.admin, 'GET', shop.base)).json()
    expect(definition.optionLibraries[0].options.at(-1)).toMatchObject({ key: 'c', active: false })
  })

  it('are replaced by another, and come back with the option where nobody chose anew', async () => {
    const [stays, moves] = [
      await shop.create('item', { name: '留', level: 'a', levels: ['a', 'b'] }),
      await shop.create('item', { name: '改', level: 'a' }),
    ]
    const choices = { 'retire_option:item.level:a': 'replace:b', 'retire_option:item.levels:a': 'replace:b' }
    const answer = await shop.publish(draft => remove(draft, 'a'), { choices })
    expect(answer.statusCode, answer.body).toBe(200)
    expect(await shop.read('item', stays.id)).toMatchObject({ level: 'b', levels: ['b'] })
    const patched = await shop.server.call(
      shop.admin,
      'PATCH',
      `${shop.base}/forms/item/records/${moves.id}`,
      { level: null },
      { 'if-match': '"1"' },
    )
    expect(patched.statusCode, patched.body).toBe(200)
    await shop.draft(draft => draft.optionLibraries![0]!.options.unshift({ key: 'a', label: both('甲', 'First') }))
    expect((await shop.check()).plan).toMatchObject([
      { kind: 'restore_option', field: 'level' },
      { kind: 'restore_option', field: 'levels' },
    ])
    expect((await shop.publish(() => undefined)).statusCode).toBe(200)
    expect(await shop.read('item', stays.id)).toMatchObject({ level: 'a', levels: ['a', 'b'] })
    expect((await shop.read('item', moves.id)).level).toBeNull()
  })

  it('cannot be replaced by what is no option', async () => {
    const choices = { 'retire_option:item.level:b': 'replace:x' }
    await shop.create('item', { name: '还有', level: 'b' })
    const answer = await shop.publish(draft => remove(draft, 'b'), { choices, confirm: true })
    expect(answer.statusCode).toBe(400)
    await shop.draft(draft => draft.optionLibraries![0]!.options.push({ key: 'b', label: both('乙', 'Second') }))
  })
})

describe('rules that records do not keep', () => {
  it('required: how many are blank', async () => {
    await shop.draft(draft => Object.assign(fieldOf(draft, 'company', 'name'), { required: true }))
    const blank = await shop.create('company', {})
    expect((await shop.check()).plan).toMatchObject([{ kind: 'require', count: 1, samples: [{ id: blank.id }] }])
    expect((await shop.publish(() => undefined)).statusCode).toBe(200)
  })

  it('unique: which records share a value, and nothing is published', async () => {
    const twins = [await shop.create('company', { name: '双' }), await shop.create('company', { name: '双' })]
    await shop.draft(draft => Object.assign(fieldOf(draft, 'company', 'name'), { unique: true }))
    const { plan } = await shop.check()
    expect(plan).toMatchObject([{ key: 'unique:company.name', effect: 'blocked', count: 2 }])
    expect(plan[0].samples.map((sample: { id: string }) => sample.id)).toEqual(twins.map(({ id }) => id))
    const refused = await shop.publish(() => undefined, { confirm: true })
    expect(refused.json()).toMatchObject({ status: 409, code: 'unique_has_duplicates', plan: [{ count: 2 }] })
    await shop.draft(draft => Object.assign(fieldOf(draft, 'company', 'name'), { unique: false }))
  })
})
