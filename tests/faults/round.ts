import { setTimeout as sleep } from 'node:timers/promises'
import { trade } from '../fixtures/trade.ts'
import { postmasterPid, type Started, startServer } from '../server/process.ts'

export interface RoundOptions {
  readonly folder: string
  readonly seconds: number
  readonly kills: number
  /** writes a second */
  readonly rate: number
  /** numbers from 0 to 1; a seed makes a round repeatable as far as processes are */
  readonly random: () => number
}

export interface RoundResult {
  readonly acknowledged: number
  readonly refused: number
  readonly kills: { readonly server: number; readonly database: number }
  /** everything that is not as it was acknowledged; empty = the round held */
  readonly findings: readonly string[]
  /** longest time from a kill to the next answer, ms */
  readonly longestOutage: number
}

/** What the driver was told is stored: the record's last acknowledged values and the newest version. */
interface Known {
  readonly id: string
  version: number
  amount: string
  deleted: boolean
  /** an answer was lost: the write behind it may or may not have happened, whole */
  pending: string | null
}

const base = '/api/apps/trade/forms'
const admin = {
  FORMWORK_ADMIN_LOGIN: 'driver',
  FORMWORK_ADMIN_PASSWORD: 'driver-password-1',
  FORMWORK_LOG_LEVEL: 'error',
}

/**
 * One round: writes at a rate, kill -9 of the server or of PostgreSQL at random moments, restart, and at the end a comparison of everything that
 * was acknowledged with what is there, and of every record with its own history and roll-ups (RL-01, RL-04).
 */
export async function runRound(options: RoundOptions): Promise<RoundResult> {
  const run = new Round(options)
  await run.start()
  await run.prepare()
  const until = performance.now() + options.seconds * 1000
  await Promise.all([run.write(until), run.kill(until)])
  await run.recover()
  const findings = await run.compare()
  await run.stop()
  return {
    acknowledged: run.acknowledged,
    refused: run.refused,
    kills: run.kills,
    findings,
    longestOutage: Math.round(run.longestOutage),
  }
}

class Round {
  acknowledged = 0
  refused = 0
  kills = { server: 0, database: 0 }
  longestOutage = 0
  #server: Started | undefined
  #address = ''
  #cookie = ''
  #customer = ''
  #records: Known[] = []
  #settings: Record<string, string>
  readonly #options: RoundOptions

  constructor(options: RoundOptions) {
    this.#options = options
    this.#settings = { FORMWORK_DATA: options.folder, ...admin }
  }

  async start(): Promise<void> {
    this.#server = startServer(this.#settings)
    this.#address = await this.#server.ready
  }

  async prepare(): Promise<void> {
    await this.#signIn()
    await this.#send('POST', '/api/apps', { definition: trade })
    this.#customer = (await this.#send('POST', `${base}/customer/records`, { name: '压力客户' })).id as string
  }

  async #signIn(): Promise<void> {
    const answer = await fetch(`${this.#address}/api/session`, {
      method: 'POST',
      body: JSON.stringify({ login: 'driver', password: 'driver-password-1' }),
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
    })
    this.#cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
  }

  async #send(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
    const answer = await fetch(this.#address + path, {
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
    if (!answer.ok) throw new Error(`${answer.status} ${String(json.code)}`)
    return json
  }

  async write(until: number): Promise<void> {
    const running = new Set<Promise<void>>()
    while (performance.now() < until) {
      const one = this.#writeOne().finally(() => running.delete(one))
      running.add(one)
      await sleep(1000 / this.#options.rate)
      if (running.size > 100) await Promise.race(running)
    }
    await Promise.all(running)
  }

  /** A create, a change or a delete; records with a write under way are left alone, so that what is known of them stays certain. */
  async #writeOne(): Promise<void> {
    const { random } = this.#options
    const free = this.#records.filter(record => record.pending === null && !record.deleted)
    const amount = `${Math.floor(random() * 100_000)}.${String(Math.floor(random() * 100)).padStart(2, '0')}`
    const target = free[Math.floor(random() * free.length)]
    try {
      if (target === undefined || random() < 0.5) {
        const made = await this.#send('POST', `${base}/opportunity/records`, {
          title: `压力 ${amount}`,
          customer: this.#customer,
          amount,
          lines: [{ product: '甲', price: amount, quantity: 2 }],
        })
        this.#records.push({ id: made.id as string, version: 1, amount, deleted: false, pending: null })
      } else if (random() < 0.15) {
        target.pending = 'delete'
        await this.#send('DELETE', `${base}/opportunity/records/${target.id}`)
        Object.assign(target, { deleted: true, pending: null, version: target.version + 1 })
      } else {
        target.pending = amount
        const changed = await this.#send('PATCH', `${base}/opportunity/records/${target.id}`, { amount })
        Object.assign(target, { amount, pending: null, version: changed.version as number })
      }
      this.acknowledged += 1
    } catch {
      this.refused += 1
    }
  }

  async kill(until: number): Promise<void> {
    const { seconds, kills, random, folder } = this.#options
    for (let n = 0; n < kills && performance.now() < until; n += 1) {
      await sleep(((seconds * 1000) / (kills + 1)) * (0.6 + random() * 0.8))
      if (performance.now() >= until) return
      const at = performance.now()
      if (random() < 0.5) {
        this.kills.database += 1
        process.kill(postmasterPid(folder), 'SIGKILL')
      } else {
        this.kills.server += 1
        this.#server?.child.kill('SIGKILL')
        await this.#server?.ended
        await this.start()
      }
      await this.recover()
      this.longestOutage = Math.max(this.longestOutage, performance.now() - at)
    }
  }

  /** Waits until a read is answered again. */
  async recover(): Promise<void> {
    for (let n = 0; n < 200; n += 1) {
      try {
        await this.#send('GET', `${base}/customer/records/${this.#customer}`)
        return
      } catch {
        await sleep(50)
      }
    }
    throw new Error(`the server did not come back: ${this.#server?.output() ?? ''}`)
  }

  async compare(): Promise<string[]> {
    const findings: string[] = []
    const found = new Map<string, Record<string, unknown>>()
    let cursor: string | null = null
    do {
      const page = await this.#send(
        'GET',
        `${base}/opportunity/records?limit=200${cursor === null ? '' : `&cursor=${cursor}`}`,
      )
      for (const record of page.records as Record<string, unknown>[]) found.set(record.id as string, record)
      cursor = page.nextCursor as string | null
    } while (cursor !== null)
    for (const known of this.#records) findings.push(...compareOne(known, found.get(known.id)))
    findings.push(...(await this.#compareSums(found)), ...(await this.#compareHistories(found)))
    return findings
  }

  /** The roll-ups of the customer are those of the records that are there. */
  async #compareSums(found: ReadonlyMap<string, Record<string, unknown>>): Promise<string[]> {
    const customer = await this.#send('GET', `${base}/customer/records/${this.#customer}`)
    const cents = [...found.values()].reduce((sum, record) => sum + BigInt(String(record.amount).replace('.', '')), 0n)
    const total = BigInt(String(customer.total).replace('.', ''))
    return [
      ...(total === cents ? [] : [`roll-up: the customer's total is ${total}, its records make ${cents} cents`]),
      ...(Number(customer.deals) === found.size
        ? []
        : [`roll-up: ${String(customer.deals)} deals, ${found.size} records`]),
    ]
  }

  /** As many history entries as versions, the newest telling the amount that is stored, rows and their totals with it. */
  async #compareHistories(found: ReadonlyMap<string, Record<string, unknown>>): Promise<string[]> {
    const findings: string[] = []
    for (const record of found.values()) {
      const lines = record.lines as { line_total: string }[]
      if (lines.length !== 1 || record.lines_total !== lines[0]?.line_total)
        findings.push(`${String(record.id)}: its rows are not whole`)
      const { history } = (await this.#send(
        'GET',
        `${base}/opportunity/records/${String(record.id)}/history?limit=200`,
      )) as { history: { version: number; changes: Record<string, [unknown, unknown]> }[] }
      if (history.length !== Math.min(200, Number(record.version)))
        findings.push(`${String(record.id)}: version ${String(record.version)} but ${history.length} history entries`)
      const told = history.find(entry => entry.changes.amount !== undefined)?.changes.amount?.[1]
      if (told !== record.amount)
        findings.push(`${String(record.id)}: history says ${String(told)}, the record ${String(record.amount)}`)
    }
    return findings
  }

  async stop(): Promise<void> {
    this.#server?.child.kill('SIGTERM')
    await this.#server?.ended
  }
}

function compareOne(known: Known, record: Record<string, unknown> | undefined): string[] {
  const { id, pending } = known
  if (record === undefined) return known.deleted || pending === 'delete' ? [] : [`${id}: acknowledged, and gone`]
  if (known.deleted) return [`${id}: its delete was acknowledged, and it is there`]
  const allowed = pending === null || pending === 'delete' ? [known.amount] : [known.amount, pending]
  return allowed.some(amount => Number(amount).toFixed(2) === record.amount)
    ? []
    : [`${id}: ${String(record.amount)} stored, ${allowed.join(' or ')} acknowledged`]
}
