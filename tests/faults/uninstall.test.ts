import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { admin } from '../browser/started.ts'
import { type FreshDatabase, freshDatabase } from '../database.ts'
import { trade } from '../fixtures/trade.ts'
import { type Started, startServer, temporaryData } from '../server/process.ts'
import { seeded } from './mill-writers.ts'

const RECORDS = 300
const ROUNDS = process.env.FORMWORK_LONG === 'true' ? 60 : 8
const seed = Math.floor(Math.random() * 2 ** 31)
const random = seeded(seed)
const data = temporaryData()
let database: FreshDatabase
let pool: pg.Pool
let server: Started
let address = ''
let cookie = ''

const start = async (): Promise<void> => {
  server = startServer({ FORMWORK_DATA: data.folder, FORMWORK_LOG_LEVEL: 'error', DATABASE_URL: database.url })
  address = await server.ready
}
const kill = async (): Promise<void> => {
  server.child.kill('SIGKILL')
  await server.ended
}
const call = (method: string, path: string, body: object = {}): Promise<Response> =>
  fetch(`${address}/api${path}`, {
    method,
    headers: { 'content-type': 'application/json', origin: address, cookie },
    ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
  })

beforeAll(async () => {
  database = await freshDatabase()
  pool = new pg.Pool({ connectionString: database.url })
  await start()
  const made = await call('POST', '/setup', admin)
  cookie = made.headers
    .getSetCookie()
    .map(one => one.split(';')[0])
    .join('; ')
}, 60_000)
afterAll(async () => {
  await kill()
  await pool.end()
  await database.drop()
  await data.remove()
})

/** Makes the app with its records and one person who may use it. */
async function install(): Promise<void> {
  expect((await call('POST', '/apps', { definition: trade })).status).toBe(201)
  const rows = Array.from({ length: RECORDS }, (_, n) => ({ create: { name: `客户${n}` } }))
  for (let at = 0; at < RECORDS; at += 100) {
    const answer = await call('POST', '/apps/trade/forms/customer/batch', { operations: rows.slice(at, at + 100) })
    expect(answer.status, await answer.text()).toBe(200)
  }
  const { users } = (await (await call('GET', '/users')).json()) as { users: { id: string }[] }
  expect((await call('PATCH', `/users/${users[0]!.id}`, { roles: { trade: ['seller'] } })).status).toBe(200)
}

type State = 'there' | 'removed' | 'purged'

/** What the app is, and everything that does not fit with it. */
async function look(): Promise<{ id: string; state: State; wrong: string[] }> {
  const { rows } = await pool.query<Record<string, never> & { id: string; schema: string; table: string | null }>(
    `select a.id, a.schema_name as schema, a.deleted_at is not null as deleted, r.app_id is not null as removal, r.purged_at is not null as purged,
       jsonb_array_length(r.roles) as kept, (select count(*)::int from formwork.user_role where app_key = 'trade') as roles,
       (select count(*)::int from formwork.timer t where t.app_id = a.id and t.state = 'waiting') as waiting,
       (select count(*)::int from formwork.timer t where t.app_id = a.id and t.state = 'held') as held,
       (select count(*)::int from formwork.app_version v where v.app_id = a.id) as versions,
       exists (select 1 from pg_namespace n where n.nspname = a.schema_name) as schema_there,
       (select v.storage -> 'forms' -> 'customer' ->> 'table' from formwork.app_version v where v.app_id = a.id limit 1) as table
     from formwork.app a left join formwork.app_removal r on r.org_id = a.org_id and r.app_id = a.id order by a.created_at desc, a.id desc limit 1`,
  )
  const app = rows[0]! as unknown as Record<string, number | boolean | string | null> & { id: string; schema: string }
  const state: State = app.purged === true ? 'purged' : app.removal === true ? 'removed' : 'there'
  const records =
    app.schema_there === true
      ? (await pool.query<{ n: number }>(`select count(*)::int as n from "${app.schema}"."${String(app.table)}"`))
          .rows[0]!.n
      : 0
  const expected = {
    there: { deleted: false, kept: null, roles: 1, held: 0, versions: 1, schema_there: true, records: RECORDS },
    removed: { deleted: true, kept: 1, roles: 0, waiting: 0, versions: 1, schema_there: true, records: RECORDS },
    purged: { deleted: true, kept: 0, roles: 0, waiting: 0, held: 0, versions: 0, schema_there: false, records: 0 },
  }[state]
  const found: Record<string, unknown> = { ...app, records }
  const wrong = Object.entries(expected).flatMap(([name, value]) =>
    found[name] === value ? [] : [`${state}: ${name} is ${String(found[name])}, not ${String(value)}`],
  )
  return { id: app.id, state, wrong }
}

const nextOf = (state: State, id: string): readonly [to: State, method: string, path: string, body: object] =>
  state === 'there'
    ? ['removed', 'DELETE', '/apps/trade?confirm=trade', {}]
    : random() < 0.5
      ? ['there', 'POST', `/removed-apps/${id}/restore`, {}]
      : ['purged', 'POST', `/removed-apps/${id}/purge`, { confirm: 'trade' }]

it(`removed, brought back or purged, an app is never half so, whenever the server is killed (seed ${seed})`, {
  timeout: ROUNDS * 20_000,
}, async () => {
  await install()
  const seen = new Set<string>()
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = await look()
    if (before.state === 'purged') await install()
    const now = before.state === 'purged' ? await look() : before
    const [to, method, path, body] = nextOf(now.state, now.id)
    const answered = call(method, path, body).then(
      ({ status }) => status === 200,
      () => false,
    )
    await Promise.race([answered, sleep(random() * 60)])
    await kill()
    const acknowledged = await answered
    await start()
    const after = await look()
    expect(after.wrong, `round ${round}`).toEqual([])
    expect([now.state, to]).toContain(after.state)
    if (acknowledged) expect(after.state).toBe(to)
    seen.add(`${now.state} -> ${after.state}`)
  }
  expect(seen.size).toBeGreaterThan(1)
})
