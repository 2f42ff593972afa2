import type { Installation } from '../apps/installation.ts'
import type { Transaction } from '../database/statements.ts'
import type { DueWork } from '../due.ts'
import { HttpProblem } from '../http/problem.ts'
import type { CallResult } from '../outbox/calls.ts'
import { freshened } from '../records/fresh.ts'
import type { Records } from '../records/records.ts'
import { readStored } from '../records/stored.ts'
import { appOf, formOf } from './instances.ts'
import { type ErrorPolicy, fail, goOn, type RunOf } from './run.ts'
import { readRun, type StoredRun, storeRuns } from './run-store.ts'
import { type Engine, type Step, stepOf } from './step.ts'

/** Tries runs again that failed and may be tried (`onError: retry`). */
export const runWork = (records: Records, engine: Engine): DueWork => ({
  kind: 'run',
  fire: async (transaction, { orgId, appId, subject }) => {
    const installation = await records.installations.byId(orgId, appId)
    if (installation === undefined) return
    const { run: id } = subject as { run: string }
    await resume(records, engine, installation, transaction, id, (step, of, stored) => goOn(step, of, stored))
  },
})

/** Goes on with runs that waited for another system's answer. */
export function hearAnswers(records: Records, engine: Engine): void {
  records.platform.calls.onAnswer('run', async (transaction, { orgId, appId, continuation }, result) => {
    const installation = await records.installations.byId(orgId, appId ?? '')
    if (installation === undefined) return
    const { run: id, as } = continuation as unknown as { run: string; as: string | null }
    await resume(records, engine, installation, transaction, id, (step, of, stored) =>
      answered(step, of, stored, as, result),
    )
  })
}

async function answered(
  step: Step,
  of: RunOf,
  stored: StoredRun,
  as: string | null,
  result: CallResult,
): Promise<void> {
  if (result.ok) {
    const out = as === null ? stored.out : { ...stored.out, [as]: { status: result.status, body: result.body } }
    return goOn(step, of, { ...stored, out })
  }
  const problem = new HttpProblem(422, result.reason.code, result.reason.params)
  if (of.onError === 'continue') return goOn(step, of, { ...stored, steps: missed(stored) })
  // The outbox has tried often enough: to try again is a person's decision.
  const onError = of.onError === 'retry' ? 'stop' : of.onError
  await fail(step, { ...of, onError }, { ...stored, next: stored.next - 1, steps: missed(stored) }, problem)
}

/** The call before `next` is marked as what failed. */
const missed = ({ steps, next }: StoredRun): StoredRun['steps'] =>
  steps.map(one => (one.action === next - 1 ? { ...one, state: 'failed' } : one))

/** Runs again what failed, from where it failed. @throws HttpProblem 404, 409 `run_not_failed` */
export async function runAgain(
  records: Records,
  engine: Engine,
  installation: Installation,
  id: string,
  transaction: Transaction,
): Promise<void> {
  const known = await readRun(transaction, installation, id)
  if (known === undefined) throw new HttpProblem(404, 'not_found')
  if (known.state !== 'failed' && known.state !== 'handed_over') throw new HttpProblem(409, 'run_not_failed')
  await resume(records, engine, installation, transaction, id, (step, of, stored) => {
    const done = stored.steps.filter(({ state }) => state !== 'failed').map(({ action }) => action)
    // Without `continue` a failure undid everything after the last answer.
    const skip = of.onError === 'continue' ? new Set(done) : new Set<number>()
    return goOn(
      step,
      { ...of, onError: of.onError === 'retry' ? 'stop' : of.onError },
      { ...stored, endedAt: null },
      skip,
    )
  })
}

async function resume(
  records: Records,
  engine: Engine,
  installation: Installation,
  transaction: Transaction,
  id: string,
  work: (step: Step, of: RunOf, stored: StoredRun) => Promise<void>,
): Promise<void> {
  const { platform } = records
  const directory = await platform.directories.of({ orgId: installation.orgId, directoryVersion: 0 })
  const known = await readRun(transaction, installation, id)
  if (known === undefined) return
  const actor = { kind: 'system', userId: known.user, cause: { run: id } } as const
  const step = stepOf(engine, { records, installation, directory, actor }, transaction)
  const form = known.form === null ? undefined : formOf(installation, known.form)
  // The record's row before the run's, as everywhere.
  const record =
    form === undefined || known.record === null
      ? undefined
      : await readStored(platform, installation, form, known.record, transaction, { lock: true })
  const stored = await readRun(transaction, installation, id, true)
  if (stored === undefined || stored.state === 'done') return
  const what = await actionsOf(installation, stored, transaction)
  const gone = known.record !== null && (record === undefined || record.deleted)
  if (what === undefined || gone) {
    const error = gone ? GONE.record : GONE.automation
    return storeRuns(transaction, installation, [{ ...stored, state: 'failed', endedAt: step.now, error }])
  }
  const values =
    form === undefined || record === undefined
      ? {}
      : await freshened(installation, form, record.values, step, transaction)
  await work(
    step,
    {
      ...{ ...what, automation: stored.automation, cause: stored.cause, key: stored.key, record: values },
      form: form ?? [...installation.app.forms.values()][0]!,
    },
    stored,
  )
}

const GONE = {
  record: { zh: '记录已删除。', en: 'The record was deleted.' },
  automation: { zh: '这条自动化已不在应用里。', en: 'The app no longer has this automation.' },
}

/** Actions of a run as the app has them: an automation as it is today, a ladder of the version it runs by (M19). */
async function actionsOf(
  installation: Installation,
  { automation: name, cause }: StoredRun,
  connection: Transaction,
): Promise<Pick<RunOf, 'name' | 'actions' | 'onError' | 'by'> | undefined> {
  if (cause.kind !== 'ladder') {
    const automation = installation.app.automations.find(({ key }) => key === name)
    if (automation === undefined) return undefined
    const { definition, actions } = automation
    return { name: definition.name, actions, onError: policyOf(definition.onError), by: { automation: name } }
  }
  const app = await appOf(installation, cause.version ?? installation.version, connection)
  const ladder = app?.ladders.find(one => one.name === name)
  const actions = cause.step === 'stop' ? ladder?.onStop : ladder?.steps.find(({ key }) => key === cause.step)?.actions
  if (ladder === undefined || actions === undefined) return undefined
  const automation = installation.app.automations.find(({ key }) => key === ladder.automation)
  return {
    ...{ name: ladder.label, actions, onError: policyOf(automation?.definition.onError) },
    by: { ladder: name, step: cause.step },
  }
}

export const policyOf = (onError: ErrorPolicy | undefined): ErrorPolicy => onError ?? 'stop'
