import { afterCommitMark } from '../database/afterCommit.ts'
import { sqlStateOf } from '../database/databaseError.ts'
import { heldMark } from '../records/held.ts'
import type { Step } from './step.ts'

/** Deadlocks and failed serialization: the whole transaction is tried again, so they are nobody's failure. */
const RETRIED = new Set(['40001', '40P01'])

/** Savepoints one after the other: the next is set in the statement that lets the one before go, the last is let go by `endChain`. */
export interface Chain {
  open: boolean
}

/** Work in a savepoint: an error undoes the work and is handed on. */
export async function saving(
  step: Step,
  work: () => Promise<void>,
  onError: (error: unknown) => Promise<void>,
  chain?: Chain,
): Promise<void> {
  const next = `savepoint ${nameOf(step)}`
  await step.connection.query(chain?.open === true ? `release ${next}; ${next}` : next)
  if (chain !== undefined) chain.open = true
  const forget = afterCommitMark(step.connection)
  const letGo = heldMark(step.connection)
  try {
    await work()
    if (chain === undefined) await step.connection.query(`release ${next}`)
  } catch (error) {
    if (RETRIED.has(sqlStateOf(error) ?? '')) throw error
    // Let go as well: a batch of ten thousand writes must not end ten thousand transactions deep.
    const back = `rollback to ${next}`
    await step.connection.query(chain === undefined ? `${back}; release ${next}` : back)
    forget()
    letGo()
    await onError(error)
  }
}

/** Lets the last savepoint of a chain go. */
export async function endChain(step: Step, chain: Chain): Promise<void> {
  if (chain.open) await step.connection.query(`release savepoint ${nameOf(step)}`)
  chain.open = false
}

const nameOf = ({ actor }: Step): string => `s${(actor.depth ?? 0) + 1}`
