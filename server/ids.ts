import type { Clock } from './clock.ts'

/** `size` random bytes, fit for secrets: node:crypto's randomBytes outside tests. */
export type RandomBytes = (size: number) => Buffer

/** Makes a new UUIDv7. */
export type NewId = () => string

/** What a new row is stamped with. */
export interface Stamps {
  readonly newId: NewId
  readonly clock: Clock
}

/**
 * UUIDv7 (RFC 9562) from the One Clock: ids made by one process rise strictly, also within a millisecond and when the
 * clock stands still, because the 12 bits after the time count.
 */
export function idMaker(clock: Clock, random: RandomBytes): NewId {
  let time = 0
  let count = 0
  return () => {
    const now = clock.epochMs()
    if (now > time) {
      time = now
      count = 0
    } else if (++count === 4096) {
      time += 1
      count = 0
    }
    const bytes = random(8)
    bytes[0] = (bytes[0]! & 0x3f) | 0x80
    const hex = bytes.toString('hex')
    const stamp = time.toString(16).padStart(12, '0')
    return `${stamp.slice(0, 8)}-${stamp.slice(8)}-7${count.toString(16).padStart(3, '0')}-${hex.slice(0, 4)}-${hex.slice(4)}`
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Whether a text is a UUID in lower case: anything else never reaches SQL as an id. */
export const isId = (value: unknown): value is string => typeof value === 'string' && UUID.test(value)
