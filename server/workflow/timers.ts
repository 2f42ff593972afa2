import type { WorkflowEvent } from '../../engine/workflow/events.ts'
import type { Transaction } from '../database/statements.ts'
import type { DueTimer, DueWork } from '../due.ts'
import type { Records } from '../records/records.ts'
import { driveById } from './drive.ts'
import { formOf } from './instances.ts'
import { type Engine, stepOf } from './step.ts'

/** The subject of a task's deadline, or of a node's own timer. */
interface Deadline {
  readonly instance: string
  readonly form: string
  readonly record: string
  readonly task?: string
  readonly step?: string
  readonly index?: number
  readonly activation?: number
  readonly alarm?: string
}

/** Fires the deadlines of tasks. */
export const deadlineWork = (records: Records, engine: Engine): DueWork => ({
  kind: 'deadline',
  fire: (transaction, timer) => fire(records, engine, transaction, timer),
})

const eventOf = ({ task, step = '', index = 0, activation = 0, alarm = '' }: Deadline): WorkflowEvent =>
  task === undefined ? { type: 'alarm', activation, key: alarm } : { type: 'timer', task, step, index }

/** A timer is due: `{$user}` is blank, the app acts (M8). What is gone meanwhile has no effect. */
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
  const actor = { kind: 'system', userId: null, cause: { timer: subject.step ?? subject.alarm } } as const
  const step = stepOf(engine, { records, installation, directory, actor }, transaction)
  await driveById(step, subject.instance, eventOf(subject))
}
