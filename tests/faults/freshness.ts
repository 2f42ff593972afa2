import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { Installations } from '../../server/apps/installation.ts'
import { startEmbedded } from '../../server/database/embedded.ts'
import { mill } from '../fixtures/mill.ts'
import { postmasterPid, type Started, startServer } from '../server/process.ts'
import { findStale } from '../server/records/staleness.ts'
import { MillWriters, type Send, seeded } from './mill-writers.ts'

export interface FreshnessOptions {
  readonly folder: string
  /** a server to use instead of the embedded one; then two nodes share it, and only they are killed */
  readonly databaseUrl?: string
  readonly seconds: number
  readonly kills: number
  readonly seed: number
}

export interface FreshnessResult {
  readonly acknowledged: number
  readonly kills: { readonly server: number; readonly database: number }
  /** answers that were no success, by status; 0 = no answer */
  readonly refused: Readonly<Record<string, number>>
  /** what the servers said of answers 500: none is expected, kills or not */
  readonly failures: readonly string[]
  /** values that are not what a full recalculation gives */
  readonly stale: readonly string[]
}

const WRITERS = 8
const login = { login: 'driver', password: 'driver-password-1' }

/** Eight writers at random work on five forms, kill -9 of servers (and of PostgreSQL) meanwhile; then every stored value against a full recalculation (RL-40). */
export async function runFreshness(options: FreshnessOptions): Promise<FreshnessResult> {
  const run = new Freshness(options)
  try {
    await run.start()
    return await run.work()
  } finally {
    await run.stop()
  }
}

class Freshness {
  readonly #options: FreshnessOptions
  readonly #random: () => number
  readonly #nodes: { server: Started; address: string }[] = []
  readonly #kills = { server: 0, database: 0 }
  readonly #failures: string[] = []
  #cookie = ''
  #next = 0

  constructor(options: FreshnessOptions) {
    this.#options = options
    this.#random = seeded(options.seed)
  }

  async start(): Promise<void> {
    const count = this.#options.databaseUrl === undefined ? 1 : 2
    for (let n = 0; n < count; n += 1) this.#nodes.push(await this.#startNode())
    const { address } = this.#nodes[0]!
    const answer = await fetch(`${address}/api/session`, {
      method: 'POST',
      body: JSON.stringify(login),
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
    })
    this.#cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
    const made = await this.#send('POST', '/api/apps', { definition: mill })
    if (made.status !== 201) throw new Error(JSON.stringify(made.json))
  }

  async #startNode(): Promise<{ server: Started; address: string }> {
    const { folder, databaseUrl } = this.#options
    const server = startServer({
      FORMWORK_DATA: folder,
      FORMWORK_ADMIN_LOGIN: login.login,
      FORMWORK_ADMIN_PASSWORD: login.password,
      FORMWORK_LOG_LEVEL: 'error',
      ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    })
    return { server, address: await server.ready }
  }

  readonly #send: Send = async (method, path, body) => {
    const node = this.#nodes[this.#next++ % this.#nodes.length]!
    const answer = await fetch(node.address + path, {
      method,
      headers: {
        cookie: this.#cookie,
        'sec-fetch-site': 'same-origin',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(15_000),
    })
    const json = (await answer.json()) as Record<string, unknown>
    if (answer.status === 500) this.#failures.push(await saidOf(node.server, String(json.requestId)))
    return { status: answer.status, json }
  }

  async work(): Promise<FreshnessResult> {
    const writers = new MillWriters(this.#send, this.#random)
    await writers.seed(4)
    const until = performance.now() + this.#options.seconds * 1000
    const one = async (): Promise<void> => {
      while (performance.now() < until) {
        await writers.one()
        // A dead server refuses at once.
        await sleep(2)
      }
    }
    await Promise.all([...Array.from({ length: WRITERS }, one), this.#kill(until)])
    await this.#recover()
    await this.stop()
    const refused = Object.fromEntries([...writers.refused].map(([status, count]) => [String(status), count]))
    const { acknowledged } = writers
    return { acknowledged, kills: this.#kills, refused, failures: this.#failures, stale: await this.#stale() }
  }

  async #kill(until: number): Promise<void> {
    const { seconds, kills, folder, databaseUrl } = this.#options
    for (let n = 0; n < kills; n += 1) {
      await sleep(((seconds * 1000) / (kills + 1)) * (0.6 + this.#random() * 0.8))
      if (performance.now() >= until) return
      if (databaseUrl === undefined && this.#random() < 0.5) {
        this.#kills.database += 1
        process.kill(postmasterPid(folder), 'SIGKILL')
      } else {
        this.#kills.server += 1
        const at = Math.floor(this.#random() * this.#nodes.length)
        this.#nodes[at]!.server.child.kill('SIGKILL')
        await this.#nodes[at]!.server.ended
        this.#nodes[at] = await this.#startNode()
      }
      await this.#recover()
    }
  }

  /** Waits until every node answers a read again. */
  async #recover(): Promise<void> {
    for (let n = 0, well = 0; n < 400; n += 1) {
      const answer = await this.#send('GET', '/api/apps/mill').catch(() => undefined)
      well = answer?.status === 200 ? well + 1 : 0
      if (well === this.#nodes.length) return
      if (well === 0) await sleep(50)
    }
    throw new Error(`the server did not come back: ${this.#nodes.map(({ server }) => server.output()).join('\n')}`)
  }

  async #stale(): Promise<string[]> {
    const { databaseUrl, folder } = this.#options
    if (databaseUrl !== undefined) return staleIn(databaseUrl)
    const embedded = await startEmbedded(folder)
    try {
      return await staleIn(embedded.url)
    } finally {
      await embedded.stop()
    }
  }

  async stop(): Promise<void> {
    for (const { server } of this.#nodes.splice(0)) {
      server.child.kill('SIGTERM')
      await server.ended
    }
  }
}

/** The line a server logged for a request. */
async function saidOf({ output }: Started, requestId: string): Promise<string> {
  await sleep(100)
  const line = output()
    .split('\n')
    .find(one => one.includes(requestId))
  return (line ?? `no line for ${requestId}`).slice(0, 1_500)
}

async function staleIn(url: string): Promise<string[]> {
  const pool = new pg.Pool({ connectionString: url, max: 2 })
  // The database is stopped right after; a connection that has not closed yet is told so.
  pool.on('error', () => undefined)
  try {
    const { rows } = await pool.query<{ org: string }>(`select org_id as org from formwork.app where key = 'mill'`)
    const listener = { on: () => undefined, onGap: () => undefined }
    const installations = new Installations({ pool } as never, listener as never)
    const now = new Date().toISOString()
    return await findStale(pool, await installations.get(rows[0]!.org, 'mill'), { now, today: now.slice(0, 10) })
  } finally {
    await pool.end()
  }
}
