/** Random expressions over random records: the closure in Node and PostgreSQL give the same digits and the same error codes. */
import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../database.ts'
import { formulas } from '../../engine/expression/random/formulas.ts'
import { records } from '../../engine/expression/random/records.ts'
import { Comparison } from './comparison.ts'

/** Expressions of a run: about a minute on two quiet cores. FORMWORK_EXPRESSIONS asks for another number. */
const COUNT = Number(process.env.FORMWORK_EXPRESSIONS ?? 100_000)
/** CI answers for the change at hand: the same expressions each time. Everybody else hunts with new ones; what they find is kept (kept.ts). */
const SEED = Number(process.env.FORMWORK_SEED ?? (process.env.CI ? 20_261_122 : Math.floor(Math.random() * 2 ** 31)))
const BATCH = 400
const RECORDS = 4
const ZONES = ['Asia/Shanghai', 'America/New_York', 'UTC']

let database: FreshDatabase
let client: pg.Client

beforeAll(async () => {
  database = await freshDatabase()
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await client.query('set jit = off')
})

afterAll(async () => {
  await client.end()
  await database.drop()
})

describe('generated expressions', () => {
  it('give the same value or error code in the closure and in PostgreSQL', async () => {
    const comparison = new Comparison(client)
    await comparison.create()
    const batches = Math.ceil(COUNT / BATCH)
    const prepare = (batch: number) =>
      comparison.prepare(fc.sample(formulas, { seed: SEED + batch, numRuns: BATCH }), ZONES[batch % ZONES.length]!)
    let next = prepare(0)
    for (let batch = 0; batch < batches; batch++) {
      await comparison.fill(fc.sample(records, { seed: SEED + batch, numRuns: RECORDS }))
      next = await comparison.run(next, () => prepare(batch + 1))
    }
    const { compared, filled, differences, refused } = comparison
    console.log(
      `seed ${SEED}: ${compared} expressions on ${RECORDS} records each, ${Math.round((100 * filled) / (compared * RECORDS))}% of the results neither error nor blank, not for SQL: ${[...refused].join(' ') || 'none'}`,
    )
    expect(differences.slice(0, 20), `seed ${SEED}`).toEqual([])
    expect([...refused], `seed ${SEED}`).toEqual([])
    expect(compared).toBeGreaterThanOrEqual(COUNT)
    expect(filled / (compared * RECORDS)).toBeGreaterThan(0.3)
    expect(comparison.limited / (compared * RECORDS)).toBeLessThan(0.001)
  }, 600_000)
})
