import { afterAll, describe, expect, it } from 'vitest'
import { freshDatabase } from '../database.ts'
import { temporaryData } from '../server/process.ts'
import { seeded } from './mill-writers.ts'
import { runPublishRound } from './publish.ts'
import type { PublishRoundOptions } from './publish-app.ts'

const data = temporaryData()
afterAll(() => data.remove())
const seed = Math.floor(Math.random() * 2 ** 31)
const long = process.env.FORMWORK_LONG === 'true'

async function round(options: Omit<PublishRoundOptions, 'folder' | 'databaseUrl' | 'random'>) {
  const database = await freshDatabase()
  try {
    const result = await runPublishRound({
      ...{ folder: data.folder, databaseUrl: database.url, random: seeded(seed) },
      ...options,
    })
    if (process.env.FORMWORK_SHOW === 'true') console.log(JSON.stringify(result, null, 2))
    return result
  } finally {
    await database.drop()
  }
}

describe(`publishing under load (seed ${seed})`, () => {
  it('fails no request and loses no record while definitions follow each other (RL-17)', {
    timeout: 300_000,
  }, async () => {
    const result = await round({
      ...{ readers: 50, writers: 20, restMs: 100, everyMs: 2_000, kills: 0, rows: 500, calmMs: 1_000 },
      seconds: long ? 120 : 12,
    })
    expect(result.findings).toEqual([])
    expect(result.published).toBeGreaterThanOrEqual(4)
    expect(result.acknowledged).toBeGreaterThan(200)
  })

  it('killed at random within a moment it leaves the old version or the new, whole', { timeout: 300_000 }, async () => {
    const result = await round({
      ...{ readers: 4, writers: 4, restMs: 20, everyMs: 0, rows: 15_000, calmMs: 500 },
      ...(long ? { seconds: 60, kills: 20 } : { seconds: 10, kills: 3 }),
    })
    expect(result.findings).toEqual([])
    expect(result.kills).toBeGreaterThanOrEqual(1)
    expect(result.published).toBeGreaterThanOrEqual(2)
  })

  it('killed at random it leaves the old version or the new, whole, and goes on with what it had begun', {
    timeout: 300_000,
  }, async () => {
    const result = await round({
      ...{ readers: 4, writers: 4, restMs: 20, everyMs: 200, rows: 60_000, calmMs: 500 },
      ...(long ? { seconds: 120, kills: 30 } : { seconds: 15, kills: 4 }),
    })
    expect(result.findings).toEqual([])
    expect(result.kills).toBeGreaterThanOrEqual(2)
    expect(result.prepared).toBeGreaterThanOrEqual(1)
  })

  it('moves very many values while people go on (RL-20)', { timeout: 900_000 }, async () => {
    const result = await round({
      ...{ readers: 8, writers: 4, restMs: 100, everyMs: 1_000, kills: 0, seconds: 1 },
      ...(long ? { rows: 1_000_000, calmMs: 20_000 } : { rows: 80_000, calmMs: 3_000 }),
    })
    expect(result.findings).toEqual([])
    expect(result.prepared).toBe(1)
    // On a machine shared with other tests short rounds say nothing of speed.
    if (long) expect(result.busy.reads.p95).toBeLessThan(2 * Math.max(result.calm.reads.p95, 10))
  })
})
