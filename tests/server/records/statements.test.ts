import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AppDefinition, Field } from '../../../schemas/generated/definition.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'

const label = { label: { zh: '甲', en: 'a' } }
const name = { name: { zh: '甲', en: 'a' } }
const text = (key: string): Field => ({ key, ...label, type: 'text' })
const to = (key: string, form: string, inverse: string): Field =>
  ({ key, ...label, type: 'relation', to: form, inverse: { key: inverse, ...label } }) as Field
const sum = (key: string, relation: string, field: string): Field =>
  ({ key, ...label, type: 'rollup', relation, aggregate: 'sum', field }) as Field

/** payment -> contract -> customer; with or without values that follow. */
const app = (follows: boolean): AppDefinition => ({
  formatVersion: 1,
  key: follows ? 'chain' : 'plain',
  version: '0.1.0',
  ...name,
  forms: [
    {
      key: 'customer',
      ...name,
      titleField: 'name',
      fields: [text('name'), ...(follows ? [sum('paid', 'contracts', 'paid')] : [])],
    },
    {
      ...{ key: 'contract', ...name, titleField: 'name' },
      fields: [
        text('name'),
        to('customer', 'customer', 'contracts'),
        ...(follows ? [sum('paid', 'payments', 'amount')] : []),
      ],
    },
    {
      ...{ key: 'payment', ...name, titleField: 'note' },
      fields: [
        text('note'),
        to('contract', 'contract', 'payments'),
        { key: 'amount', ...label, type: 'money', scale: 2 },
      ],
    },
  ],
})

let server: TestServer
let admin: Client
const contracts = new Map<string, string>()
beforeAll(async () => {
  server = await startTestServer()
  admin = await server.addPerson(await server.addOrganisation('店'), 'admin', { admin: true })
  for (const definition of [app(true), app(false)]) {
    expect((await server.call(admin, 'POST', '/api/apps', { definition })).statusCode).toBe(201)
    const forms = `/api/apps/${definition.key}/forms`
    const customer = (await server.call(admin, 'POST', `${forms}/customer/records`, { name: '客户' })).json().id
    contracts.set(
      definition.key,
      (await server.call(admin, 'POST', `${forms}/contract/records`, { name: '合同', customer })).json().id,
    )
  }
})
afterAll(() => server.close())

/** Statements that write, lock or read records while `work` runs; not those of sessions, timers and transactions. */
async function statements(work: () => Promise<unknown>): Promise<string[]> {
  const seen: string[] = []
  const { query } = pg.Client.prototype
  pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
    const [first] = given as [string | { text: string }]
    const written = typeof first === 'string' ? first : first.text
    if (written.includes('"app_')) seen.push(written)
    return (query as (...all: unknown[]) => unknown).apply(this, given)
  } as typeof query
  try {
    await work()
  } finally {
    pg.Client.prototype.query = query
  }
  return seen
}

it('a level of dependent values costs one statement', async () => {
  const pay = (key: string) => async () => {
    const answer = await server.call(admin, 'POST', `/api/apps/${key}/forms/payment/records`, {
      note: '款',
      contract: contracts.get(key),
      amount: '10',
    })
    expect(answer.statusCode, answer.body).toBe(201)
  }
  await pay('chain')()
  const plain = await statements(pay('plain'))
  const chain = await statements(pay('chain'))
  expect(plain).toHaveLength(1)
  // payment, contract, customer: the locks for all of them at once, then one statement for each level above the payment.
  expect(chain).toHaveLength(plain.length + 3)
  const contract = await server.call(admin, 'GET', `/api/apps/chain/forms/contract/records/${contracts.get('chain')}`)
  expect(contract.json()).toMatchObject({ paid: '20.00' })
})
