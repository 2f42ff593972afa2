import { expect } from 'vitest'
import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import { trade } from '../../fixtures/trade.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'

interface OpportunityAnswer {
  readonly id: string
  readonly lines: readonly { readonly id: string }[]
  readonly [field: string]: unknown
}

/** The trade app installed for a small office: an administrator, a manager with one seller, another seller, a director. */
export interface Office {
  readonly server: TestServer
  readonly admin: Client
  readonly seller: Client
  readonly other: Client
  readonly manager: Client
  readonly director: Client
  customer(who?: Client, values?: object): Promise<Record<string, unknown> & { id: string }>
  opportunity(values: object, who?: Client): Promise<OpportunityAnswer>
}

export const base = '/api/apps/trade/forms'

export async function openOffice(definition: AppDefinition = trade): Promise<Office> {
  const server = await startTestServer()
  const org = await server.addOrganisation('测试公司')
  const admin = await server.addPerson(org, 'admin', { admin: true })
  const created = await server.call(admin, 'POST', '/api/apps', { definition })
  expect(created.statusCode, created.body).toBe(201)
  const manager = await server.addPerson(org, 'manager')
  const seller = await server.addPerson(org, 'seller', { manager: manager.id })
  const other = await server.addPerson(org, 'other')
  const director = await server.addPerson(org, 'director')
  for (const [who, role] of [
    [seller, 'seller'],
    [other, 'seller'],
    [manager, 'manager'],
    [director, 'director'],
  ] as const) {
    const answer = await server.call(admin, 'PATCH', `/api/users/${who.id}`, { roles: { trade: [role] } })
    expect(answer.statusCode, answer.body).toBe(200)
  }
  let n = 0
  const create = async (who: Client, form: string, values: object) => {
    const answer = await server.call(who, 'POST', `${base}/${form}/records`, values)
    expect(answer.statusCode, answer.body).toBe(201)
    return answer.json()
  }
  return {
    server,
    admin,
    seller,
    other,
    manager,
    director,
    customer: (who = seller, values = {}) => {
      n += 1
      return create(who, 'customer', { name: `客户${n}`, ...values })
    },
    opportunity: (values, who = seller) => create(who, 'opportunity', { title: '商机', ...values }),
  }
}
