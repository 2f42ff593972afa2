import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { idempotent, sendAnswer } from '../../../server/http/idempotency.ts'
import type { Routes } from '../../../server/http/platform.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'

let runs = 0
/** Routes of the test's own: one that fails, one app's route, one write with an Idempotency-Key. */
const probes: Routes = (app, platform) => {
  app.get('/api/fail', () => {
    throw new Error('select secret from table_of_secrets')
  })
  app.get('/api/apps/:app/probe', () => ({ ok: true }))
  app.post('/api/apps/:app/probe', async (request, reply) => {
    const answer = await platform.transaction(transaction =>
      idempotent(platform, request, transaction, async () => {
        runs += 1
        await transaction.query('select pg_sleep(0.05)')
        return { status: 201, body: JSON.stringify({ run: runs }), headers: { etag: '"1"' } }
      }),
    )
    return sendAnswer(reply, answer)
  })
}

let server: TestServer
let admin: Client
let seller: Client
beforeAll(async () => {
  server = await startTestServer({ routes: [probes] })
  const org = await server.addOrganisation('甲')
  admin = await server.addPerson(org, 'admin', { admin: true })
  seller = await server.addPerson(org, 'seller')
})
afterAll(() => server.close())

const token = async (who: Client, body: object) => {
  const answer = await server.call(who, 'POST', '/api/tokens', body)
  expect(answer.statusCode).toBe(201)
  return { ...who, headers: { authorization: `Bearer ${answer.json().token}` } }
}

describe('every route', () => {
  it('answers 401 to nobody, except a known list (SR-01)', async () => {
    const open = server.app.routeTable
      .filter(route => route.public && route.method !== 'HEAD')
      .map(({ method, url }) => `${method} ${url}`)
    expect(open.sort()).toEqual([
      'DELETE /api/session',
      'GET /api/setup',
      // Other servers show a code of their own, and read nothing before an administrator opens the store to them.
      'GET /api/store/catalog',
      'GET /api/store/templates/:template/bundle',
      'GET /api/store/templates/:template/pictures/:picture',
      'GET /healthz',
      'GET /metrics',
      'GET /readyz',
      // Other systems sign what they tell: SR-26.
      'POST /api/hooks/:key',
      'POST /api/session',
      'POST /api/setup',
    ])
    const closed = server.app.routeTable.filter(route => !route.public)
    expect(closed.length).toBeGreaterThan(30)
    for (const { method, url } of closed) {
      const path = url.replace(':id', '01999999-9999-7999-8999-999999999999').replace(':app', 'sales')
      const answer = await server.call(null, method as 'GET', path)
      expect(`${method} ${url} ${answer.statusCode}`).toBe(`${method} ${url} 401`)
    }
  })

  it('knows its query parameters and properties only (SR-17)', async () => {
    const answer = await server.call(seller, 'GET', '/api/me?admin=true', undefined, { 'accept-language': 'en' })
    expect([answer.statusCode, answer.json().errors[0]]).toMatchObject([
      400,
      { code: 'unknown_parameter', message: 'Unknown query parameter “admin”.' },
    ])
    const twice = await server.call(seller, 'GET', '/api/users?limit=1&limit=2')
    expect([twice.statusCode, twice.json().code]).toEqual([400, 'invalid_parameter'])
    const body = await server.call(admin, 'POST', '/api/users', { login: 'x', admin: 1, org_id: 'y', created_at: 'z' })
    expect(
      body
        .json()
        .errors.map((error: { code: string; path: string }) => `${error.code} ${error.path}`)
        .sort(),
    ).toEqual([
      'missing_property /name',
      'unknown_property /created_at',
      'unknown_property /org_id',
      'wrong_type /admin',
    ])
  })
})

describe('bodies', () => {
  it.each([
    ['another content type', 'text/plain', '{}', 415, 'unsupported_media_type'],
    ['another charset', 'application/json; charset=utf-16', '{}', 415, 'unsupported_media_type'],
    ['a form', 'application/x-www-form-urlencoded', 'name=x', 415, 'unsupported_media_type'],
    ['broken JSON', 'application/json', '{"name":', 400, 'invalid_json'],
    ['a doubled property', 'application/json', '{"name":"a","name":"b"}', 400, 'invalid_request'],
    ['more than 1 MB', 'application/json', `{"name":"${'x'.repeat(1_000_001)}"}`, 413, 'body_too_large'],
    ['no object', 'application/json', '[]', 400, 'invalid_request'],
  ])('%s are refused (SR-19, SR-22)', async (_, type, payload, status, code) => {
    const answer = await server.app.inject({
      method: 'PATCH',
      url: '/api/me',
      payload,
      headers: { ...seller.headers, 'content-type': type },
    })
    expect([answer.statusCode, answer.json().code]).toEqual([status, code])
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
  })

  it('NUL in an address is refused before the database sees it (SR-14)', async () => {
    expect((await server.call(seller, 'GET', '/api/users?q=a%00b')).statusCode).toBe(400)
  })
})

describe('origins (SR-24)', () => {
  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a sister site', { 'sec-fetch-site': 'same-site' }, 403],
    ['a foreign origin', { origin: 'https://evil.example' }, 403],
    ['no origin at all with a cookie', {}, 403],
    ['the null origin', { origin: 'null' }, 403],
    ['our own page', { 'sec-fetch-site': 'same-origin' }, 200],
    ['our own origin', { origin: 'http://127.0.0.1:3000' }, 200],
  ])('%s', async (_, headers: Record<string, string>, status) => {
    const { cookie } = seller.headers
    const answer = await server.app.inject({
      method: 'PATCH',
      url: '/api/me',
      payload: { name: 'seller' },
      headers: { ...headers, cookie },
    })
    expect(answer.statusCode).toBe(status)
  })

  it('a foreign page cannot sign anybody in', async () => {
    const answer = await server.app.inject({
      method: 'POST',
      url: '/api/session',
      payload: { login: 'a', password: 'b' },
      headers: { 'sec-fetch-site': 'cross-site' },
    })
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'wrong_origin'])
  })
})

describe('tokens (SR-34)', () => {
  it('read only: reads, never writes', async () => {
    const reader = await token(seller, { name: 'r', scopes: ['read'] })
    expect((await server.call(reader, 'GET', '/api/apps/sales/probe')).statusCode).toBe(200)
    const write = await server.call(reader, 'POST', '/api/apps/sales/probe', {})
    expect([write.statusCode, write.json().code]).toEqual([403, 'token_scope'])
  })

  it('limited to apps: those only, and nothing of the administration', async () => {
    const limited = await token(admin, { name: 'l', scopes: ['read', 'write'], apps: ['sales'] })
    expect((await server.call(limited, 'GET', '/api/apps/sales/probe')).statusCode).toBe(200)
    expect((await server.call(limited, 'GET', '/api/apps/other/probe')).statusCode).toBe(404)
    expect((await server.call(limited, 'POST', '/api/users', { login: 'n', name: 'n' })).json().code).toBe('token_apps')
    expect((await server.call(limited, 'GET', '/api/users')).json().users[0]).not.toHaveProperty('login')
  })

  it('make no tokens, change no passwords, end when revoked', async () => {
    const made = (await server.call(seller, 'POST', '/api/tokens', { name: 't', scopes: ['write'] })).json()
    const caller = { ...seller, headers: { authorization: `Bearer ${made.token}` } }
    expect((await server.call(caller, 'POST', '/api/tokens', { name: 'x', scopes: ['read'] })).json().code).toBe(
      'session_only',
    )
    expect((await server.call(caller, 'PATCH', '/api/me', { name: 'x' })).json().code).toBe('session_only')
    const listed = await server.call(seller, 'GET', '/api/tokens')
    expect(listed.body).not.toContain(made.token)
    expect((await server.call(seller, 'DELETE', `/api/tokens/${made.id}`)).statusCode).toBe(204)
    expect((await server.call(caller, 'GET', '/api/me')).statusCode).toBe(401)
  })

  it('expire', async () => {
    const short = await token(seller, { name: 's', scopes: ['read'], days: 1 })
    expect((await server.call(short, 'GET', '/api/me')).statusCode).toBe(200)
    server.clock.advance(25 * 3_600_000)
    server.platform.accounts.forget()
    expect((await server.call(short, 'GET', '/api/me')).statusCode).toBe(401)
    server.clock.advance(-25 * 3_600_000)
    server.platform.accounts.forget()
  })
})

describe('answers', () => {
  it('tell no stack, SQL or path of a failure, only a number for the log (SR-39)', async () => {
    const answer = await server.call(seller, 'GET', '/api/fail', undefined, { 'accept-language': 'en' })
    expect(answer.statusCode).toBe(500)
    expect(answer.json()).toMatchObject({ code: 'internal_error', errors: [] })
    expect(answer.json().detail).toContain(answer.json().requestId)
    expect(answer.body).not.toMatch(/secret|stack|\.ts/)
  })

  it('speak the language asked for', async () => {
    const ask = async (language: string) =>
      (await server.call(null, 'GET', '/api/me', undefined, { 'accept-language': language })).json().detail
    expect([await ask('zh-CN,zh;q=0.9'), await ask('en-US'), await ask('fr')]).toEqual([
      '请先登录。',
      'Please sign in.',
      '请先登录。',
    ])
  })

  it('carry headers that keep browsers from running or keeping them (SR-23)', async () => {
    const { headers } = await server.call(seller, 'GET', '/api/me')
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'referrer-policy': 'same-origin',
    })
    expect(headers['content-security-policy']).toContain("default-src 'none'")
    expect(headers).not.toHaveProperty('access-control-allow-origin')
  })

  it('readiness and counters', async () => {
    expect((await server.call(null, 'GET', '/readyz')).json()).toEqual({ status: 'ready' })
    expect((await server.call(null, 'GET', '/metrics')).body).toMatch(/^formwork_requests_total\{status="4xx"\} \d+$/m)
  })
})

describe('Idempotency-Key (RL-37)', () => {
  const post = (who: Client, key: string, body: unknown) =>
    server.call(who, 'POST', '/api/apps/sales/probe', body, { 'idempotency-key': key })

  it('five requests at once: one effect, one answer', async () => {
    runs = 0
    const answers = await Promise.all(Array.from({ length: 5 }, () => post(seller, 'k1', { a: 1 })))
    expect(answers.map(answer => [answer.statusCode, answer.body, answer.headers.etag])).toEqual(
      Array(5).fill([201, '{"run":1}', '"1"']),
    )
    expect(runs).toBe(1)
  })

  it('another body is refused, another person is not concerned, a day later it is free', async () => {
    const other = await post(seller, 'k1', { a: 2 })
    expect([other.statusCode, other.json().code]).toEqual([422, 'idempotency_mismatch'])
    expect((await post(admin, 'k1', { a: 1 })).json()).toEqual({ run: 2 })
    server.clock.advance(24 * 3_600_000 + 1)
    await server.platform.database.pool.query('update formwork.session set last_seen_at = $1', [server.clock.now()])
    server.platform.accounts.forget()
    expect((await post(seller, 'k1', { a: 1 })).json()).toEqual({ run: 3 })
  })
})
