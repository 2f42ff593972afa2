import { Decimal } from '../expression/decimal.ts'
import { keepsLimit, type Tally } from './limits.ts'
import type { Absence, CandidateFact, LimitFact, Passing, Question } from './question.ts'
import { creditOf, foremost, type LaneState, rotate, withPeople } from './rotation.ts'

/** Why each person of the pool did or did not get the record. `later`: he may have it, and it is not his turn. */
export type Reason = 'chosen' | 'later' | Absence | Passing | 'limit'

/** A person as the decision saw him. */
export interface SeenCandidate {
  readonly user: string
  readonly weight: string
  /** before the decision */
  readonly credit: string
  readonly reason: Reason
  readonly load?: number
  /** the limit that would no longer hold, and what it counts so far */
  readonly limit?: { readonly key: string; readonly counted: number; readonly inShare: number }
}

/**
 * `given`: to the one whose turn it is; `kept`: to the holder of the same one's other records; `otherwise`: to who stands in; `waits`: outside the
 * calendar; `nobody`: to no one, as nobody is left.
 */
export type Outcome = 'given' | 'kept' | 'otherwise' | 'waits' | 'nobody'

/** What was decided and why (M28). */
export interface Decision {
  readonly outcome: Outcome
  readonly user: string | null
  /** the lane after it */
  readonly next: LaneState
  readonly candidates: readonly SeenCandidate[]
}

/**
 * Whom a record is given to (M26, M27). Pure: the same question, lane and log always answer the same. `tally` says what a person was given within a
 * limit's window.
 */
export function decide(
  question: Question,
  lane: LaneState,
  tally: (user: string, limit: LimitFact) => Tally,
): Decision {
  const known = withPeople(
    lane,
    question.candidates.map(({ user }) => user),
  )
  if (question.opens !== null) return { outcome: 'waits', user: null, next: lane, candidates: [] }
  if (question.holder !== null) return { outcome: 'kept', user: question.holder, next: lane, candidates: [] }
  const seen = question.candidates.map(candidate => look(question, known, candidate, tally))
  const chosen = choose(question, known, seen)
  const [standIn] = question.otherwise
  if (chosen === undefined)
    return {
      outcome: standIn === undefined ? 'nobody' : 'otherwise',
      user: standIn ?? null,
      next: known,
      candidates: seen,
    }
  return {
    outcome: 'given',
    user: chosen.user,
    next: chosen.next,
    candidates: seen.map(one => (one.user === chosen.user ? { ...one, reason: 'chosen' } : one)),
  }
}

function look(
  { limits, kind }: Question,
  lane: LaneState,
  { user, weight, absent, passing, load, limits: own }: CandidateFact,
  tally: (user: string, limit: LimitFact) => Tally,
): SeenCandidate {
  const seen = { user, weight, credit: creditOf(lane, user).toFixed(), ...(load === undefined ? {} : { load }) }
  if (absent !== undefined) return { ...seen, reason: absent }
  if (passing !== undefined) return { ...seen, reason: passing }
  for (const limit of limits) {
    if (!own.includes(limit.key) || !limit.applies.includes(kind)) continue
    const so = tally(user, limit)
    if (!keepsLimit(limit, so)) return { ...seen, reason: 'limit', limit: { key: limit.key, ...so } }
  }
  return { ...seen, reason: 'later' }
}

const PASSED: ReadonlySet<Reason> = new Set(['former', 'excluded', 'limit'])

function choose(
  { strategy }: Question,
  lane: LaneState,
  seen: readonly SeenCandidate[],
): { user: string; next: LaneState } | undefined {
  const free = seen.filter(({ reason }) => reason === 'later')
  if (strategy === 'weighted_round_robin')
    return rotate(
      lane,
      seen
        .filter(({ reason }) => reason === 'later' || PASSED.has(reason))
        .map(({ user, weight, reason }) => ({ user, weight: new Decimal(weight), passed: PASSED.has(reason) })),
    )
  const user = strategy === 'first' ? free[0]?.user : leastLoaded(lane, free)
  return user === undefined ? undefined : { user, next: lane }
}

/** The fewest open records for his weight; compared as products, so exactly. */
function leastLoaded(lane: LaneState, free: readonly SeenCandidate[]): string | undefined {
  const people = new Map(free.map(one => [one.user, one]))
  const scaled = (a: string, b: string): Decimal => new Decimal(people.get(a)!.load ?? 0).times(people.get(b)!.weight)
  return foremost(lane.order, [...people.keys()], (a, b) => scaled(a, b).lt(scaled(b, a)))
}

/** The first limit that a claim would break; undefined when it keeps them all. */
export function refusedClaim(
  question: Question,
  user: string,
  tally: (user: string, limit: LimitFact) => Tally,
): LimitFact | undefined {
  const own = question.candidates.find(candidate => candidate.user === user)?.limits ?? []
  return question.limits.find(
    limit => limit.applies.includes('claim') && own.includes(limit.key) && !keepsLimit(limit, tally(user, limit)),
  )
}
