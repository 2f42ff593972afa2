import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signatureOf } from '../../../server/outbox/signature.ts'
import { trade } from '../../fixtures/trade.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'
import { until } from './until.ts'

const both = (text: string) => ({ zh: text, en: text })
const definition = {
  ...trade,
  connectors: [
    { key: 'shop', kind: 'webhook', name: both('Shop') },
    { key: 'erp', kind: 'http', host: 'https://erp.example.com/api' },
  ],
  automations: [
    {
      ...{ key: 'order', name: both('Order'), on: [{ webhook: 'shop', where: '{$event.body.kind} = "order"' }] },
      then: [{ do: 'create', form: 'customer', set: { name: '={$event.body.customer.name}' } }],
    },
    {
      ...{ key: 'broken', name: both('Broken'), on: [{ webhook: 'shop' }] },
      where: '{$event.body.kind} = "broken"',
      then: [
        { do: 'create', form: 'customer', set: { name: 'never' } },
        { do: 'create', form: 'customer', set: { name: '={$event.body.nothing}' } },
      ],
    },
  ],
}

const call = (values: object) => ({
  automations: [
    {
      ...definition.automations[0],
      then: [{ do: 'http', connector: 'erp', method: 'POST', path: '/orders', ...values }],
    },
  ],
})

let server: TestServer
let admin: Client
let hook: { address: string; secret: string }
beforeAll(async () => {
  server = await startTestServer()
  admin = await server.addPerson(await server.addOrganisation('甲公司'), 'admin', { admin: true })
  const made = await server.call(admin, 'POST', '/api/apps', { definition })
  expect(made.statusCode, made.body).toBe(201)
  hook = (await server.call(admin, 'POST', '/api/apps/trade/hooks', { name: '商城', connector: 'shop' })).json()
})
afterAll(() => server.close())

const send = (id: string, content: object) => {
  const body = JSON.stringify(content)
  const timestamp = String(Math.floor(server.clock.epochMs() / 1000))
  return server.app.inject({
    method: 'POST',
    url: new URL(hook.address).pathname,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signatureOf(hook.secret, { id, timestamp, body }),
    },
    payload: body,
  })
}
const names = async (): Promise<string[]> =>
  (await server.call(admin, 'GET', '/api/apps/trade/forms/customer/records'))
    .json()
    .records.map(({ name }: { name: string }) => name)
const handled = (n: number) =>
  until(async () => {
    const { rows } = await server.database.pool.query(
      'select count(*)::int as n from formwork.hook_event where handled_at is not null',
    )
    return rows[0].n === n
  })

describe('the trigger webhook', () => {
  it('runs with what the other system told, once, when its condition holds', async () => {
    expect((await send('1', { kind: 'order', customer: { name: '某医院' } })).statusCode).toBe(202)
    expect((await send('1', { kind: 'order', customer: { name: '某医院' } })).statusCode).toBe(409)
    expect((await send('2', { kind: 'other', customer: { name: '别的' } })).statusCode).toBe(202)
    await handled(2)
    expect(await names()).toEqual(['某医院'])
  })

  it('shows its connectors to administrators only', async () => {
    const { id, ...seller } = await server.addPerson(admin.orgId, 'seller')
    await server.call(admin, 'PATCH', `/api/users/${id}`, { roles: { trade: ['seller'] } })
    const shown = (await server.call({ id, ...seller }, 'GET', '/api/apps/trade')).json()
    expect(shown.definition.forms.length).toBeGreaterThan(0)
    expect(shown.definition).not.toHaveProperty('connectors')
    const whole = (await server.call(admin, 'GET', '/api/apps/trade')).json()
    expect(whole.definition.connectors).toHaveLength(2)
  })

  it('is undone whole and told to administrators when an action fails', async () => {
    await send('3', { kind: 'broken' })
    await handled(3)
    expect(await names()).toEqual(['某医院'])
    const { notifications } = (await server.call(admin, 'GET', '/api/notifications')).json()
    expect(notifications[0].text.en).toContain('Broken')
  })

  it.each([
    [
      { automations: [{ ...definition.automations[0], on: [{ webhook: 'shopp' }] }] },
      'unknown_connector',
      '/automations/0/on/0/webhook',
    ],
    [
      { automations: [{ ...definition.automations[0], on: [{ webhook: 'erp' }] }] },
      'unknown_connector',
      '/automations/0/on/0/webhook',
    ],
    [{ connectors: [definition.connectors[0], definition.connectors[0]] }, 'duplicate_key', '/connectors/1/key'],
    [
      { automations: [{ ...definition.automations[0], then: [{ do: 'update', set: { name: 'x' } }] }] },
      'action_needs_record',
      '/automations/0/then/0',
    ],
    [
      {
        connectors: [
          definition.connectors[0],
          { key: 'erp', kind: 'http', host: 'https://e.example', auth: { type: 'basic', secret: 's' } },
        ],
      },
      'missing_property',
      '/connectors/1/auth',
    ],
    [
      {
        connectors: [
          definition.connectors[0],
          {
            key: 'erp',
            kind: 'http',
            host: 'https://e.example',
            auth: { type: 'bearer', secret: 's', header: 'X-Key' },
          },
        ],
      },
      'auth_property_unused',
      '/connectors/1/auth/header',
    ],
    [
      {
        connectors: [
          definition.connectors[0],
          {
            key: 'erp',
            kind: 'http',
            host: 'https://e.example',
            auth: { type: 'header', secret: 's', header: 'Host' },
          },
        ],
      },
      'auth_header_taken',
      '/connectors/1/auth/header',
    ],
    [call({ path: 'orders' }), 'call_path', '/automations/0/then/0/path'],
    [call({ path: '/orders?id=1' }), 'call_path', '/automations/0/then/0/path'],
    [call({ method: 'GET', payload: { a: 1 } }), 'call_without_payload', '/automations/0/then/0/payload'],
    [call({ connector: 'shop' }), 'unknown_connector', '/automations/0/then/0/connector'],
  ])('is refused with a finding at its place: %#', async (change, code, path) => {
    const answer = await server.call(admin, 'PUT', '/api/apps/trade/draft', {
      definition: { ...definition, ...change },
    })
    const checked = await server.call(admin, 'POST', '/api/apps', {
      definition: { ...definition, ...change, key: 'other' },
    })
    expect(answer.statusCode).toBeLessThan(500)
    expect(checked.json().errors).toContainEqual(expect.objectContaining({ code, path }))
  })
})
