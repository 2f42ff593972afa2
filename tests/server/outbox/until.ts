import { setTimeout as sleep } from 'node:timers/promises'
import type { TestServer } from '../testServer.ts'

/** Waits until something is there, 20 s at most. */
export async function until<T>(find: () => Promise<T | undefined | false> | T | undefined | false): Promise<T> {
  for (let n = 0; n < 1_000; n += 1) {
    const found = await find()
    if (found !== undefined && found !== false) return found
    await sleep(20)
  }
  throw new Error('it did not happen within 20 s')
}

/** Waits until so many tries of a delivery are over and written down: only then does the clock decide when the next is due. */
export const tried = ({ database }: TestServer, id: string, times: number): Promise<unknown> =>
  until(async () => {
    const { rows } = await database.pool.query('select 1 from formwork.outbox_attempt where outbox_id = $1', [id])
    return rows.length === times
  })
