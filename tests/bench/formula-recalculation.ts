import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { StorageMap } from '../../engine/storage/storage-map.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { startEmbedded } from '../../server/database/embedded.ts'
import { type Started, startServer } from '../server/process.ts'
import type { Row } from './formula-closures.ts'
import { sender } from './formula-rollups.ts'

const label = (text: string) => ({ zh: text, en: text })

const REBATE = (rate: string): string =>
  `ROUND({amount} * IF({amount} > 8000000, 0.025, IF({amount} >= 5000000, ${rate}, 0)) * (1 - IFEMPTY({fee}, 0)), 2)`
/** The same by hand, with the digits of the formula. */
const byHand = (rate: string): string =>
  `round(amount * (case when amount > 8000000 then 0.025 when amount >= 5000000 then ${rate} else 0 end) * (1 - coalesce(fee, 0)), 2)`

const app = (rate: string): AppDefinition =>
  ({
    formatVersion: 1,
    key: 'big',
    version: '0.1.0',
    name: label('big'),
    forms: [
      {
        key: 'deal',
        name: label('deal'),
        titleField: 'title',
        fields: [
          { key: 'title', label: label('title'), type: 'text' },
          { key: 'amount', label: label('amount'), type: 'money', scale: 2 },
          { key: 'fee', label: label('fee'), type: 'number', scale: 4 },
          { key: 'rebate', label: label('rebate'), type: 'formula', result: 'money', scale: 2, formula: REBATE(rate) },
        ],
      },
    ],
  }) as AppDefinition

interface Bench {
  readonly client: pg.Client
  readonly send: ReturnType<typeof sender>
  cookie: string
}

/** A changed formula over many records, while somebody reads; then once more, killed half way. Beside it one UPDATE by hand over a table of the same shape. */
export async function recalculation(records: number): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'formwork-bench-'))
  const embedded = await startEmbedded(folder)
  const client = new pg.Client({ connectionString: embedded.url })
  const login = { login: 'bench', password: randomBytes(12).toString('hex') }
  const settings = {
    ...{
      DATABASE_URL: embedded.url,
      FORMWORK_DATA: join(folder, 'files'),
      FORMWORK_LOG_LEVEL: 'error',
      NODE_ENV: 'production',
    },
    ...{ FORMWORK_ADMIN_LOGIN: login.login, FORMWORK_ADMIN_PASSWORD: login.password },
  }
  let server: Started = startServer(settings)
  try {
    await client.connect()
    let send = sender(await server.ready)
    const cookie = await send.signIn(login)
    await send.post('/api/apps', { definition: app('0.02') }, cookie)
    const { table, columns } = await fill(client, records)
    const hand = await median(3, n => updateByHand(client, table, columns, n % 2 === 0 ? '0.03' : '0.02'))
    const bench = { client, send, cookie }
    const quiet = await readTimes(bench, async () => sleep(2_000))
    const times: number[] = []
    // Nobody else works in either of the two: the hand-written statement has no readers beside it.
    for (const rate of ['0.03', '0.02', '0.03']) {
      times.push(await publishAndWait(bench, rate))
      await proveEqual(client, table, columns, rate)
    }
    const busy = await readTimes(bench, async () => {
      await publishAndWait(bench, '0.02')
    })
    await proveEqual(client, table, columns, '0.02')
    const killed = await publishAndWait(bench, '0.03', async () => {
      server.child.kill('SIGKILL')
      await server.ended
      server = startServer(settings)
      send = sender(await server.ready)
      Object.assign(bench, { send })
    })
    await proveEqual(client, table, columns, '0.03')
    const ours = times.sort((a, b) => a - b)[1]!
    const name = `${records.toLocaleString('en')} records`
    const p95 = (list: number[]): number => list.sort((a, b) => a - b)[Math.floor(list.length * 0.95)] ?? 0
    return [
      [
        `a changed formula over ${name}`,
        `${(ours / hand).toFixed(2)} × one UPDATE by hand (${(ours / 1000).toFixed(1)} / ${(hand / 1000).toFixed(1)} s)`,
        '≤ 1.5 ×',
      ],
      [
        'reads meanwhile, p95',
        `${(p95(busy) / p95(quiet)).toFixed(2)} × (${p95(busy).toFixed(1)} / ${p95(quiet).toFixed(1)} ms)`,
        '< 2 ×',
      ],
      [
        'killed half way',
        `gone on and finished ${(killed / 1000).toFixed(1)} s after the publish, every record right`,
        'resumed',
      ],
    ]
  } finally {
    await client.end().catch(() => undefined)
    server.child.kill('SIGTERM')
    await server.ended
    await embedded.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function fill(client: pg.Client, records: number): Promise<{ table: string; columns: Record<string, string> }> {
  const { rows } = await client.query<{ schema: string; storage: StorageMap }>(
    `select a.schema_name as schema, v.storage from formwork.app a join formwork.app_version v on v.app_id = a.id and v.version = a.version where a.key = 'big'`,
  )
  const stored = rows[0]!.storage.forms.deal!
  const table = `"${rows[0]!.schema}"."${stored.table}"`
  const columns = Object.fromEntries(Object.entries(stored.columns).map(([key, { column }]) => [key, column]))
  const { title, amount, fee, rebate } = columns
  await client.query(
    `insert into ${table} (id, version, created_at, updated_at, rules_version, is_sample, ${title}, ${amount}, ${fee}, ${rebate})
     select ('01980000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 1, now(), now(), 1, false, '商机 ' || n, a, f, round(a * (case when a > 8000000 then 0.025 when a >= 5000000 then 0.02 else 0 end) * (1 - coalesce(f, 0)), 2)
     from (select n, round(((n::bigint * 7919) % 1000000000) / 100.0, 2) as a, case when n % 5 > 0 then round((n % 100) / 1000.0, 4) end as f from generate_series(1, ${records}) n) x`,
  )
  // The same table for the hand-written statement, with the same indexes.
  await client.query('create schema hand')
  await client.query(`create table hand.deal (like ${table} including all)`)
  await client.query(`insert into hand.deal select * from ${table}`)
  await client.query('vacuum analyze')
  return { table, columns }
}

async function updateByHand(
  client: pg.Client,
  _table: string,
  columns: Record<string, string>,
  rate: string,
): Promise<number> {
  const expression = byHand(rate).replaceAll('amount', columns.amount!).replaceAll('fee', columns.fee!)
  await client.query('vacuum hand.deal')
  await client.query('checkpoint')
  const start = performance.now()
  await client.query(`update hand.deal set ${columns.rebate} = ${expression} where deleted_at is null`)
  return performance.now() - start
}

/** Milliseconds from the first batch to the last; the waits in which nodes learn of the publish are not work, and are left out. */
async function publishAndWait(bench: Bench, rate: string, halfWay?: () => Promise<void>): Promise<number> {
  const { client, cookie } = bench
  await client.query('vacuum')
  await client.query('checkpoint')
  const draft = await bench.send.get('/api/apps/big/draft', cookie)
  await bench.send.put('/api/apps/big/draft', { definition: app(rate) }, cookie, `"${String(draft.revision)}"`)
  await bench.send.post('/api/apps/big/publish', {}, cookie)
  let begun = 0
  let killed = halfWay === undefined
  for (;;) {
    const [job] = (await bench.send.get('/api/apps/big/recalculations', cookie)).recalculations as {
      running: boolean
      done: number
      total: number
    }[]
    if (begun === 0 && job!.done > 0) begun = performance.now() - job!.done / 1e9
    if (!killed && job!.done > job!.total / 3) {
      killed = true
      await halfWay?.()
    }
    if (!job!.running) break
    await sleep(100)
  }
  const { rows } = await client.query<{ ms: number }>(
    `select extract(epoch from (max(worked_until) - min(worked_from))) * 1000 as ms from (select (subject ->> 'workedFrom')::timestamptz as worked_from, (subject ->> 'workedUntil')::timestamptz as worked_until from formwork.timer where kind = 'recalculate' order by key desc limit 1) x`,
  )
  return Number(rows[0]!.ms)
}

async function proveEqual(
  client: pg.Client,
  table: string,
  columns: Record<string, string>,
  rate: string,
): Promise<void> {
  const expression = byHand(rate).replaceAll('amount', columns.amount!).replaceAll('fee', columns.fee!)
  const { rows } = await client.query<{ wrong: number }>(
    `select count(*)::int as wrong from ${table} where ${columns.rebate}::text is distinct from (${expression})::text`,
  )
  if (rows[0]!.wrong > 0) throw new Error(`${rows[0]!.wrong} records are wrong`)
}

/** Times of single reads, one after the other, while `work` goes on. */
async function readTimes(bench: Bench, work: () => Promise<void>): Promise<number[]> {
  const times: number[] = []
  let over = false
  const reading = (async () => {
    for (let n = 1; !over; n += 1) {
      const start = performance.now()
      await bench.send
        .get(
          `/api/apps/big/forms/deal/records/01980000-0000-7000-8000-${(n * 7).toString(16).padStart(12, '0')}`,
          bench.cookie,
        )
        .then(() => times.push(performance.now() - start))
        .catch(() => undefined)
      await sleep(10)
    }
  })()
  await work()
  over = true
  await reading
  return times
}

async function median(rounds: number, work: (n: number) => Promise<number>): Promise<number> {
  const times: number[] = []
  for (let n = 0; n < rounds; n += 1) times.push(await work(n))
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)]!
}
