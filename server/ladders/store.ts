import type { LadderStep } from '../../engine/timer/ladder.ts'
import { type LadderRun, nextDue, type Plan } from '../../engine/timer/run.ts'
import type { Step } from '../workflow/step.ts'

/** A ladder's run for a record, as it lies in the database. */
export interface StoredRun {
  readonly id: string
  readonly version: number
  readonly ladder: string
  readonly form: string
  readonly record: string
  /** '' or the event that began it, with `per: each` */
  readonly subject: string
  readonly match: string
  readonly state: 'waiting' | 'done' | 'stopped' | 'cancelled'
  readonly steps: readonly LadderStep[]
  readonly run: LadderRun
  readonly event: Readonly<Record<string, unknown>>
  readonly runs: number
  readonly startedAt: string
  readonly log: readonly LogEntry[]
}

export interface LogEntry {
  readonly at: string
  readonly what:
    | 'armed'
    | 'moved'
    | 'paused'
    | 'resumed'
    | 'fired'
    | 'failed'
    | 'skipped'
    | 'stopped'
    | 'cancelled'
    | 'done'
  readonly step?: string
  readonly due?: string
}

export type StoreStep = Pick<Step, 'installation' | 'connection' | 'now' | 'records'>

const COLUMNS = `id, app_version as version, ladder, form_key as form, record_id as record, subject, match, state, steps, run, event, runs,
  to_json(started_at at time zone 'UTC') #>> '{}' || 'Z' as "startedAt", log`

/** The newest entries tell enough; the record's history has the rest. */
const LONGEST_LOG = 100

/** Runs of a record, held; of some ladders, or of all. */
export async function runsOfRecord(
  { connection, installation }: StoreStep,
  record: string,
  ladders: readonly string[],
): Promise<StoredRun[]> {
  const { rows } = await connection.query<StoredRun>(
    `select ${COLUMNS} from formwork.ladder_run where org_id = $1 and app_id = $2 and record_id = $3 and ladder = any($4) order by id for update`,
    [installation.orgId, installation.id, record, ladders],
  )
  return rows
}

/** Waiting runs that an event stops, held. */
export async function runsOfMatch(
  { connection, installation }: StoreStep,
  ladder: string,
  match: string,
): Promise<StoredRun[]> {
  const { rows } = await connection.query<StoredRun>(
    `select ${COLUMNS} from formwork.ladder_run where org_id = $1 and app_id = $2 and ladder = $3 and match = $4 and state = 'waiting' order by id for update`,
    [installation.orgId, installation.id, ladder, match],
  )
  return rows
}

/** Waiting runs of a ladder after an id, held. */
export async function waitingRuns(
  { connection, installation }: StoreStep,
  ladder: string,
  after: string,
  limit: number,
): Promise<StoredRun[]> {
  const { rows } = await connection.query<StoredRun>(
    `select ${COLUMNS} from formwork.ladder_run where org_id = $1 and app_id = $2 and ladder = $3 and id > $4 and state = 'waiting' order by id limit $5 for update`,
    [installation.orgId, installation.id, ladder, after, limit],
  )
  return rows
}

export async function runById({ connection, installation }: StoreStep, id: string): Promise<StoredRun | undefined> {
  const { rows } = await connection.query<StoredRun>(
    `select ${COLUMNS} from formwork.ladder_run where org_id = $1 and id = $2 for update`,
    [installation.orgId, id],
  )
  return rows[0]
}

/**
 * Stores runs with their next firing, all in one statement: the timer's row is the truth of what comes (P14). A run that waits for nothing any more is
 * done. With `fresh` only runs that are not there yet are added.
 */
export async function saveRuns(
  { connection, installation, now, records }: StoreStep,
  changes: readonly { readonly stored: StoredRun; readonly plan: Plan }[],
  fresh = false,
): Promise<void> {
  if (changes.length === 0) return
  const rows = changes.map(({ stored, plan }) => {
    const due = stored.state === 'waiting' ? nextDue(plan, stored.run)?.due : undefined
    const waits = due !== undefined || stored.run.pausedAt !== null
    const state = stored.state === 'waiting' && !waits ? (stored.run.until === null ? 'done' : 'stopped') : stored.state
    const { id, version, ladder, form, record, subject, match, steps, run, event, runs, startedAt } = stored
    return {
      ...{ id, version, ladder, form, record, subject, match, state, steps, run, event, runs },
      ...{ started: startedAt, ended: state === 'waiting' ? null : now, due: due ?? null },
      ...{ log: stored.log.slice(-LONGEST_LOG), timer: records.platform.newId() },
    }
  })
  await connection.query(
    `with x as (select * from jsonb_to_recordset($3::jsonb) as x(id uuid, version integer, ladder text, form text, record uuid, subject text, match text, state text,
        steps jsonb, run jsonb, event jsonb, runs integer, started timestamptz, ended timestamptz, due timestamptz, log jsonb, timer uuid)),
      r as (insert into formwork.ladder_run as r (org_id, id, app_id, app_version, ladder, form_key, record_id, subject, match, state, steps, run, event, runs, due_at, started_at, ended_at, log)
        select $1, x.id, $2, x.version, x.ladder, x.form, x.record, x.subject, x.match, x.state, x.steps, x.run, x.event, x.runs, x.due, x.started, x.ended, x.log from x
        on conflict (org_id, app_id, ladder, record_id, subject) do update set app_version = excluded.app_version, match = excluded.match, state = excluded.state,
          steps = excluded.steps, run = excluded.run, event = excluded.event, runs = excluded.runs, due_at = excluded.due_at, started_at = excluded.started_at,
          ended_at = excluded.ended_at, log = excluded.log where not $4
        returning r.id, r.ladder, r.record_id, r.subject)
    insert into formwork.timer as t (org_id, id, key, app_id, kind, subject, due_at, state, version)
      select $1, x.timer, 'ladder:' || r.id, $2, 'ladder', jsonb_build_object('run', r.id, 'form', x.form, 'record', x.record), coalesce(x.due, 'infinity'),
        case when x.due is null then 'cancelled' else 'waiting' end, 1
      from r join x on x.ladder = r.ladder and x.record = r.record_id and x.subject = r.subject
    on conflict (org_id, key) do update set due_at = excluded.due_at, state = excluded.state, version = 1
      where t.due_at <> excluded.due_at or t.state <> excluded.state`,
    [installation.orgId, installation.id, JSON.stringify(rows), fresh],
  )
}
