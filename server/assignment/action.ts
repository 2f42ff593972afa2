import type { CompiledForm } from '../../engine/index.ts'
import { HttpProblem } from '../http/problem.ts'
import type { StoredRecord } from '../records/stored.ts'
import type { Step } from '../workflow/step.ts'
import { appWrite } from '../workflow/step.ts'
import { assignRecord, giveTo } from './assign.ts'
import { holdLane } from './lane.ts'
import { logEntry } from './log.ts'
import { forgetWaiting } from './waiting.ts'

/** What the action `assign` says. */
export interface AssignAction {
  readonly policy: string
  readonly except: readonly string[]
  /** takes it from its holder and gives it to nobody */
  readonly release: boolean
}

/** The action `assign`: gives a held record by a policy, or takes it back into the pool. Answers the person. */
export async function runAssign(
  step: Step,
  form: CompiledForm,
  record: StoredRecord,
  { policy: key, except, release }: AssignAction,
): Promise<string | null> {
  const { installation, connection, records, actor } = step
  const policy = installation.app.policies.get(key)
  if (policy === undefined || policy.form !== form.key) throw new HttpProblem(422, 'not_found')
  const write = appWrite(step, form)
  if (!release) return assignRecord({ write, policy, record, except, connection })
  const held = await holdLane(installation, policy, '', record.values, connection)
  const previous = (record.values[policy.into] as string | null | undefined) ?? null
  await logEntry(
    records.platform,
    installation,
    policy,
    held,
    { form, record: record.values.id, kind: 'release', outcome: 'released', user: null, previous, by: actor.userId },
    connection,
  )
  await forgetWaiting(write, policy, record.values.id, connection)
  await giveTo(write, policy, record, null, connection)
  return null
}
