/**
 * What handing out costs: leads written by four at once, in turn to an app that gives each by a policy (twenty sellers, a lane a grade, a share limit) and to
 * one that does not; one node on core 0, PostgreSQL and the load on core 1. Shares are proved before times are told. `npm run bench assignment [leads]`.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded } from '../../server/database/embedded.ts'
import { given } from './assignment-app.ts'
import { sender } from './formula-rollups.ts'
import { ended, pinned, ready } from './process.ts'

const LEADS = Number(process.argv[3] ?? 2_000)
const SELLERS = 20
const WRITERS = 4
const ROUND = 100
const login = { login: 'bench', password: 'bench-password-1' }
const folder = mkdtempSync(join(tmpdir(), 'formwork-bench-'))
const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN

type Send = ReturnType<typeof sender>

async function sellers(send: Send, cookie: string): Promise<void> {
  for (let n = 0; n < SELLERS; n += 1) {
    const person = { name: `s${n}`, login: `seller${n}`, password: `bench-password-${n}` }
    await send.post('/api/users', { ...person, roles: { given: ['seller'], kept: ['seller'] } }, cookie)
  }
}

/** A round of leads, four at once; how long each took in ms. */
async function write(send: Send, cookie: string, app: string, count: number): Promise<number[]> {
  const times: number[] = []
  let next = 0
  const writer = async (): Promise<void> => {
    while (next < count) {
      const n = next
      next += 1
      const began = performance.now()
      await send.post(`/api/apps/${app}/forms/lead/records`, { title: `l${n}`, grade: ['a', 'b', 'c'][n % 3] }, cookie)
      times.push(performance.now() - began)
    }
  }
  await Promise.all(Array.from({ length: WRITERS }, writer))
  return times
}

/** How many leads of each grade everybody got. */
async function shares(send: Send, cookie: string): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  let cursor: unknown = null
  do {
    const page = await send.get(
      `/api/apps/given/forms/lead/records?limit=200${cursor === null ? '' : `&cursor=${String(cursor)}`}`,
      cookie,
    )
    for (const { owner, grade } of page.records as Record<string, string>[])
      counts.set(`${grade} ${owner}`, (counts.get(`${grade} ${owner}`) ?? 0) + 1)
    cursor = page.nextCursor
  } while (cursor !== null)
  return counts
}

spawnSync('taskset', ['-p', '-c', '1', String(process.pid)])
const embedded = await startEmbedded(folder)
try {
  const child = pinned(0, [process.execPath, 'server/main.ts'], {
    ...{ DATABASE_URL: embedded.url, FORMWORK_DATA: join(folder, 'files'), PORT: '0', FORMWORK_LOG_LEVEL: 'error' },
    ...{ FORMWORK_ADMIN_LOGIN: login.login, FORMWORK_ADMIN_PASSWORD: login.password },
  })
  const send = sender(await ready(child, /Formwork is ready: (\S+)/))
  const cookie = await send.signIn(login)
  for (const app of ['given', 'kept'] as const) await send.post('/api/apps', { definition: given(app) }, cookie)
  await sellers(send, cookie)
  const times: Record<string, number[]> = { given: [], kept: [] }
  for (let done = 0; done < LEADS; done += ROUND)
    for (const app of ['kept', 'given']) times[app]!.push(...(await write(send, cookie, app, ROUND)))
  const counts = await shares(send, cookie)
  const total = [...counts.values()].reduce((sum, n) => sum + n, 0)
  if (total !== LEADS || counts.size !== 3 * SELLERS) throw new Error(`${total} leads in ${counts.size} shares`)
  const ofGrade = (grade: string): number[] => [...counts].filter(([key]) => key.startsWith(grade)).map(([, n]) => n)
  const spread = Math.max(...['a', 'b', 'c'].map(grade => Math.max(...ofGrade(grade)) - Math.min(...ofGrade(grade))))
  if (spread > 1) throw new Error(`shares differ by ${spread}`)
  await ended(child)
  const [gave, kept] = [times.given!, times.kept!]
  const ratio = (share: number): string =>
    `${(percentile(gave, share) / percentile(kept, share)).toFixed(2)} × (${percentile(gave, share).toFixed(1)} / ${percentile(kept, share).toFixed(1)} ms)`
  const day = new Date().toISOString().slice(0, 10)
  const text = `# Assignment ${day}

${LEADS} leads handed out to ${SELLERS} sellers by ${WRITERS} writers at once (weighted rotation, a lane a grade, one share limit), each decision kept with all its candidates; beside as many leads of an app without a policy. Shares of a grade differ by ${spread} at most.

| what | figure |
|---|---|
| a lead given, against one kept: median | ${ratio(0.5)} |
| the same, p95 | ${ratio(0.95)} |
`
  console.log(text)
  mkdirSync(join(import.meta.dirname, 'results'), { recursive: true })
  writeFileSync(join(import.meta.dirname, 'results', `${day}-assignment.md`), text)
} finally {
  await embedded.stop()
  rmSync(folder, { recursive: true, force: true })
}
process.exit(0)
