import pg from 'pg'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { AppDefinition, Automation } from '../../../schemas/generated/definition.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'

const words = (text: string) => ({ zh: text, en: text })
const on: Automation['on'] = [{ event: 'created', form: 'deal' }]
const automation = (key: string, value: string): Automation => ({
  ...{ key, name: words(key), on },
  then: [{ do: 'create', form: 'mark', set: { size: value } }],
})
const number = { key: 'size', label: words('size'), type: 'number' as const, min: 0 }
const definition: AppDefinition = {
  ...{ formatVersion: 1, key: 'deals', version: '0.1.0', name: words('deals') },
  forms: ['deal', 'mark'].map(key => ({ key, name: words(key), titleField: 'size', fields: [number] })),
  automations: [automation('one', '={size}'), automation('fails', '={size} - 100'), automation('two', '={size}')],
}

let server: TestServer
let admin: Client
beforeAll(async () => {
  server = await startTestServer()
  admin = await server.addPerson(await server.addOrganisation('A'), 'admin', { admin: true })
  const made = await server.call(admin, 'POST', '/api/apps', { definition })
  expect(made.statusCode, made.body).toBe(201)
})
afterAll(() => server.close())

it('a batch of writes lets go of every savepoint its automations set, also of those that failed', async () => {
  const query = vi.spyOn(pg.Client.prototype, 'query')
  const operations = [1, 2, 3].map(size => ({ create: { size } }))
  const answer = await server.call(admin, 'POST', '/api/apps/deals/forms/deal/batch', { operations })
  const texts = query.mock.calls.flatMap(([first]) => (typeof first === 'string' ? first.split('; ') : []))
  query.mockRestore()
  expect(answer.statusCode, answer.body).toBe(200)
  const set = texts.filter(text => text.startsWith('savepoint s'))
  expect(set).toHaveLength(9)
  expect(texts.filter(text => text.startsWith('release savepoint s'))).toHaveLength(set.length)
  const { rows } = await server.database.pool.query(
    'select state, count(*)::int as n from formwork.run group by state order by state',
  )
  expect(rows).toEqual([
    { state: 'done', n: 6 },
    { state: 'failed', n: 3 },
  ])
})
