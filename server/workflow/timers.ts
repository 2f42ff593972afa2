import type { Transaction } from '../database/statements.ts'
import { type DueTimer, startDue } from '../due.ts'
import type { Records } from '../records/records.ts'
import { readStored } from '../records/stored.ts'
import { drive } from './drive.ts'
import { formOf, lockInstance } from './instances.ts'
import { type Engine, stepOf } from './step.ts'

/** A deadline's subject. */
interface Deadline {
  readonly instance: string
  readonly form: string
  readonly record: string
  readonly task: string
  readonly step: string
  readonly index: number
}

/** Fires the deadlines of tasks. Answers how to stop. */
export const startTimers = (records: Records, engine: Engine, onError: (error: unknown) => void) =>
  startDue(
    records.platform,
    { kind: 'deadline', fire: (transaction, timer) => fire(records, engine, transaction, timer) },
    onError,
  )

/** A task's deadline: `{$user}` is blank, the app acts (M8). What is gone meanwhile has no effect. */
async function fire(
  records: Records,
  engine: Engine,
  transaction: Transaction,
  { orgId, appId, subject: about }: DueTimer,
): Promise<void> {
  const subject = about as unknown as Deadline
  const installation = await records.installations.byId(orgId, appId)
  const form = installation === undefined ? undefined : formOf(installation, subject.form)
  if (installation === undefined || form === undefined) return
  const directory = await records.platform.directories.of({ orgId, directoryVersion: 0 })
  const actor = { kind: 'system', userId: null, cause: { timer: subject.step } } as const
  const step = stepOf(engine, { records, installation, directory, actor }, transaction)
  // The record's row before the instance's, as everywhere.
  await readStored(records.platform, installation, form, subject.record, transaction, { lock: true })
  const instance = await lockInstance(step, subject.instance)
  if (instance?.status !== 'running') return
  await drive(step, instance, { type: 'timer', task: subject.task, step: subject.step, index: subject.index })
}
