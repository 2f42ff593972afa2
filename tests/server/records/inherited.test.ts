import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'

const label = { label: { zh: '甲', en: 'a' } }
const name = { name: { zh: '甲', en: 'a' } }

/** Sellers may not see a deal's cost; nothing that is made of it tells it either (M8, SR-03, SR-04). */
const app: AppDefinition = {
  formatVersion: 1,
  key: 'shop',
  version: '0.1.0',
  ...name,
  forms: [
    {
      key: 'customer',
      ...name,
      titleField: 'name',
      fields: [
        { key: 'name', ...label, type: 'text' },
        { key: 'costs', ...label, type: 'rollup', relation: 'deals', aggregate: 'sum', field: 'cost' },
        { key: 'dear', ...label, type: 'formula', result: 'yes_no', formula: '{costs} > 100' },
        { key: 'count', ...label, type: 'rollup', relation: 'deals', aggregate: 'count' },
      ],
    },
    {
      key: 'deal',
      ...name,
      titleField: 'title',
      fields: [
        { key: 'title', ...label, type: 'text' },
        { key: 'customer', ...label, type: 'relation', to: 'customer', inverse: { key: 'deals', ...label } },
        { key: 'price', ...label, type: 'money', scale: 2 },
        { key: 'cost', ...label, type: 'money', scale: 2 },
        { key: 'margin', ...label, type: 'formula', result: 'money', scale: 2, formula: '{price} - {cost}' },
        { key: 'good', ...label, type: 'formula', result: 'yes_no', formula: '{margin} > 10' },
        { key: 'rate', ...label, type: 'formula', result: 'number', scale: 4, formula: '{price} / {cost}' },
        { key: 'taxed', ...label, type: 'formula', result: 'money', scale: 2, formula: '{price} * 1.13' },
      ],
    },
  ],
  views: [
    { key: 'good_ones', ...label, type: 'table', form: 'deal', where: '{good}', columns: ['title'] },
    { key: 'all', ...label, type: 'table', form: 'deal', columns: ['title', 'margin'], sort: ['-margin', 'title'] },
  ],
  roles: [
    {
      key: 'seller',
      ...label,
      grants: [
        { form: 'customer', can: ['read'] },
        { form: 'deal', can: ['read', 'create', 'update'], fields: { cost: 'hidden' } },
      ],
    },
  ],
} as AppDefinition

let server: TestServer
let admin: Client
let seller: Client
const ids: string[] = []
const deals = '/api/apps/shop/forms/deal'
beforeAll(async () => {
  server = await startTestServer()
  const org = await server.addOrganisation('店')
  admin = await server.addPerson(org, 'admin', { admin: true })
  seller = await server.addPerson(org, 'seller')
  const made = await server.call(admin, 'POST', '/api/apps', { definition: app })
  expect(made.statusCode, made.body).toBe(201)
  const { version } = (await server.call(admin, 'GET', `/api/users/${seller.id}`)).json()
  const granted = await server.call(
    admin,
    'PATCH',
    `/api/users/${seller.id}`,
    { roles: { shop: ['seller'] } },
    { 'if-match': `"${version}"` },
  )
  expect(granted.statusCode, granted.body).toBe(200)
  for (const cost of ['10', '90', '0']) {
    const customer = (
      await server.call(admin, 'POST', '/api/apps/shop/forms/customer/records', { name: '客户' })
    ).json().id
    ids.push(
      (await server.call(admin, 'POST', `${deals}/records`, { title: '单', customer, price: '100', cost })).json().id,
    )
  }
})
afterAll(() => server.close())

const get = async (path: string) => server.call(seller, 'GET', path)
/** What remains to tell two records apart when their hidden fields differ. */
const told = (record: Record<string, unknown>) => {
  const { id: _, customer: __, ...rest } = record
  return rest
}

describe('what is made of a hidden field', () => {
  it('is hidden too, and its failure; what is made of others is not', async () => {
    const [cheap, dear, broken] = await Promise.all(ids.map(async id => (await get(`${deals}/records/${id}`)).json()))
    expect(cheap).toMatchObject({ price: '100.00', taxed: '113.00' })
    for (const key of ['cost', 'margin', 'good', 'rate', '_errors']) expect(cheap).not.toHaveProperty(key)
    expect(told(dear)).toEqual(told(cheap))
    expect(told(broken)).toEqual(told(cheap))
  })

  it('is hidden on other forms: sums of it, and conditions on the sums', async () => {
    const { records } = (await get('/api/apps/shop/forms/customer/records')).json()
    for (const record of records) {
      expect(record).toMatchObject({ count: '1' })
      expect(record).not.toHaveProperty('costs')
      expect(record).not.toHaveProperty('dear')
    }
  })

  it.each([
    ['filter', () => get(`${deals}/records?filter=${encodeURIComponent('{">":[{"var":"margin"},"50"]}')}`)],
    [
      'filter through a relation',
      () => get(`${deals}/records?filter=${encodeURIComponent('{">":[{"var":"customer.costs"},"50"]}')}`),
    ],
    ['sort', () => get(`${deals}/records?sort=-margin`)],
    ['fields', () => get(`${deals}/records?fields=rate`)],
    ['expand', () => get(`${deals}/records?expand=customer.costs`)],
    ['view', () => get(`${deals}/records?view=good_ones`)],
    ['aggregate', () => server.call(seller, 'POST', `${deals}/aggregate`, { measures: { m: { sum: 'margin' } } })],
    [
      'group',
      () => server.call(seller, 'POST', `${deals}/aggregate`, { groupBy: ['good'], measures: { n: { count: '*' } } }),
    ],
  ])('no way in by %s', async (_way, ask) => {
    expect((await ask()).statusCode).toBe(400)
  })

  it('has no explanation, and no name in the definition; a view that reads it is not there', async () => {
    expect((await get(`${deals}/records/${ids[0]}/explain/margin`)).statusCode).toBe(404)
    const { definition } = (await get('/api/apps/shop')).json()
    expect(JSON.stringify(definition)).not.toMatch(/margin|cost|good/)
    expect(definition.views).toEqual([expect.objectContaining({ key: 'all', columns: ['title'], sort: ['title'] })])
  })

  it('does not show in the history either', async () => {
    const { history } = (await get(`${deals}/records/${ids[0]}/history`)).json()
    expect(JSON.stringify(history)).not.toMatch(/margin|cost|rate/)
  })
})
