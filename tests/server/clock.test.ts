import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { manualClock, startDatabaseClock } from '../../server/clock.ts'
import { type Database, openDatabase } from '../../server/database/connect.ts'
import { type FreshDatabase, freshDatabase } from '../database.ts'

let fresh: FreshDatabase
let database: Database

beforeAll(async () => {
  fresh = await freshDatabase()
  database = openDatabase({ url: fresh.url, size: 2 })
})

afterAll(async () => {
  await database?.close()
  await fresh?.drop()
})

async function databaseMs(): Promise<number> {
  const { rows } = await database.pool.query<{ ms: string }>(
    'select (extract(epoch from clock_timestamp()) * 1000)::text as ms',
  )
  return Number(rows[0]?.ms)
}

describe('the database clock', () => {
  it('tells the time of the database, moved by the offset', async () => {
    const clock = await startDatabaseClock(database.pool, 3_600_000)
    const before = await databaseMs()
    const shown = clock.epochMs() - 3_600_000
    expect(shown).toBeGreaterThanOrEqual(Math.floor(before) - 50)
    expect(shown).toBeLessThanOrEqual((await databaseMs()) + 50)
    expect(Date.parse(clock.now())).toBeGreaterThanOrEqual(shown + 3_600_000)
    clock.stop()
  })

  it('is carried by the monotonic counter between samples and never runs backwards', async () => {
    let counter = 1_000
    const clock = await startDatabaseClock(database.pool, 0, () => counter)
    const first = clock.epochMs()
    counter += 5_000
    expect(clock.epochMs()).toBe(first + 5_000)
    counter -= 4_000
    expect(clock.epochMs()).toBe(first + 5_000)
    clock.stop()
  })
})

describe('the clock of tests', () => {
  it('moves only by hand', () => {
    const clock = manualClock('2026-11-22T05:10:02.123Z')
    clock.advance(86_400_000)
    expect(clock.now()).toBe('2026-11-23T05:10:02.123Z')
    clock.set('2027-01-01T00:00:00Z')
    expect(clock.epochMs()).toBe(Date.UTC(2027, 0, 1))
  })
})
