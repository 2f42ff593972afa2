import { describe, expect, it } from 'vitest'
import { noRelated, prepareRecord } from '../../../engine/index.ts'
import { compileVisible } from '../../../runtime/app/interpret.ts'
import { keptNumber, typedNumber } from '../../../runtime/form/controls/number.tsx'
import { shownMessages } from '../../../runtime/form/problems.ts'
import { wantedRecords } from '../../../runtime/form/related.ts'
import { sectionsOf } from '../../../runtime/form/sections.ts'
import { newRowId, sentValues } from '../../../runtime/form/useRecordForm.ts'
import { demo } from '../demo.ts'

const app = compileVisible(demo())
const order = app.forms.get('order')!
const context = {
  app,
  user: 'u1',
  now: '2026-11-22T04:00:00.000Z',
  today: '2026-11-22',
  zone: 'Asia/Shanghai',
  settings: { limit: '1000.00' },
  related: noRelated,
}

describe('typed numbers', () => {
  it.each([
    ['1,200,000.50', false, '1200000.50'],
    ['１２３。５', false, '123.5'],
    ['2.3', true, '0.023'],
    ['', false, null],
    ['12a', false, '12a'],
  ])('keeps %s (percent %s) as %s', (typed, percent, kept) => expect(keptNumber(typed, percent)).toBe(kept))

  it('shows a stored fraction as percent and leaves nonsense alone', () => {
    expect(typedNumber('0.0230', true)).toBe('2.3')
    expect(typedNumber('abc', true)).toBe('abc')
  })
})

describe('sentValues', () => {
  it('sends rows without computed columns and without the marks of new rows', () => {
    const stored = '01990000-0000-7000-8000-000000000001'
    const sent = sentValues(order, {
      title: 'A',
      net: '5.00',
      lines: [
        { id: stored, item: 'x', price: '1.00', sum: '9.00' },
        { id: newRowId(), item: 'y' },
      ],
    })
    expect(sent).toEqual({ title: 'A', lines: [{ id: stored, item: 'x', price: '1.00' }, { item: 'y' }] })
  })
})

describe('shownMessages', () => {
  const prepared = prepareRecord(order, null, { amount: '5000', lines: [{ price: '1' }] }, context)
  const shown = (touched: readonly string[], all: boolean, writable: (key: string) => boolean = () => true) =>
    shownMessages(prepared, [], new Set(touched), all, writable, 'zh').map(({ path }) => path)

  it('stays quiet about what was not touched', () => expect(shown([], false)).toEqual([]))
  it('says everything after a try to save', () =>
    expect(shown([], true).sort()).toEqual(['/lines/0/item', '/note', '/title']))
  it('speaks of a touched field only', () => expect(shown(['/title'], false)).toEqual(['/title']))
  it('leaves out what the person cannot write', () =>
    expect(shown([], true, key => key !== 'note')).not.toContain('/note'))

  it('keeps what the server said beside what is known here', () => {
    const server = [
      { path: '/title', code: 'not_unique', message: '已存在', params: {} },
      { path: '/title', code: 'required', message: '请填写', params: {} },
    ]
    const messages = shownMessages(prepared, server, new Set(), true, () => true, 'zh').filter(
      ({ path }) => path === '/title',
    )
    expect(messages.map(({ code }) => code)).toEqual(['required', 'not_unique'])
  })
})

describe('sectionsOf', () => {
  it('places fields as written, and the rest at the end', () => {
    const sections = sectionsOf(app, order, demo().forms[1])
    expect(sections.map(({ key, fields }) => [key, fields.map(({ field, span }) => `${field.key}:${span}`)])).toEqual([
      ['main', ['title:1', 'note:2', 'amount:1']],
      ['$rest', ['customer:1', 'due:1', 'net:1', 'lines:2']],
    ])
  })

  it('does not repeat a worked-out title, which stands above, but keeps one that is typed', () => {
    const rest = (titleField: string): string[] =>
      sectionsOf(app, { ...order, titleField }, undefined).flatMap(({ fields }) => fields.map(({ field }) => field.key))
    expect(order.fieldList.map(({ key }) => key)).toContain('net')
    expect(rest('net')).not.toContain('net')
    expect(rest('title')).toContain('title')
  })
})

describe('wantedRecords', () => {
  it('asks for the related record a formula reads', () => {
    expect(wantedRecords(app, order, { customer: 'c1' }, noRelated).records).toEqual([{ form: 'customer', id: 'c1' }])
    expect(wantedRecords(app, order, {}, noRelated).records).toEqual([])
  })
})
