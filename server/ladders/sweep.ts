import type { RecordLadder } from '../../engine/definition/compiled.ts'
import { rawSql, sql, sqlText } from '../../engine/expression/index.ts'
import type { RecordValues } from '../../engine/index.ts'
import type { Plan } from '../../engine/timer/run.ts'
import { nextTime } from '../../engine/timer/schedule.ts'
import type { Installation } from '../apps/installation.ts'
import { timePlaceOf } from '../apps/time-place.ts'
import type { Transaction } from '../database/statements.ts'
import { notInDemo } from '../demo/quiet.ts'
import type { DueTimer, DueWork } from '../due.ts'
import type { Records } from '../records/records.ts'
import { storedColumns } from '../records/stored.ts'
import { formOf } from '../workflow/instances.ts'
import { type Engine, type Step, stepOf } from '../workflow/step.ts'
import { freshRun } from './hear.ts'
import { judge } from './judge.ts'
import { type StoredRun, saveRuns, waitingRuns } from './store.ts'

const SWEEP = 'sweep'
const FIRST = '00000000-0000-0000-0000-000000000000'
const BATCH = 500

interface Progress {
  readonly version: number
  /** names of ladders still to do, the first one under way */
  readonly left: readonly string[] | null
  readonly after: string
}

/**
 * Arms the ladders of a new version for the records that are there already, 500 at a time, going on where it was after a crash. What is over by then
 * stays silent (M24), and runs that are there keep what they were armed with (M19). Schedules get their next time.
 */
export const sweepWork = (records: Records, engine: Engine): DueWork => ({
  kind: SWEEP,
  arm: () => arm(records),
  fire: (transaction, timer) => sweep(records, engine, transaction, timer),
})

async function arm({ platform }: Records): Promise<void> {
  await platform.database.pool.query(
    `insert into formwork.timer as t (org_id, id, key, app_id, kind, subject, due_at, state, version)
       select a.org_id, gen_random_uuid(), '${SWEEP}:' || a.id, a.id, '${SWEEP}', jsonb_build_object('version', a.version, 'left', null, 'after', '${FIRST}'), $1, 'waiting', 1
       from formwork.app a where a.deleted_at is null and ${notInDemo} and ($2::uuid is null or a.org_id = $2) and not exists (
         select 1 from formwork.timer o where o.org_id = a.org_id and o.key = '${SWEEP}:' || a.id and o.subject ->> 'version' = a.version::text)
     on conflict (org_id, key) do update set state = 'waiting', subject = excluded.subject, due_at = excluded.due_at, version = 1`,
    [platform.clock.now(), platform.only ?? null],
  )
}

async function sweep(records: Records, engine: Engine, transaction: Transaction, timer: DueTimer): Promise<void> {
  const known = await records.installations.byId(timer.orgId, timer.appId)
  if (known === undefined) return
  const installation = await records.installations.readIn(transaction, timer.orgId, known.key)
  const directory = await records.platform.directories.of({ orgId: timer.orgId, directoryVersion: 0 })
  const actor = { kind: 'system', userId: null, cause: { publish: installation.version } } as const
  const step = stepOf(engine, { records, installation, directory, actor }, transaction)
  const progress = timer.subject as unknown as Progress
  if (progress.left === null) {
    await armSchedules(step)
    await placeAgain(step)
  }
  const byThemselves = installation.app.ladders.filter(({ on }) => on === undefined).map(({ name }) => name)
  const left = progress.left ?? byThemselves
  const ladder = installation.app.ladders.find(({ name }) => name === left[0])
  if (left.length === 0 || installation.version !== progress.version) return
  const after = ladder === undefined ? undefined : await armBatch(step, ladder, progress.after)
  const next = after === undefined ? { left: left.slice(1), after: FIRST } : { left, after }
  if (next.left.length === 0) return
  await transaction.query(
    `update formwork.timer set state = 'waiting', subject = subject || $3 where org_id = $1 and id = $2`,
    [...[timer.orgId, timer.id, JSON.stringify(next)]],
  )
}

/** What has not fired yet and counts by a working calendar follows the calendar as it is now (M19). */
async function placeAgain(step: Step): Promise<void> {
  for (const ladder of step.installation.app.ladders) {
    if (ladder.calendar === undefined) continue
    const place = timePlaceOf(step.installation, ladder.calendar)
    for (let after = FIRST; ; ) {
      const runs = await waitingRuns(step, ladder.name, after, BATCH)
      await saveRuns(
        step,
        runs.map(stored => ({ stored, plan: { steps: stored.steps, place } })),
      )
      if (runs.length < BATCH) break
      after = runs.at(-1)!.id
    }
  }
}

/** Answers the id it came to; undefined when there are no more records. */
async function armBatch(step: Step, ladder: RecordLadder, after: string): Promise<string | undefined> {
  const { installation, connection } = step
  const form = formOf(installation, ladder.form)
  const table = installation.tables.get(ladder.form)
  if (form === undefined || table === undefined) return undefined
  const read = sql`select row_to_json(x) as record from (select ${rawSql(storedColumns(installation, form))} from ${rawSql(table.name)} t
    where t.id > ${after}::uuid and t.deleted_at is null order by t.id limit ${BATCH} for no key update of t) x`
  const { text, values } = sqlText(read)
  const { rows } = await connection.query<{ record: RecordValues & { id: string } }>(text, [...values])
  const runs: { stored: StoredRun; plan: Plan }[] = []
  for (const { record } of rows) {
    const judged = await judge(step, ladder, form, record, { record: record.id, at: step.now })
    const run = freshRun(step, ladder, record.id, judged, true)
    if (run !== undefined) runs.push(run)
  }
  await saveRuns(step, runs, true)
  return rows.length < BATCH ? undefined : rows.at(-1)!.record.id
}

const scheduleKey = ({ id }: Installation, automation: string, index: number): string =>
  `schedule:${id}:${automation}:${index}`

/** Every schedule of the version has its timer, and no other has one. */
async function armSchedules(step: Step): Promise<void> {
  const { installation, connection, records, now } = step
  const { orgId, id, zone, app } = installation
  const keys: string[] = []
  for (const automation of app.automations) {
    if (automation.definition.enabled === false) continue
    for (const [index, { schedule }] of automation.schedules.entries()) {
      const due = nextTime(schedule, now, { zone })
      if (due === undefined) continue
      const key = scheduleKey(installation, automation.key, index)
      keys.push(key)
      await connection.query(
        `insert into formwork.timer as t (org_id, id, key, app_id, kind, subject, due_at, state, version) values ($1, $2, $3, $4, 'schedule', $5, $6, 'waiting', 1)
         on conflict (org_id, key) do update set subject = excluded.subject, due_at = excluded.due_at, state = 'waiting', version = 1
           where t.state <> 'waiting' or t.subject is distinct from excluded.subject`,
        [
          orgId,
          records.platform.newId(),
          key,
          id,
          JSON.stringify({ automation: automation.key, index, schedule }),
          due,
        ],
      )
    }
  }
  await connection.query(
    `update formwork.timer set state = 'cancelled' where org_id = $1 and app_id = $2 and kind = 'schedule' and state = 'waiting' and not key = any($3)`,
    [orgId, id, keys],
  )
}
