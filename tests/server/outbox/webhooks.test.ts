import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { trade } from '../../fixtures/trade.ts'
import { startFakeServer } from '../channels/fakeServer.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'
import { until } from './until.ts'

let server: TestServer
let fake: Awaited<ReturnType<typeof startFakeServer>>
let admin: Client
let secret = ''
let webhook = ''
const base = '/api/apps/trade/webhooks'
const forms = '/api/apps/trade/forms'

beforeAll(async () => {
  fake = await startFakeServer()
  server = await startTestServer({ environment: { FORMWORK_OUTGOING_INSIDE: '127.0.0.0/8' } })
  admin = await server.addPerson(await server.addOrganisation('甲公司'), 'admin', { admin: true })
  await server.call(admin, 'POST', '/api/apps', { definition: trade })
})
afterAll(async () => {
  await server.close()
  await fake.close()
})
beforeEach(() => {
  fake.heard.length = 0
  fake.answer(() => ({}))
})

const create = (values: object = {}) =>
  server.call(admin, 'POST', base, {
    name: 'ERP',
    url: `${fake.base}/erp`,
    events: ['record.created', 'record.updated', 'record.deleted'],
    ...values,
  })
const customer = async (name: string): Promise<string> => {
  const made = await server.call(admin, 'POST', `${forms}/customer/records`, { name })
  expect(made.statusCode, made.body).toBe(201)
  return made.json().id
}
const heard = (type: string) => fake.heard.filter(({ json }) => json.type === type)
interface Shown {
  readonly id: string
  readonly state: string
  readonly tries: number
  readonly dueAt: string
  readonly reason: { readonly code: string } | null
}
const deliveries = async (): Promise<Shown[]> =>
  (await server.call(admin, 'GET', `/api/deliveries?webhook=${webhook}&limit=200`)).json().deliveries

describe('an outgoing webhook', () => {
  it('is refused while its host is not allowed: a fresh app reaches nothing', async () => {
    const answer = await create()
    expect(answer.statusCode).toBe(422)
    expect(answer.json().errors).toMatchObject([{ path: '/url', code: 'outgoing_host_not_allowed' }])
    await server.call(admin, 'PUT', '/api/apps/trade/outside', { hosts: ['127.0.0.1', '10.0.0.8', 'localhost'] })
    expect((await create({ url: 'http://10.0.0.8/' })).json().errors).toMatchObject([{ code: 'outgoing_inside' }])
  })

  it('shows its secret once', async () => {
    const made = await create()
    expect(made.statusCode, made.body).toBe(201)
    ;({ id: webhook, secret } = made.json())
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    expect((await server.call(admin, 'GET', base)).body).not.toContain(secret)
    const { rows } = await server.database.pool.query('select detail::text from formwork.audit')
    for (const { detail } of rows) expect(detail).not.toContain(secret)
  })

  it('tells of a record once, signed over the raw body and the time', async () => {
    const id = await customer('某医院')
    const [call] = await until(() => heard('record.created').length === 1 && heard('record.created'))
    const { headers, body, json } = call!
    expect(json).toMatchObject({
      app: 'trade',
      form: 'customer',
      record: { id, name: '某医院', version: 1 },
      by: admin.id,
    })
    expect(json.id).toBe(headers['webhook-id'])
    expect(headers['idempotency-key']).toBe(json.id)
    expect(headers['x-formwork-delivery']).toBe(json.id)
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
    const content = `${String(json.id)}.${String(headers['webhook-timestamp'])}.${body}`
    expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(content).digest('base64')}`)
    expect(Number(headers['webhook-timestamp'])).toBe(Math.floor(server.clock.epochMs() / 1000))
    expect(JSON.stringify(json)).not.toContain('"_')
    await until(async () => (await deliveries()).every(({ state }) => state === 'sent'))
    await server.call(admin, 'PATCH', `${forms}/customer/records/${id}`, { name: '另一医院' })
    await until(() => heard('record.updated').length === 1)
    expect(heard('record.updated')[0]?.json).toMatchObject({
      record: { name: '另一医院' },
      changed: expect.arrayContaining(['name']),
    })
    await server.call(admin, 'DELETE', `${forms}/customer/records/${id}`)
    await until(() => heard('record.deleted').length === 1)
    expect(heard('record.created')).toHaveLength(1)
  })

  it('tells nothing of what is rolled back or refused', async () => {
    await server.call(admin, 'POST', `${forms}/customer/records`, {})
    await customer('真的')
    await until(() => heard('record.created').length === 1)
    expect(fake.heard).toHaveLength(1)
  })

  it('is sent again with the same id and a new time until it is taken', async () => {
    fake.answer(() => ({ status: 503, headers: { 'retry-after': '90' } }))
    await customer('重试')
    const waiting = await until(async () =>
      (await deliveries()).find(({ state, reason }) => state === 'waiting' && reason !== null),
    )
    expect(Date.parse(waiting.dueAt) - server.clock.epochMs()).toBe(90_000)
    fake.answer(() => ({}))
    server.clock.advance(90_000)
    await until(() => fake.heard.length === 2)
    const [first, second] = fake.heard
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id'])
    expect(second?.body).toBe(first?.body)
    expect(Number(second?.headers['webhook-timestamp']) - Number(first?.headers['webhook-timestamp'])).toBe(90)
    expect(second?.headers['webhook-signature']).not.toBe(first?.headers['webhook-signature'])
  })

  it('keeps a log that can be read and sent again', async () => {
    fake.answer(() => ({ status: 400, body: 'no such order' }))
    await customer('日志')
    const refused = await until(async () =>
      (await deliveries()).find(({ reason, state }) => reason !== null && state === 'waiting'),
    )
    const shown = (await server.call(admin, 'GET', `/api/deliveries/${refused.id}`)).json()
    expect(shown).toMatchObject({
      channel: 'webhook',
      body: { type: 'record.created' },
      attempts: [{ outcome: 'retry', message: expect.stringContaining('400 no such order') }],
    })
    expect((await server.call(admin, 'POST', `/api/deliveries/${refused.id}/retry`)).statusCode).toBe(409)
    fake.answer(() => ({}))
    server.clock.advance(10_000)
    await until(async () => (await deliveries()).find(({ id, state }) => id === refused.id && state === 'sent'))
    expect((await server.call(admin, 'POST', `/api/deliveries/${refused.id}/retry`)).statusCode).toBe(202)
    await until(() => fake.heard.filter(({ json }) => json.id === refused.id).length === 3)
  })

  it('never follows a redirect', async () => {
    fake.answer(({ path }) => (path === '/erp' ? { status: 307, headers: { location: `${fake.base}/stolen` } } : {}))
    await customer('跳转')
    const failed = await until(async () => (await deliveries()).find(({ state }) => state === 'failed'))
    expect(failed.reason?.code).toBe('outgoing_redirected')
    expect(fake.heard.some(({ path }) => path === '/stolen')).toBe(false)
  })

  it('stops at once when the host is taken off the list', async () => {
    await server.call(admin, 'PUT', '/api/apps/trade/outside', { hosts: [] })
    await customer('不再允许')
    const found = await until(async () =>
      (await deliveries()).find(({ reason }) => reason?.code === 'outgoing_host_not_allowed'),
    )
    expect(found.state).toBe('failed')
    expect(fake.heard).toEqual([])
    await server.call(admin, 'PUT', '/api/apps/trade/outside', { hosts: ['127.0.0.1'] })
  })

  it('calls at most sixty times a minute and loses none', async () => {
    server.clock.advance(60_000)
    for (let n = 0; n < 64; n += 1) await customer(`第${n}家`)
    await until(() => fake.heard.length === 60)
    const withheld = await until(async () => (await deliveries()).find(({ reason }) => reason?.code === 'app_turn'))
    expect(withheld).toMatchObject({ state: 'waiting', tries: 0 })
    server.clock.advance(60_000)
    await until(() => fake.heard.length === 64)
    expect(new Set(fake.heard.map(({ json }) => json.id)).size).toBe(64)
  })

  it('hears only what it asked for, and nothing once it is switched off', async () => {
    server.clock.advance(60_000)
    await server.call(admin, 'PATCH', `${base}/${webhook}`, { forms: ['opportunity'], events: ['record.created'] })
    const id = await customer('别的表')
    await server.call(admin, 'POST', `${forms}/opportunity/records`, { title: '商机', customer: id })
    await until(() => heard('record.created').length === 1)
    expect(fake.heard[0]?.json).toMatchObject({ form: 'opportunity' })
    await server.call(admin, 'PATCH', `${base}/${webhook}`, { enabled: false })
    await server.call(admin, 'POST', `${forms}/opportunity/records`, { title: '商机二', customer: id })
    const { rows } = await server.database.pool.query(
      `select count(*)::int as n from formwork.outbox where content -> 'body' -> 'record' ->> 'title' = '商机二'`,
    )
    expect(rows[0].n).toBe(0)
  })

  it('belongs to its organisation', async () => {
    const other = await server.addPerson(await server.addOrganisation('乙公司'), 'b.admin', { admin: true })
    await server.call(other, 'POST', '/api/apps', { definition: trade })
    for (const [method, path] of [
      ['PATCH', `${base}/${webhook}`],
      ['DELETE', `${base}/${webhook}`],
      ['POST', `${base}/${webhook}/secret`],
      ['POST', `${base}/${webhook}/test`],
    ] as const)
      expect((await server.call(other, method, path, method === 'PATCH' ? {} : undefined)).statusCode).toBe(404)
  })
})
