import type { Database } from '../database/connect.ts'
import type { Caller } from '../http/caller.ts'
import { mayUseApp } from '../http/caller.ts'
import type { RecordAccess } from '../http/recordAccess.ts'
import { readNotices } from '../notifications/store.ts'
import type { Listener, Message } from './listener.ts'

/** One open `GET /api/events`. */
export interface Stream {
  readonly caller: Caller
  send(event: string, data: unknown): void
  /** Asks again whether the sign-in still stands, and ends the stream when it does not. */
  recheck(): void
  end(): void
}

const FLUSH_MS = 100
/** Record events checked per flush; in a flood the newest are told, the rest is found by reading. */
const MOST_RECORDS = 200
const MOST_STREAMS = 20

type RecordMessage = Extract<Message, { kind: 'record' }>

/** The live streams of this process: takes messages of ids and tells each person what he may see of them. */
export class Hub {
  readonly #database: Database
  readonly #access: () => RecordAccess
  readonly #onError: (error: unknown) => void
  readonly #streams = new Map<string, Set<Stream>>()
  readonly #records = new Map<string, RecordMessage>()
  #flush: NodeJS.Timeout | undefined

  constructor(database: Database, access: () => RecordAccess, onError: (error: unknown) => void) {
    this.#database = database
    this.#access = access
    this.#onError = onError
  }

  /** Counts for /metrics. */
  get size(): number {
    let count = 0
    for (const streams of this.#streams.values()) count += streams.size
    return count
  }

  listenTo(listener: Listener): void {
    listener.on(message => void this.#receive(message).catch(this.#onError))
  }

  /** False when the person has too many open already. */
  add(stream: Stream): boolean {
    const streams = this.#streams.get(stream.caller.userId) ?? new Set()
    if (streams.size >= MOST_STREAMS) return false
    this.#streams.set(stream.caller.userId, streams.add(stream))
    return true
  }

  remove(stream: Stream): void {
    const streams = this.#streams.get(stream.caller.userId)
    streams?.delete(stream)
    if (streams?.size === 0) this.#streams.delete(stream.caller.userId)
  }

  close(): void {
    clearTimeout(this.#flush)
    for (const stream of this.#all()) stream.end()
  }

  *#all(org?: string): Generator<Stream> {
    for (const streams of [...this.#streams.values()]) {
      for (const stream of [...streams]) if (org === undefined || stream.caller.orgId === org) yield stream
    }
  }

  *#of(org: string, users: readonly string[]): Generator<Stream> {
    for (const user of users) {
      for (const stream of this.#streams.get(user) ?? []) if (stream.caller.orgId === org) yield stream
    }
  }

  async #receive(message: Message): Promise<void> {
    switch (message.kind) {
      case 'account':
        for (const stream of this.#of(message.org, [message.user])) stream.recheck()
        return
      case 'directory':
        for (const stream of this.#all(message.org)) stream.recheck()
        return
      case 'task':
        for (const stream of this.#of(message.org, message.users))
          stream.send('task', { id: message.id, state: message.state })
        return
      case 'notice':
        return this.#notice(message)
      case 'app':
        return this.#app(message)
      case 'record':
        this.#records.delete(`${message.app}/${message.form}/${message.id}`)
        this.#records.set(`${message.app}/${message.form}/${message.id}`, message)
        this.#flush ??= setTimeout(() => void this.#flushRecords().catch(this.#onError), FLUSH_MS)
    }
  }

  async #notice({ org, users, ids }: Extract<Message, { kind: 'notice' }>): Promise<void> {
    for (const user of new Set(users)) {
      const streams = [...this.#of(org, [user])]
      if (streams.length === 0) continue
      const notices = await readNotices(this.#database.pool, org, user, ids)
      for (const stream of streams) for (const notice of notices) stream.send('notice', notice)
    }
  }

  async #app({ org, app, version }: Extract<Message, { kind: 'app' }>): Promise<void> {
    for (const stream of this.#all(org)) {
      const apps = mayUseApp(stream.caller, app) ? await this.#access().appsOf(stream.caller) : []
      if (apps.some(({ key }) => key === app)) stream.send('app', { app, version })
    }
  }

  async #flushRecords(): Promise<void> {
    this.#flush = undefined
    const messages = [...this.#records.values()].slice(-MOST_RECORDS)
    this.#records.clear()
    for (const { org, app, form, id, version } of messages) {
      for (const stream of this.#all(org)) {
        if (!mayUseApp(stream.caller, app)) continue
        if (await this.#access().canReadRecord(stream.caller, app, form, id))
          stream.send('record', { app, form, id, version })
      }
    }
  }
}
