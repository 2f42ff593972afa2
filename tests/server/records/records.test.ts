import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { trade } from '../../fixtures/trade.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'

let server: TestServer
let admin: Client
let seller: Client
let other: Client
let manager: Client
let director: Client
const base = '/api/apps/trade/forms'

async function giveRole(who: Client, role: string): Promise<void> {
  const answer = await server.call(admin, 'PATCH', `/api/users/${who.id}`, { roles: { trade: [role] } })
  expect(answer.statusCode, answer.body).toBe(200)
}

beforeAll(async () => {
  server = await startTestServer()
  const org = await server.addOrganisation('测试公司')
  admin = await server.addPerson(org, 'admin', { admin: true })
  const created = await server.call(admin, 'POST', '/api/apps', { definition: trade })
  expect(created.statusCode, created.body).toBe(201)
  manager = await server.addPerson(org, 'manager')
  seller = await server.addPerson(org, 'seller', { manager: manager.id })
  other = await server.addPerson(org, 'other')
  director = await server.addPerson(org, 'director')
  for (const [who, role] of [
    [seller, 'seller'],
    [other, 'seller'],
    [manager, 'manager'],
    [director, 'director'],
  ] as const)
    await giveRole(who, role)
})
afterAll(() => server.close())

let n = 0
const customer = async (who = seller, values: object = {}) => {
  n += 1
  const answer = await server.call(who, 'POST', `${base}/customer/records`, { name: `客户${n}`, ...values })
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json()
}
const opportunity = async (values: object, who = seller) => {
  const answer = await server.call(who, 'POST', `${base}/opportunity/records`, { title: '商机', ...values })
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json()
}

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
      lines: [{ id: made.lines[1].id, quantity: '200' }],
    })
    expect(changed.json()).toMatchObject({
      lines: [{ id: made.lines[1].id, product: '乙', line_total: '2.00' }],
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

describe('lists', () => {
  it('filter, sort, page without skip or repeat, search, select and expand', async () => {
    const boss = await customer(director.id === '' ? seller : seller, { name: '分页客户' })
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
