import { afterAll, expect, inject, it } from 'vitest'
import { freshDatabase } from '../database.ts'
import { temporaryData } from '../server/process.ts'
import { runFreshness } from './freshness.ts'

const embedded = temporaryData()
const shared = temporaryData()
afterAll(async () => {
  await embedded.remove()
  await shared.remove()
})
const seed = Math.floor(Math.random() * 2 ** 31)

it(`leaves no stale value under kill -9, on the embedded database (seed ${seed})`, { timeout: 120_000 }, async () => {
  const result = await runFreshness({ folder: embedded.folder, seconds: 12, kills: 2, seed })
  expect(result.failures).toEqual([])
  expect(result.stale).toEqual([])
  expect(result.kills.server + result.kills.database).toBeGreaterThanOrEqual(1)
  expect(result.acknowledged).toBeGreaterThan(100)
})

it(`nor with two nodes on one database (seed ${seed})`, { timeout: 120_000 }, async () => {
  expect(inject('databaseUrl')).toBeTruthy()
  const database = await freshDatabase()
  try {
    const options = { folder: shared.folder, databaseUrl: database.url, seconds: 12, kills: 2, seed }
    const result = await runFreshness(options)
    expect(result.failures).toEqual([])
    expect(result.stale).toEqual([])
    expect(result.kills.server).toBeGreaterThanOrEqual(1)
    expect(result.acknowledged).toBeGreaterThan(100)
  } finally {
    await database.drop()
  }
})
