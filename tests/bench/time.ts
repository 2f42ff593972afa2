/**
 * The lines of timers and automations in the performance goals, on one node on core 0, PostgreSQL and the load on core 1; what was fired and made is
 * counted before its time is told. `npm run bench time [timers]`.
 */
import { type ChildProcess, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { startEmbedded } from '../../server/database/embedded.ts'
import { sender } from './formula-rollups.ts'
import { ended, memoryMb, pinned, ready } from './process.ts'
import { listening, timed } from './time-app.ts'

const TIMERS = Number(process.argv[3] ?? 10_000)
const WAITING = 100_000
const CHANGES = 1_000
const login = { login: 'bench', password: 'bench-password-1' }
const folder = mkdtempSync(join(tmpdir(), 'formwork-bench-'))
type Row = readonly [what: string, figure: string, goal: string]

const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN

interface Running {
  readonly child: ChildProcess
  readonly send: ReturnType<typeof sender>
  readonly cookie: string
}

async function start(url: string): Promise<Running & { readonly startMs: number }> {
  const began = performance.now()
  const child = pinned(0, [process.execPath, 'server/main.ts'], {
    ...{ DATABASE_URL: url, FORMWORK_DATA: join(folder, 'files'), PORT: '0', FORMWORK_LOG_LEVEL: 'error' },
    ...{ FORMWORK_ADMIN_LOGIN: login.login, FORMWORK_ADMIN_PASSWORD: login.password },
  })
  const send = sender(await ready(child, /Formwork is ready: (\S+)/))
  const startMs = performance.now() - began
  return { child, send, cookie: await send.signIn(login), startMs }
}

/** So many jobs fall due within one minute: how late each one was, by what its record says. */
async function lateness({ send, cookie }: Running, client: pg.Client): Promise<Row> {
  await send.post('/api/apps', { definition: timed }, cookie)
  const base = '/api/apps/timed/forms/job/records'
  const from = Date.now() + TIMERS * 20
  let next = 0
  const write = async (): Promise<void> => {
    for (let n = next; n < TIMERS; n = next) {
      next += 1
      const due = new Date(from + (n / TIMERS) * 60_000 - 60_000).toISOString()
      await send.post(base, { name: String(n), due }, cookie)
    }
  }
  await Promise.all(Array.from({ length: 8 }, write))
  if (Date.now() > from) throw new Error('the jobs were not made in time: give them longer')
  const waiting = async (): Promise<number> => {
    const { rows } = await client.query(`select count(*)::int as n from formwork.ladder_run where state = 'waiting'`)
    return rows[0].n
  }
  while ((await waiting()) > 0) await sleep(500)
  const late: number[] = []
  let cursor: unknown = null
  do {
    const page = await send.get(`${base}?limit=200${cursor === null ? '' : `&cursor=${String(cursor)}`}`, cookie)
    for (const { due, fired, updated_at: at } of page.records as Record<string, string>[]) {
      if (fired !== '1') throw new Error(`fired ${fired} times`)
      late.push(Date.parse(at!) - Date.parse(due!) - 60_000)
    }
    cursor = page.nextCursor
  } while (cursor !== null)
  if (late.length !== TIMERS || Math.min(...late) < 0) throw new Error(`${late.length} jobs, ${Math.min(...late)} ms`)
  const [p50, p99] = [percentile(late, 0.5), percentile(late, 0.99)]
  return [
    `${TIMERS} ladders due within one minute, one node`,
    `p99 ${p99} ms late, p50 ${p50} ms, worst ${Math.max(...late)} ms`,
    'p99 < 5 s',
  ]
}

/** A start with so many timers that wait for a year, beside one without. */
async function waitingCost(url: string, client: pg.Client): Promise<Row> {
  const starts = async (): Promise<{ ms: number; mb: number }> => {
    const times: number[] = []
    let mb = 0
    for (let n = 0; n < 3; n += 1) {
      const { child, startMs } = await start(url)
      times.push(startMs)
      await sleep(2_000)
      mb = memoryMb(child.pid!)
      await ended(child)
    }
    return { ms: Math.round(percentile(times, 0.5)), mb }
  }
  const without = await starts()
  await client.query(
    `insert into formwork.timer (org_id, id, key, app_id, kind, subject, due_at, state, version)
     select a.org_id, gen_random_uuid(), 'bench:' || n, a.id, 'ladder', '{}', now() + interval '1 year', 'waiting', 1
     from formwork.app a, generate_series(1, $1::int) n where a.key = 'timed'`,
    [WAITING],
  )
  await client.query('analyze formwork.timer')
  const among = await starts()
  return [
    `a start with ${WAITING} timers waiting`,
    `${among.ms} ms, ${among.mb} MB (without: ${without.ms} ms, ${without.mb} MB)`,
    'nothing',
  ]
}

/** 1,000 changes a minute in turn to an app with twenty automations and to one without. */
async function automations({ send, cookie }: Running): Promise<Row[]> {
  const deals = new Map<string, string>()
  for (const app of [listening(0), listening(20)]) {
    await send.post('/api/apps', { definition: app }, cookie)
    const deal = await send.post(`/api/apps/${app.key}/forms/deal/records`, { name: 'd', amount: '1' }, cookie)
    deals.set(app.key, String(deal.id))
  }
  const times: Record<string, number[]> = { listen0: [], listen20: [] }
  for (let n = 0; n < CHANGES; n += 1)
    for (const app of ['listen0', 'listen20']) {
      const began = performance.now()
      await send.patch(`/api/apps/${app}/forms/deal/records/${deals.get(app)}`, { amount: `${n + 2}.00` }, cookie)
      const took = performance.now() - began
      times[app]!.push(took)
      await sleep(Math.max(0, 30_000 / CHANGES - took))
    }
  const { count } = await send.get('/api/apps/listen20/forms/mark/records?count=true&limit=1', cookie)
  if (Number(count) !== 2 * CHANGES) throw new Error(`${String(count)} marks`)
  const [plain, heard] = [percentile(times.listen0!, 0.95), percentile(times.listen20!, 0.95)]
  return [
    ['from a change to what two automations made of it (in the answer)', `p95 ${heard.toFixed(1)} ms`, 'p95 < 200 ms'],
    [
      `${CHANGES} changes a minute, 20 automations listening`,
      `p95 ${(heard / plain).toFixed(2)} × the write nobody listens to (${heard.toFixed(1)} / ${plain.toFixed(1)} ms)`,
      '< 2 ×',
    ],
  ]
}

spawnSync('taskset', ['-p', '-c', '1', String(process.pid)])
const embedded = await startEmbedded(folder)
const client = new pg.Client({ connectionString: embedded.url })
await client.connect()
try {
  const server = await start(embedded.url)
  const rows = [...(await automations(server)), await lateness(server, client)]
  await ended(server.child)
  rows.push(await waitingCost(embedded.url, client))
  const day = new Date().toISOString().slice(0, 10)
  const table = rows.map(row => `| ${row.join(' | ')} |`).join('\n')
  const text = `# Timers and automations ${day}\n\n| what | figure | goal |\n|---|---|---|\n${table}\n`
  console.log(text)
  mkdirSync(join(import.meta.dirname, 'results'), { recursive: true })
  writeFileSync(join(import.meta.dirname, 'results', `${day}-time.md`), text)
} finally {
  await client.end()
  await embedded.stop()
  rmSync(folder, { recursive: true, force: true })
}
process.exit(0)
