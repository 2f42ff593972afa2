import { decide } from './decide.ts'
import { tallyOf } from './limits.ts'
import type { Given, Question } from './question.ts'
import { freshLane, type LaneState } from './rotation.ts'

/** An entry of a policy's log: the question, and whom the record went to; null = it waits, or nobody was left. */
export interface LoggedDecision {
  readonly question: Question
  readonly user: string | null
}

/** The entry of a question as limits count it later; a record that went to nobody counts for nobody. */
export function givenBy({ question, user }: LoggedDecision): Given | undefined {
  if (user === null) return undefined
  const keys = (counts: (limit: Question['limits'][number]) => boolean): string[] =>
    question.limits.filter(counts).map(({ key }) => key)
  return {
    user,
    at: question.at,
    kind: question.kind,
    counted: keys(({ counted }) => counted),
    inShare: keys(({ counted, inShare }) => counted && inShare),
  }
}

/**
 * Makes every decision of a log again, from nothing but its questions, in their order; answers whom each record goes to (M28: the same list). Claims
 * were the claimant's choice and stand as they are.
 */
export function replay(log: readonly LoggedDecision[]): (string | null)[] {
  const lanes = new Map<string, LaneState>()
  const given: Given[] = []
  return log.map(({ question, user: logged }) => {
    const { lane } = question
    const decision =
      question.kind === 'claim'
        ? { user: logged, next: lanes.get(lane) ?? freshLane }
        : decide(question, lanes.get(lane) ?? freshLane, (user, limit) => tallyOf(given, user, limit))
    lanes.set(lane, decision.next)
    const entry = givenBy({ question, user: decision.user })
    if (entry !== undefined) given.push(entry)
    return decision.user
  })
}
