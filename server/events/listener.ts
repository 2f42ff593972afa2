import type { Client } from 'pg'
import type { Database } from '../database/connect.ts'
import type { Transaction } from '../database/statements.ts'

/** The one channel of the platform. Messages hold ids only: who may see what is decided where they arrive. */
const CHANNEL = 'formwork'

/** What one transaction tells every node once it is committed. */
export type Message =
  | { readonly kind: 'account'; readonly org: string; readonly user: string }
  | { readonly kind: 'directory'; readonly org: string }
  | { readonly kind: 'webhooks'; readonly org: string }
  | {
      readonly kind: 'notice'
      readonly org: string
      readonly users: readonly string[]
      readonly ids: readonly string[]
    }
  | {
      readonly kind: 'task'
      readonly org: string
      readonly users: readonly string[]
      readonly id: string
      readonly state: string
    }
  | RecordMessage
  /** changed records of one node, gathered for the others */
  | {
      readonly kind: 'records'
      readonly node: string
      readonly places: readonly {
        readonly org: string
        readonly app: string
        readonly form: string
        readonly records: readonly (readonly [id: string, version: number])[]
      }[]
    }
  /** somebody saved the draft of an app */
  | { readonly kind: 'draft'; readonly org: string; readonly app: string; readonly revision: number }
  /** somebody has the designer of an app open, in a window, at a place */
  | {
      readonly kind: 'designing'
      readonly org: string
      readonly app: string
      readonly user: string
      readonly window: string
      readonly place: string
    }
  | { readonly kind: 'app'; readonly org: string; readonly app: string; readonly version: number }

export interface RecordMessage {
  readonly kind: 'record'
  readonly org: string
  readonly app: string
  readonly form: string
  readonly id: string
  readonly version: number
}

/** Sends a message to every node at commit; a rolled back transaction sends nothing. */
export async function publishEvent(transaction: Transaction, message: Message): Promise<void> {
  for (const part of inParts(message))
    await transaction.query('select pg_notify($1, $2)', [CHANNEL, JSON.stringify(part)])
}

const USERS_PER_PART = 80

/** A payload holds 8,000 bytes: 80 users and as many notices of 39 bytes stay below. */
function inParts(message: Message): Message[] {
  if (!('users' in message) || message.users.length <= USERS_PER_PART) return [message]
  const parts = Math.ceil(message.users.length / USERS_PER_PART)
  return Array.from({ length: parts }, (_, at) => {
    const cut = <T>(list: readonly T[]): T[] => list.slice(at * USERS_PER_PART, (at + 1) * USERS_PER_PART)
    return 'ids' in message
      ? { ...message, users: cut(message.users), ids: cut(message.ids) }
      : { ...message, users: cut(message.users) }
  })
}

type Handle = (message: Message) => void

/**
 * Listens on a connection of its own and connects again when it breaks. What was said meanwhile is lost, so `onGap`
 * is told after each new connection: caches must be emptied.
 */
export class Listener {
  readonly #database: Database
  readonly #handlers: Handle[] = []
  readonly #gapHandlers: (() => void)[] = []
  #client: Client | undefined
  #retry: NodeJS.Timeout | undefined
  #closed = false

  constructor(database: Database) {
    this.#database = database
  }

  on(handle: Handle): void {
    this.#handlers.push(handle)
  }

  onGap(handle: () => void): void {
    this.#gapHandlers.push(handle)
  }

  async start(): Promise<void> {
    const client = await this.#database.connectDirect()
    if (this.#closed) return client.end()
    client.on('notification', ({ payload }) => this.#receive(payload))
    client.once('end', () => this.#lost(client))
    client.once('error', () => this.#lost(client))
    this.#client = client
    await client.query(`listen ${CHANNEL}`)
    for (const handle of this.#gapHandlers) handle()
  }

  async stop(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#retry)
    const client = this.#client
    this.#client = undefined
    await client?.end().catch(() => undefined)
  }

  #receive(payload: string | undefined): void {
    if (payload === undefined) return
    const message: Message = JSON.parse(payload)
    for (const handle of this.#handlers) handle(message)
  }

  #lost(client: Client): void {
    if (this.#closed || this.#client !== client) return
    this.#client = undefined
    client.end().catch(() => undefined)
    this.#again()
  }

  #again(): void {
    this.#retry = setTimeout(() => void this.start().catch(() => this.#again()), 500)
    this.#retry.unref()
  }
}
