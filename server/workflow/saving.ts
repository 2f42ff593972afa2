import { afterCommitMark } from '../database/afterCommit.ts'
import { sqlStateOf } from '../database/databaseError.ts'
import { heldMark } from '../records/held.ts'
import type { Step } from './step.ts'

/** Deadlocks and failed serialization: the whole transaction is tried again, so they are nobody's failure. */
const RETRIED = new Set(['40001', '40P01'])

/** Work in a savepoint: an error undoes the work and is handed on. */
export async function saving(
  step: Step,
  work: () => Promise<void>,
  onError: (error: unknown) => Promise<void>,
): Promise<void> {
  const name = `s${(step.actor.depth ?? 0) + 1}`
  await step.connection.query(`savepoint ${name}`)
  const forget = afterCommitMark(step.connection)
  const letGo = heldMark(step.connection)
  try {
    await work()
    await step.connection.query(`release savepoint ${name}`)
  } catch (error) {
    if (RETRIED.has(sqlStateOf(error) ?? '')) throw error
    await step.connection.query(`rollback to savepoint ${name}`)
    forget()
    letGo()
    await onError(error)
  }
}
