import type { Pool, PoolClient } from 'pg'
import { collectAfterCommit } from './afterCommit.ts'
import { asDatabaseError, DatabaseError, sqlStateOf } from './databaseError.ts'

export interface TransactionOptions {
  /** Numbers from 0 (included) to 1 for the jitter between tries; a parameter so that tests can hold it. */
  readonly random?: () => number
  /** Most tries in all; default 5. */
  readonly tries?: number
  readonly isolation?: 'read committed' | 'repeatable read' | 'serializable'
}

const SERIALIZATION_FAILURE = '40001'
const DEADLOCK = '40P01'

/**
 * Runs `work` in one transaction: commit when it resolves, rollback when it rejects. After a serialization failure or a
 * deadlock the whole of `work` runs again, so it must have no effect outside the transaction. Waits 10 ms, 20 ms, ...
 * (times 0.5 to 1.5) between tries.
 * @throws DatabaseError `database_busy` (no free connection), `database_conflict` (still in conflict after the last try),
 *   `database_unavailable`, `database_timeout`; every other error of `work` as it is
 */
export async function inTransaction<T>(
  pool: Pick<Pool, 'connect'>,
  work: (client: PoolClient) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  const { random = Math.random, tries = 5 } = options
  for (let n = 1; ; n++) {
    try {
      return await once(pool, work, options.isolation)
    } catch (error) {
      if (!isRetryable(error)) throw asDatabaseError(error) ?? error
      if (n >= tries) throw new DatabaseError('database_conflict', { tries }, { cause: error })
      await new Promise(resolve => setTimeout(resolve, 10 * 2 ** (n - 1) * (0.5 + random())))
    }
  }
}

function isRetryable(error: unknown): boolean {
  const state = sqlStateOf(error)
  return state === SERIALIZATION_FAILURE || state === DEADLOCK
}

async function once<T>(
  pool: Pick<Pool, 'connect'>,
  work: (client: PoolClient) => Promise<T>,
  isolation: TransactionOptions['isolation'],
): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  const collected = collectAfterCommit(client)
  let committed = false
  try {
    await client.query(isolation ? `begin isolation level ${isolation}` : 'begin')
    const result = await work(client)
    await client.query('commit')
    committed = true
    return result
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure
    })
    throw error
  } finally {
    const waiting = collected()
    // A connection that cannot even roll back is not given to the next request.
    client.release(broken)
    if (committed) for (const work of waiting) work()
  }
}
