import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type EmbeddedDatabase, startEmbedded } from '../../server/database/embedded.ts'
import { startMailServer } from '../server/outbox/mailServer.ts'
import { seeded } from './mill-writers.ts'
import { Nodes } from './nodes.ts'
import { expected, rounds } from './rounds-app.ts'

export interface WorkflowsOptions {
  /** folder of PostgreSQL, and one for the nodes' files */
  readonly folders: { readonly database: string; readonly nodes: string }
  readonly nodes: number
  readonly instances: number
  /** how long nodes are killed and PostgreSQL is stopped, each every 5 to 10 s */
  readonly seconds: number
  readonly seed: number
}

export interface WorkflowsResult {
  readonly instances: number
  readonly kills: { readonly nodes: number; readonly database: number }
  readonly mails: number
  /** mails that came again, with the id they had */
  readonly repeated: number
  /** from the end of the faults until every instance had ended and every mail was sent, ms */
  readonly drained: number
  /** how late timers fired, ms: half of them, 99 of 100, the worst */
  readonly late: { readonly p50: number; readonly p99: number; readonly worst: number }
  readonly findings: readonly string[]
}

/** Notices an hour a person may get are 60 (SEMANTICS "Limits"): so many jobs tell each. */
const JOBS_A_PERSON = 50
const WRITERS = 4
/** A job's first instant lies so far ahead that it is made before, whatever is down. */
const SOONEST_MS = 10_000
const DRAIN_WITHIN_MS = 300_000

/**
 * Nodes on one PostgreSQL run instances with timers and mails, while nodes are killed at random and PostgreSQL is stopped; in the end every instance has
 * ended and every effect is there once (RL-03, RL-09, RL-10, RL-11). PostgreSQL is stopped by SIGQUIT (immediate) and SIGKILL in turn.
 */
export async function runWorkflows(options: WorkflowsOptions): Promise<WorkflowsResult> {
  const database = await startEmbedded(options.folders.database, { settings: { max_connections: '120' } })
  const mail = await startMailServer()
  const nodes = new Nodes(database.url, options.folders.nodes, { FORMWORK_OUTGOING_INSIDE: '127.0.0.0/8' })
  const pool = new pg.Pool({ connectionString: database.url, max: 2 })
  pool.on('error', () => undefined)
  try {
    return await new Workflows(options, database, mail, nodes, pool).run()
  } finally {
    await nodes.stop()
    await pool.end()
    await mail.close()
    await database.stop()
  }
}

type Document = Readonly<Record<string, unknown>>

class Workflows {
  readonly #options: WorkflowsOptions
  readonly #database: EmbeddedDatabase
  readonly #mail: Awaited<ReturnType<typeof startMailServer>>
  readonly #nodes: Nodes
  readonly #pool: pg.Pool
  readonly #random: () => number
  readonly #kills = { nodes: 0, database: 0 }
  #people: readonly string[] = []

  constructor(
    options: WorkflowsOptions,
    database: EmbeddedDatabase,
    mail: Awaited<ReturnType<typeof startMailServer>>,
    nodes: Nodes,
    pool: pg.Pool,
  ) {
    this.#options = options
    this.#database = database
    this.#mail = mail
    this.#nodes = nodes
    this.#pool = pool
    this.#random = seeded(options.seed)
  }

  async run(): Promise<WorkflowsResult> {
    await this.#prepare()
    const until = performance.now() + this.#options.seconds * 1000
    await Promise.all([this.#createAll(until), this.#killNodes(until), this.#stopDatabase(until)])
    const from = performance.now()
    await this.#drain()
    const drained = Math.round(performance.now() - from)
    const [jobs, marks] = [await this.#records('job'), await this.#records('mark')]
    const times = latenessOf(jobs, marks)
    const late = { p50: share(times, 0.5), p99: share(times, 0.99), worst: share(times, 1) }
    const findings = [
      ...times.filter(ms => ms < 0).map(ms => `a timer fired ${-ms} ms early`),
      ...this.#compareJobs(jobs, marks),
      ...(await this.#comparePlatform()),
      ...(await this.#compareMails()),
    ]
    const mails = this.#mail.mails.length
    const repeated = mails - new Set(this.#mail.mails.map(mailId)).size
    return { instances: this.#options.instances, kills: this.#kills, mails, repeated, drained, late, findings }
  }

  async #prepare(): Promise<void> {
    await this.#nodes.start(this.#options.nodes)
    await this.#nodes.insist('POST', '/api/apps', { definition: rounds })
    await this.#nodes.insist('PUT', '/api/channels/email', {
      settings: { host: '127.0.0.1', port: this.#mail.port, security: 'none', from: 'rounds@example.com' },
    })
    const people: string[] = []
    for (let n = 0; n * JOBS_A_PERSON < this.#options.instances; n += 1) {
      const made = await this.#nodes.insist('POST', '/api/users', { login: `person${n}`, name: `Person ${n}` })
      await this.#nodes.insist('PUT', `/api/users/${String(made.id)}/addresses`, {
        addresses: { email: `person${n}@example.com` },
      })
      people.push(String(made.id))
    }
    this.#people = people
  }

  /** Makes the jobs during the first half of the time; their instants lie in the time of the faults. */
  async #createAll(until: number): Promise<void> {
    const { instances, seconds } = this.#options
    const pause = (seconds * 500 * WRITERS) / instances
    let next = 0
    const write = async (): Promise<void> => {
      while (next < instances) {
        const n = next
        next += 1
        const began = performance.now()
        await this.#nodes.insist('POST', '/api/apps/rounds/forms/job/records', this.#job(n, until), `job-${n}`)
        await sleep(Math.max(0, pause - (performance.now() - began)))
      }
    }
    await Promise.all(Array.from({ length: WRITERS }, write))
  }

  #job(n: number, until: number): Record<string, unknown> {
    const left = Math.max(0, until - performance.now() - SOONEST_MS)
    const instant = (): number => SOONEST_MS + this.#random() * left
    const [one = 0, two = 0] = [instant(), instant()].sort((a, b) => a - b)
    const at = (ms: number): string => new Date(Date.now() + ms).toISOString()
    const who = this.#people[n % this.#people.length]
    return { name: `n${n}`, who, first: at(one), second: at(two), climb: at(two - 60_000) }
  }

  async #pause(): Promise<void> {
    await sleep(5_000 + this.#random() * 5_000)
  }

  async #killNodes(until: number): Promise<void> {
    for (;;) {
      await this.#pause()
      if (performance.now() >= until) return
      const at = Math.floor(this.#random() * this.#options.nodes)
      this.#nodes.kill(at)
      this.#kills.nodes += 1
      await sleep(this.#random() * 2_000)
      await this.#nodes.restart(at)
    }
  }

  /** The harness watches over its PostgreSQL and starts it again. */
  async #stopDatabase(until: number): Promise<void> {
    for (;;) {
      await this.#pause()
      if (performance.now() >= until) return
      try {
        process.kill(this.#database.pid(), this.#kills.database % 2 === 0 ? 'SIGQUIT' : 'SIGKILL')
        this.#kills.database += 1
      } catch {
        // It is on its way up again.
      }
    }
  }

  /** Waits until nothing runs, waits or is on its way. */
  async #drain(): Promise<void> {
    const until = performance.now() + DRAIN_WITHIN_MS
    while (performance.now() < until) {
      const left = await this.#one(
        `select (select count(*) from formwork.workflow_instance where status = 'running')
           + (select count(*) from formwork.ladder_run where state = 'waiting')
           + (select count(*) from formwork.outbox where state = 'waiting') as n`,
      ).catch(() => '')
      if (left === '0') return
      await sleep(500)
    }
  }

  async #one(sql: string): Promise<string> {
    const { rows } = await this.#pool.query<{ n: string }>(sql)
    return String(rows[0]?.n)
  }

  async #records(form: string): Promise<Record<string, unknown>[]> {
    const found: Record<string, unknown>[] = []
    let cursor: unknown = null
    do {
      const more = cursor === null ? '' : `&cursor=${String(cursor)}`
      const page = await this.#nodes.insist('GET', `/api/apps/rounds/forms/${form}/records?limit=200${more}`)
      found.push(...(page.records as Record<string, unknown>[]))
      cursor = page.nextCursor
    } while (cursor !== null)
    return found
  }

  #compareJobs(jobs: readonly Document[], made: readonly Document[]): string[] {
    const marks = Map.groupBy(made, ({ job }) => idOf(job))
    const findings = jobs.flatMap(({ id, name, total, rungs }) => {
      const found = (marks.get(String(id)) ?? []).map(mark => String(mark.name)).sort()
      const right =
        String(total) === expected.total && String(rungs) === expected.rungs && found.join() === expected.marks.join()
      return right ? [] : [`${String(name)}: total ${String(total)}, rungs ${String(rungs)}, marks ${found.join()}`]
    })
    const { instances } = this.#options
    return jobs.length === instances ? findings : [`${jobs.length} jobs of ${instances}`, ...findings]
  }

  /** What the platform's own tables say: each instance ended, one notice each, nothing waits or was given up. */
  async #comparePlatform(): Promise<string[]> {
    const { instances } = this.#options
    const counts: readonly (readonly [what: string, sql: string, count: number])[] = [
      ['instances that ended', `formwork.workflow_instance where status = 'ended'`, instances],
      ['instances', 'formwork.workflow_instance', instances],
      ['notices', `formwork.notification where kind = 'notice'`, instances],
      [
        'jobs told of',
        `(select distinct link->>'record' from formwork.notification where kind = 'notice') r`,
        instances,
      ],
      ['mails sent', `formwork.outbox where state = 'sent' and channel = 'email'`, instances],
      ['deliveries', `formwork.outbox where state <> 'withheld'`, instances],
      ['timers that wait', `formwork.timer where state = 'waiting' and kind in ('deadline', 'ladder', 'run')`, 0],
      // Whoever made all the jobs hears of the end of the first 60 within an hour, and then that it was enough.
      ['warnings', `formwork.notification where kind = 'warning' and text->>'en' not like 'More than 60 notices%'`, 0],
    ]
    const findings: string[] = []
    for (const [what, from, count] of counts) {
      const found = await this.#one(`select count(*) as n from ${from}`)
      if (found !== String(count)) findings.push(`${what}: ${found}, not ${count}`)
    }
    return findings
  }

  /** Every delivery came, and nothing else; a mail that came again bore the same id. */
  async #compareMails(): Promise<string[]> {
    const { rows } = await this.#pool.query<{ id: string }>(`select id from formwork.outbox where channel = 'email'`)
    const sent = new Set(rows.map(({ id }) => id))
    const came = new Set(this.#mail.mails.map(mailId))
    return [
      ...[...sent].filter(id => !came.has(id)).map(id => `the mail ${id} never came`),
      ...[...came].filter(id => !sent.has(id)).map(id => `a mail ${id} came that nobody sent`),
    ]
  }
}

/** From the instant a job named to the mark that followed, ms. */
function latenessOf(jobs: readonly Document[], marks: readonly Document[]): number[] {
  const byId = new Map(jobs.map(job => [String(job.id), job]))
  return marks.flatMap(({ job, name, created_at: at }) => {
    const instant = byId.get(idOf(job))?.[String(name)]
    return typeof instant === 'string' ? [Date.parse(String(at)) - Date.parse(instant)] : []
  })
}

const share = (values: readonly number[], part: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? Number.NaN

const mailId = ({ headers }: { headers: ReadonlyMap<string, string> }): string =>
  headers.get('x-formwork-delivery') ?? ''

const idOf = (relation: unknown): string =>
  typeof relation === 'object' && relation !== null ? String((relation as { id: unknown }).id) : String(relation)
