import type { CompiledAutomation, CompiledSchedule } from '../../engine/definition/compiled.ts'
import type { RecordValues } from '../../engine/index.ts'
import { nextTime } from '../../engine/timer/schedule.ts'
import type { Transaction } from '../database/statements.ts'
import type { DueTimer, DueWork } from '../due.ts'
import { findRecords } from '../records/find.ts'
import { freshened } from '../records/fresh.ts'
import type { Records } from '../records/records.ts'
import { readStored } from '../records/stored.ts'
import { run } from '../workflow/run.ts'
import { type Engine, type Step, stepOf } from '../workflow/step.ts'
import { whereHolds } from '../workflow/where.ts'

/** Runs automations when their schedule comes round; one that fails for a record goes on with the next. */
export const scheduleWork = (records: Records, engine: Engine): DueWork => ({
  kind: 'schedule',
  fire: (transaction, timer) => fire(records, engine, transaction, timer),
})

interface Subject {
  readonly automation: string
  readonly index: number
}

async function fire(records: Records, engine: Engine, transaction: Transaction, timer: DueTimer): Promise<void> {
  const { automation: key, index } = timer.subject as unknown as Subject
  const installation = await records.installations.byId(timer.orgId, timer.appId)
  const automation = installation?.app.automations.find(one => one.key === key)
  const schedule = automation?.schedules[index]
  if (installation === undefined || automation === undefined || schedule === undefined) return
  if (automation.definition.enabled === false) return
  const directory = await records.platform.directories.of({ orgId: timer.orgId, directoryVersion: 0 })
  const actor = { kind: 'system', userId: null, cause: { schedule: key } } as const
  const step = stepOf(engine, { records, installation, directory, actor }, transaction)
  const { rows } = await transaction.query<{ due: Date | string }>(
    'select due_at as due from formwork.timer where org_id = $1 and id = $2',
    [timer.orgId, timer.id],
  )
  const due = new Date(rows[0]!.due).toISOString()
  // Missed rounds are not made up for: one run says all there is to say (M22).
  const next = nextTime(schedule.schedule, step.now, { zone: installation.zone })
  if (next !== undefined)
    await transaction.query(
      `update formwork.timer set state = 'waiting', version = 1, due_at = $3 where org_id = $1 and id = $2`,
      [timer.orgId, timer.id, next],
    )
  await runAll(step, automation, schedule, due)
}

async function runAll(
  step: Step,
  automation: CompiledAutomation,
  schedule: CompiledSchedule,
  due: string,
): Promise<void> {
  const search = schedule.for
  const ids = search === undefined ? [null] : await findRecords(step, search, step.connection)
  for (const id of ids) await runFor(step, automation, search?.form, id, due)
}

async function runFor(
  step: Step,
  automation: CompiledAutomation,
  formKey: string | undefined,
  id: string | null,
  due: string,
): Promise<void> {
  const { installation, connection, records } = step
  const form = installation.app.forms.get(formKey ?? '') ?? [...installation.app.forms.values()][0]!
  const stored =
    id === null ? undefined : await readStored(records.platform, installation, form, id, connection, { lock: true })
  if (id !== null && (stored === undefined || stored.deleted)) return
  const record: RecordValues =
    stored === undefined ? {} : await freshened(installation, form, stored.values, step, connection)
  const $event = { due, at: step.now, record: id }
  if (!(await whereHolds(step, automation, form, record, $event))) return
  await run(step, {
    automation: automation.key,
    name: automation.definition.name,
    actions: automation.actions,
    onError: automation.definition.onError ?? 'stop',
    ...{ form, record },
    cause: { kind: 'schedule', event: $event },
    by: { automation: automation.key },
    key: `schedule:${automation.key}:${due}:${id ?? ''}`,
  })
}
