import type { Database } from '../database/connect.ts'
import type { Caller } from '../http/caller.ts'
import { mayUseApp } from '../http/caller.ts'
import type { RecordAccess } from '../http/recordAccess.ts'
import { readNotices } from '../notifications/store.ts'
import { Lately } from './lately.ts'
import type { Listener, Message, RecordMessage } from './listener.ts'

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

/** The live streams of this process: takes messages of ids and tells each person what he may see of them. */
export class Hub {
  readonly #database: Database
  readonly #access: () => RecordAccess
  readonly #onError: (error: unknown) => void
  readonly #node: string
  readonly #streams = new Map<string, Set<Stream>>()
  readonly #lately = new Lately()
  readonly #records = new Map<string, RecordMessage>()
  #flush: NodeJS.Timeout | undefined
  #flushing = false

  /** @param node names this process, whose own notifications of records it has heard already */
  constructor(database: Database, access: () => RecordAccess, node: string, onError: (error: unknown) => void) {
    this.#database = database
    this.#access = access
    this.#node = node
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

  /** @param ago milliseconds the page has been reading before it began to listen */
  tellMissed(stream: Stream, ago: number): void {
    const missed = this.#lately.missed(stream.caller, ago)
    if (missed !== null) stream.send('missed', missed)
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
    this.#lately.note(message)
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
      case 'draft':
        for (const stream of this.#designers(message))
          stream.send('draft', { app: message.app, revision: message.revision })
        return
      case 'designing':
        return this.#designing(message)
      case 'record':
        this.tellRecord(message)
        return
      case 'records':
        if (message.node === this.#node) return
        for (const { records, ...place } of message.places)
          for (const [id, version] of records) this.tellRecord({ kind: 'record', ...place, id, version })
    }
  }

  /** A record changed: who has a stream open and may read it is told with the next flush. */
  tellRecord(message: RecordMessage): void {
    this.#lately.note(message)
    if (this.#streams.size === 0) return
    const key = `${message.org}/${message.app}/${message.form}/${message.id}`
    this.#records.delete(key)
    this.#records.set(key, message)
    if (this.#records.size > MOST_RECORDS) this.#records.delete(this.#records.keys().next().value ?? '')
    this.#flushSoon()
  }

  /** One flush at a time: however much is written, asking who may know takes one connection at most. */
  #flushSoon(): void {
    if (this.#flush !== undefined || this.#flushing || this.#records.size === 0) return
    this.#flush = setTimeout(() => {
      this.#flush = undefined
      this.#flushing = true
      void this.#flushRecords()
        .catch(this.#onError)
        .finally(() => {
          this.#flushing = false
          this.#flushSoon()
        })
    }, FLUSH_MS)
    this.#flush.unref()
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

  /** Who may design an app: administrators. */
  *#designers({ org, app }: { readonly org: string; readonly app: string }): Generator<Stream> {
    for (const stream of this.#all(org)) if (stream.caller.admin && mayUseApp(stream.caller, app)) yield stream
  }

  async #designing({ org, app, user, window, place }: Extract<Message, { kind: 'designing' }>): Promise<void> {
    const streams = [...this.#designers({ org, app })]
    if (streams.length === 0) return
    const { rows } = await this.#database.pool.query<{ name: string }>(
      'select name from formwork.app_user where org_id = $1 and id = $2',
      [org, user],
    )
    for (const stream of streams) stream.send('designing', { app, user, name: rows[0]?.name ?? '', window, place })
  }

  async #flushRecords(): Promise<void> {
    const messages = [...this.#records.values()]
    this.#records.clear()
    for (const { org, app, form, id, version } of messages) {
      // One person's streams in several windows are asked about once; a token's own limits stand beside his rights.
      const may = new Map<string, boolean>()
      for (const stream of this.#all(org)) {
        const { caller } = stream
        if (!mayUseApp(caller, app)) continue
        const asked = `${caller.userId} ${caller.tokenId}`
        const known = may.get(asked) ?? (await this.#access().canReadRecord(caller, app, form, id))
        may.set(asked, known)
        if (known) stream.send('record', { app, form, id, version })
      }
    }
  }
}
