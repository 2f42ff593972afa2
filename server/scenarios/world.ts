import type { Pool, PoolClient } from 'pg'
import type { Calendar } from '../../engine/expression/scope.ts'
import type { CompiledApp } from '../../engine/index.ts'
import { calendarOf } from '../../engine/timer/calendar.ts'
import type { AppDefinition, Scenario } from '../../schemas/generated/definition.ts'
import { occasionWorks } from '../apps/day.ts'
import { Installations } from '../apps/installation.ts'
import { createApp } from '../apps/publish.ts'
import { recalculationWork } from '../apps/recalculation/job.ts'
import { peopleListener } from '../assignment/people.ts'
import { waitingWork } from '../assignment/wake.ts'
import { type Clock, type ManualClock, manualClock } from '../clock.ts'
import { collectAfterCommit } from '../database/afterCommit.ts'
import type { Database } from '../database/connect.ts'
import type { Transaction } from '../database/statements.ts'
import { passTime } from '../due.ts'
import type { Platform } from '../http/platform.ts'
import { Directories } from '../identity/directory.ts'
import { createOrganisation } from '../identity/organisation.ts'
import { insertPerson, updatePerson } from '../identity/people.ts'
import { idMaker } from '../ids.ts'
import { Bell } from '../outbox/bell.ts'
import type { Records } from '../records/records.ts'
import { engine, workflowWorks } from '../workflow/engine.ts'
import { workflowListener } from '../workflow/listener.ts'

/** An organisation that exists for one scenario, with the app and its people. */
export interface ScenarioPlace {
  readonly orgId: string
  readonly app: string
  /** when it begins */
  readonly start: string
  readonly zone: string
  /** the first of the app */
  readonly calendar: Calendar | undefined
  /** ids by the keys of the scenario */
  readonly people: ReadonlyMap<string, string>
}

/** Where a scenario is played: a place, and a server whose time can be moved. */
export interface ScenarioWorld extends ScenarioPlace {
  readonly records: Records
  readonly clock: Clock
  /** Lets time pass up to an instant: whatever falls due has happened then. */
  pass(until: string): Promise<void>
}

/** Timers that may fire in a scenario. */
const TIMERS = 20_000

/** Where an app's scenarios are played one after the other, each as if it were the first. */
export interface ScenarioStage {
  enter<T>(scenario: Scenario, start: string, work: (world: ScenarioWorld) => Promise<T>): Promise<T>
}

/**
 * Opens a stage for the scenarios of an app: the server's own code on the real database, in one transaction that is rolled back, so that nothing of it
 * remains and nobody else sees it. The app is made once, before the first; what a scenario did is rolled back before the next. Whatever would run in the
 * background runs when the clock is moved (`passTime`).
 */
export async function onScenarioStage<T>(
  platform: Platform,
  app: { readonly definition: AppDefinition; readonly compiled: CompiledApp },
  work: (stage: ScenarioStage) => Promise<T>,
): Promise<T> {
  const client = await platform.database.pool.connect()
  try {
    await client.query('begin')
    // The same few statements run for every day that passes, over hardly any rows: planning them anew would be most of the time.
    await client.query('set local plan_cache_mode = force_generic_plan')
    const database = ownDatabase(platform, client)
    let home: ScenarioHome | undefined
    return await work({
      enter: async (scenario, start, play) => {
        const clock = manualClock(start)
        const own = ownPlatform(platform, database, clock)
        home ??= await own.transaction(() => settle(own, app))
        await client.query('savepoint scenario')
        try {
          return await play(await openWorld(own, app.compiled, home, scenario, clock))
        } finally {
          await client.query('rollback to savepoint scenario')
        }
      },
    })
  } finally {
    await client.query('rollback').catch(() => undefined)
    // What was named on it names tables that are gone.
    client.release(true)
  }
}

async function openWorld(
  platform: Platform,
  compiled: CompiledApp,
  home: ScenarioHome,
  scenario: Scenario,
  clock: ManualClock,
): Promise<ScenarioWorld> {
  const place = await inhabit(platform, compiled, home, scenario)
  const own = { ...platform, only: place.orgId }
  const records = recordsOn(own)
  const works = [...workflowWorks(records), ...occasionWorks(records), recalculationWork(records), waitingWork(records)]
  const budget = { left: TIMERS }
  return { ...place, records, clock, pass: until => passTime(own, works, clock, until, budget) }
}

/** One connection as a database: with names of its own for statements. */
function ownDatabase(platform: Platform, client: PoolClient): Database {
  const query = client.query.bind(client) as PoolClient['query']
  return { ...platform.database, pool: { query } as unknown as Pool }
}

/** The rooms of the server on one connection: a transaction within is a savepoint. */
function ownPlatform(platform: Platform, database: Database, clock: ManualClock): Platform {
  return {
    ...platform,
    database,
    clock,
    newId: idMaker(clock, platform.random),
    directories: new Directories(database),
    recordNews: { tell: () => {}, close: async () => {} },
    outbox: new Bell(),
    transaction: savepoints(database.pool.query.bind(database.pool) as PoolClient['query']),
  }
}

function savepoints(query: PoolClient['query']): Platform['transaction'] {
  let depth = 0
  return async work => {
    depth += 1
    const name = `scenario${depth}`
    // An object of its own for each: what is to happen after its commit is kept by it.
    const transaction: Transaction = { query }
    const collected = collectAfterCommit(transaction)
    await query(`savepoint ${name}`)
    try {
      const result = await work(transaction)
      await query(`release savepoint ${name}`)
      for (const later of collected()) later()
      return result
    } catch (error) {
      collected()
      await query(`rollback to savepoint ${name}`)
      throw error
    } finally {
      depth -= 1
    }
  }
}

/** The app of scenarios, and the organisation it is in. */
interface ScenarioHome {
  readonly orgId: string
  readonly appId: string
}

export async function settle(
  platform: Platform,
  { definition, compiled }: { readonly definition: AppDefinition; readonly compiled: CompiledApp },
): Promise<ScenarioHome> {
  const zone = definition.zone ?? compiled.zone
  const orgId = await platform.transaction(transaction =>
    createOrganisation(platform, transaction, { name: definition.key, zone, language: 'zh' }),
  )
  const { id: appId } = await platform.transaction(transaction =>
    createApp(platform, transaction, { orgId, userId: null, definition, compiled, origin: null }),
  )
  return { orgId, appId }
}

/** Lets a scenario begin: the app as new as it, its settings and people. */
export async function inhabit(
  platform: Platform,
  compiled: CompiledApp,
  { orgId, appId }: ScenarioHome,
  scenario: Scenario,
): Promise<ScenarioPlace> {
  const { definition } = compiled
  const zone = definition.zone ?? compiled.zone
  const start = platform.clock.now()
  const { pool } = platform.database
  await pool.query('update formwork.app set created_at = $3 where org_id = $1 and id = $2', [orgId, appId, start])
  for (const [key, value] of Object.entries(scenario.settings ?? {}))
    await pool.query(
      'insert into formwork.app_setting (org_id, app_id, key, value, updated_at) values ($1, $2, $3, $4, $5)',
      [orgId, appId, key, JSON.stringify(value), start],
    )
  const people = await addPeople(platform, orgId, definition.key, scenario)
  const [calendar] = compiled.calendars.values()
  return { orgId, app: definition.key, start, zone, calendar: calendar && calendarOf(calendar), people }
}

/** Records of a platform, with all that listens to them. */
export function recordsOn(platform: Platform): Records {
  const quiet = { on: () => {}, onGap: () => {} }
  const records: Records = { platform, installations: new Installations(platform.database, quiet), listeners: [] }
  records.listeners.push(workflowListener(records, engine), peopleListener(records))
  return records
}

async function addPeople(
  platform: Platform,
  orgId: string,
  app: string,
  { people = [] }: Scenario,
): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>()
  await platform.transaction(async transaction => {
    const departments = new Map<string, string>()
    for (const { department } of people) {
      if (department === undefined || departments.has(department)) continue
      const id = platform.newId()
      departments.set(department, id)
      await transaction.query('insert into formwork.department (org_id, id, name) values ($1, $2, $3)', [
        ...[orgId, id, department],
      ])
    }
    for (const { key, roles = [], department, admin = false } of people)
      ids.set(
        key,
        await insertPerson(platform, transaction, orgId, {
          ...{ login: `${key}@${orgId}`, name: key, passwordHash: '-', admin, roles: { [app]: roles } },
          department: department === undefined ? null : departments.get(department)!,
        }),
      )
    for (const { key, manager, head, department } of people) {
      if (manager !== undefined) await updatePerson(transaction, orgId, ids.get(key)!, { manager: ids.get(manager)! })
      if (head === true && department !== undefined)
        await transaction.query('update formwork.department set head_id = $3 where org_id = $1 and id = $2', [
          ...[orgId, departments.get(department), ids.get(key)],
        ])
    }
    await transaction.query(
      'update formwork.organisation set directory_version = directory_version + 1 where id = $1',
      [orgId],
    )
  })
  return ids
}
