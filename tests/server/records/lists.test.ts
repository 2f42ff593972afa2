import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client, TestServer } from '../testServer.ts'
import { base, type Office, openOffice } from './office.ts'

let server: TestServer
let seller: Client
let other: Client
let manager: Client
let director: Client
let customer: Office['customer']
let opportunity: Office['opportunity']

beforeAll(async () => {
  ;({ server, seller, other, manager, director, customer, opportunity } = await openOffice())
})
afterAll(() => server.close())

describe('hostile strings', () => {
  const hostile = [
    '<script>alert(1)</script>',
    "'; drop table x; --",
    '{{7*7}}',
    '$'.concat('{7*7}'),
    '\u202eevil',
    '=1+1',
    '😀'.repeat(20),
    '__proto__',
    'a'.repeat(50),
    '\\\\',
    '%_',
    'null',
  ]
  it.each(hostile)('%j is kept and found as text, on every way', async text => {
    const made = await customer(seller, { name: text })
    const filter = encodeURIComponent(JSON.stringify({ '==': [{ var: 'name' }, text] }))
    const found = (await server.call(seller, 'GET', `${base}/customer/records?filter=${filter}`)).json().records
    expect(found.map((record: { id: string }) => record.id)).toEqual([made.id])
    expect(
      (await server.call(seller, 'GET', `${base}/customer/records?q=${encodeURIComponent(text.slice(0, 20))}`))
        .statusCode,
    ).toBe(200)
  })

  it('half a character is refused with a text', async () => {
    const answer = await server.call(seller, 'POST', `${base}/customer/records`, { name: '\ud800' })
    expect(answer.json().errors).toMatchObject([{ path: '/name', code: 'invalid_text' }])
  })

  it('a NUL is refused with a text, wherever it stands', async () => {
    expect((await server.call(seller, 'POST', `${base}/customer/records`, { name: 'a\0b' })).statusCode).toBe(400)
    const filter = encodeURIComponent(JSON.stringify({ '==': [{ var: 'name' }, 'a\0b'] }))
    expect((await server.call(seller, 'GET', `${base}/customer/records?filter=${filter}`)).statusCode).toBe(400)
  })
})

describe('lists', () => {
  it('filter, sort, page without skip or repeat, search, select and expand', async () => {
    const boss = await customer(seller, { name: '分页客户' })
    const ids: string[] = []
    for (let k = 0; k < 12; k += 1)
      ids.push(
        (await opportunity({ title: `分页${k % 5}`, customer: boss.id, amount: k % 3 === 0 ? null : String(k % 4) }))
          .id,
      )
    const filter = encodeURIComponent(JSON.stringify({ '==': [{ var: 'customer.name' }, '分页客户'] }))
    const found: string[] = []
    let cursor: string | null = null
    do {
      const url: string = `${base}/opportunity/records?filter=${filter}&sort=-amount,title&fields=title,amount&expand=customer&limit=5${cursor === null ? '' : `&cursor=${cursor}`}`
      const page = (await server.call(seller, 'GET', url)).json()
      expect(page.records[0]).toMatchObject({ expanded: { customer: { name: '分页客户' } } })
      found.push(...page.records.map((record: { id: string }) => record.id))
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(found).toHaveLength(12)
    expect(new Set(found)).toEqual(new Set(ids))
    const amounts = (
      await server.call(seller, 'GET', `${base}/opportunity/records?filter=${filter}&sort=-amount&limit=20&count=true`)
    ).json()
    expect(amounts.count).toBe(12)
    const values = amounts.records.map((record: { amount: string | null }) => record.amount)
    expect(values.slice(-4)).toEqual([null, null, null, null])
    expect(
      (await server.call(seller, 'GET', `${base}/opportunity/records?q=${encodeURIComponent('页3')}`)).json().records,
    ).toHaveLength(2)
    expect(
      (await server.call(seller, 'GET', `${base}/customer/records?q=${encodeURIComponent('%%%')}`)).json().records,
    ).toEqual([])
  })

  it('aggregate exactly', async () => {
    const { id: who } = await customer(other)
    for (let k = 0; k < 3; k += 1) await opportunity({ customer: who, amount: '0.01' }, other)
    const answer = await server.call(other, 'POST', `${base}/opportunity/aggregate`, {
      groupBy: ['stage'],
      measures: { n: { count: '*' }, s: { sum: 'amount' } },
    })
    expect(answer.json()).toEqual({ groups: [{ key: { stage: 'lead' }, n: 3, s: '0.03' }] })
  })

  it.each([
    ['limit=0'],
    ['limit=201'],
    ['sort=nothing'],
    ['nonsense=1'],
    ['filter=%7B'],
    ['cursor=abc'],
    ['expand=title'],
    [`filter=${encodeURIComponent('{"eval":["x"]}')}`],
  ])('refuse %s', async query => {
    expect((await server.call(seller, 'GET', `${base}/opportunity/records?${query}`)).statusCode).toBe(400)
  })
})

describe('stages', () => {
  it('cannot be skipped, hold their gate, and keep each move', async () => {
    const { id: who } = await customer()
    const made = await opportunity({ customer: who })
    const url = `${base}/opportunity/records/${made.id}`
    const move = (to: string, by = seller) => server.call(by, 'POST', `${url}/stage`, { to })
    expect((await move('contract')).json().errors).toMatchObject([{ code: 'stage_skipped' }])
    expect((await server.call(seller, 'PATCH', url, { stage: 'contract' })).statusCode).toBe(422)
    server.clock.advance(3_600_000)
    expect((await move('proposal')).json()).toMatchObject({ stage: 'proposal', version: 2 })
    const refused = await move('contract')
    expect(refused.json().errors.map((item: { path: string }) => item.path)).toEqual(['/proposal', '/scan'])
    const state = (await server.call(seller, 'GET', `${url}/stage`)).json()
    expect(state).toMatchObject({
      stage: 'proposal',
      next: { key: 'contract' },
      moves: [{ from: 'lead', to: 'proposal', by: seller.id, seconds: 3600 }],
    })
    expect(state.next.missing).toHaveLength(2)
    expect((await move('lead')).json().errors).toMatchObject([{ code: 'stage_back_forbidden' }])
    expect((await move('lead', director)).statusCode).toBe(200)
    expect((await move('lost')).json()).toMatchObject({ stage: 'lost' })
  })
})

describe('batches and imports', () => {
  it('do all or nothing', async () => {
    const made = await customer()
    const answer = await server.call(manager, 'POST', `${base}/customer/batch`, {
      operations: [
        { create: { name: '批一' } },
        { update: made.id, values: { industry: 'medical' } },
        { create: { name: '' } },
      ],
    })
    expect(answer.statusCode).toBe(422)
    expect(answer.json().errors).toMatchObject([{ path: '/operations/2/name' }])
    expect((await server.call(manager, 'GET', `${base}/customer/records/${made.id}`)).json().industry).toBeNull()
  })

  it('report each row and update by a key', async () => {
    await customer(manager, { name: '已有' })
    const answer = await server.call(manager, 'POST', `${base}/customer/import`, {
      by: 'name',
      rows: [{ name: '已有', industry: 'energy' }, { name: '新来' }, { name: '坏', industry: 'zzz' }],
    })
    expect(answer.json()).toMatchObject({
      created: 1,
      updated: 1,
      failed: 1,
      errors: [{ row: 2, errors: [{ path: '/industry' }] }],
    })
  })
})
