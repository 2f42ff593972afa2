import { setTimeout as sleep } from 'node:timers/promises'
import { asDatabaseError } from '../database/databaseError.ts'
import type { Platform } from '../http/platform.ts'
import { HttpProblem } from '../http/problem.ts'
import { claim, nextDue, type Settled, settle } from './claim.ts'
import { type Delivery, failed, MOST_TRIES, type Outcome, retry, type Senders, Undelivered } from './delivery.ts'

const POLL_MS = 1_000
const SHORTEST_WAIT_MS = 20
/** Deliveries under way at once in this process, and of them to one place. */
const SLOTS = 16
const LANE_SLOTS = 4
/** A stop waits so long for what is under way; what is cut off is tried again after its lease. */
const STOP_WITHIN_MS = 20_000
const SETTLE_EVERY_MS = 500

/**
 * Carries deliveries out: takes what is due, oldest first, up to 16 at once and 4 a lane, so that a place that hangs keeps only its own waiting.
 * The row is the truth; this only looks, when rung and once a second. Answers how to stop.
 */
export function startOutbox(
  platform: Platform,
  senders: Senders,
  onError: (error: unknown) => void,
): () => Promise<void> {
  const worker = new Worker(platform, senders, onError)
  platform.outbox.onRing(() => worker.wake())
  worker.wake()
  return () => worker.stop()
}

/** A refusal says why; whatever else went wrong stands in the log. */
const afterFailure = (error: unknown): Outcome =>
  error instanceof HttpProblem ? retry(error.code, error.params) : retry('delivery_failed')

class Worker {
  readonly #platform: Platform
  readonly #senders: Senders
  readonly #onError: (error: unknown) => void
  readonly #running = new Map<Promise<void>, string>()
  /** lanes whose turn comes later, until when (ms): their other deliveries need not be asked */
  readonly #paused = new Map<string, number>()
  #timer: NodeJS.Timeout | undefined
  #looking = false
  #again = false
  #stopped = false

  constructor(platform: Platform, senders: Senders, onError: (error: unknown) => void) {
    this.#platform = platform
    this.#senders = senders
    this.#onError = onError
  }

  wake(): void {
    if (this.#looking) this.#again = true
    else void this.#look()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    while (this.#looking) await sleep(SHORTEST_WAIT_MS)
    const end = new AbortController()
    await Promise.race([
      Promise.all(this.#running.keys()),
      sleep(STOP_WITHIN_MS, undefined, { signal: end.signal }).catch(() => undefined),
    ])
    end.abort()
  }

  async #look(): Promise<void> {
    if (this.#stopped) return
    clearTimeout(this.#timer)
    this.#looking = true
    let wait = POLL_MS
    try {
      do {
        this.#again = false
        await this.#takeAll()
      } while (this.#again && !this.#stopped)
      wait = await this.#untilNext()
    } catch (error) {
      if (!this.#stopped) this.#onError(error)
    }
    this.#looking = false
    if (this.#stopped) return
    this.#timer = setTimeout(() => this.wake(), this.#again ? 0 : wait)
    this.#timer.unref()
  }

  async #takeAll(): Promise<void> {
    while (!this.#stopped && this.#running.size < SLOTS) {
      const delivery = await claim(this.#platform, this.#fullLanes())
      if (delivery === undefined) return
      const run = this.#run(delivery).catch(this.#onError)
      this.#running.set(run, delivery.lane)
      void run.finally(() => {
        this.#running.delete(run)
        this.wake()
      })
    }
  }

  #fullLanes(): string[] {
    const counts = new Map<string, number>()
    for (const lane of this.#running.values()) counts.set(lane, (counts.get(lane) ?? 0) + 1)
    const full = [...counts].filter(([, count]) => count >= LANE_SLOTS).map(([lane]) => lane)
    const now = this.#platform.clock.epochMs()
    for (const [lane, until] of this.#paused) if (until <= now) this.#paused.delete(lane)
    return [...full, ...this.#paused.keys()]
  }

  async #untilNext(): Promise<number> {
    if (this.#running.size >= SLOTS) return POLL_MS
    const due = await nextDue(this.#platform, this.#fullLanes())
    if (due === null) return POLL_MS
    return Math.min(POLL_MS, Math.max(SHORTEST_WAIT_MS, due - this.#platform.clock.epochMs()))
  }

  async #run(delivery: Delivery): Promise<void> {
    const started = performance.now()
    const outcome = await this.#try(delivery)
    if (outcome !== 'lost' && outcome.result === 'later')
      this.#paused.set(delivery.lane, this.#platform.clock.epochMs() + outcome.afterMs)
    const settled = outcome === 'lost' ? 'lost' : await this.#settle(delivery, outcome, performance.now() - started)
    const { channel } = delivery
    this.#platform.counters.add('outbox_settled_total', { channel, outcome: settled })
  }

  async #try(delivery: Delivery): Promise<Outcome | 'lost'> {
    const sender = this.#senders.get(delivery.channel)
    if (sender === undefined) return failed('channel_unknown', { channel: delivery.channel })
    // Every try ended with its process: this one may be what ends it.
    if (delivery.tries > MOST_TRIES) return failed('delivery_tries_spent', { tries: MOST_TRIES })
    // A process that hung (SIGSTOP) wakes up here with a lease that went to another.
    if (this.#platform.clock.epochMs() >= delivery.leaseUntil) return 'lost'
    try {
      return await sender.send(delivery)
    } catch (error) {
      if (error instanceof Undelivered) return error.outcome
      this.#onError(error)
      return retry('delivery_failed')
    }
  }

  /** The effect is made: while the database is away, telling it so is tried until the lease ends. */
  async #settle(delivery: Delivery, outcome: Outcome, milliseconds: number): Promise<Settled> {
    const gaveUp = this.#senders.get(delivery.channel)?.gaveUp
    for (;;) {
      try {
        return await settle(this.#platform, delivery, outcome, milliseconds, gaveUp)
      } catch (error) {
        this.#onError(error)
        // What follows from it failed, not the database: that is a failure of the try.
        if (asDatabaseError(error) === undefined)
          return settle(this.#platform, delivery, afterFailure(error), milliseconds)
        if (this.#stopped || this.#platform.clock.epochMs() + SETTLE_EVERY_MS >= delivery.leaseUntil) throw error
        await sleep(SETTLE_EVERY_MS)
      }
    }
  }
}
