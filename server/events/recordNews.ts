import type { Database } from '../database/connect.ts'
import type { Hub } from './hub.ts'
import { publishEvent, type RecordMessage } from './listener.ts'

const FLUSH_MS = 200
const MOST_IDS = 100
/** A payload holds 8,000 bytes. */
const MOST_BYTES = 7_000

/**
 * Tells that records changed, after their commit: this process's own streams at once and without SQL, other nodes by at most one notification in 200 ms with
 * at most 100 records. A notification in every write would make commits wait for each other. What does not fit is left out: messages are hints to read again.
 */
export class RecordNews {
  readonly #database: Database
  readonly #hub: Hub
  readonly #node: string
  readonly #onError: (error: unknown) => void
  readonly #waiting = new Map<string, RecordMessage>()
  #flush: NodeJS.Timeout | undefined
  #sending = Promise.resolve()

  /** @param node names this process; it passes over its own notifications */
  constructor(database: Database, hub: Hub, node: string, onError: (error: unknown) => void) {
    this.#database = database
    this.#hub = hub
    this.#node = node
    this.#onError = onError
  }

  tell(message: RecordMessage): void {
    this.#hub.tellRecord(message)
    const key = `${message.org}/${message.app}/${message.form}/${message.id}`
    this.#waiting.delete(key)
    this.#waiting.set(key, message)
    if (this.#waiting.size > MOST_IDS) this.#waiting.delete(this.#waiting.keys().next().value ?? '')
    if (this.#flush !== undefined) return
    this.#flush = setTimeout(() => {
      this.#sending = this.#send().catch(this.#onError)
    }, FLUSH_MS)
    this.#flush.unref()
  }

  async close(): Promise<void> {
    clearTimeout(this.#flush)
    await this.#sending
  }

  async #send(): Promise<void> {
    this.#flush = undefined
    const places = new Map<string, RecordPlace>()
    let bytes = 0
    for (const { org, app, form, id, version } of [...this.#waiting.values()].reverse()) {
      const key = `${org}/${app}/${form}`
      const place = places.get(key) ?? { org, app, form, records: [] }
      bytes += JSON.stringify([id, version]).length + 1 + (places.has(key) ? 0 : JSON.stringify(place).length + 1)
      if (bytes > MOST_BYTES) break
      places.set(key, { ...place, records: [...place.records, [id, version]] })
    }
    this.#waiting.clear()
    await publishEvent(this.#database.pool, { kind: 'records', node: this.#node, places: [...places.values()] })
  }
}

type RecordPlace = {
  readonly org: string
  readonly app: string
  readonly form: string
  readonly records: readonly (readonly [id: string, version: number])[]
}
