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
import { inhabit, recordsOn, type ScenarioWorld, settle } from '../../server/scenarios/world.ts'
import { freshDatabase } from '../database.ts'

/** A database whose time can be set. */
export interface SetClock {
  readonly url: string
  /** From now on its clock goes on from this instant, ISO UTC. */
  set(instant: string): Promise<void>
}

interface App {
  readonly definition: AppDefinition
  readonly compiled: CompiledApp
}

/**
 * Plays a scenario on a server as it runs in an office: committed, with the database's clock, and its own background work. Time passes by stopping it and
 * starting it again with another FORMWORK_CLOCK_OFFSET, so that what fell due in between is caught up; or, with `setClock`, by a shift of the clock of the
 * database itself under the running server.
 */
export async function playLive(app: App, scenario: CompiledScenario, setClock?: SetClock): Promise<ScenarioResult> {
  const fresh = setClock === undefined ? await freshDatabase() : undefined
  const folder = mkdtempSync(join(tmpdir(), 'formwork-live-'))
  const database = openDatabase({ url: setClock?.url ?? fresh!.url, size: 8 })
  const server = new LiveServer(database, folder, setClock)
  try {
    return await playOn(server, app, scenario)
  } finally {
    await server.stop()
    await database.close()
    await fresh?.drop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function playOn(server: LiveServer, app: App, scenario: CompiledScenario): Promise<ScenarioResult> {
  let room = 0
  await server.goTo(startOf(scenario, app.definition.zone ?? app.compiled.zone))
  const home = await settle(server.platform, app)
  const place = await inhabit(server.platform, app.compiled, home, scenario.definition)
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
        await server.goTo(new Date(Date.parse(until) + room).toISOString())
      }
      await server.idle()
    },
  }
  return playScenario(world, scenario)
}

class LiveServer {
  platform!: Platform
  records!: Records
  clock!: RunningClock
  #app: Awaited<ReturnType<typeof buildServer>> | undefined

  readonly database: Database
  readonly folder: string

  readonly setClock: SetClock | undefined

  constructor(database: Database, folder: string, setClock: SetClock | undefined) {
    this.database = database
    this.folder = folder
    this.setClock = setClock
  }

  async goTo(instant: string): Promise<void> {
    await this.setClock?.set(instant)
    if (this.setClock === undefined || this.#app === undefined) await this.startAt(instant)
    else await this.clock.sample()
  }

  /** Starts it, or starts it again, at an instant. */
  async startAt(instant: string): Promise<void> {
    await this.stop()
    const { rows } = await this.database.pool.query<{ ms: string }>(
      'select extract(epoch from clock_timestamp()) * 1000 as ms',
    )
    const offset = this.setClock === undefined ? Date.parse(instant) - Number(rows[0]!.ms) : 0
    this.clock = await startDatabaseClock(this.database.pool, offset)
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
