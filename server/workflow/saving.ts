import { afterCommitMark } from '../database/afterCommit.ts'
import { sqlStateOf } from '../database/databaseError.ts'
import { heldMark } from '../records/held.ts'
import type { Step } from './step.ts'

/** Deadlocks and failed serialization: the whole transaction is tried again, so they are nobody's failure. */
const RETRIED = new Set(['40001', '40P01'])

/** Savepoints one after the other: the next is set in the statement that lets the one before go. */
export interface Chain {
  open: boolean
}

/** Work in a savepoint: an error undoes the work and is handed on. The last of a chain goes with what is around it. */
export async function saving(
  step: Step,
  work: () => Promise<void>,
  onError: (error: unknown) => Promise<void>,
  chain?: Chain,
): Promise<void> {
  const name = `s${(step.actor.depth ?? 0) + 1}`
  const next = `savepoint ${name}`
  await step.connection.query(chain?.open === true ? `release ${next}; ${next}` : next)
  if (chain !== undefined) chain.open = true
  const forget = afterCommitMark(step.connection)
  const letGo = heldMark(step.connection)
  try {
    await work()
    if (chain === undefined) await step.connection.query(`release ${next}`)
  } catch (error) {
    if (RETRIED.has(sqlStateOf(error) ?? '')) throw error
    await step.connection.query(`rollback to savepoint ${name}`)
    forget()
    letGo()
    await onError(error)
  }
}
