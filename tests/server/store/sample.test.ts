import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Company, install, startCompany } from '../../templates/company.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'

const forms = '/api/apps/store_sales/forms'
type Row = Record<string, unknown>

describe('sample data of the demo company', () => {
  let company: Company
  beforeAll(async () => {
    company = await startCompany()
    await install(company, 'store_sales', true)
  }, 60_000)
  afterAll(() => company.server.close())

  it.each([
    ['ma.li', 'store'],
    ['deng.chaoqun', 'store'],
    ['luo.jia', 'walk_in'],
    ['tang.xinyi', 'walk_in'],
    ['pan.yue', 'walk_in'],
  ])('gives %s something of his role to see', async (login, form) => {
    const who = company.people.get(login)!
    const answer = await company.server.call(who, 'GET', `${forms}/${form}/records?count=true`)
    expect(answer.statusCode, answer.body).toBe(200)
    expect(answer.json().count).toBeGreaterThan(0)
  })
})

describe('sample data where nobody holds the roles', () => {
  let server: TestServer
  let admin: Client
  beforeAll(async () => {
    server = await startTestServer()
    admin = await server.addPerson(await server.addOrganisation('空公司'), 'admin', { admin: true })
    const answer = await server.call(admin, 'POST', '/api/store/store_sales/install', { sampleData: true })
    expect(answer.statusCode, answer.body.slice(0, 500)).toBe(201)
  }, 60_000)
  afterAll(() => server.close())

  it('names the installer as owner and in every field of people', async () => {
    const stores = (await server.call(admin, 'GET', `${forms}/store/records?limit=200`)).json().records as Row[]
    expect(stores.length).toBeGreaterThan(5)
    for (const key of ['owner', 'supervisor'])
      expect(new Set(stores.map(store => store[key]))).toEqual(new Set([admin.id]))
    expect(stores.map(({ manager }) => manager)).toContain(admin.id)
  })
})
