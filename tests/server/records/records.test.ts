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

describe('a record', () => {
  it('is created, read, changed and deleted, with a version at each step', async () => {
    const made = await customer(seller, { industry: 'medical', sub: 'hospital', phone: '+86 21 1234 5678' })
    expect(made).toMatchObject({
      version: 1,
      industry: 'medical',
      owner: seller.id,
      deals: '0',
      total: '0.00',
      rebate_rate: '0.0000',
    })
    const read = await server.call(seller, 'GET', `${base}/customer/records/${made.id}`)
    expect(read.headers.etag).toBe('"1"')
    expect(read.json()).toEqual(made)
    const changed = await server.call(
      seller,
      'PATCH',
      `${base}/customer/records/${made.id}`,
      { industry: 'energy', sub: 'solar' },
      { 'if-match': '"1"' },
    )
    expect(changed.json()).toMatchObject({ version: 2, industry: 'energy' })
    const stale = await server.call(
      seller,
      'PATCH',
      `${base}/customer/records/${made.id}`,
      { phone: null },
      { 'if-match': '"1"' },
    )
    expect(stale.statusCode).toBe(409)
    expect(stale.json()).toMatchObject({ code: 'version_conflict', current: { version: 2 } })
    expect((await server.call(seller, 'DELETE', `${base}/customer/records/${made.id}`)).statusCode).toBe(403)
    expect((await server.call(manager, 'DELETE', `${base}/customer/records/${made.id}`)).statusCode).toBe(200)
    expect((await server.call(manager, 'GET', `${base}/customer/records/${made.id}`)).statusCode).toBe(404)
    const back = await server.call(manager, 'POST', `${base}/customer/records/${made.id}/restore`)
    expect(back.json()).toMatchObject({ id: made.id, version: 4 })
  })

  it('names every field that breaks a rule, at once and in the reader’s language', async () => {
    const answer = await server.call(
      seller,
      'POST',
      `${base}/customer/records`,
      { name: '', industry: 'nothing', sub: 'solar', phone: 'x', nonsense: 1 },
      { 'accept-language': 'zh' },
    )
    expect(answer.statusCode).toBe(422)
    const errors = answer.json().errors as { path: string; code: string; message: string }[]
    expect(errors.map(({ path, code }) => [path, code]).sort()).toEqual([
      ['/industry', 'unknown_choice'],
      ['/name', 'required'],
      ['/nonsense', 'unknown_record_field'],
      ['/phone', 'invalid_phone'],
      ['/sub', 'choice_not_under_parent'],
    ])
    expect(errors.find(({ path }) => path === '/name')?.message).toBe('请填写“名称”。')
  })

  it('keeps every change in its history', async () => {
    const made = await customer()
    await server.call(seller, 'PATCH', `${base}/customer/records/${made.id}`, { industry: 'medical' })
    const { history } = (await server.call(seller, 'GET', `${base}/customer/records/${made.id}/history`)).json()
    expect(history).toHaveLength(2)
    expect(history[0]).toMatchObject({
      version: 2,
      by: seller.id,
      actor: 'user',
      kind: 'update',
      changes: { industry: [null, 'medical'] },
    })
    expect(history[1]).toMatchObject({ version: 1, kind: 'create' })
  })

  it('refuses a relation that leads nowhere and a name that is taken', async () => {
    const nowhere = await server.call(seller, 'POST', `${base}/opportunity/records`, {
      title: 'x',
      customer: '01990000-0000-7000-8000-000000000000',
    })
    expect(nowhere.statusCode).toBe(422)
    expect(nowhere.json().errors).toMatchObject([{ path: '/customer', code: 'related_record_missing' }])
    const made = await customer()
    const twice = await server.call(seller, 'POST', `${base}/customer/records`, { name: made.name })
    expect(twice.json().errors).toMatchObject([{ path: '/name', message: 'A customer of this name exists' }])
  })

  it('answers the same Idempotency-Key with the same record', async () => {
    const send = () =>
      server.call(seller, 'POST', `${base}/customer/records`, { name: '只一次' }, { 'idempotency-key': 'k1' })
    const [first, second] = [await send(), await send()]
    expect(second.json()).toEqual(first.json())
  })
})

describe('money and formulas', () => {
  it('works out the commission example to the cent and explains it', async () => {
    const { id: who } = await customer()
    const made = await opportunity({ customer: who, amount: '1200000', received: '1200000' })
    expect(made).toMatchObject({ amount: '1200000.00', commission: '93792.00', number: 'SJ-2026-0001' })
    const answer = await server.call(seller, 'GET', `${base}/opportunity/records/${made.id}/explain/commission`)
    expect(answer.json()).toMatchObject({ field: 'commission', value: '93792.00', version: 1 })
    expect(JSON.stringify(answer.json().explanation)).toContain('1200000')
  })

  it('shows a division by zero as the field’s error, and nothing else breaks', async () => {
    const { id: who } = await customer()
    const made = await opportunity({ customer: who, amount: '100', heads: 0 })
    expect(made.per_head).toBeNull()
    expect(made._errors).toEqual({ per_head: 'division_by_zero' })
  })

  it('keeps roll-ups and what follows from them true: on create, change, re-link, delete', async () => {
    const a = await customer()
    const b = await customer()
    const one = await opportunity({ customer: a.id, amount: '5000000' })
    const two = await opportunity({ customer: a.id, amount: '3000000.01' })
    const see = async (id: string) => (await server.call(seller, 'GET', `${base}/customer/records/${id}`)).json()
    expect(await see(a.id)).toMatchObject({ deals: '2', total: '8000000.01', rebate_rate: '0.0250' })
    await server.call(seller, 'PATCH', `${base}/opportunity/records/${two.id}`, { customer: b.id })
    expect(await see(a.id)).toMatchObject({ deals: '1', total: '5000000.00', rebate_rate: '0.0200' })
    expect(await see(b.id)).toMatchObject({ deals: '1', total: '3000000.01', rebate_rate: '0.0000' })
    const followed = (await server.call(seller, 'GET', `${base}/opportunity/records/${one.id}`)).json()
    expect(followed.customer_rate).toBe('0.0200')
    await server.call(seller, 'DELETE', `${base}/opportunity/records/${one.id}`)
    expect(await see(a.id)).toMatchObject({ deals: '0', total: '0.00', rebate_rate: '0.0000' })
  })

  it('stores rows of a sub-form with their own formulas and totals', async () => {
    const { id: who } = await customer()
    const made = await opportunity({
      customer: who,
      lines: [
        { product: '甲', price: '2.50', quantity: 3 },
        { product: '乙', price: '0.01', quantity: 1 },
      ],
    })
    expect(made).toMatchObject({
      lines: [
        { product: '甲', line_total: '7.50' },
        { product: '乙', line_total: '0.01' },
      ],
      lines_total: '7.51',
    })
    const changed = await server.call(seller, 'PATCH', `${base}/opportunity/records/${made.id}`, {
      lines: [{ id: made.lines[1]?.id, quantity: '200' }],
    })
    expect(changed.json()).toMatchObject({
      lines: [{ id: made.lines[1]?.id, product: '乙', line_total: '2.00' }],
      lines_total: '2.00',
    })
    const bad = await server.call(seller, 'PATCH', `${base}/opportunity/records/${made.id}`, {
      lines: [{ price: '1' }],
    })
    expect(bad.json().errors).toMatchObject([{ path: '/lines/0/product', code: 'required' }])
  })

  it('refuses an amount above ten million without the risk assessment', async () => {
    const { id: who } = await customer()
    const answer = await server.call(seller, 'POST', `${base}/opportunity/records`, {
      title: '大单',
      customer: who,
      amount: '10000000.01',
    })
    expect(answer.json().errors).toMatchObject([{ path: '/risk', code: 'required' }])
    const warned = await server.call(seller, 'POST', `${base}/opportunity/records`, {
      title: '中单',
      customer: who,
      amount: '6000000',
    })
    expect(warned.statusCode).toBe(201)
    expect(warned.json().warnings).toMatchObject([{ message: 'A large amount' }])
  })
})

describe('rights', () => {
  it('give each person his rows', async () => {
    const { id: who } = await customer()
    const made = await opportunity({ customer: who })
    const url = `${base}/opportunity/records/${made.id}`
    const codes = await Promise.all(
      [seller, other, manager, director].map(async person => (await server.call(person, 'GET', url)).statusCode),
    )
    expect(codes).toEqual([200, 404, 200, 200])
    expect((await server.call(other, 'PATCH', url, { title: 'x' })).statusCode).toBe(404)
    const mine = (await server.call(other, 'GET', `${base}/opportunity/records?limit=200`)).json().records
    expect(mine).toEqual([])
    expect(
      (await server.call(manager, 'GET', `${base}/opportunity/records`))
        .json()
        .records.map((record: { id: string }) => record.id),
    ).toContain(made.id)
  })

  it('hide a field on every way to it', async () => {
    const made = await customer(manager, { secret: '77.00' })
    const url = `${base}/customer/records`
    expect((await server.call(manager, 'GET', `${url}/${made.id}`)).json().secret).toBe('77.00')
    expect((await server.call(seller, 'GET', `${url}/${made.id}`)).json()).not.toHaveProperty('secret')
    const filter = encodeURIComponent(JSON.stringify({ '>': [{ var: 'secret' }, 1] }))
    const unknown = encodeURIComponent(JSON.stringify({ '>': [{ var: 'nothing' }, 1] }))
    const codes = await Promise.all(
      [`${url}?filter=${filter}`, `${url}?filter=${unknown}`, `${url}?sort=secret`, `${url}?fields=secret`].map(
        async address => (await server.call(seller, 'GET', address)).statusCode,
      ),
    )
    expect(codes).toEqual([400, 400, 400, 400])
    expect(
      (await server.call(seller, 'POST', `${base}/customer/aggregate`, { measures: { s: { sum: 'secret' } } }))
        .statusCode,
    ).toBe(400)
    expect((await server.call(seller, 'GET', `${url}/${made.id}/history`)).body).not.toContain('77.00')
    const write = await server.call(seller, 'PATCH', `${url}/${made.id}`, { secret: '1', phone: '12345' })
    expect(write.statusCode).toBe(403)
    expect(write.json().errors).toMatchObject([{ path: '/secret', code: 'field_forbidden' }])
    expect((await server.call(seller, 'GET', '/api/apps/trade')).body).not.toContain('secret')
  })

  it('refuse system columns and computed fields', async () => {
    const answer = await server.call(seller, 'POST', `${base}/customer/records`, {
      name: '系统',
      created_by: other.id,
      total: '5',
      version: 9,
    })
    expect(
      answer
        .json()
        .errors.map((item: { path: string }) => item.path)
        .sort(),
    ).toEqual(['/created_by', '/total', '/version'])
  })
})
