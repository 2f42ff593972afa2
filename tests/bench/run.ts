/**
 * O1-O7 of the performance goals: our server against the hand-written floor, both on core 0, PostgreSQL and the load on core 1, one after the other
 * in the same run. Answers are proved equal before they are timed. Ratios count, absolute figures do not. `npm run bench [rounds]`; `npm run bench formulas` for those of formulas, `npm run bench time` for
 * timers and automations, `npm run bench assignment` for handing out records.
 */
import { type ChildProcess, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbedded } from '../../server/database/embedded.ts'
import { fill } from './data.ts'
import { definition } from './definition.ts'
import { operations, prove, send } from './operations.ts'
import { cpuMs, ended, memoryMb, pinned, ready } from './process.ts'

const ROUNDS = Number(process.argv[2] ?? 3)
const SECONDS = Number(process.argv[3] ?? 5)
const EXTRA_TABLES = Number(process.env.BENCH_TABLES ?? 0)
const folder = mkdtempSync(join(tmpdir(), 'formwork-bench-'))
const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

async function main(): Promise<void> {
  spawnSync('taskset', ['-p', '-c', '1', String(process.pid)])
  const embedded = await startEmbedded(folder)
  const started: ChildProcess[] = []
  try {
    const secrets = { FORMWORK_ADMIN_LOGIN: 'bench', FORMWORK_ADMIN_PASSWORD: 'bench-password-1' }
    const settings = {
      DATABASE_URL: embedded.url,
      FORMWORK_DATA: join(folder, 'files'),
      PORT: '0',
      FORMWORK_LOG_LEVEL: 'warn',
      ...secrets,
    }
    const installer = pinned(0, [process.execPath, 'server/main.ts'], settings)
    started.push(installer)
    const token = await install(await ready(installer, SERVER_READY), secrets)
    const client = new pg.Client({ connectionString: embedded.url })
    await client.connect()
    const { rows } = await client.query(
      `select a.schema_name, v.storage from formwork.app a join formwork.app_version v on v.app_id = a.id`,
    )
    await fill(client, rows[0].schema_name, rows[0].storage)
    if (EXTRA_TABLES > 0)
      for (let n = 0; n < EXTRA_TABLES; n += 1)
        await client.query(`create table floor.extra_${n} (id uuid primary key, name text, amount numeric)`)
    await ended(installer)
    const { server, address, coldStartMs } = await coldStart(settings, token)
    started.push(server)
    await new Promise(resolve => setTimeout(resolve, SETTLE_MS))
    const idleMb = memoryMb(server.pid!)
    const floor = pinned(0, [process.execPath, 'tests/bench/floor.ts'], {
      DATABASE_URL: embedded.url,
      TOKEN: 'floor',
      PORT: '3977',
    })
    started.push(floor)
    await ready(floor, /(ready)/)
    const targets = { ours: { address, token }, floor: { address: 'http://127.0.0.1:3977', token: 'floor' } }
    await prove(targets)
    await client.end()
    const results = await measure(targets, { server, floor })
    report(results, { coldStartMs, idleMb, loadedMb: memoryMb(server.pid!) })
  } finally {
    for (const child of started) child.kill('SIGTERM')
    await new Promise(resolve => setTimeout(resolve, 500))
    await embedded.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

const SERVER_READY = /Formwork is ready: (\S+)/
/** Memory is idle when what the start left has been collected. */
const SETTLE_MS = 3_000

/** From the start of the process to its first right answer, with the app and its rows in place. */
async function coldStart(
  settings: Record<string, string>,
  token: string,
): Promise<{ server: ChildProcess; address: string; coldStartMs: number }> {
  const start = performance.now()
  const server = pinned(0, [process.execPath, 'server/main.ts'], settings)
  const address = await ready(server, SERVER_READY)
  const read = operations.find(({ name }) => name.startsWith('O2'))!
  const { status, json } = await send({ address, token }, read.request('ours', 1))
  if (status !== 200) throw new Error(`first answer: ${status} ${JSON.stringify(json)}`)
  return { server, address, coldStartMs: Math.round(performance.now() - start) }
}

async function install(
  address: string,
  { FORMWORK_ADMIN_LOGIN: login, FORMWORK_ADMIN_PASSWORD: password }: Record<string, string>,
): Promise<string> {
  const send = async (path: string, body: unknown, headers: Record<string, string>) => {
    const answer = await fetch(address + path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', ...headers },
    })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return answer
  }
  const signedIn = await send('/api/session', { login, password }, {})
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? ''
  await send('/api/apps', { definition }, { cookie })
  const user = (await (
    await send('/api/users', { login: 'seller', name: 'Seller', password: 'seller-password-1' }, { cookie })
  ).json()) as { id: string }
  const patched = await fetch(`${address}/api/users/${user.id}`, {
    method: 'PATCH',
    body: JSON.stringify({ roles: { bench: ['seller'] } }),
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', cookie },
  })
  if (!patched.ok) throw new Error(await patched.text())
  const seller =
    (await send('/api/session', { login: 'seller', password: 'seller-password-1' }, {})).headers
      .get('set-cookie')
      ?.split(';')[0] ?? ''
  return (
    (await (
      await send('/api/tokens', { name: 'bench', scopes: ['read', 'write'], days: 30 }, { cookie: seller })
    ).json()) as { token: string }
  ).token
}

type Targets = Parameters<typeof prove>[0]
type Figures = Record<
  string,
  { readonly ours: number[]; readonly floor: number[]; readonly cpuOurs: number[]; readonly cpuFloor: number[] }
>

async function measure(targets: Targets, processes: { server: ChildProcess; floor: ChildProcess }): Promise<Figures> {
  const figures: Figures = {}
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const operation of operations) {
      figures[operation.name] ??= { ours: [], floor: [], cpuOurs: [], cpuFloor: [] }
      const figure = figures[operation.name]!
      for (const side of ['floor', 'ours'] as const) {
        const child = side === 'ours' ? processes.server : processes.floor
        const before = cpuMs(child.pid!)
        const { perSecond, count } = load(operation.name, side, targets[side])
        figure[side].push(perSecond)
        figure[side === 'ours' ? 'cpuOurs' : 'cpuFloor'].push((cpuMs(child.pid!) - before) / Math.max(1, count))
      }
      process.stdout.write(`${operation.name} `)
    }
  }
  process.stdout.write('\n')
  return figures
}

function load(
  name: string,
  side: 'ours' | 'floor',
  target: { address: string; token: string },
): { perSecond: number; count: number } {
  const run = spawnSync(
    'taskset',
    [
      '-c',
      '1',
      process.execPath,
      join(import.meta.dirname, 'load.ts'),
      name,
      side,
      target.address,
      target.token,
      String(SECONDS),
    ],
    { encoding: 'utf8' },
  )
  if (run.status !== 0) throw new Error(`${name} ${side}: ${run.stderr}${run.stdout}`)
  return JSON.parse(run.stdout) as { perSecond: number; count: number }
}

function report(
  figures: Figures,
  { coldStartMs, idleMb, loadedMb }: { coldStartMs: number; idleMb: number; loadedMb: number },
): void {
  const lines = Object.entries(figures).map(([name, { ours, floor, cpuOurs, cpuFloor }]) => {
    const ratios = ours.map((value, at) => value / (floor[at] ?? 1))
    return {
      name,
      ours: Math.round(median(ours)),
      floor: Math.round(median(floor)),
      ratio: median(ratios),
      low: Math.min(...ratios),
      high: Math.max(...ratios),
      cpuOurs: median(cpuOurs),
      cpuFloor: median(cpuFloor),
    }
  })
  const mean = Math.exp(lines.reduce((sum, { ratio }) => sum + Math.log(ratio), 0) / lines.length)
  const percent = (value: number): string => `${(value * 100).toFixed(0)}%`
  const table = [
    '| operation | ours req/s | floor req/s | ratio (lowest-highest) | CPU ms ours / floor |',
    '|---|---|---|---|---|',
    ...lines.map(
      line =>
        `| ${line.name} | ${line.ours} | ${line.floor} | ${percent(line.ratio)} (${percent(line.low)}-${percent(line.high)}) | ${line.cpuOurs.toFixed(2)} / ${line.cpuFloor.toFixed(2)} |`,
    ),
    `| geometric mean | | | **${percent(mean)}** | |`,
  ].join('\n')
  const text = `# Benchmark ${new Date().toISOString().slice(0, 10)}\n\n${ROUNDS} rounds of ${SECONDS} s, 16 connections, ${EXTRA_TABLES} further tables. Cold start to the first right answer: ${coldStartMs} ms. Server memory (PSS): ${idleMb} MB idle, ${loadedMb} MB after the load.\n\n${table}\n`
  console.log(text)
  mkdirSync(join(import.meta.dirname, 'results'), { recursive: true })
  writeFileSync(
    join(
      import.meta.dirname,
      'results',
      `${new Date().toISOString().slice(0, 10)}${EXTRA_TABLES > 0 ? `-${EXTRA_TABLES}-tables` : ''}.md`,
    ),
    text,
  )
}

if (process.argv[2] === 'formulas') await import('./formulas.ts')
else if (process.argv[2] === 'time') await import('./time.ts')
else if (process.argv[2] === 'assignment') await import('./assignment.ts')
else await main()
