import type { Pool } from 'pg'

/**
 * The One Clock: what time it is, for engine, SQL parameters and timers. Database time, so that all nodes agree.
 * Never runs backwards within a process.
 */
export interface Clock {
  /** The instant as ISO UTC text with milliseconds: "2026-11-22T05:10:02.123Z". */
  now(): string
  /** The same instant in milliseconds since 1970-01-01T00:00Z. */
  epochMs(): number
}

/** A clock that samples the database; `stop` ends its sampling. */
export interface RunningClock extends Clock {
  /** Samples once more now; rejects when the database does not answer. */
  sample(): Promise<void>
  stop(): void
}

const SAMPLE_EVERY_MS = 30_000

/**
 * Database time, sampled against a monotonic counter: at start and every 30 s. Between samples the counter carries it,
 * so that reading the time costs nothing and a jump of this machine's wall clock changes nothing.
 * A failed later sample keeps the former one.
 * @param offsetMs FORMWORK_CLOCK_OFFSET in milliseconds, added to everything
 */
export async function startDatabaseClock(
  pool: Pick<Pool, 'query'>,
  offsetMs = 0,
  monotonicMs: () => number = () => performance.now(),
): Promise<RunningClock> {
  let base = 0
  let last = 0

  async function sample(): Promise<void> {
    const before = monotonicMs()
    const result = await pool.query<{ ms: string }>('select (extract(epoch from clock_timestamp()) * 1000)::text as ms')
    const middle = (before + monotonicMs()) / 2
    base = Number(result.rows[0]!.ms) + offsetMs - middle
  }

  await sample()
  const timer = setInterval(() => void sample().catch(() => undefined), SAMPLE_EVERY_MS)
  timer.unref()

  function epochMs(): number {
    last = Math.max(last, Math.floor(base + monotonicMs()))
    return last
  }
  return { epochMs, now: () => isoOf(epochMs()), sample, stop: () => clearInterval(timer) }
}

/** A clock for tests: stands still until it is moved by hand. */
export interface ManualClock extends Clock {
  /** Milliseconds to move on; a negative number moves back. */
  advance(ms: number): void
  /** ISO UTC text to jump to. */
  set(instant: string): void
}

export function manualClock(start = '2026-01-01T00:00:00.000Z'): ManualClock {
  let current = Date.parse(start)
  return {
    epochMs: () => current,
    now: () => isoOf(current),
    advance: ms => {
      current += ms
    },
    set: instant => {
      current = Date.parse(instant)
    },
  }
}

function isoOf(epochMs: number): string {
  return new Date(epochMs).toISOString()
}
