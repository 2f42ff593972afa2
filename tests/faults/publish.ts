import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type Started, startServer } from '../server/process.ts'
import { type Latency, latencyOf } from './latency.ts'
import { definitionOf, type PublishRoundOptions, type PublishRoundResult, plain } from './publish-app.ts'

const login = { login: 'driver', password: 'driver-password-1' }
/** What an answer holds. */
// biome-ignore lint/suspicious/noExplicitAny: the round looks at answers of many kinds
type Json = any

interface Known {
  version: number
  size: string
  /** an answer was lost: the write behind it may have happened */
  pending: string | null
}

/** Readers and writers work while definitions are published one after the other, and the server is killed; then everything acknowledged is compared. */
export async function runPublishRound(options: PublishRoundOptions): Promise<PublishRoundResult> {
  const round = new PublishRound(options)
  await round.start()
  try {
    return await round.work()
  } finally {
    await round.stop()
  }
}

class PublishRound {
  readonly #options: PublishRoundOptions
  readonly #known = new Map<string, Known>()
  readonly #statuses = new Map<number, number>()
  readonly #findings: string[] = []
  readonly #latencies = { reads: [] as number[], writes: [] as number[] }
  #server: Started | undefined
  #address = ''
  #cookie = ''
  #over = false
  #version = 0
  #published = 0
  #prepared = 0
  #slowest = 0
  #longest = 0
  #acknowledged = 0
  #kills = 0

  constructor(options: PublishRoundOptions) {
    this.#options = options
  }

  async start(): Promise<void> {
    await this.#startNode()
    const answer = await fetch(`${this.#address}/api/session`, {
      method: 'POST',
      body: JSON.stringify(login),
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
    })
    this.#cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
    const made = await this.#send('POST', '/api/apps', { definition: definitionOf(0) })
    if (made?.status !== 201) throw new Error(JSON.stringify(made?.json))
    if (this.#options.rows > 0) await this.#fill(this.#options.rows)
  }

  async #startNode(): Promise<void> {
    const { folder, databaseUrl } = this.#options
    this.#server = startServer({
      FORMWORK_DATA: folder,
      FORMWORK_ADMIN_LOGIN: login.login,
      FORMWORK_ADMIN_PASSWORD: login.password,
      FORMWORK_LOG_LEVEL: 'error',
      DATABASE_URL: databaseUrl,
    })
    this.#address = await this.#server.ready
  }

  async stop(): Promise<void> {
    this.#over = true
    this.#server?.child.kill('SIGTERM')
    await this.#server?.ended
  }

  /** One of ten values is no number. */
  async #fill(rows: number): Promise<void> {
    await this.#sql(async (client, table, column) => {
      await client.query(
        `insert into ${table} (id, version, created_at, updated_at, rules_version, is_sample, ${column('name')}, ${column('size')})
         select gen_random_uuid(), 1, now(), now(), 1, false, 'row ' || i, case when i % 10 = 0 then 'about ' || i else i::text end from generate_series(1, ${rows}) i`,
      )
      await client.query(`vacuum analyze ${table}`)
    })
  }

  async #sql<T>(work: (client: pg.Client, table: string, column: (field: string) => string) => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: this.#options.databaseUrl })
    await client.connect()
    try {
      const { rows } = await client.query(
        `select a.schema_name as schema, v.storage from formwork.app a join formwork.app_version v on v.app_id = a.id and v.version = a.version where a.key = 'pub'`,
      )
      const { schema, storage } = rows[0]
      const { table, columns } = storage.forms.item
      return await work(client, `"${schema}"."${table}"`, key => columns[key].column)
    } finally {
      await client.end()
    }
  }

  /** The answer; undefined when there was none. */
  async #send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; json: Json } | undefined> {
    try {
      const answer = await fetch(this.#address + path, {
        method,
        headers: {
          cookie: this.#cookie,
          'sec-fetch-site': 'same-origin',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(30_000),
      })
      const json = await answer.json()
      this.#count(answer.status)
      if (answer.status >= 500)
        this.#findings.push(`${answer.status} of ${method} ${path}: ${JSON.stringify(json)} ${this.#said()}`)
      return { status: answer.status, json }
    } catch {
      this.#count(0)
      return undefined
    }
  }

  #said = (): string => this.#server?.output().split('\n').filter(Boolean).slice(-1).join('').slice(0, 400) ?? ''
  #count = (status: number): void => void this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1)

  async work(): Promise<PublishRoundResult> {
    const { readers, writers, calmMs, seconds } = this.#options
    const people = [
      ...Array.from({ length: readers }, () => this.#read()),
      ...Array.from({ length: writers }, (_, n) => this.#write(n)),
    ]
    await sleep(calmMs)
    const calm = this.#measured()
    const until = performance.now() + seconds * 1_000
    await Promise.all([this.#publishing(until), this.#killing(until)])
    const busy = this.#measured()
    this.#over = true
    await Promise.all(people)
    await this.#compare()
    return {
      ...{ published: this.#published, prepared: this.#prepared, acknowledged: this.#acknowledged, kills: this.#kills },
      ...{ slowestPublish: Math.round(this.#slowest), longestPreparation: Math.round(this.#longest) },
      statuses: Object.fromEntries([...this.#statuses].map(([status, count]) => [String(status), count])),
      ...{ calm, busy, findings: this.#findings.slice(0, 20) },
    }
  }

  #measured(): { reads: Latency; writes: Latency } {
    const { reads, writes } = this.#latencies
    const measured = { reads: latencyOf(reads), writes: latencyOf(writes) }
    reads.length = 0
    writes.length = 0
    return measured
  }

  async #timed<T>(into: number[], work: () => Promise<T>): Promise<T> {
    const began = performance.now()
    const result = await work()
    if (result !== undefined) into.push(performance.now() - began)
    return result
  }

  async #read(): Promise<void> {
    const ids = () => [...this.#known.keys()]
    while (!this.#over) {
      const some = ids()
      const id = some[Math.floor(this.#options.random() * some.length)]
      const path =
        id === undefined || this.#options.random() < 0.5
          ? '/api/apps/pub/forms/item/records?limit=20'
          : `/api/apps/pub/forms/item/records/${id}`
      await this.#timed(this.#latencies.reads, () => this.#send('GET', path))
      await sleep(this.#options.restMs)
    }
  }

  /** Each writer has records of its own, so that no two write the same. */
  async #write(n: number): Promise<void> {
    const own: string[] = []
    for (let step = 0; !this.#over; step += 1) {
      const size = String(n * 100_000 + step)
      const id = own[Math.floor(this.#options.random() * own.length)]
      if (id === undefined || own.length < 5 || step % 3 === 0) {
        const made = await this.#timed(this.#latencies.writes, () =>
          this.#send('POST', '/api/apps/pub/forms/item/records', { name: `w${n}`, size }),
        )
        if (made?.status === 201) {
          this.#acknowledged += 1
          own.push(made.json.id)
          this.#known.set(made.json.id, { version: made.json.version, size, pending: null })
        } else if (made !== undefined && made.status < 500)
          this.#findings.push(`create answered ${made.status} ${JSON.stringify(made.json)}`)
      } else await this.#change(id, size)
      await sleep(this.#options.restMs)
    }
  }

  async #change(id: string, size: string): Promise<void> {
    const known = this.#known.get(id)!
    if (known.pending !== null) {
      const now = await this.#send('GET', `/api/apps/pub/forms/item/records/${id}`)
      if (now?.status !== 200) return
      if (![known.size, known.pending].includes(plain(now.json.size)))
        this.#findings.push(`${id} is ${now.json.size}, neither ${known.size} nor ${known.pending}`)
      Object.assign(known, { version: now.json.version, size: plain(now.json.size), pending: null })
    }
    const answer = await this.#timed(this.#latencies.writes, () =>
      this.#send('PATCH', `/api/apps/pub/forms/item/records/${id}`, { size }, { 'if-match': `"${known.version}"` }),
    )
    if (answer?.status === 200) {
      this.#acknowledged += 1
      Object.assign(known, { version: answer.json.version, size })
    } else if (answer === undefined) known.pending = size
    else if (answer.status < 500) this.#findings.push(`change answered ${answer.status} ${JSON.stringify(answer.json)}`)
  }

  async #publishing(until: number): Promise<void> {
    for (let n = 1; performance.now() < until; n += 1) {
      await this.#publish(n)
      await sleep(this.#options.everyMs)
    }
  }

  /** Publishes the n-th definition and waits until it is there, however often the server is killed meanwhile. */
  async #publish(n: number): Promise<void> {
    const began = performance.now()
    const draft = await this.#send('GET', '/api/apps/pub/draft')
    if (draft?.status !== 200) return
    const headers = { 'if-match': `"${draft.json.revision}"` }
    await this.#send('PUT', '/api/apps/pub/draft', { definition: definitionOf(n) }, headers)
    const choices = { 'convert:item.size': 'empty' }
    const asked = performance.now()
    const answer = await this.#send('POST', '/api/apps/pub/publish', { choices })
    if (answer?.status === 200) {
      this.#published += 1
      this.#version = answer.json.version
      this.#slowest = Math.max(this.#slowest, performance.now() - asked)
    } else if (answer?.status === 202) {
      await this.#ready()
      this.#published += 1
      this.#prepared += 1
      this.#longest = Math.max(this.#longest, performance.now() - began)
    } else if (answer !== undefined && ![409].includes(answer.status) && answer.status < 500)
      this.#findings.push(`publish answered ${answer.status} ${JSON.stringify(answer.json)}`)
    else await this.#ready()
  }

  /** Waits until nothing is made ready any more. */
  async #ready(): Promise<void> {
    for (;;) {
      const now = await this.#send('GET', '/api/apps/pub/publishing')
      if (now?.status === 200) {
        const { publishing } = now.json
        if (publishing?.state === 'failed')
          this.#findings.push(`a publish failed: ${JSON.stringify(publishing.problem)}`)
        if (publishing?.state !== 'preparing') return
      }
      await sleep(200)
    }
  }

  async #killing(until: number): Promise<void> {
    const { seconds, kills, random } = this.#options
    for (let n = 0; n < kills; n += 1) {
      await sleep(((seconds * 1_000) / (kills + 1)) * (0.5 + random()))
      if (performance.now() >= until) return
      this.#kills += 1
      this.#server!.child.kill('SIGKILL')
      await this.#server!.ended
      await this.#startNode()
    }
  }

  /** Goes back to the first definition: every value that was acknowledged is there, and of the rows before none is missing. */
  async #compare(): Promise<void> {
    const app = await this.#send('GET', '/api/apps/pub')
    if (app?.status !== 200) this.#findings.push('the app does not answer')
    if (this.#kills === 0 && app !== undefined && app.json.version < this.#version)
      this.#findings.push(`version ${app.json.version} after ${this.#version} was acknowledged`)
    await this.#ready()
    const restored = await this.#send('POST', '/api/apps/pub/versions/1/restore')
    if (restored?.status !== 200 && restored?.status !== 202)
      this.#findings.push(`restore answered ${restored?.status} ${JSON.stringify(restored?.json).slice(0, 300)}`)
    await this.#ready()
    const stored = await this.#sql(async (client, table, column) => {
      const { rows } = await client.query<{ id: string; size: string | null }>(
        `select id, ${column('size')} as size from ${table} where ${column('name')} like 'w%'`,
      )
      const lost = await client.query<{ n: number }>(
        `select count(*)::int as n from ${table} where ${column('name')} like 'row %' and ${column('size')} is distinct from
           case when substr(${column('name')}, 5)::int % 10 = 0 then 'about ' || substr(${column('name')}, 5) else substr(${column('name')}, 5) end`,
      )
      const odd = await client.query<{ n: number }>(
        `select count(*)::int as n from ${table} where rules_version < 1 or rules_version > (select version from formwork.app where key = 'pub')`,
      )
      if (lost.rows[0]!.n > 0) this.#findings.push(`${lost.rows[0]!.n} of the rows there before are not as they were`)
      if (odd.rows[0]!.n > 0) this.#findings.push(`${odd.rows[0]!.n} records name a version that is none`)
      return new Map(rows.map(({ id, size }) => [id, size]))
    })
    for (const [id, { size, pending }] of this.#known) {
      const now = stored.get(id)
      if (now === undefined || now === null || ![size, pending].includes(plain(now)))
        this.#findings.push(`${id} was acknowledged as ${size}, is ${now}`)
    }
  }
}
