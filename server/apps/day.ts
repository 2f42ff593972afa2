import { clockReaders, peopleReaders } from '../../engine/definition/rule-changes.ts'
import { addDuration } from '../../engine/timer/duration.ts'
import type { Transaction } from '../database/statements.ts'
import { notInDemo } from '../demo/quiet.ts'
import { type DueTimer, type DueWork, startDue } from '../due.ts'
import type { Platform } from '../http/platform.ts'
import { localDay } from '../records/local-day.ts'
import type { Records } from '../records/records.ts'
import type { Installation } from './installation.ts'
import { type Reason, recalculate } from './recalculation/job.ts'

/** Kind of the one timer of an installation that waits for its next local day. */
const DAY = 'day'
/** Kind of the timers that wait for the next refresh of a scorecard. */
const REFRESH = 'refresh'

/** What an installation's row was made with; when one of them differs, it is looked at once more. */
interface Known {
  readonly version: number
  /** the organisation's zone */
  readonly orgZone: string
  readonly zone: string
  readonly directory: string
}

/**
 * Works out again what no write changes: values of TODAY at the app's midnight (M3, M24; readers see them right before that, `fresh.ts`), scores when
 * their refresh is due, values that read people after a change of the directory. Once per occasion whatever the number of nodes. Time passing alone
 * emits no event; a refreshed score does. Answers how to stop.
 */
export function startOccasions(records: Records, onError: (error: unknown) => void): () => Promise<void> {
  const stops = occasionWorks(records).map(work => startDue(records.platform, work, onError))
  return async () => {
    await Promise.all(stops.map(stop => stop()))
  }
}

export const occasionWorks = (records: Records): readonly DueWork[] => [
  { kind: DAY, arm: () => arm(records), fire: (transaction, timer) => newDay(records, transaction, timer) },
  { kind: REFRESH, fire: (transaction, timer) => refresh(records, transaction, timer) },
]

interface Unarmed extends Known {
  readonly orgId: string
  readonly appId: string
  readonly since: string
  readonly before: Known | null
}

/** A row for every installation; a new zone means another day, a new directory other people. */
async function arm(records: Records): Promise<void> {
  const { rows } = await records.platform.database.pool.query<Unarmed>(
    `select a.org_id as "orgId", a.id as "appId", a.version, coalesce(v.definition ->> 'zone', o.zone) as zone, o.zone as "orgZone", a.created_at as since,
       o.directory_version::text as directory, (select t.subject from formwork.timer t where t.org_id = a.org_id and t.key = '${DAY}:' || a.id) as before
     from formwork.app a
     join formwork.app_version v on v.org_id = a.org_id and v.app_id = a.id and v.version = a.version
     join formwork.organisation o on o.id = a.org_id
     where a.deleted_at is null and ${notInDemo} and ($1::uuid is null or a.org_id = $1) and not exists (
       select 1 from formwork.timer t where t.org_id = a.org_id and t.key = '${DAY}:' || a.id and t.state = 'waiting'
         and t.subject ->> 'version' = a.version::text and t.subject ->> 'orgZone' = o.zone and t.subject ->> 'directory' = o.directory_version::text)
     limit 1000`,
    [records.platform.only ?? null],
  )
  for (const row of rows) await records.platform.transaction(transaction => armOne(records, row, transaction))
}

async function armOne(records: Records, row: Unarmed, transaction: Transaction): Promise<void> {
  const { orgId, appId, version, zone, orgZone, since, directory, before } = row
  const { platform } = records
  const { rowCount } = await transaction.query(
    `insert into formwork.timer as t (org_id, id, key, app_id, kind, subject, due_at, state, version) values ($1, $2, $3, $4, '${DAY}', $5, $6, 'waiting', 1)
     on conflict (org_id, key) do update set state = 'waiting', subject = excluded.subject,
       due_at = case when t.state = 'waiting' and t.subject ->> 'zone' = excluded.subject ->> 'zone' then t.due_at else least(t.due_at, $7) end
     where t.subject is distinct from excluded.subject or t.state <> 'waiting'`,
    [
      orgId,
      platform.newId(),
      `${DAY}:${appId}`,
      appId,
      JSON.stringify({ version, orgZone, zone, directory }),
      nextDay(since, zone),
      platform.clock.now(),
    ],
  )
  const known = await records.installations.byId(orgId, appId)
  if (rowCount === 0 || known === undefined) return
  const installation = await records.installations.readIn(transaction, orgId, known.key)
  await armRefreshes(platform, installation, since, transaction)
  if (before !== null && before.directory !== directory)
    await again(records, installation, peopleReaders(installation.app), 'people', transaction)
}

/** The instant the day after that of an instant begins in a zone. */
const nextDay = (instant: string, zone: string): string =>
  addDuration(localDay(instant, zone), { amount: 1, unit: 'd' }, { zone })

const again = async (
  records: Records,
  installation: Installation,
  fields: readonly string[],
  reason: Reason,
  transaction: Transaction,
): Promise<void> => {
  const directory = await records.platform.directories.of({ orgId: installation.orgId, directoryVersion: 0 })
  await recalculate(records, installation, fields, { reason, by: null, directory }, transaction)
}

async function newDay(records: Records, transaction: Transaction, { orgId, id, appId }: DueTimer): Promise<void> {
  const installation = await records.installations.byId(orgId, appId)
  if (installation === undefined) return
  await again(records, installation, clockReaders(installation.app), 'day', transaction)
  await transaction.query(
    `update formwork.timer set state = 'waiting', version = 1, due_at = $3 where org_id = $1 and id = $2`,
    [orgId, id, nextDay(records.platform.clock.now(), installation.zone)],
  )
}

async function armRefreshes(
  platform: Platform,
  installation: Installation,
  since: string,
  transaction: Transaction,
): Promise<void> {
  const { orgId, id, zone } = installation
  for (const { key, every } of installation.app.scorecards.values()) {
    if (every === undefined) continue
    await transaction.query(
      `insert into formwork.timer as t (org_id, id, key, app_id, kind, subject, due_at, state, version) values ($1, $2, $3, $4, '${REFRESH}', $5, $6, 'waiting', 1)
       on conflict (org_id, key) do update set state = 'waiting' where t.state <> 'waiting'`,
      [
        orgId,
        platform.newId(),
        `${REFRESH}:${id}:${key}`,
        id,
        JSON.stringify({ scorecard: key }),
        addDuration(since, every, { zone }),
      ],
    )
  }
}

/** A scorecard that is gone, or is no longer refreshed by time, is not armed again. */
async function refresh(records: Records, transaction: Transaction, timer: DueTimer): Promise<void> {
  const { orgId, id, appId, subject } = timer
  const installation = await records.installations.byId(orgId, appId)
  const scorecard = installation?.app.scorecards.get(String(subject.scorecard))
  if (installation === undefined || scorecard?.every === undefined) return
  const names = scorecard.fields.map(field => `${scorecard.form}.${field}`)
  await again(records, installation, names, 'refresh', transaction)
  const next = addDuration(records.platform.clock.now(), scorecard.every, { zone: installation.zone })
  await transaction.query(
    `update formwork.timer set state = 'waiting', version = 1, due_at = $3 where org_id = $1 and id = $2`,
    [orgId, id, next],
  )
}
