import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppDefinition } from '../../../../schemas/generated/definition.ts'
import { makeBundle } from '../../../../server/store/bundle.ts'
import { type Office, openOffice } from '../../records/office.ts'
import { malices } from './templates.ts'

let office: Office
let canary: Server
let calls = 0

/** Its address is known before it listens: the table of templates is made when the file is read. */
const PORT = 18_000 + (process.pid % 2_000)
const list = malices(`http://127.0.0.1:${PORT}`)

beforeAll(async () => {
  canary = createServer((_, answer) => {
    calls += 1
    answer.end()
  })
  await new Promise<void>(ready => canary.listen(PORT, '127.0.0.1', ready))
  expect((canary.address() as AddressInfo).port).toBe(PORT)
  office = await openOffice()
  await office.customer()
})
afterAll(async () => {
  await office.server.close()
  canary.close()
})

/** Which rows are not a new app's, where the table does not say it; what the house works out anew by itself (a new day, a changed directory) has timers of its own. */
const belonging: Readonly<Record<string, string>> = {
  'formwork.app': 'x.id = $1',
  'formwork.outbox_attempt': 'exists (select 1 from formwork.outbox o where o.id = x.outbox_id and o.app_id = $1)',
  'formwork.timer': `x.app_id = $1 and x.key !~ '^(day|refresh|sweep|recalculate):'`,
}

/** Everything the house holds but what belongs to a new app: each table's rows as one sum. */
async function house(): Promise<Record<string, string>> {
  const { pool } = office.server.database
  const { rows: ours } = await pool.query<{ id: string; schema: string }>(
    `select id, schema_name as schema from formwork.app where key = 'trade'`,
  )
  const [{ id, schema }] = ours as [{ id: string; schema: string }]
  const { rows: tables } = await pool.query<{ name: string; app: boolean; key: boolean }>(
    `select format('%I.%I', t.table_schema, t.table_name) as name,
       exists (select 1 from information_schema.columns c where c.table_schema = t.table_schema and c.table_name = t.table_name and c.column_name = 'app_id') as app,
       exists (select 1 from information_schema.columns c where c.table_schema = t.table_schema and c.table_name = t.table_name and c.column_name = 'app_key') as key
     from information_schema.tables t where t.table_type = 'BASE TABLE' and t.table_schema in ('formwork', $1) and t.table_name not in ('audit', 'session', 'rate', 'idempotency')`,
    [schema],
  )
  const sums: Record<string, string> = {}
  for (const { name, app, key } of tables) {
    const own = belonging[name] ?? (app ? 'x.app_id = $1' : key ? `x.app_key = 'trade'` : 'true')
    const { rows } = await pool.query<{ sum: string }>(
      `select count(*) || ':' || coalesce(md5(string_agg(row, '|' order by row)), '') as sum from (select (to_jsonb(x) - 'directory_version')::text as row from ${name} x where ${own}) r where $1::uuid is not null`,
      [id],
    )
    sums[name] = rows[0]!.sum
  }
  return sums
}

/** Uses what was installed as a person would: opens it, lists, writes. */
async function use(key: string, definition: AppDefinition): Promise<number[]> {
  const { server, admin } = office
  const base = `/api/apps/${key}/forms/${definition.forms[0]!.key}/records`
  const answers = [
    await server.call(admin, 'GET', `/api/apps/${key}`),
    await server.call(admin, 'GET', `${base}?sort=name&q=x`),
    await server.call(admin, 'POST', base, {
      name: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaa!',
      x: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!',
    }),
    await server.call(admin, 'POST', base, { name: 'a' }),
    await server.call(admin, 'GET', `/api/apps/${key}/draft`),
  ]
  return answers.map(({ statusCode }) => statusCode)
}

const SLOWEST_MS = 8_000

describe('a template of a stranger', () => {
  it('there are at least forty of them', () => expect(list.length).toBeGreaterThanOrEqual(40))

  it.each(list)(
    'with %s changes nothing outside of its own app, and calls nobody',
    { timeout: 60_000 },
    async (_, definition) => {
      const { server, admin } = office
      const before = await house()
      const started = performance.now()
      const answer = await server.call(admin, 'POST', '/api/apps/import', {
        bundle: makeBundle(definition as AppDefinition),
        sampleData: true,
      })
      expect([201, 400, 409, 413, 422], answer.body.slice(0, 500)).toContain(answer.statusCode)
      if (answer.statusCode === 201) {
        const { app } = answer.json() as { app: string }
        for (const status of await use(app, definition as AppDefinition)) expect(status).toBeLessThan(500)
        expect((await server.call(admin, 'DELETE', `/api/apps/${app}?confirm=${app}`)).statusCode).toBe(200)
      } else expect(answer.json().detail, 'says what is wrong').toMatch(/\S/)
      expect(performance.now() - started).toBeLessThan(SLOWEST_MS)
      expect(await house()).toEqual(before)
      expect(calls).toBe(0)
    },
  )

  it('half a character is not kept in a draft either, and says so', async () => {
    const { server, admin } = office
    const draft = await server.call(admin, 'GET', '/api/apps/trade/draft')
    const definition = { ...draft.json().definition, name: { zh: '\ud83d' } }
    const etag = String(draft.headers.etag)
    const answer = await server.call(admin, 'PUT', '/api/apps/trade/draft', { definition }, { 'if-match': etag })
    expect([answer.statusCode, answer.json().errors[0].code]).toEqual([422, 'broken_text'])
  })

  it('as a file of a hundred megabytes, or of deep JSON, is refused before it is read whole', {
    timeout: 60_000,
  }, async () => {
    const { server, admin } = office
    const sent = (payload: string) =>
      server.app.inject({
        method: 'POST',
        url: '/api/apps/import',
        headers: { ...admin.headers, 'content-type': 'application/json' },
        payload,
      })
    const huge = await sent(`{"bundle":"${'x'.repeat(100_000_000)}"}`)
    expect(huge.statusCode).toBe(413)
    const deep = await sent(`{"bundle":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)
    expect(deep.statusCode).toBe(400)
    expect(deep.json().detail).toMatch(/\S/)
  })
})
