import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { problemOf } from '../../../server/database/checkDatabase.ts'
import { connectDatabase, type Database } from '../../../server/database/connect.ts'
import { asDatabaseError } from '../../../server/database/databaseError.ts'
import { inTransaction } from '../../../server/database/transaction.ts'
import { instantOf } from '../../../server/database/types.ts'
import { type FreshDatabase, freshDatabase } from '../../database.ts'

let fresh: FreshDatabase
let database: Database

beforeAll(async () => {
  fresh = await freshDatabase()
  database = await connectDatabase({ url: fresh.url, size: 4, waitMs: 300, statementTimeoutMs: 2_000 })
  await database.pool.query('create table account (id int primary key, amount numeric(12,2) not null)')
})

afterAll(async () => {
  await database?.close()
  await fresh?.drop()
})

describe('values', () => {
  it.each([
    [`date '2026-02-28'`, '2026-02-28'],
    [`timestamptz '2026-11-22 13:10:02.1239+08'`, '2026-11-22T05:10:02.123Z'],
    [`timestamptz '2026-11-22 05:10:02+00'`, '2026-11-22T05:10:02.000Z'],
    [`time '08:30'`, '08:30:00'],
    ['9007199254740993::int8', '9007199254740993'],
    ['93792.00::numeric', '93792.00'],
    [`array[1.10, null]::numeric[]`, ['1.10', null]],
    [`array['2026-01-01']::date[]`, ['2026-01-01']],
    [`array['2026-01-01 00:00+00']::timestamptz[]`, ['2026-01-01T00:00:00.000Z']],
    ['7::int4', 7],
    ['true', true],
    [`'{"a":1}'::jsonb`, { a: 1 }],
  ])('%s arrives as %j', async (sql, expected) => {
    const { rows } = await database.pool.query<{ value: unknown }>(`select ${sql} as value`)
    expect(rows[0]?.value).toEqual(expected)
  })

  it('keeps an instant that has no calendar form', () => {
    expect(instantOf('infinity')).toBe('infinity')
  })

  it('shows them so on the direct connection too', async () => {
    const client = await database.connectDirect()
    const { rows } = await client.query<{ value: string }>(`select timestamptz '2026-11-22 13:10+08' as value`)
    await client.end()
    expect(rows[0]?.value).toBe('2026-11-22T05:10:00.000Z')
  })
})

describe('checks at start', () => {
  const good = {
    version: 150004,
    shown: '15.4',
    encoding: 'UTF8',
    ctype: 'C.UTF-8',
    lower: '字段é',
    letters: true,
    icu: 10,
  }
  it.each([
    [{ version: 140011, shown: '14.11' }, 'database_too_old'],
    [{ encoding: 'SQL_ASCII' }, 'database_encoding'],
    [{ ctype: 'C', letters: false }, 'database_ctype'],
    [{ icu: 0 }, 'database_icu'],
    [{}, undefined],
  ])('%j gives %s', (change, code) => {
    expect(problemOf({ ...good, ...change })?.code).toBe(code)
  })

  it('refuses a real database whose character type is C', async () => {
    await database.pool.query('drop database if exists formwork_test_ctype')
    await database.pool.query(
      `create database formwork_test_ctype template template0 locale_provider libc lc_ctype 'C' lc_collate 'C' encoding 'UTF8'`,
    )
    const url = new URL(fresh.url)
    url.pathname = '/formwork_test_ctype'
    await expect(connectDatabase({ url: url.href })).rejects.toMatchObject({ code: 'database_ctype' })
    await database.pool.query('drop database formwork_test_ctype')
  })

  it('names the place, never the password, when nothing answers', async () => {
    const attempt = connectDatabase({ url: 'postgres://me:geheim@127.0.0.1:1/none' })
    await expect(attempt).rejects.toMatchObject({
      code: 'database_unreachable',
      message: expect.stringContaining('127.0.0.1:1/none'),
    })
    await expect(attempt).rejects.not.toMatchObject({ message: expect.stringContaining('geheim') })
  })
})

describe('inTransaction', () => {
  it('stores nothing when the work rejects', async () => {
    const work = inTransaction(database.pool, async client => {
      await client.query('insert into account values (1, 5)')
      throw new Error('changed my mind')
    })
    await expect(work).rejects.toThrow('changed my mind')
    expect((await database.pool.query('select * from account where id = 1')).rowCount).toBe(0)
  })

  it('runs the work again after a deadlock, and loses no update', async () => {
    await database.pool.query('insert into account values (10, 100), (11, 100)')
    let runs = 0
    const { promise: both, resolve: meet } = Promise.withResolvers<void>()
    const move = (from: number, to: number) =>
      inTransaction(database.pool, async client => {
        runs++
        await client.query('update account set amount = amount - 1 where id = $1', [from])
        // Each holds what the other wants.
        if (runs === 2) meet()
        await both
        await client.query('update account set amount = amount + 1 where id = $1', [to])
      })
    await Promise.all([move(10, 11), move(11, 10)])
    expect(runs).toBeGreaterThan(2)
    const { rows } = await database.pool.query('select amount from account where id in (10, 11)')
    expect(rows).toEqual([{ amount: '100.00' }, { amount: '100.00' }])
  })

  it('gives up after the stated number of tries', async () => {
    let runs = 0
    const work = inTransaction(
      database.pool,
      async client => {
        runs++
        await client.query(`do $$ begin raise exception 'again' using errcode = '40001'; end $$`)
      },
      { tries: 3, random: () => 0 },
    )
    await expect(work).rejects.toMatchObject({ code: 'database_conflict', params: { tries: 3 } })
    expect(runs).toBe(3)
  })

  it('says database_busy when every connection is taken for longer than the wait', async () => {
    const clients = await Promise.all([1, 2, 3, 4].map(() => database.pool.connect()))
    const work = inTransaction(database.pool, async () => undefined)
    await expect(work).rejects.toMatchObject({ code: 'database_busy' })
    for (const client of clients) client.release()
  })

  it('says database_timeout when a statement takes too long', async () => {
    const work = inTransaction(database.pool, client => client.query('select pg_sleep(10)'))
    await expect(work).rejects.toMatchObject({ code: 'database_timeout' })
  })

  it('says database_unavailable when the connection is cut, and goes on with another', async () => {
    const work = inTransaction(database.pool, client => client.query('select pg_terminate_backend(pg_backend_pid())'))
    await expect(work).rejects.toMatchObject({ code: 'database_unavailable' })
    expect((await database.pool.query('select 1')).rowCount).toBe(1)
  })

  it('leaves errors of the statement to the caller', async () => {
    await expect(inTransaction(database.pool, client => client.query('select 1/0'))).rejects.toMatchObject({
      code: '22012',
    })
    expect(asDatabaseError(new Error('other'))).toBeUndefined()
  })
})
