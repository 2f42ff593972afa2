import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Migration, migrate, readMigrations } from '../../../server/database/migrations/migrate.ts'
import { databaseAt, type FreshDatabase, freshDatabase } from '../../database.ts'
import { describeSchema } from './describeSchema.ts'

let fresh: FreshDatabase
let client: pg.Client

beforeAll(async () => {
  fresh = await freshDatabase()
  client = new pg.Client({ connectionString: fresh.url })
  await client.connect()
})

afterAll(async () => {
  await client?.end()
  await fresh?.drop()
})

/** An empty database and two connections to it. */
async function emptyDatabase(): Promise<{ one: pg.Client; two: pg.Client; end: () => Promise<void> }> {
  const name = `formwork_test_empty_${process.pid}`
  await client.query(`drop database if exists ${name} with (force)`)
  await client.query(`create database ${name}`)
  const [one, two] = [0, 1].map(() => new pg.Client({ connectionString: databaseAt(fresh.url, name) })) as [
    pg.Client,
    pg.Client,
  ]
  await Promise.all([one.connect(), two.connect()])
  const end = async () => {
    await Promise.all([one.end(), two.end()])
    await client.query(`drop database ${name} with (force)`)
  }
  return { one, two, end }
}

const step = (number: number, sql: string): Migration => ({ number, name: `step_${number}`, sql })

describe('migrate', () => {
  it('has nothing to do the second time', async () => {
    expect(await migrate(client)).toEqual([])
  })

  it('applies each step once when two nodes start together', async () => {
    const { one, two, end } = await emptyDatabase()
    const steps = [step(1, 'create table formwork.a (id int)'), step(2, 'create table formwork.b (id int)')]
    const applied = await Promise.all([migrate(one, steps), migrate(two, steps)])
    expect(applied.flat().sort()).toEqual([1, 2])
    await end()
  })

  it('changes nothing at all when a step fails', async () => {
    const { one, end } = await emptyDatabase()
    const steps = [step(1, 'create table formwork.a (id int)'), step(2, 'create table formwork.a (id int)')]
    await expect(migrate(one, steps)).rejects.toMatchObject({
      code: 'migration_failed',
      message: expect.stringContaining('0002_step_2'),
    })
    const { rows } = await one.query(`select to_regclass('formwork.a') as a, to_regnamespace('formwork') as schema`)
    expect(rows).toEqual([{ a: null, schema: null }])
    await end()
  })

  it('refuses an applied step that was edited, and a database of a newer release', async () => {
    const { one, end } = await emptyDatabase()
    const first = step(1, 'create table formwork.a (id int)')
    await migrate(one, [first, step(2, 'select 1')])
    await expect(
      migrate(one, [step(1, 'create table formwork.a (id int8)'), step(2, 'select 1')]),
    ).rejects.toMatchObject({
      code: 'migration_changed',
    })
    await expect(migrate(one, [first])).rejects.toMatchObject({ code: 'database_newer' })
    expect(await migrate(one, [step(1, first.sql), step(2, 'select 1'), step(3, 'select 1')])).toEqual([3])
    await end()
  })

  it('finds the files numbered without a gap', () => {
    const numbers = readMigrations().map(migration => migration.number)
    expect(numbers).toEqual(numbers.map((_, index) => index + 1))
    expect(numbers.length).toBeGreaterThan(0)
  })
})

describe('the platform tables', () => {
  // After an intended change: npx vitest run tests/server/database -u, and read the difference before committing it.
  it('are those of the golden description', async () => {
    await expect(await describeSchema(client, 'formwork')).toMatchFileSnapshot('./schema.golden.txt')
  })
})
