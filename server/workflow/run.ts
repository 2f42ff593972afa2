import type { CompiledAction, CompiledForm, RecordValues } from '../../engine/index.ts'
import type { Label } from '../../schemas/generated/definition.ts'
import { reasonOf, reportFailure } from './failures.ts'
import { insertTodo } from './messages.ts'
import { tooOften } from './often.ts'
import { type RunCause, type StoredRun, storeRuns } from './run-store.ts'
import { type Chain, saving } from './saving.ts'
import { administratorsOf, asApp, type RunStep, type Step } from './step.ts'
import { handedOver, inBoth } from './texts.ts'

/** What becomes of a run that fails. */
export type ErrorPolicy = 'stop' | 'continue' | 'retry' | 'hand_over'

/** What is to be run, for which record. */
export interface RunOf {
  /** key of the automation, or the ladder's name */
  readonly automation: string
  readonly name: Label
  readonly actions: readonly CompiledAction[]
  readonly onError: ErrorPolicy
  readonly form: CompiledForm
  /** without an id: a schedule that is about no record */
  readonly record: RecordValues
  readonly cause: RunCause
  /** how history names what the run writes */
  readonly by: Readonly<Record<string, unknown>>
  /** names the occasion */
  readonly key: string
  /** runs one after the other: those that are done are stored together by who asked for them */
  readonly row?: { readonly done: StoredRun[]; readonly chain: Chain }
}

/** Minutes between tries: 1, 2, 4, ... at most an hour, eight of them. */
const MOST_TRIES = 8
const MINUTE_MS = 60_000
const LONGEST_WAIT_MS = 60 * MINUTE_MS

/** Runs it in a savepoint of the caller's transaction, and keeps what became of it. A failure undoes its actions and is never silent. */
export async function run(step: Step, of: RunOf): Promise<void> {
  const stored = newRun(step, of)
  const tooMany = of.cause.kind === 'event' ? await tooOften(step, stored) : undefined
  if (tooMany === undefined) return goOn(step, of, stored)
  await fail(step, { ...of, onError: 'stop' }, { ...stored, attempts: 1, key: `${stored.key}:often` }, tooMany)
}

/** Runs it for a person who waits for it: what it is refused, he is told, and nothing is kept. @throws HttpProblem what an action is refused */
export async function runOrThrow(step: Step, of: RunOf): Promise<void> {
  const stored = newRun(step, of)
  const tried = newTry()
  await carryOut(step, { ...of, onError: 'stop' }, stored, tried, () => false)
  await keepGoing(step, of, stored, tried)
}

function newRun(step: Step, of: RunOf): StoredRun {
  const about = of.record.id === undefined ? null : String(of.record.id)
  return {
    ...{ id: step.records.platform.newId(), automation: of.automation, key: of.key, cause: of.cause },
    ...{ user: step.actor.userId, form: about === null ? null : of.form.key, record: about },
    ...{ state: 'waiting', steps: [], next: 0, out: {}, attempts: 0 },
    ...{ dueAt: step.now, createdAt: step.now, endedAt: null, error: null },
  }
}

/** What one try at a run came to. */
interface Try {
  readonly trace: RunStep[]
  readonly pause: { at?: number }
  readonly errors: unknown[]
  results: Readonly<Record<string, unknown>>
}
const newTry = (): Try => ({ trace: [], pause: {}, errors: [], results: {} })

async function carryOut(
  step: Step,
  of: RunOf,
  stored: StoredRun,
  tried: Try,
  skip: (index: number) => boolean,
): Promise<void> {
  const subject = of.record.id === undefined ? {} : { $subject: of.record.id }
  tried.results = await step.engine.runActions(asApp(step, of.by), {
    ...{ actions: of.actions, form: of.form, record: of.record, old: of.cause.old ?? null },
    scopes: { $event: of.cause.event, $out: stored.out, ...subject },
    goOn: of.onError === 'continue',
    onError: async error => void tried.errors.push(error),
    ...{ key: of.key, run: stored.id, trace: tried.trace, pause: tried.pause, skip },
  })
}

/** Carries a run on from where it stands; `skip` = actions that are done already. */
export async function goOn(
  step: Step,
  of: RunOf,
  stored: StoredRun,
  skip: ReadonlySet<number> = new Set(),
): Promise<void> {
  const tried = newTry()
  const isDone = (index: number): boolean => index < stored.next || skip.has(index)
  await saving(
    step,
    () => carryOut(step, of, stored, tried, isDone),
    async error => void tried.errors.push(error),
    of.row?.chain,
  )
  const kept = { ...stored, steps: stored.steps.filter(({ action }) => isDone(action)) }
  if (tried.errors.length === 0) return keepGoing(step, of, kept, tried)
  const steps = [...kept.steps, ...tried.trace]
  await fail(step, of, { ...kept, steps, attempts: kept.attempts + 1 }, tried.errors[0])
}

/** Done, or waiting for an answer. */
async function keepGoing(step: Step, { row }: RunOf, stored: StoredRun, { trace, pause, results }: Try): Promise<void> {
  const now = { ...stored, steps: [...stored.steps, ...trace], out: { ...stored.out, ...results }, error: null }
  if (pause.at !== undefined) return keep(step, { ...now, state: 'waiting', attempts: 0, next: pause.at })
  const over: StoredRun = { ...now, state: 'done', attempts: stored.attempts + 1, endedAt: step.now }
  if (row === undefined) await keep(step, over)
  else row.done.push(over)
}

const keep = (step: Step, stored: StoredRun): Promise<void> => storeRuns(step.connection, step.installation, [stored])

/** A failure: tried again, handed to a person, or told. */
export async function fail(step: Step, of: RunOf, stored: StoredRun, problem: unknown): Promise<void> {
  const error = { zh: reasonOf(step, problem, 'zh'), en: reasonOf(step, problem, 'en') }
  if (of.onError === 'retry' && stored.attempts < MOST_TRIES) {
    const wait = Math.min(LONGEST_WAIT_MS, MINUTE_MS * 2 ** (stored.attempts - 1))
    const dueAt = new Date(Date.parse(step.now) + wait).toISOString()
    await keep(step, { ...stored, state: 'waiting', dueAt, error })
    return armRetry(step, stored.id, dueAt)
  }
  const handsOver = of.onError === 'hand_over' && of.record.id !== undefined
  await keep(step, { ...stored, state: handsOver ? 'handed_over' : 'failed', endedAt: step.now, error })
  if (handsOver) await handOver(step, of, error)
  const about = { form: of.form.key, record: String(of.record.id ?? ''), key: `${stored.key}:${stored.attempts}` }
  await reportFailure(step, { name: of.name, fallback: of.automation }, about, problem)
}

async function armRetry({ records, installation, connection }: Step, run: string, dueAt: string): Promise<void> {
  await connection.query(
    `insert into formwork.timer (org_id, id, key, app_id, kind, subject, due_at, state, version) values ($1, $2, $3, $4, 'run', $5, $6, 'waiting', 1)
     on conflict (org_id, key) do update set due_at = excluded.due_at, state = 'waiting', version = 1`,
    [
      ...[installation.orgId, records.platform.newId(), `run:${run}`, installation.id],
      ...[JSON.stringify({ run }), dueAt],
    ],
  )
}

/** What the app could not do becomes a task of the administrators, on the record it is about. */
async function handOver(step: Step, of: RunOf, error: { readonly zh: string; readonly en: string }): Promise<void> {
  const title = handedOver(inBoth(of.name, of.automation), error)
  for (const user of administratorsOf(step.directory))
    await insertTodo(step, { about: { form: of.form, values: of.record }, user, title, due: null })
}
