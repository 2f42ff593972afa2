import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compileApp } from '../../../engine/index.ts'
import type { AppDefinition, Automation } from '../../../schemas/generated/definition.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'

const words = (text: string) => ({ zh: text, en: text })
const field = (key: string, type: 'text' | 'number' | 'date' | 'yes_no') => ({ key, label: words(key), type })
const tell = (key: string, window: object): Automation => ({
  ...{ key, name: words(key), on: [{ window } as Automation['on'][number]] },
  then: [{ do: 'notify', to: '{owner}', message: words(`${key} {name}`) }],
})
const automations = [
  tell('low', {
    ...{ of: 'day', per: ['{store}', '{kind}'], at: '{on_day}', last: 3, bucket: 'day' },
    ...{ measure: '{sales}', aggregate: 'sum', is: '{$measure} < {$settings.least}' },
  }),
  tell('often', {
    ...{ of: { event: 'updated', form: 'paper', fields: ['need'] }, over: '30d' },
    is: '{$measure} > 2',
  }),
  tell('no_step', { of: 'visit', per: '{customer}', last: 5, measure: '{no_next}', is: '{$measure} = TRUE' }),
]
const definition: AppDefinition = {
  ...{ formatVersion: 1, key: 'count', version: '0.1.0', name: words('count'), zone: 'Asia/Shanghai' },
  settings: [{ key: 'least', label: words('least'), type: 'number', value: '10' }],
  forms: [
    {
      ...{ key: 'day', name: words('day'), titleField: 'name' },
      fields: [
        ...[field('name', 'text'), field('store', 'text'), field('kind', 'text')],
        ...[field('on_day', 'date'), field('sales', 'number')],
      ],
    },
    {
      ...{ key: 'paper', name: words('paper'), titleField: 'name' },
      fields: [field('name', 'text'), field('need', 'text')],
    },
    {
      ...{ key: 'visit', name: words('visit'), titleField: 'name' },
      fields: [field('name', 'text'), field('customer', 'text'), field('no_next', 'yes_no')],
    },
  ],
  automations,
}

let server: TestServer
let admin: Client
beforeAll(async () => {
  server = await startTestServer()
  admin = await server.addPerson(await server.addOrganisation('A'), 'admin', { admin: true })
  const made = await server.call(admin, 'POST', '/api/apps', { definition })
  expect(made.statusCode, made.body).toBe(201)
})
afterAll(() => server.close())

const base = '/api/apps/count/forms'
const create = async (form: string, values: object): Promise<string> => {
  const made = await server.call(admin, 'POST', `${base}/${form}/records`, values)
  expect(made.statusCode, made.body).toBe(201)
  return made.json().id
}
const change = (form: string, id: string, values: object) =>
  server.call(admin, 'PATCH', `${base}/${form}/records/${id}`, values)
const told = async (key: string): Promise<string[]> => {
  const { rows } = await server.database.pool.query<{ text: string }>(
    `select text ->> 'en' as text from formwork.notification where text ->> 'en' like $1 || ' %' order by created_at, id`,
    [key],
  )
  return rows.map(({ text }) => text)
}

describe('a trigger that counts', () => {
  it('hears of three days in a row below a threshold, once, for one store and kind', async () => {
    const day = (n: number, sales: number, kind = 'a') =>
      create('day', { name: `${kind}${n}`, store: 'S1', kind, on_day: `2026-11-0${n}`, sales })
    await day(1, 5)
    await day(2, 4)
    await day(3, 1, 'b')
    expect(await told('low')).toEqual([])
    const third = await day(3, 9)
    expect(await told('low')).toEqual(['low a3'])
    await day(4, 2)
    expect(await told('low')).toEqual(['low a3'])
    await change('day', third, { sales: 11 })
    await day(6, 1)
    expect(await told('low')).toEqual(['low a3'])
    await change('day', third, { sales: 3 })
    expect(await told('low')).toEqual(['low a3'])
    await day(5, 1)
    expect(await told('low')).toEqual(['low a3', 'low a5'])
  })
  it('counts events within a span, each record by itself', async () => {
    const [one, two] = [await create('paper', { name: 'one' }), await create('paper', { name: 'two' })]
    for (const need of ['a', 'b']) await change('paper', one, { need })
    await change('paper', two, { need: 'a' })
    server.clock.advance(29 * 86_400_000)
    expect(await told('often')).toEqual([])
    expect((await change('paper', one, { need: 'c' })).statusCode).toBe(200)
    expect(await told('often')).toEqual(['often one'])
    await change('paper', two, { need: 'b' })
    expect(await told('often')).toEqual(['often one'])
  })
  it('is true for each of the last few', async () => {
    const visit = (no_next: boolean) => create('visit', { name: 'v', customer: 'C', no_next })
    for (let n = 0; n < 3; n += 1) await visit(true)
    await visit(false)
    for (let n = 0; n < 4; n += 1) await visit(true)
    expect(await told('no_step')).toEqual([])
    await visit(true)
    await visit(true)
    expect(await told('no_step')).toEqual(['no_step v'])
  })
  it('hears of both when two are written at once', async () => {
    const visit = (no_next: boolean) => create('visit', { name: 'at once', customer: 'D', no_next })
    for (let n = 0; n < 3; n += 1) await visit(true)
    await Promise.all([visit(true), visit(true)])
    expect((await told('no_step')).filter(text => text.includes('at once'))).toHaveLength(1)
  })
  it('forgets events beyond the span', async () => {
    const id = await create('paper', { name: 'three' })
    const three = async () => (await told('often')).filter(text => text.includes('three')).length
    for (const need of ['a', 'b']) await change('paper', id, { need })
    expect(await three()).toBe(0)
    await change('paper', id, { need: 'c' })
    expect(await three()).toBe(1)
    server.clock.advance(31 * 86_400_000)
    admin = await server.addPerson(admin.orgId, 'second', { admin: true })
    await change('paper', id, { need: 'd' })
    expect(await three()).toBe(1)
    for (const need of ['e', 'f']) await change('paper', id, { need })
    expect(await three()).toBe(2)
  })
  it.each<[object, string]>([
    [{ of: 'day', is: '{$measure} > 1' }, 'window_span /automations/0/on/0/window'],
    [{ of: 'day', over: '3d', bucket: 'day', is: '{$measure} > 1' }, 'window_span /automations/0/on/0/window/bucket'],
    [{ of: 'dya', over: '3d', is: '{$measure} > 1' }, 'unknown_form /automations/0/on/0/window/form'],
    [
      { of: { event: 'updated', form: 'day' }, at: '{on_day}', over: '3d', is: '{$measure} > 1' },
      'window_at_of_event /automations/0/on/0/window/at',
    ],
  ])('is refused: %j', (window, expected) => {
    const { findings } = compileApp({ ...definition, automations: [tell('x', window)] })
    expect(findings.map(({ code, path }) => `${code} ${path}`)).toContain(expected)
  })
})
