import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'
import { demosNow, demosOf, everything, holding, schemas } from './house.ts'

const shipped = ['sales_management', 'store_sales'] as const
const DAY = 86_400_000

let server: TestServer
let admin: Client
let seller: Client
let stranger: Client

interface Opened {
  readonly demo: string
  readonly app: string
  readonly roles: readonly { readonly key: string }[]
}

async function open(template: string, who = admin): Promise<Opened> {
  const answer = await server.call(who, 'POST', '/api/demos', { template })
  expect(answer.statusCode, answer.body.slice(0, 500)).toBe(201)
  return answer.json()
}

const inside = ({ demo, roles }: Opened, path: string, role = roles[0]!.key): string => `/demo/${demo}/${role}${path}`

beforeAll(async () => {
  server = await startTestServer()
  const org = await server.addOrganisation('甲公司')
  admin = await server.addPerson(org, 'admin', { admin: true, language: 'zh' })
  seller = await server.addPerson(org, 'seller')
  stranger = await server.addPerson(await server.addOrganisation('乙公司'), 'stranger', { admin: true })
}, 60_000)
afterAll(() => server.close())

describe.each(shipped)('a demo of %s', template => {
  it('is made once and shows each role what it has to see', { timeout: 60_000 }, async () => {
    const opened = await open(template)
    expect((await open(template)).demo).toBe(opened.demo)
    for (const { key } of opened.roles) {
      const me = (await server.call(admin, 'GET', inside(opened, '/api/me', key))).json()
      expect(me.user.admin, key).toBe(false)
      expect(me.organisation.name).toBe('示例公司')
      expect(
        me.apps.map((one: { key: string }) => one.key),
        key,
      ).toEqual([opened.app])
      const app = await server.call(admin, 'GET', inside(opened, `/api/apps/${opened.app}`, key))
      expect(app.statusCode, key).toBe(200)
      const about = (await server.call(admin, 'GET', inside(opened, '/api/demo', key))).json()
      expect(about).toMatchObject({ template, role: key, samples: expect.any(Number) })
    }
  })

  it('stands in no list of the house', async () => {
    const me = (await server.call(admin, 'GET', '/api/me')).json()
    expect(me.apps).toEqual([])
    expect((await server.call(admin, 'GET', '/api/apps')).body).not.toContain(template)
    expect(
      (await server.call(admin, 'GET', '/api/users')).json().users.map(({ login }: { login: string }) => login),
    ).toEqual(['admin', 'seller'])
    expect((await server.call(admin, 'GET', `/api/store/${template}`)).json().installed).toBeNull()
  })
})

describe('who may look', () => {
  let opened: Opened
  beforeAll(async () => {
    opened = await open('store_sales')
  })

  it.each([
    ['nobody', () => null, 401],
    ['somebody who may not install', () => seller, 403],
    ['an administrator of another house', () => stranger, 404],
  ])('%s is refused', async (_, who, status) => {
    expect((await server.call(who(), 'GET', inside(opened, '/api/me'))).statusCode).toBe(status)
  })

  it('a token is refused, whoever made it', async () => {
    const { secret, token } = (await server.call(admin, 'POST', '/api/tokens', { name: 't', scopes: ['write'] })).json()
    const headers = { authorization: `Bearer ${secret ?? token}` }
    expect((await server.app.inject({ method: 'GET', url: '/api/me', headers })).statusCode).toBe(200)
    expect((await server.app.inject({ method: 'GET', url: inside(opened, '/api/me'), headers })).statusCode).toBe(403)
  })

  it('a role of another app, or none, is not there', async () => {
    for (const role of ['nothing', '_'])
      expect((await server.call(admin, 'GET', inside(opened, '/api/me', role))).statusCode).toBe(404)
    expect((await server.call(admin, 'GET', '/api/demo')).statusCode).toBe(404)
  })

  it('only administrators make one', async () => {
    expect((await server.call(seller, 'POST', '/api/demos', { template: 'store_sales' })).statusCode).toBe(403)
    expect((await server.call(admin, 'POST', '/api/demos', { template: 'nothing' })).statusCode).toBe(404)
  })
})

describe('a visitor changes nothing', () => {
  it('by any route that writes: all are refused in one way', { timeout: 60_000 }, async () => {
    const opened = await open('store_sales')
    const before = await everything(server)
    const id = '01990000-0000-7000-8000-000000000000'
    let refused = 0
    for (const { method, url, reads } of server.app.routeTable) {
      if (method === 'GET' || !url.startsWith('/api/')) continue
      const path = url.replace(':app', opened.app).replace(':form', 'store').replaceAll(/:\w+/g, id)
      const answer = await server.call(admin, method as 'POST', inside(opened, path), {})
      if (reads) continue
      expect(answer.json().code, `${method} ${url}`).toBe('demo_read_only')
      refused += 1
    }
    expect(refused).toBeGreaterThan(80)
    expect(await everything(server)).toEqual(before)
    // The visitor's own sign-in was not ended from within.
    expect((await server.call(admin, 'GET', '/api/me')).statusCode).toBe(200)
  })

  it('by reading, on every route, in every role', { timeout: 120_000 }, async () => {
    const opened = await open('sales_management')
    const before = await everything(server)
    const { definition } = (
      await server.call(admin, 'GET', inside(opened, `/api/apps/${opened.app}`, 'director'))
    ).json()
    const form = definition.forms[1].key as string
    const list = await server.call(
      admin,
      'GET',
      inside(opened, `/api/apps/${opened.app}/forms/${form}/records`, 'director'),
    )
    const record = list.json().records[0].id as string
    for (const { key } of opened.roles)
      for (const { method, url } of server.app.routeTable) {
        if (method !== 'GET' || !url.startsWith('/api/') || url === '/api/events') continue
        const path = url.replace(':app', opened.app).replace(':form', form).replaceAll(/:\w+/g, record)
        const answer = await server.call(admin, 'GET', inside(opened, path, key))
        expect(answer.statusCode, `${url} ${answer.body.slice(0, 200)}`).toBeLessThan(500)
      }
    expect(await everything(server)).toEqual(before)
  })
})

describe('a demo by itself', () => {
  it('does nothing, however much time passes', { timeout: 60_000 }, async () => {
    const opened = await open('sales_management')
    const quiet = async () => {
      const counts: Record<string, number> = {}
      for (const table of [
        'timer',
        'ladder_run',
        'run',
        'outbox',
        'notification',
        'task',
        'workflow_instance',
        'digest_item',
      ])
        counts[table] = Number(
          (await server.database.pool.query(`select count(*) from formwork.${table} where org_id = $1`, [opened.demo]))
            .rows[0].count,
        )
      return counts
    }
    const nothing = await quiet()
    expect(
      Object.values(nothing).every(count => count === 0),
      JSON.stringify(nothing),
    ).toBe(true)
    const before = await everything(server)
    server.clock.advance(20 * 3_600_000)
    // Workers look once a second.
    await new Promise(resolve => setTimeout(resolve, 2_500))
    expect(await quiet()).toEqual(nothing)
    expect(await everything(server)).toEqual(before)
    server.clock.advance(-20 * 3_600_000)
  })

  it('is gone after a day, whole', { timeout: 60_000 }, async () => {
    const opened = await open('sales_management')
    expect(await holding(server, opened.demo)).toContain('app_user')
    server.clock.advance(DAY + 1)
    try {
      expect((await server.call(admin, 'GET', inside(opened, '/api/me'))).statusCode).not.toBe(200)
      await demosOf(server).tidy()
      expect(await demosNow(server)).toEqual([])
      expect(await holding(server, opened.demo)).toEqual([])
      expect(await schemas(server)).toEqual([])
    } finally {
      server.clock.advance(-DAY - 1)
    }
  })
})

describe('a demo of a draft', () => {
  it('shows what is not published yet, with the sample data, and follows the draft', { timeout: 60_000 }, async () => {
    expect((await server.call(admin, 'POST', '/api/store/store_sales/install', { sampleData: false })).statusCode).toBe(
      201,
    )
    const drafted = async (zh: string) => {
      const draft = await server.call(admin, 'GET', '/api/apps/store_sales/draft')
      const { definition } = draft.json()
      const answer = await server.call(
        admin,
        'PUT',
        '/api/apps/store_sales/draft',
        { definition: { ...definition, name: { zh } } },
        { 'if-match': String(draft.headers.etag) },
      )
      expect(answer.statusCode, answer.body).toBe(200)
    }
    const look = async (draft: boolean) => {
      const opened = (
        await server.call(admin, 'POST', '/api/apps/store_sales/demo', draft ? { draft } : undefined)
      ).json()
      const about = (await server.call(admin, 'GET', inside(opened, '/api/demo'))).json()
      return [about.draft, about.name.zh, about.samples > 0]
    }
    await drafted('门店草稿')
    expect(await look(true)).toEqual([true, '门店草稿', true])
    await drafted('门店再改')
    expect(await look(true)).toEqual([true, '门店再改', true])
    expect((await look(false))[0]).toBe(false)
    expect((await server.call(seller, 'POST', '/api/apps/store_sales/demo', { draft: true })).statusCode).toBe(403)
    await server.call(admin, 'DELETE', '/api/apps/store_sales?confirm=store_sales')
  })
})
