import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compileApp } from '../../../engine/index.ts'
import type { AppDefinition, Automation } from '../../../schemas/generated/definition.ts'
import { startFakeServer } from '../channels/fakeServer.ts'
import { until } from '../outbox/until.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'

const words = (text: string) => ({ zh: text, en: text })
const field = (key: string) => ({ key, label: words(key), type: 'text' as const })
const order = (base: string, more: Partial<Automation> = {}): AppDefinition => ({
  ...{ formatVersion: 1, key: 'shop', version: '0.1.0', name: words('shop') },
  connectors: [
    { key: 'erp', kind: 'http', name: words('ERP'), host: base, auth: { type: 'bearer', secret: 'erp_key' } },
  ],
  forms: [
    {
      ...{ key: 'order', name: words('order'), titleField: 'name' },
      fields: [field('name'), field('number'), field('state')],
    },
  ],
  automations: [
    {
      ...{ key: 'book', name: words('book'), on: [{ event: 'created', form: 'order' }] },
      then: [
        { do: 'update', set: { state: 'sent' } },
        {
          ...{ do: 'http', as: 'booked', connector: 'erp', method: 'POST' },
          path: '="/orders/" & {name}',
          query: { lang: 'zh' },
          payload: { title: '={name}', kind: 'sale', lines: [{ of: '={name}', count: 2 }, "'=plain"], more: {} },
        },
        { do: 'update', set: { number: '={$out.booked.body.number}', state: 'booked' } },
      ],
      ...more,
    },
  ],
})

let server: TestServer
let fake: Awaited<ReturnType<typeof startFakeServer>>
let admin: Client
beforeAll(async () => {
  fake = await startFakeServer()
  server = await startTestServer({ environment: { FORMWORK_OUTGOING_INSIDE: '127.0.0.0/8' } })
  admin = await server.addPerson(await server.addOrganisation('A'), 'admin', { admin: true })
  const made = await server.call(admin, 'POST', '/api/apps', { definition: order(`${fake.base}/v1`) })
  expect(made.statusCode, made.body).toBe(201)
  await server.call(admin, 'PUT', '/api/apps/shop/outside', { hosts: ['127.0.0.1'] })
  await server.call(admin, 'PUT', '/api/apps/shop/secrets/erp_key', { value: 'k-123' })
})
afterAll(async () => {
  await server.close()
  await fake.close()
})

const create = async (name: string): Promise<string> =>
  (await server.call(admin, 'POST', '/api/apps/shop/forms/order/records', { name })).json().id
const read = async (id: string) => (await server.call(admin, 'GET', `/api/apps/shop/forms/order/records/${id}`)).json()
const runOf = async (id: string) => (await server.call(admin, 'GET', `/api/apps/shop/runs?record=${id}`)).json().runs[0]

describe('an action that calls another system', () => {
  it('waits for the answer after the commit and goes on with it', async () => {
    let answer = (): void => {}
    const held = new Promise<void>(resolve => {
      answer = resolve
    })
    fake.answer(async () => {
      await held
      return { status: 201, body: { number: 'N-7' } }
    })
    const id = await create('A-1')
    expect(await read(id)).toMatchObject({ state: 'sent', number: null })
    expect(await runOf(id)).toMatchObject({ outcome: 'waiting', error: null })
    answer()
    await until(async () => (await read(id)).state === 'booked')
    expect(await read(id)).toMatchObject({ number: 'N-7' })
    expect(await runOf(id)).toMatchObject({ outcome: 'done' })
    expect(fake.heard).toMatchObject([{ method: 'POST', path: '/v1/orders/A-1' }])
    const lines = [{ of: 'A-1', count: 2 }, '=plain']
    expect(fake.heard[0]?.json).toEqual({ title: 'A-1', kind: 'sale', lines, more: {} })
  })
  it('fails when it is refused, and is run again from the call', async () => {
    fake.answer(() => ({ status: 400, body: { error: 'closed' } }))
    const id = await create('A-2')
    await until(async () => (await runOf(id)).outcome === 'failed')
    expect(await read(id)).toMatchObject({ state: 'sent', number: null })
    fake.answer(() => ({ status: 200, body: { number: 'N-8' } }))
    const { id: run } = await runOf(id)
    const again = await server.call(admin, 'POST', `/api/apps/shop/runs/${run}/again`)
    expect(again.statusCode, again.body).toBe(200)
    await until(async () => (await read(id)).number === 'N-8')
    expect(await runOf(id)).toMatchObject({ outcome: 'done' })
  })
  it.each([
    [{ with: 'save' as const }, 'http_cannot_wait /automations/0/then/1'],
    [
      {
        then: [
          {
            ...{ do: 'choose' as const },
            cases: [
              { when: 'TRUE', then: [{ do: 'http' as const, connector: 'erp', method: 'GET' as const, path: '/' }] },
            ],
          },
        ],
      },
      'http_cannot_wait /automations/0/then/0/cases/0/then/0',
    ],
    [
      { then: [{ do: 'http' as const, connector: 'erpp', method: 'GET' as const, path: '/' }] },
      'unknown_connector /automations/0/then/0/connector',
    ],
  ])('is refused where nothing can wait: %j', (more, expected) => {
    const { findings } = compileApp(order('https://erp.example.com', more))
    expect(findings.map(({ code, path }) => `${code} ${path}`)).toContain(expected)
  })
})
