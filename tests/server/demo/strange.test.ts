import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { readTemplate, type Template } from '../../../server/store/templates.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'
import { demosNow, demosOf, holding, schemas } from './house.ts'

const DAY = 86_400_000

let server: TestServer
let admin: Client

beforeAll(async () => {
  server = await startTestServer()
  admin = await server.addPerson(await server.addOrganisation('甲公司'), 'admin', { admin: true, language: 'zh' })
}, 60_000)
afterAll(() => server.close())

const open = async (template: string): Promise<string> =>
  (await server.call(admin, 'POST', '/api/demos', { template })).json().demo

describe('a stranger’s template', () => {
  let template: Template
  const demos = () => demosOf(server)
  const caller = async () => (await server.platform.accounts.bySession(admin.headers.cookie!.split('=')[1]!))!
  beforeAll(async () => {
    template = await readTemplate('templates/store-sales')
  })
  afterEach(async () => {
    server.clock.advance(DAY + 1)
    await demos().tidy()
    server.clock.advance(-DAY - 1)
  })

  it('in a newer version takes the place of the older one', { timeout: 60_000 }, async () => {
    const who = await caller()
    const old = await demos().open(who, template)
    const newer = await demos().open(who, { ...template, definition: { ...template.definition, version: '9.0.0' } })
    expect(newer).not.toBe(old)
    expect(await demosNow(server)).toEqual([newer])
    expect(await holding(server, old)).toEqual([])
  })

  it('is one of six at most', { timeout: 120_000 }, async () => {
    const who = await caller()
    for (let n = 0; n < 8; n += 1) {
      const key = `kit_${n}`
      await demos().open(who, { key, definition: { ...template.definition, key, sampleData: {} } })
      server.clock.advance(1_000)
    }
    expect(await demosNow(server)).toHaveLength(6)
  })

  it('is made once when two look at the same moment', { timeout: 60_000 }, async () => {
    const both = await Promise.all([open('store_sales'), open('store_sales')])
    expect(both[0]).toBe(both[1])
    expect(await demosNow(server)).toHaveLength(1)
  })

  it('with more sample data than a demo takes is shown without', { timeout: 60_000 }, async () => {
    const [form, records] = Object.entries(template.definition.sampleData!).find(([, list]) => list.length > 0)!
    const many = Array.from({ length: 4_000 }, (_, n) => ({ ...records[0]!, name: `n${n}` }))
    const demo = await demos().open(await caller(), {
      key: 'huge',
      definition: { ...template.definition, key: 'huge', sampleData: { [form]: many } },
    })
    const { rows } = await server.database.pool.query('select samples from formwork.demo where org_id = $1', [demo])
    expect(rows).toEqual([{ samples: null }])
  })

  it('that is broken is refused and leaves nothing', async () => {
    const definition = { ...template.definition, key: 'broken', forms: [] }
    await expect(demos().open(await caller(), { key: 'broken', definition })).rejects.toMatchObject({
      code: 'check_failed',
    })
    expect(await demosNow(server)).toEqual([])
    expect(await schemas(server)).toEqual([])
  })

  it('without roles is looked at as its administrator', { timeout: 60_000 }, async () => {
    const { roles: _, ...definition } = {
      ...template.definition,
      key: 'plain',
      forms: [
        {
          key: 'note',
          name: { zh: '便签' },
          titleField: 'name',
          fields: [{ key: 'name', type: 'text', label: { zh: '名称' } }],
        },
      ],
      sampleData: { note: [{ name: '第一张' }] },
    } as never as Template['definition']
    const bare = {
      ...Object.fromEntries(
        ['formatVersion', 'key', 'version', 'name', 'forms', 'sampleData'].map(name => [
          name,
          definition[name as 'key'],
        ]),
      ),
    } as never as Template['definition']
    const demo = await demos().open(await caller(), { key: 'plain', definition: bare })
    const answer = await server.call(admin, 'GET', `/demo/${demo}/_/api/apps/plain/forms/note/records`)
    expect(answer.json().records, answer.body).toHaveLength(1)
    const write = await server.call(admin, 'POST', `/demo/${demo}/_/api/apps/plain/forms/note/records`, { name: 'x' })
    expect(write.json().code).toBe('demo_read_only')
  })

  /** Ends the connection of whoever waits to silence a new demo. */
  const cutOff = async (): Promise<number | null> => {
    const { rowCount } = await server.database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock' and query like 'delete from formwork.outbox where org_id%'`,
    )
    return rowCount
  }

  it('cut off while its demo is made leaves nothing', { timeout: 60_000 }, async () => {
    const { pool } = server.database
    const holder = await pool.connect()
    try {
      await holder.query('begin; lock table formwork.outbox in share mode')
      const making = demos()
        .open(await caller(), template)
        .then(
          () => 'made',
          () => 'cut off',
        )
      // All is written and nothing committed where its last statement waits.
      await expect.poll(cutOff, { timeout: 30_000 }).toBe(1)
      expect(await making).toBe('cut off')
    } finally {
      await holder.query('rollback')
      holder.release()
    }
    expect(await demosNow(server)).toEqual([])
    expect(await schemas(server)).toEqual([])
  })
})
