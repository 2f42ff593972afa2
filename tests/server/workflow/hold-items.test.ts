import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import { Installations } from '../../../server/apps/installation.ts'
import { type Client, startTestServer, type TestServer } from '../testServer.ts'

const label = { zh: '字段', en: 'Field' }
const name = { key: 'name', label, type: 'text' } as const
const count = (key: string) => ({ key, label, type: 'rollup', relation: 'tasks', aggregate: 'count' }) as const

/** A launch makes a task for every store, and both count their tasks: so each task takes its store. */
const chain: AppDefinition = {
  formatVersion: 1,
  key: 'chain',
  version: '1.0.0',
  name: { zh: '连锁', en: 'Chain' },
  forms: [
    { key: 'launch', name: label, titleField: 'name', fields: [name] },
    { key: 'store', name: label, titleField: 'name', fields: [name, count('task_count')] },
    {
      key: 'task',
      name: label,
      titleField: 'name',
      fields: [
        name,
        { key: 'launch', label, type: 'relation', to: 'launch' },
        { key: 'store', label, type: 'relation', to: 'store', inverse: { key: 'tasks', label } },
      ],
    },
  ],
  automations: [
    {
      key: 'issue',
      name: label,
      on: [{ event: 'created', form: 'launch' }],
      then: [
        {
          do: 'each',
          query: { form: 'store', sort: ['-name'] },
          then: [{ do: 'create', form: 'task', set: { name: '上架', launch: '={$record}', store: '={$item}' } }],
        },
      ],
    },
  ],
}

let server: TestServer
let admin: Client
beforeAll(async () => {
  server = await startTestServer()
  admin = await server.addPerson(await server.addOrganisation('连锁'), 'admin', { admin: true })
})
afterAll(() => server.close())

const create = async (form: string, values: object): Promise<string> => {
  const answer = await server.call(admin, 'POST', `/api/apps/chain/forms/${form}/records`, values)
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json().id
}

it('a loop takes what its records link to in the order of all writers, whatever the order it goes in', async () => {
  const made = await server.call(admin, 'POST', '/api/apps', { definition: chain })
  expect(made.statusCode, made.body).toBe(201)
  const [first, second] = [await create('store', { name: 'a' }), await create('store', { name: 'b' })].sort()
  const { tables } = await new Installations(server.database, server.platform.listener).get(admin.orgId, 'chain')
  const stores = tables.get('store')!.name
  const { pool } = server.database
  const writer = await pool.connect()
  const take = (id: string | undefined) => writer.query(`select 1 from ${stores} where id = $1 for update nowait`, [id])
  try {
    await writer.query('begin')
    const { rows } = await writer.query<{ pid: number }>('select pg_backend_pid() as pid')
    await take(first)
    const launched = create('launch', { name: '新品' })
    const waits = async (): Promise<boolean> =>
      (await pool.query('select 1 from pg_stat_activity where $1 = any(pg_blocking_pids(pid))', [rows[0]!.pid])).rows
        .length > 0
    await expect.poll(waits).toBe(true)
    // The loop goes by name backwards; had it begun there, this would be its store.
    await take(second)
    await writer.query('commit')
    await launched
  } finally {
    writer.release()
  }
  const read = await server.call(admin, 'GET', '/api/apps/chain/forms/store/records')
  expect(read.json().records.map((store: { task_count: string }) => store.task_count)).toEqual(['1', '1'])
})
