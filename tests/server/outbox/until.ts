import { setTimeout as sleep } from 'node:timers/promises'

/** Waits until something is there, 10 s at most. */
export async function until<T>(find: () => Promise<T | undefined | false> | T | undefined | false): Promise<T> {
  for (let n = 0; n < 500; n += 1) {
    const found = await find()
    if (found !== undefined && found !== false) return found
    await sleep(20)
  }
  throw new Error('it did not happen within 10 s')
}
