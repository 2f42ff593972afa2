import { setTimeout as sleep } from 'node:timers/promises'
import { type Started, startServer } from '../server/process.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

interface Node {
  server: Started
  address: string
}

const login = { login: 'driver', password: 'driver-password-1' }

/** Servers on one database, each a process of its own, and a person (an administrator) who asks them in turn. */
export class Nodes {
  readonly #settings: Readonly<Record<string, string>>
  readonly #nodes: Node[] = []
  /** nodes that were killed and are not back yet */
  readonly #away = new Set<number>()
  #cookie = ''
  #next = 0

  constructor(databaseUrl: string, folder: string, settings: Readonly<Record<string, string>> = {}) {
    this.#settings = {
      FORMWORK_DATA: folder,
      FORMWORK_ADMIN_LOGIN: login.login,
      FORMWORK_ADMIN_PASSWORD: login.password,
      FORMWORK_LOG_LEVEL: 'fatal',
      DATABASE_URL: databaseUrl,
      ...settings,
    }
  }

  /** Starts so many nodes, the first one alone: it makes the tables. */
  async start(count: number): Promise<void> {
    this.#nodes.push(await this.#node())
    await this.#signIn()
    const more = Array.from({ length: count - 1 }, () => this.#node())
    this.#nodes.push(...(await Promise.all(more)))
  }

  async #node(more: Readonly<Record<string, string>> = {}): Promise<Node> {
    for (let tries = 1; ; tries += 1) {
      const server = startServer({ ...this.#settings, ...more })
      try {
        return { server, address: await server.ready }
      } catch (error) {
        // PostgreSQL was stopped meanwhile: what watches over the process starts it again.
        if (tries === 30) throw error
        await sleep(500)
      }
    }
  }

  async #signIn(): Promise<void> {
    const answer = await fetch(`${this.#nodes[0]!.address}/api/session`, {
      method: 'POST',
      body: JSON.stringify(login),
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
    })
    this.#cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
  }

  /** Asks one node. Status 0 = it did not answer. */
  readonly send = async (method: Method, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const node = this.#nodes[this.#next++ % this.#nodes.length]!
    try {
      const answer = await fetch(node.address + path, {
        method,
        headers: {
          cookie: this.#cookie,
          'sec-fetch-site': 'same-origin',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(15_000),
      })
      const text = await answer.text()
      return { status: answer.status, json: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> }
    } catch (error) {
      return { status: 0, json: { message: String(error) } }
    }
  }

  /** Asks until it is done: a POST under a key has one effect however often it is sent (RL-37). @throws what the server refuses */
  async insist(method: Method, path: string, body?: unknown, key?: string): Promise<Record<string, unknown>> {
    for (let n = 0; n < 600; n += 1) {
      const answer = await this.send(method, path, body, key === undefined ? {} : { 'idempotency-key': key })
      if (answer.status >= 200 && answer.status < 300) return answer.json
      const passing = answer.status === 0 || answer.status === 409 || answer.status >= 500
      if (!passing) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.json)}`)
      await sleep(100)
    }
    throw new Error(`${method} ${path}: no success in 600 tries. ${this.output()}`)
  }

  /** SIGKILL, at once; `restart` brings it back. Answers false when that node is away already. */
  kill(at: number): boolean {
    if (this.#away.has(at)) return false
    this.#away.add(at)
    this.#nodes[at]!.server.child.kill('SIGKILL')
    return true
  }

  async restart(at: number, settings: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.#nodes[at]!.server.ended
    this.#nodes[at] = await this.#node(settings)
    this.#away.delete(at)
  }

  output(): string {
    return this.#nodes.map(({ server }) => server.output().slice(-2_000)).join('\n')
  }

  async stop(): Promise<void> {
    for (const { server } of this.#nodes.splice(0)) {
      server.child.kill('SIGTERM')
      await server.ended
    }
  }
}
