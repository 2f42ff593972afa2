import type { RecordLadder } from '../../engine/definition/compiled.ts'
import { type CompiledForm, type RecordValues, recordScope } from '../../engine/index.ts'
import type { Planned } from '../../engine/timer/ladder.ts'
import { fireNext } from '../../engine/timer/run.ts'
import { timePlaceOf } from '../apps/time-place.ts'
import type { Transaction } from '../database/statements.ts'
import type { DueTimer, DueWork } from '../due.ts'
import { freshened } from '../records/fresh.ts'
import type { Records } from '../records/records.ts'
import { loadRelated } from '../records/related.ts'
import { recordContext } from '../records/scope.ts'
import { readStored } from '../records/stored.ts'
import { appOf, formOf } from '../workflow/instances.ts'
import { type RunOf, run as runActions } from '../workflow/run.ts'
import { type Engine, type Step, stepOf } from '../workflow/step.ts'
import { judge } from './judge.ts'
import { type LogEntry, runById, type StoredRun, saveRuns } from './store.ts'

/** Fires what is due of ladders. */
export const ladderWork = (records: Records, engine: Engine): DueWork => ({
  kind: 'ladder',
  // A run has one timer, so none overtakes another of its own. Six share a commit of the database: 3 ms each instead of 8.
  atOnce: 6,
  fire: (transaction, timer) => fire(records, engine, transaction, timer),
})

/** One firing in its own transaction, the rest waits for the next: so what is due comes in order. Conditions are judged again here (M25). */
async function fire(records: Records, engine: Engine, transaction: Transaction, timer: DueTimer): Promise<void> {
  const about = timer.subject as { run: string; form: string; record: string }
  const installation = await records.installations.byId(timer.orgId, timer.appId)
  const form = installation === undefined ? undefined : formOf(installation, about.form)
  if (installation === undefined || form === undefined) return
  const directory = await records.platform.directories.of({ orgId: timer.orgId, directoryVersion: 0 })
  const actor = { kind: 'system', userId: null, cause: { timer: about.run } } as const
  const step = stepOf(engine, { records, installation, directory, actor }, transaction)
  // The record's row before the run's, as everywhere.
  const record = await readStored(records.platform, installation, form, about.record, transaction, { lock: true })
  const known = await runById(step, about.run)
  if (record === undefined || known?.state !== 'waiting') return
  const app = await appOf(installation, known.version, transaction)
  const ladder = app?.ladders.find(({ name }) => name === known.ladder)
  const gone = record.deleted || ladder === undefined || app === undefined
  if (gone || isOff(step, ladder)) {
    const plan = { steps: known.steps, place: { zone: installation.zone } }
    await saveRuns(step, [{ plan, stored: { ...known, state: 'cancelled' } }])
    return
  }
  await fireOne(step, ladder, form, await freshened(installation, form, record.values, step, transaction), known)
}

/** The app's owner has switched the automation off since. */
const isOff = ({ installation }: Step, { automation }: RecordLadder): boolean =>
  automation !== undefined &&
  installation.app.automations.find(({ key }) => key === automation)?.definition.enabled === false

async function fireOne(
  step: Step,
  ladder: RecordLadder,
  form: CompiledForm,
  values: RecordValues,
  known: StoredRun,
): Promise<void> {
  const plan = { steps: known.steps, place: timePlaceOf(step.installation, ladder.calendar) }
  const judged = await judge(step, ladder, form, values, known.event)
  const { firing, skipped, run } = fireNext(plan, known.run, step.now, ladder.catchUp)
  const passed: LogEntry[] = skipped.map(({ step: key, due }) => ({ at: step.now, what: 'skipped', step: key, due }))
  const isDue = firing !== undefined && (ladder.becomes === undefined || judged.holds) && !judged.stops
  const happens = isDue && (await holds(step, ladder, form, values, known, firing))
  if (firing !== undefined)
    passed.push({ at: step.now, what: happens ? 'fired' : 'skipped', step: firing.step, due: firing.due })
  // Stored before it acts: an action may write this very record.
  await saveRuns(step, [{ plan, stored: { ...known, run, log: [...known.log, ...passed] } }])
  if (!happens) return
  const { actions } = ladder.steps.find(({ key }) => key === firing.step)!
  await runActions(step, {
    ...runOf(step, ladder, form, values),
    actions,
    cause: { kind: 'ladder', event: eventOf(step, known, firing), step: firing.step, version: known.version },
    by: { ladder: ladder.name, step: firing.step },
    key: `ladder:${known.id}:${known.runs}:${firing.step}:${firing.index}:${firing.due}`,
  })
}

function runOf(
  { installation }: Step,
  ladder: RecordLadder,
  form: CompiledForm,
  record: RecordValues,
): Pick<RunOf, 'automation' | 'name' | 'onError' | 'form' | 'record'> {
  const automation = installation.app.automations.find(({ key }) => key === ladder.automation)
  const onError = automation?.definition.onError ?? 'stop'
  return { automation: ladder.name, name: ladder.label, onError, form, record }
}

const eventOf = (step: Step, known: StoredRun, { due, step: key, index }: Planned): Record<string, unknown> => ({
  ...known.event,
  ...{ due, step: key, repetition: index, ladder: known.ladder, at: step.now, since: known.run.anchor },
})

async function holds(
  step: Step,
  ladder: RecordLadder,
  form: CompiledForm,
  values: RecordValues,
  known: StoredRun,
  firing: Planned,
): Promise<boolean> {
  const when = ladder.steps.find(({ key }) => key === firing.step)?.when
  if (ladder.steps.every(({ key }) => key !== firing.step)) return false
  if (when === undefined) return true
  const related =
    ladder.needs.length === 0 ? undefined : await loadRelated(step, form, values, step.connection, ladder.needs)
  const scopes = { $event: eventOf(step, known, firing) }
  const context = { ...recordContext({ ...step, caller: null }, related), scopes }
  return when.evaluate(recordScope({ form, values }, context)) === true
}

/** What a ladder does when it is stopped before its end. */
export async function runStop(step: Step, ladder: RecordLadder, known: StoredRun): Promise<void> {
  if (ladder.onStop.length === 0) return
  const form = formOf(step.installation, ladder.form)
  const record =
    form === undefined
      ? undefined
      : await readStored(step.records.platform, step.installation, form, known.record, step.connection, { lock: true })
  if (form === undefined || record === undefined || record.deleted) return
  const values = await freshened(step.installation, form, record.values, step, step.connection)
  await runActions(step, {
    ...runOf(step, ladder, form, values),
    actions: ladder.onStop,
    cause: { kind: 'ladder', event: known.event, step: 'stop', version: known.version },
    by: { ladder: ladder.name, step: 'stop' },
    key: `ladder:${known.id}:${known.runs}:stop`,
  })
}
