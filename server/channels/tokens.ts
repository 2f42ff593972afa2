import type { Clock } from '../clock.ts'

interface Kept {
  readonly token: Promise<string>
  /** ms of the One Clock */
  until: number
}

/** A token is renewed so long before it runs out. */
const MARGIN_MS = 300_000

/** Access tokens of outside services, kept while they are good: their documentation asks for it and limits how often one is fetched. */
export class Tokens {
  readonly #clock: Clock
  readonly #kept = new Map<string, Kept>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  of(key: string, fetch: () => Promise<{ readonly token: string; readonly seconds: number }>): Promise<string> {
    const known = this.#kept.get(key)
    if (known !== undefined && known.until > this.#clock.epochMs()) return known.token
    const kept: Kept = {
      until: Number.POSITIVE_INFINITY,
      token: fetch().then(
        ({ token, seconds }) => {
          kept.until = this.#clock.epochMs() + Math.max(seconds * 1000 - MARGIN_MS, 0)
          return token
        },
        error => {
          this.#kept.delete(key)
          throw error
        },
      ),
    }
    this.#kept.set(key, kept)
    return kept.token
  }

  forget(key: string): void {
    this.#kept.delete(key)
  }
}
