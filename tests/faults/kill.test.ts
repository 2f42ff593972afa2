import { afterAll, expect, it } from 'vitest'
import { temporaryData } from '../server/process.ts'
import { runRound } from './round.ts'

const data = temporaryData()
afterAll(() => data.remove())

it('loses no acknowledged write and leaves no half record under kill -9 of server and database', {
  timeout: 120_000,
}, async () => {
  const result = await runRound({ folder: data.folder, seconds: 20, kills: 5, rate: 50, random: Math.random })
  expect(result.findings).toEqual([])
  expect(result.kills.server + result.kills.database).toBeGreaterThanOrEqual(3)
  expect(result.acknowledged).toBeGreaterThan(100)
})
