import type { CompiledTrigger, RecordLadder } from '../../engine/definition/compiled.ts'
import { type CompiledForm, type RecordValues, recordScope } from '../../engine/index.ts'
import type { LadderStep } from '../../engine/timer/ladder.ts'
import {
  fromNowOn,
  type LadderRun,
  newRun,
  nextDue,
  type Plan,
  paused,
  reanchored,
  resumed,
} from '../../engine/timer/run.ts'
import type { Installation } from '../apps/installation.ts'
import { timePlaceOf } from '../apps/time-place.ts'
import type { RecordEvent } from '../records/records.ts'
import { recordContext } from '../records/scope.ts'
import { type Happening, triggers } from '../workflow/automations.ts'
import type { Step } from '../workflow/step.ts'
import { runStop } from './fire.ts'
import { type Judged, judge } from './judge.ts'
import { type LogEntry, runsOfMatch, runsOfRecord, type StoredRun, saveRuns } from './store.ts'

/** Ladders that records of a form concern. */
interface Concerned {
  /** whose runs are about records of the form */
  readonly own: readonly RecordLadder[]
  /** that an event of the form ends */
  readonly stopped: readonly RecordLadder[]
}

function laddersOf(installation: Installation, form: string): Concerned {
  const key = `ladders ${form}`
  const known = installation.plans.get(key) as Concerned | undefined
  if (known !== undefined) return known
  const { ladders, automations } = installation.app
  const enabled = ladders.filter(
    ({ automation }) => automations.find(one => one.key === automation)?.definition.enabled !== false,
  )
  const found = {
    own: enabled.filter(ladder => ladder.form === form),
    stopped: enabled.filter(ladder => ladder.stopOn.some(trigger => trigger.form === form)),
  }
  installation.plans.set(key, found)
  return found
}

export function concernsLadders(installation: Installation, form: string): boolean {
  const { own, stopped } = laddersOf(installation, form)
  return own.length + stopped.length > 0
}

/**
 * Ladders follow what happens to a record, in the write's transaction: runs begin, move with the dates they count from, pause, stop, and go with their
 * record (M22, M23).
 */
export async function hearLadders(step: Step, event: RecordEvent, happenings: readonly Happening[]): Promise<void> {
  const { own, stopped } = laddersOf(step.installation, event.form.key)
  for (const ladder of stopped) await stopBy(step, ladder, event, happenings)
  if (own.length === 0) return
  if (event.kind === 'deleted') await cancelAll(step, event.id, own)
  else await follow(step, event, happenings, own)
}

async function follow(
  step: Step,
  event: RecordEvent,
  happenings: readonly Happening[],
  own: readonly RecordLadder[],
): Promise<void> {
  const appears = event.kind === 'created' || event.kind === 'restored'
  const begun: RecordLadder[] = []
  for (const ladder of own) {
    const happening = ladder.on === undefined ? undefined : await beginning(step, ladder.on, happenings)
    if (happening === undefined) continue
    begun.push(ladder)
    await begin(step, ladder, event.form, event.after, happening)
  }
  const concerned = own.filter(
    ladder =>
      !begun.includes(ladder) &&
      (appears
        ? ladder.on === undefined
        : event.changed.some(field => ladder.reads.has(field)) || movedIn(ladder, event)),
  )
  if (concerned.length === 0) return
  const runs = appears
    ? []
    : await runsOfRecord(
        step,
        event.id,
        concerned.map(({ name }) => name),
      )
  for (const ladder of concerned) {
    const ofLadder = runs.filter(run => run.ladder === ladder.name)
    if (ladder.on !== undefined) {
      for (const run of ofLadder) if (run.state === 'waiting') await review(step, ladder, event.form, event.after, run)
    } else await review(step, ladder, event.form, event.after, ofLadder[0])
  }
}

const movedIn = (ladder: RecordLadder, { move }: RecordEvent): boolean =>
  move !== undefined && ladder.stage !== undefined && (move.to === ladder.stage || move.from === ladder.stage)

async function beginning(
  step: Step,
  on: readonly CompiledTrigger[],
  happenings: readonly Happening[],
): Promise<Happening | undefined> {
  for (const happening of happenings) if (await triggers(step, on, happening)) return happening
  return undefined
}

/** A run that an event begins: of its own (`each`), in place of the one that waits for the same (`latest`), or the only one (M22). */
async function begin(
  step: Step,
  ladder: RecordLadder,
  form: CompiledForm,
  values: RecordValues,
  happening: Happening,
): Promise<void> {
  const record = String(values.id)
  const subject = ladder.per === 'each' ? happening.key : ''
  const match = matchOf(step, ladder, form, values, 0)
  if (match === undefined) return
  const [known] = (await runsOfRecord(step, record, [ladder.name])).filter(run => run.subject === subject)
  if (ladder.per === 'record' && known?.state === 'waiting') return
  if ((known?.runs ?? 0) >= ladder.maxRuns) return
  if (ladder.per === 'latest')
    for (const other of await runsOfMatch(step, ladder.name, match)) await end(step, ladder, other, 'cancelled')
  const judged = await judge(step, ladder, form, values, happening.$event)
  if (judged.anchor === null || judged.stops) return
  const plan = planOf(step.installation, ladder, judged.steps)
  const run = reanchored(plan, newRun(judged.anchor), judged.anchor, step.now)
  await saveRuns(step, [
    {
      plan,
      stored: stored(step, ladder, record, {
        ...{ id: known?.id ?? step.records.platform.newId(), subject, match, runs: (known?.runs ?? 0) + 1 },
        ...{ steps: judged.steps, run: judged.pauses ? paused(run, step.now) : run, event: happening.$event },
        log: [...(known?.log ?? []), entry(step.now, 'armed', plan, run)],
      }),
    },
  ])
}

export const planOf = (installation: Installation, ladder: RecordLadder, steps: readonly LadderStep[]): Plan => ({
  steps,
  place: timePlaceOf(installation, ladder.calendar),
})

export const entry = (at: string, what: LogEntry['what'], plan: Plan, run: LadderRun): LogEntry => {
  const next = nextDue(plan, run)
  return next === undefined ? { at, what } : { at, what, step: next.step, due: next.due }
}

export function stored(
  step: Pick<Step, 'installation' | 'now'>,
  ladder: RecordLadder,
  record: string,
  more: Pick<StoredRun, 'id' | 'subject' | 'match' | 'runs' | 'steps' | 'run' | 'event' | 'log'>,
): StoredRun {
  const { name, form } = ladder
  const version = step.installation.version
  return { ...more, version, ladder: name, form, record, state: 'waiting', startedAt: step.now }
}

/** Brings a run up to what its record is now; a ladder without `on` begins one by itself. */
async function review(
  step: Step,
  ladder: RecordLadder,
  form: CompiledForm,
  values: RecordValues,
  known: StoredRun | undefined,
): Promise<void> {
  const record = String(values.id)
  const judged = await judge(step, ladder, form, values, known?.event ?? { record, at: step.now })
  const { installation } = step
  if (known === undefined) {
    const fresh = freshRun(step, ladder, record, judged, false)
    if (fresh !== undefined) await saveRuns(step, [fresh])
    return
  }
  const plan = planOf(installation, ladder, known.steps)
  if (known.state === 'waiting') await reviewWaiting(step, ladder, known, judged, plan)
  else await reviewEnded(step, ladder, known, judged)
}

/** The first run of a ladder that begins by itself; `fromNow`: what is over already stays silent (M24). */
export function freshRun(
  step: Pick<Step, 'installation' | 'now' | 'records'>,
  ladder: RecordLadder,
  record: string,
  { anchor, stops, pauses, steps }: Judged,
  fromNow: boolean,
): { stored: StoredRun; plan: Plan } | undefined {
  if (anchor === null || stops) return undefined
  const plan = planOf(step.installation, ladder, steps)
  const begun = newRun(anchor)
  const armed = fromNow ? fromNowOn(plan, begun, step.now) : reanchored(plan, begun, anchor, step.now)
  const run = pauses ? paused(armed, step.now) : armed
  const more = {
    ...{ id: step.records.platform.newId(), subject: '', match: record, runs: 1, steps, run },
    ...{ event: { record, at: step.now }, log: [entry(step.now, 'armed', plan, run)] },
  }
  return { plan, stored: stored(step, ladder, record, more) }
}

async function reviewWaiting(
  step: Step,
  ladder: RecordLadder,
  known: StoredRun,
  judged: Judged,
  plan: Plan,
): Promise<void> {
  const { now } = step
  const due = nextDue(plan, known.run)
  // It came true while nobody looked: its time has come, and it fires at once.
  if (ladder.becomes !== undefined && judged.holds && due !== undefined && due.due <= now) return
  if (judged.stops) return end(step, ladder, known, 'stopped')
  if (judged.anchor === null) return end(step, ladder, known, 'cancelled')
  let { run } = known
  const log: LogEntry[] = []
  if (judged.anchor !== run.anchor) {
    run = reanchored(plan, run, judged.anchor, now)
    log.push(entry(now, 'moved', plan, run))
  }
  if (judged.pauses !== (run.pausedAt !== null)) {
    run = judged.pauses ? paused(run, now) : resumed(run, now)
    log.push(entry(now, judged.pauses ? 'paused' : 'resumed', plan, run))
  }
  if (log.length > 0) await saveRuns(step, [{ plan, stored: { ...known, run, log: [...known.log, ...log] } }])
}

/** M22: fired steps whose new due lies ahead are armed again; what was stopped or lost its reason begins anew with another date. */
async function reviewEnded(step: Step, ladder: RecordLadder, known: StoredRun, judged: Judged): Promise<void> {
  const { anchor } = judged
  if (anchor === null || judged.stops || (known.state === 'stopped' && anchor === known.run.anchor)) return
  if (known.state === 'done' && anchor === known.run.anchor) return
  if (known.state === 'stopped' && known.runs >= ladder.maxRuns) return
  const plan = planOf(step.installation, ladder, judged.steps)
  const base = known.state === 'stopped' ? newRun(anchor) : known.run
  const run = reanchored(plan, { ...base, until: null, pausedAt: null }, anchor, step.now)
  const runs = known.state === 'stopped' ? known.runs + 1 : known.runs
  const more = { ...known, runs, run, steps: judged.steps, log: [...known.log, entry(step.now, 'armed', plan, run)] }
  await saveRuns(step, [
    { plan, stored: stored(step, ladder, known.record, { ...more, run: judged.pauses ? paused(run, step.now) : run }) },
  ])
}

/** An event ends the runs it belongs to: strictly after it began, and not later than what is due (M23); what was due before still fires. */
async function stopBy(
  step: Step,
  ladder: RecordLadder,
  event: RecordEvent,
  happenings: readonly Happening[],
): Promise<void> {
  let fits = false
  for (const happening of happenings) fits ||= await triggers(step, ladder.stopOn, happening)
  if (!fits) return
  const match = matchOf(step, ladder, event.form, event.after, 1)
  if (match === undefined) return
  for (const run of await runsOfMatch(step, ladder.name, match))
    if (run.startedAt < step.now) await end(step, ladder, run, 'stopped')
}

/** Ends a run. What was due before and has not fired yet still does: the server was down then. */
async function end(step: Step, ladder: RecordLadder, known: StoredRun, state: 'stopped' | 'cancelled'): Promise<void> {
  const plan = planOf(step.installation, ladder, known.steps)
  const overdue = state === 'stopped' && (nextDue(plan, known.run)?.due ?? step.now) < step.now
  const run = overdue ? { ...known.run, until: step.now } : known.run
  const log = [...known.log, { at: step.now, what: state } as const]
  await saveRuns(step, [{ plan, stored: { ...known, run, log, state: overdue ? 'waiting' : state } }])
  if (state === 'stopped') await runStop(step, ladder, known)
}

async function cancelAll(step: Step, record: string, own: readonly RecordLadder[]): Promise<void> {
  const runs = await runsOfRecord(
    step,
    record,
    own.map(({ name }) => name),
  )
  for (const run of runs) {
    const ladder = own.find(({ name }) => name === run.ladder)
    if (ladder !== undefined && run.state === 'waiting') await end(step, ladder, run, 'cancelled')
  }
}

/** What names a run, on the record that begins it (0) or stops it (1): equal values, blanks never. Without `same` the record itself. */
function matchOf(
  step: Step,
  ladder: RecordLadder,
  form: CompiledForm,
  values: RecordValues,
  side: 0 | 1,
): string | undefined {
  if (ladder.same.length === 0) return String(values.id)
  const context = recordContext({ ...step, caller: null })
  const parts = ladder.same.map(pair => pair[side].evaluate(recordScope({ form, values }, context)))
  const isBlank = (part: unknown): boolean => part === null || part === '' || typeof part === 'object'
  return parts.some(isBlank) ? undefined : JSON.stringify(parts.map(String))
}
