import type { PoolClient } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import { Installations } from '../../../server/apps/installation.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'

const label = { label: { zh: '甲', en: 'a' } }
const name = { name: { zh: '甲', en: 'a' } }

const app = (key: string, formula: string): AppDefinition => ({
  ...{ formatVersion: 1, key, version: '0.1.0', ...name },
  forms: [
    {
      ...{ key: 'region', ...name, titleField: 'name' },
      fields: [
        { key: 'name', ...label, type: 'text' },
        { key: 'rate', ...label, type: 'number', scale: 2 },
      ],
    },
    {
      ...{ key: 'district', ...name, titleField: 'name' },
      fields: [
        { key: 'name', ...label, type: 'text' },
        { key: 'region', ...label, type: 'relation', to: 'region', inverse: { key: 'districts', ...label } },
      ],
    },
    {
      ...{ key: 'store', ...name, titleField: 'name' },
      fields: [
        { key: 'name', ...label, type: 'text' },
        { key: 'size', ...label, type: 'number', scale: 2 },
        { key: 'district', ...label, type: 'relation', to: 'district', inverse: { key: 'stores', ...label } },
        { key: 'score', ...label, type: 'formula', result: 'number', scale: 2, formula },
      ],
    },
  ],
})

let server: TestServer
let admin: Client
beforeAll(async () => {
  server = await startTestServer()
  admin = await server.addPerson(await server.addOrganisation('店'), 'admin', { admin: true })
})
afterAll(() => server.close())

/** Whether somebody waits for what a connection holds. */
const waitingFor = (holder: PoolClient & { processID?: number }) => async (): Promise<boolean> => {
  const { rows } = await server.database.pool.query<{ found: boolean }>(
    'select exists (select from pg_stat_activity where $1 = any(pg_blocking_pids(pid))) as found',
    [holder.processID],
  )
  return rows[0]!.found
}

describe('a record that others link to what is changed while the change waits for its locks', () => {
  it.each([
    ['worked out in SQL', 'insql', '{district.region.rate} * {size}'],
    ['worked out in JavaScript', 'injs', 'IF(PROPER({name}) = "", 0, {district.region.rate} * {size})'],
  ])('is taken before it is worked out: %s', async (_, key, formula) => {
    const made = await server.call(admin, 'POST', '/api/apps', { definition: app(key, formula) })
    expect(made.statusCode, made.body).toBe(201)
    const create = async (form: string, values: object): Promise<string> =>
      (await server.call(admin, 'POST', `/api/apps/${key}/forms/${form}/records`, values)).json().id
    const region = await create('region', { name: '华东', rate: '1' })
    const district = await create('district', { name: '浦东' })
    const store = await create('store', { name: '一店', size: '10', district })
    const { tables } = await new Installations(server.database, server.platform.listener).get(admin.orgId, key)
    const [regions, districts, stores] = ['region', 'district', 'store'].map(form => tables.get(form)!)
    const column = (table: typeof regions, field: string): string => table!.stored.columns[field]!.column
    const { pool } = server.database
    const [linking, resizing] = [await pool.connect(), await pool.connect()]
    try {
      await linking.query('begin')
      await linking.query(`select 1 from ${regions!.name} where id = $1 for no key update`, [region])
      await linking.query(`update ${districts!.name} set ${column(districts, 'region')} = $1`, [region])
      await resizing.query('begin')
      await resizing.query(`update ${stores!.name} set ${column(stores, 'size')} = 20`)
      const change = server.call(admin, 'PATCH', `/api/apps/${key}/forms/region/records/${region}`, { rate: '3' })
      await expect.poll(waitingFor(linking)).toBe(true)
      await linking.query('commit')
      await expect.poll(waitingFor(resizing)).toBe(true)
      await resizing.query('commit')
      expect((await change).statusCode).toBe(200)
    } finally {
      linking.release()
      resizing.release()
    }
    const read = await server.call(admin, 'GET', `/api/apps/${key}/forms/store/records/${store}`)
    expect(read.json()).toMatchObject({ size: '20', score: '60.00' })
  })
})
