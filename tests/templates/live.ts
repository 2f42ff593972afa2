import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { CompiledScenario } from '../../engine/definition/scenarios.ts'
import type { CompiledApp } from '../../engine/index.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { buildServer } from '../../server/app.ts'
import { type RunningClock, startDatabaseClock } from '../../server/clock.ts'
import { readConfig } from '../../server/config.ts'
import { type Database, openDatabase } from '../../server/database/connect.ts'
import type { Platform } from '../../server/http/platform.ts'
import type { Records } from '../../server/records/records.ts'
import { playScenario, type ScenarioResult, startOf } from '../../server/scenarios/run.ts'
import { recordsOn, type ScenarioWorld, settle } from '../../server/scenarios/world.ts'
import { freshDatabase } from '../database.ts'

/**
 * Plays a scenario on a server as it runs in an office: committed, with the database's clock, and its own background work. Time passes by stopping it and
 * starting it again with another FORMWORK_CLOCK_OFFSET, so that what fell due in between is caught up.
 */
export async function playLive(
  app: { readonly definition: AppDefinition; readonly compiled: CompiledApp },
  scenario: CompiledScenario,
): Promise<ScenarioResult> {
  const fresh = await freshDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'formwork-live-'))
  const database = openDatabase({ url: fresh.url, size: 8 })
  const server = new LiveServer(database, folder)
  let room = 0
  try {
    await server.startAt(startOf(scenario, app.definition.zone ?? app.compiled.zone))
    const place = await settle(server.platform, app, scenario.definition)
    const world: ScenarioWorld = {
      ...place,
      clock: { now: () => server.clock.now(), epochMs: () => server.clock.epochMs() },
      get records() {
        return server.records
      },
      pass: async until => {
        // What was done a moment after the hour is due a moment after the hour: each stop leaves more room than the one before.
        if (Date.parse(until) > server.clock.epochMs()) {
          room += 3_000
          await server.startAt(new Date(Date.parse(until) + room).toISOString())
        }
        await server.idle()
      },
    }
    return await playScenario(world, scenario)
  } finally {
    await server.stop()
    await database.close()
    await fresh.drop()
    rmSync(folder, { recursive: true, force: true })
  }
}

class LiveServer {
  platform!: Platform
  records!: Records
  clock!: RunningClock
  #app: Awaited<ReturnType<typeof buildServer>> | undefined

  readonly database: Database
  readonly folder: string

  constructor(database: Database, folder: string) {
    this.database = database
    this.folder = folder
  }

  /** Starts it, or starts it again, at an instant. */
  async startAt(instant: string): Promise<void> {
    await this.stop()
    const { rows } = await this.database.pool.query<{ ms: string }>(
      'select extract(epoch from clock_timestamp()) * 1000 as ms',
    )
    this.clock = await startDatabaseClock(this.database.pool, Date.parse(instant) - Number(rows[0]!.ms))
    const environment = { FORMWORK_DATA: this.folder, FORMWORK_LOG_LEVEL: 'silent' }
    this.#app = await buildServer({
      config: readConfig(environment, this.folder),
      database: this.database,
      clock: this.clock,
      routes: [
        (_, platform) => {
          this.platform = platform
        },
      ],
      pages: join(this.folder, 'no-pages'),
    })
    this.records = recordsOn(this.platform)
    await this.#app.ready()
  }

  /** Until nothing has been due for a while: a look arms what falls due of itself, which the next one fires. */
  async idle(): Promise<void> {
    let quiet = 0
    const left = async (): Promise<number> => {
      const { rows } = await this.database.pool.query<{ n: number }>(
        `select count(*)::int as n from formwork.timer where state = 'waiting' and due_at <= $1`,
        [this.clock.now()],
      )
      quiet = rows[0]!.n === 0 ? quiet + 1 : 0
      return quiet
    }
    await expect.poll(left, { timeout: 20_000, interval: 30 }).toBeGreaterThan(8)
  }

  async stop(): Promise<void> {
    await this.#app?.close()
    this.#app = undefined
  }
}
