import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type CallResult, enqueueCall, type NewCall } from '../../../server/outbox/calls.ts'
import { trade } from '../../fixtures/trade.ts'
import { startFakeServer } from '../channels/fakeServer.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'
import { tried, until } from './until.ts'

let server: TestServer
let fake: Awaited<ReturnType<typeof startFakeServer>>
let admin: Client
let appId = ''
const results: { readonly step: unknown; readonly result: CallResult }[] = []

beforeAll(async () => {
  fake = await startFakeServer()
  server = await startTestServer({ environment: { FORMWORK_OUTGOING_INSIDE: '127.0.0.0/8' } })
  admin = await server.addPerson(await server.addOrganisation('甲公司'), 'admin', { admin: true })
  await server.call(admin, 'POST', '/api/apps', { definition: trade })
  const { rows } = await server.database.pool.query<{ id: string }>('select id from formwork.app')
  appId = rows[0]?.id ?? ''
  await server.call(admin, 'PUT', '/api/apps/trade/outside', { hosts: ['127.0.0.1'] })
  await server.call(admin, 'PUT', '/api/apps/trade/secrets/erp_key', { value: 'k-123' })
  server.platform.calls.onAnswer('test', async (_transaction, { continuation }, result) => {
    results.push({ step: continuation.step, result })
  })
})
afterAll(async () => {
  await server.close()
  await fake.close()
})
beforeEach(() => {
  results.length = 0
  fake.heard.length = 0
})

let n = 0
const call = (values: Partial<NewCall> = {}) => {
  n += 1
  return server.platform.transaction(transaction =>
    enqueueCall(server.platform, transaction, {
      orgId: admin.orgId,
      appId,
      target: { base: `${fake.base}/v1`, auth: { type: 'bearer', secret: 'erp_key' } },
      method: 'POST',
      path: '/orders',
      query: { lang: 'zh' },
      payload: { order: 'A-1' },
      key: `call:${n}`,
      continuation: { kind: 'test', step: n },
      ...values,
    }),
  )
}

describe('a call to another system', () => {
  it('is made with the app’s secret and goes on once with the answer', async () => {
    fake.answer(() => ({ status: 201, body: { id: 7 } }))
    const id = await call()
    const { result } = await until(() => results[0])
    expect(result).toEqual({ ok: true, status: 201, body: { id: 7 } })
    expect(fake.heard).toMatchObject([
      {
        method: 'POST',
        path: '/v1/orders',
        json: { order: 'A-1' },
        headers: { authorization: 'Bearer k-123', 'idempotency-key': id },
      },
    ])
    expect(fake.heard[0]?.query.get('lang')).toBe('zh')
    expect((await server.call(admin, 'GET', `/api/deliveries/${id}`)).body).not.toContain('k-123')
  })

  it.each([
    [
      'basic',
      { type: 'basic', secret: 'erp_key', user: 'erp' },
      'authorization',
      `Basic ${Buffer.from('erp:k-123').toString('base64')}`,
    ],
    ['header', { type: 'header', secret: 'erp_key', header: 'X-Api-Key' }, 'x-api-key', 'k-123'],
  ] as const)('says who it is by %s', async (_, auth, name, value) => {
    await call({ target: { base: fake.base, auth } })
    await until(() => results[0])
    expect(fake.heard[0]?.headers[name]).toBe(value)
  })

  it('goes on with the reason when the request is wrong; what passes is tried again', async () => {
    fake.answer(() => ({ status: 422, body: { error: 'no such product' } }))
    await call()
    expect((await until(() => results[0])).result).toMatchObject({ ok: false, reason: { code: 'delivery_refused' } })
    expect(fake.heard).toHaveLength(1)
    fake.answer(() => ({ status: fake.heard.length === 2 ? 500 : 200, body: 'done' }))
    await tried(server, (await call())!, 1)
    server.clock.advance(10_000)
    expect((await until(() => results[1])).result).toEqual({ ok: true, status: 200, body: 'done' })
  })

  it.each([
    ['another host', { path: '@evil.example/' }, 'outgoing_url_invalid'],
    ['another host by the path', { path: '.evil.example/' }, 'outgoing_url_invalid'],
    ['a place above the connector’s path', { path: '/orders/../../admin' }, 'outgoing_url_invalid'],
    ['a place above it, encoded', { path: '/orders/%2e%2E/admin' }, 'outgoing_url_invalid'],
    ['a place above it, by backslashes', { path: '/orders/..\\..\\admin' }, 'outgoing_url_invalid'],
    ['a query that a value begins', { path: '/orders/1?role=admin' }, 'outgoing_url_invalid'],
    ['a host that is not allowed', { target: { base: 'https://api.example.com' } }, 'outgoing_host_not_allowed'],
    [
      'a secret nobody entered',
      { target: { base: 'http://127.0.0.1', auth: { type: 'bearer', secret: 'missing' } } },
      'app_secret_missing',
    ],
  ] as const)('is not made to %s', async (_, values, code) => {
    await call(values)
    expect((await until(() => results[0])).result).toMatchObject({ ok: false, reason: { code } })
    expect(fake.heard).toEqual([])
  })
})
