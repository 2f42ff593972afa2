import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compileApp } from '../../engine/index.ts'
import { type EmbeddedDatabase, startEmbedded } from '../../server/database/embedded.ts'
import { PROGRAM_ENVIRONMENT } from '../../server/database/embeddedCluster.ts'
import { migrate } from '../../server/database/migrations/migrate.ts'
import { readTemplate } from '../../server/store/templates.ts'
import { playLive, type SetClock } from './live.ts'

/** Debian's libfaketime, where it is installed: the clock that PostgreSQL itself reads is shifted. */
const [library] = globSync('/usr/lib/*/faketime/libfaketimeMT.so.1')

const { definition } = await readTemplate(fileURLToPath(new URL('../../templates/sales-management', import.meta.url)))
const compiled = compileApp(definition).app!

let folder = ''
let embedded: EmbeddedDatabase
let clock: SetClock
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'formwork-clock-'))
  const shift = join(folder, 'shift')
  writeFileSync(shift, '+0')
  const shifted = {
    ...{
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: shift,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    },
  }
  if (library !== undefined) Object.assign(PROGRAM_ENVIRONMENT, shifted)
  embedded = await startEmbedded(folder, { onRestart: () => {} })
  const admin = new pg.Client({ connectionString: embedded.url })
  await admin.connect()
  await migrate(admin)
  if (library === undefined) await overlay(admin)
  await admin.end()
  const set = async (instant: string): Promise<void> => {
    const seconds = Math.round((Date.parse(instant) - Date.now()) / 1000)
    if (library !== undefined) writeFileSync(shift, seconds < 0 ? String(seconds) : `+${seconds}`)
    else await withClient(client => client.query('update shifted.clock set seconds = $1', [seconds]))
  }
  clock = { url: embedded.url, set }
}, 60_000)
afterAll(async () => {
  await embedded.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Without the library: a `clock_timestamp` of our own before PostgreSQL's. */
async function overlay(admin: pg.Client): Promise<void> {
  await admin.query('create schema shifted')
  await admin.query('create table shifted.clock as select 0 as seconds')
  await admin.query(`create function shifted.clock_timestamp() returns timestamptz language sql volatile as
    $$ select pg_catalog.clock_timestamp() + (select seconds from shifted.clock) * interval '1 second' $$`)
  await admin.query('alter role current_user set search_path = shifted, pg_catalog, public')
}

async function withClient<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: embedded.url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

describe('a running server whose database’s clock is shifted', () => {
  it('reads the shifted clock', async () => {
    await clock.set('2031-05-01T00:00:00.000Z')
    const { rows } = await withClient(client =>
      client.query('select extract(year from clock_timestamp())::int as year'),
    )
    expect(rows).toEqual([{ year: 2031 }])
  })
  it('warns of 72 hours of silence all the same', async () => {
    const { steps, happened } = await playLive(
      { definition, compiled },
      compiled.scenarios.get('customer_silent')!,
      clock,
    )
    expect(steps.flatMap(({ at, problems }) => problems.map(({ en }) => `${at} ${en}`))).toEqual([])
    expect(
      happened
        .filter(({ text }) => text.zh.includes('没有新的跟进'))
        .map(({ person }) => person)
        .sort(),
    ).toEqual(['li', 'manager'])
  }, 60_000)
})
