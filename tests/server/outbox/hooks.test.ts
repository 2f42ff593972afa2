import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HttpProblem } from '../../../server/http/problem.ts'
import type { HookEvent } from '../../../server/outbox/hooks.ts'
import { signatureOf } from '../../../server/outbox/signature.ts'
import { trade } from '../../fixtures/trade.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'
import { tried, until } from './until.ts'

let server: TestServer
let admin: Client
let hook: { id: string; address: string; secret: string }
const heard: HookEvent[] = []
let refuse = false

beforeAll(async () => {
  server = await startTestServer()
  admin = await server.addPerson(await server.addOrganisation('甲公司'), 'admin', { admin: true })
  await server.call(admin, 'POST', '/api/apps', { definition: trade })
  server.platform.hooks.onHook(async (transaction, event) => {
    await transaction.query('select 1')
    if (refuse) throw new HttpProblem(422, 'unknown_user')
    heard.push(event)
  })
  const made = await server.call(admin, 'POST', '/api/apps/trade/hooks', { name: 'ERP', connector: 'erp' })
  expect(made.statusCode, made.body).toBe(201)
  hook = made.json()
})
afterAll(() => server.close())

interface Sent {
  id?: string
  at?: number
  body?: string
  signature?: string
  address?: string
}
let n = 0
const nextId = (): string => {
  n += 1
  return `evt_${n}`
}
const send = ({
  id = nextId(),
  at = server.clock.epochMs(),
  body = '{"order":"A-1"}',
  signature,
  address = hook.address,
}: Sent = {}) => {
  const timestamp = String(Math.floor(at / 1000))
  return server.app.inject({
    method: 'POST',
    url: new URL(address).pathname,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signature ?? signatureOf(hook.secret, { id, timestamp, body }),
    },
    payload: body,
  })
}

describe('an incoming hook', () => {
  it('is taken once, stored, and handed on with what it said', async () => {
    const answer = await send({ id: 'evt_first', body: '{"order": "A-1", "amount": "12.50"}' })
    expect(answer.statusCode, answer.body).toBe(202)
    const event = await until(() => heard[0])
    expect(event).toMatchObject({
      id: answer.json().id,
      externalId: 'evt_first',
      hook: { name: 'ERP', connector: 'erp' },
      body: { order: 'A-1', amount: '12.50' },
    })
    // It is heard within the transaction that marks it.
    const handled = await until(async () => {
      const { rows } = await server.database.pool.query('select handled_at from formwork.hook_event where id = $1', [
        event.id,
      ])
      return (rows[0].handled_at ?? undefined) as unknown
    })
    expect(handled).toBeDefined()
  })

  it('is taken as Standard Webhooks’ own example is signed', () => {
    const signed = {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      timestamp: '1614265330',
      body: '{"test": 2432232314}',
    }
    expect(signatureOf('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', signed)).toBe(
      'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    )
  })

  it('refuses a replay, whatever its time', async () => {
    expect((await send({ id: 'evt_twice' })).statusCode).toBe(202)
    expect((await send({ id: 'evt_twice' })).json()).toMatchObject({ code: 'hook_replayed', status: 409 })
    server.clock.advance(200_000)
    expect((await send({ id: 'evt_twice' })).statusCode).toBe(409)
    await until(() => heard.some(({ externalId }) => externalId === 'evt_twice'))
    expect(heard.filter(({ externalId }) => externalId === 'evt_twice')).toHaveLength(1)
  })

  it('is taken once of fifty at the same moment', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => send({ id: 'evt_race' })))
    expect(answers.filter(({ statusCode }) => statusCode === 202)).toHaveLength(1)
    expect(answers.filter(({ statusCode }) => statusCode === 409)).toHaveLength(49)
  })

  it.each([
    [-301_000, 401],
    [-299_000, 202],
    [299_000, 202],
    [302_000, 401],
  ])('with a time %d ms off answers %d', async (off, status) => {
    expect((await send({ at: server.clock.epochMs() + off })).statusCode).toBe(status)
  })

  it('is refused with a wrong signature, another body, another id, or none', async () => {
    const timestamp = String(Math.floor(server.clock.epochMs() / 1000))
    const good = signatureOf(hook.secret, { id: 'evt_x', timestamp, body: '{"order":"A-1"}' })
    for (const wrong of [
      { id: 'evt_x', signature: '' },
      { id: 'evt_x', signature: 'v1,' },
      { id: 'evt_x', signature: good.replace('v1,', 'v2,') },
      { id: 'evt_y', signature: good },
      { id: 'evt_x', signature: good, body: '{"order":"A-2"}' },
      { id: 'evt_x', signature: good, body: '{"order": "A-1"}' },
      { id: 'evt_x', signature: good, address: hook.address.slice(0, -1) },
    ]) {
      const answer = await send(wrong)
      expect(answer.json(), JSON.stringify(wrong)).toMatchObject({ code: 'hook_signature_wrong', status: 401 })
    }
    expect((await send({ id: 'evt_x', signature: `v1,other ${good}` })).statusCode).toBe(202)
  })

  it('holds JSON within the ordinary bounds', async () => {
    expect((await send({ body: 'not json' })).statusCode).toBe(400)
    expect((await send({ body: '{"__proto__": {}}' })).statusCode).toBe(400)
    expect((await send({ body: `"${'x'.repeat(1_000_001)}"` })).statusCode).toBe(413)
  })

  it('that cannot be acted on goes to the list with the reason and is handed on again on demand', async () => {
    const deliveries = async () =>
      (await server.call(admin, 'GET', '/api/deliveries?channel=hook')).json().deliveries as {
        id: string
        tries: number
        state: string
        reason: { code: string } | null
      }[]
    // What was sent before is somebody else's.
    await until(async () => (await deliveries()).every(({ state }) => state === 'sent'))
    refuse = true
    const { id } = (await send({ id: 'evt_poison' })).json()
    const find = async () => (await deliveries()).find(({ reason }) => reason !== null)
    const delivery = await until(find)
    for (const [n, pause] of [10_000, 60_000, 300_000, 1_800_000, 7_200_000].entries()) {
      await tried(server, delivery.id, n + 1)
      server.clock.advance(pause)
    }
    const given = await until(async () => {
      const found = await find()
      return found?.state === 'failed' && found
    })
    expect(given.tries).toBe(6)
    refuse = false
    await server.call(admin, 'POST', `/api/deliveries/${given.id}/retry`)
    const event = await until(() => heard.find(one => one.id === id))
    expect(event.externalId).toBe('evt_poison')
  })

  it('is silent once it is switched off, and signed anew after its secret was renewed', async () => {
    const renewed = (await server.call(admin, 'POST', `/api/apps/trade/hooks/${hook.id}/secret`)).json()
    expect((await send()).statusCode).toBe(401)
    hook = { ...hook, secret: renewed.secret }
    expect((await send()).statusCode).toBe(202)
    await server.call(admin, 'PATCH', `/api/apps/trade/hooks/${hook.id}`, { enabled: false })
    expect((await send()).statusCode).toBe(401)
  })
})
