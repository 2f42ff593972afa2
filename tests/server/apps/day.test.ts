import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import { startOccasions } from '../../../server/apps/day.ts'
import { Installations } from '../../../server/apps/installation.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'

const both = (zh: string) => ({ zh, en: zh })
/** A loan is late from its due day on; the customer counts the late ones; New York's midnight is 05:00 UTC. */
const lending: AppDefinition = {
  formatVersion: 1,
  key: 'lending',
  version: '0.1.0',
  zone: 'America/New_York',
  name: both('借阅'),
  forms: [
    {
      key: 'reader',
      name: both('读者'),
      titleField: 'name',
      fields: [
        { key: 'name', label: both('姓名'), type: 'text' },
        {
          key: 'late_count',
          label: both('逾期数'),
          type: 'rollup',
          relation: 'loans',
          aggregate: 'sum',
          field: 'late_days',
        },
      ],
    },
    {
      key: 'loan',
      name: both('借出'),
      titleField: 'title',
      fields: [
        { key: 'title', label: both('书名'), type: 'text' },
        { key: 'due', label: both('应还'), type: 'date' },
        {
          key: 'reader',
          label: both('读者'),
          type: 'relation',
          to: 'reader',
          inverse: { key: 'loans', label: both('借出') },
        },
        {
          key: 'late_days',
          label: both('逾期天数'),
          type: 'formula',
          result: 'number',
          formula: 'IF(TODAY() > {due}, TODAY() - {due}, 0)',
        },
      ],
    },
  ],
}

let server: TestServer
let admin: Client
let later: { readonly reader: string; readonly loan: string }
const forms = '/api/apps/lending/forms'
beforeAll(async () => {
  server = await startTestServer()
  admin = await server.addPerson(await server.addOrganisation('图书馆'), 'admin', { admin: true })
  const made = await server.call(admin, 'POST', '/api/apps', { definition: lending })
  expect(made.statusCode, made.body).toBe(201)
  // The session ends while the clock jumps, so everything is made before.
  const reader = await create('reader', { name: '小红' })
  later = { reader, loan: await create('loan', { title: '水浒传', due: '2026-11-23', reader }) }
})
afterAll(() => server.close())

const create = async (form: string, values: object): Promise<string> => {
  const answer = await server.call(admin, 'POST', `${forms}/${form}/records`, values)
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json().id
}
/** What lies in the table, whatever a reading would work out. */
async function stored(form: string, column: string, id: string) {
  const apps = new Installations(server.database, server.platform.listener)
  const table = (await apps.get(admin.orgId, 'lending')).tables.get(form)!
  const { rows } = await server.database.pool.query(
    `select ${table.stored.columns[column]!.column} as value, t.version from ${table.name} t where id = $1`,
    [id],
  )
  return rows[0]
}
const timer = async () =>
  (await server.database.pool.query(`select due_at as due, state, subject from formwork.timer where kind = 'day'`)).rows

describe('the local day changes', () => {
  it('brings values that read the clock up to date, in other forms too, without a new version', async () => {
    const reader = await create('reader', { name: '小明' })
    const loan = await create('loan', { title: '红楼梦', due: '2026-11-22', reader })
    const other = await create('loan', { title: '西游记', due: '2026-12-31', reader })
    expect(await stored('loan', 'late_days', loan)).toEqual({ value: '0', version: 1 })
    const before = await stored('reader', 'late_count', reader)
    // 2026-11-22 23:59:59 in New York: still the same day there, another in the organisation's zone.
    server.clock.set('2026-11-23T04:59:59.000Z')
    await expect.poll(async () => (await timer())[0]?.due).toBe('2026-11-23T05:00:00.000Z')
    expect((await stored('loan', 'late_days', loan)).value).toBe('0')
    server.clock.set('2026-11-23T05:00:00.000Z')
    await expect.poll(async () => (await stored('reader', 'late_count', reader)).value).toBe('1')
    expect(await stored('loan', 'late_days', loan)).toEqual({ value: '1', version: 1 })
    expect(await stored('loan', 'late_days', other)).toEqual({ value: '0', version: 1 })
    expect((await stored('reader', 'late_count', reader)).version).toBe(before.version)
    await expect.poll(async () => (await timer())[0]?.due).toBe('2026-11-24T05:00:00.000Z')
  })

  it('after days without a server runs once, for today, with two nodes too', async () => {
    const { reader, loan } = later
    const records = {
      platform: server.platform,
      installations: new Installations(server.database, server.platform.listener),
      listeners: [],
    }
    const failures: unknown[] = []
    const stop = startOccasions(records, error => failures.push(error))
    server.clock.set('2026-12-03T12:00:00.000Z')
    await expect.poll(async () => (await stored('reader', 'late_count', reader)).value).toBe('10')
    await expect.poll(timer).toMatchObject([{ due: '2026-12-04T05:00:00.000Z', state: 'waiting' }])
    expect((await stored('loan', 'late_days', loan)).value).toBe('10')
    await stop()
    expect(failures).toEqual([])
  })

  it('a new zone means another day: everything is looked at again', async () => {
    await server.database.pool.query(
      `update formwork.app_version set definition = jsonb_set(definition, '{zone}', '"Asia/Tokyo"')`,
    )
    await server.database.pool.query(`update formwork.timer set subject = subject - 'version' where kind = 'day'`)
    await expect.poll(async () => (await timer())[0]?.subject).toMatchObject({ zone: 'Asia/Tokyo', version: 1 })
  })
})
