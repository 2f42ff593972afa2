import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import { Installations } from '../../../server/apps/installation.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'

const label = { label: { zh: '甲', en: 'a' } }
const name = { name: { zh: '甲', en: 'a' } }
const CHILDREN = 10_050

const app: AppDefinition = {
  formatVersion: 1,
  key: 'wide',
  version: '0.1.0',
  ...name,
  forms: [
    {
      ...{ key: 'region', ...name, titleField: 'name' },
      fields: [
        { key: 'name', ...label, type: 'text' },
        { key: 'rate', ...label, type: 'number', scale: 2 },
        { key: 'total', ...label, type: 'rollup', relation: 'stores', aggregate: 'sum', field: 'score' },
      ],
    },
    {
      ...{ key: 'store', ...name, titleField: 'name' },
      fields: [
        { key: 'name', ...label, type: 'text' },
        { key: 'region', ...label, type: 'relation', to: 'region', inverse: { key: 'stores', ...label } },
        { key: 'score', ...label, type: 'formula', result: 'number', scale: 2, formula: '{region.rate} * 2' },
      ],
    },
  ],
}

let server: TestServer
let admin: Client
let region = ''
beforeAll(async () => {
  server = await startTestServer()
  admin = await server.addPerson(await server.addOrganisation('店'), 'admin', { admin: true })
  expect((await server.call(admin, 'POST', '/api/apps', { definition: app })).statusCode).toBe(201)
  region = (await server.call(admin, 'POST', '/api/apps/wide/forms/region/records', { name: '华东', rate: '1' })).json()
    .id
  const { tables } = await new Installations(server.database, server.platform.listener).get(admin.orgId, 'wide')
  const store = tables.get('store')!
  const column = (key: string): string => store.stored.columns[key]!.column
  await server.database.pool.query(
    `insert into ${store.name} (id, version, created_at, updated_at, rules_version, is_sample, ${column('name')}, ${column('region')}, ${column('score')})
     select gen_random_uuid(), 1, now(), now(), 1, false, '店', $1, 2.00 from generate_series(1, ${CHILDREN})`,
    [region],
  )
}, 60_000)
afterAll(() => server.close())

it('a change that reaches more than 10,000 records is saved at once and goes on in the background, with a count', {
  timeout: 60_000,
}, async () => {
  const changed = await server.call(admin, 'PATCH', `/api/apps/wide/forms/region/records/${region}`, { rate: '3' })
  expect(changed.statusCode, changed.body).toBe(200)
  const { recalculations } = (await server.call(admin, 'GET', '/api/apps/wide/recalculations')).json()
  expect(recalculations).toMatchObject([
    { reason: 'cascade', running: true, total: CHILDREN + 1, fields: ['store.score', 'region.total'] },
  ])
  const total = async () => {
    server.clock.advance(3_000)
    return (await server.call(admin, 'GET', `/api/apps/wide/forms/region/records/${region}`)).json().total
  }
  await expect.poll(total, { timeout: 30_000, interval: 100 }).toBe((CHILDREN * 6).toFixed(2))
})
