import { Decimal, ZERO } from '../expression/decimal.ts'

/** Where the rotation of a lane stands. People who are new to it start at 0. */
export interface LaneState {
  /** everybody who ever took part, in the order of the pool they were first seen in: ties go by it */
  readonly order: readonly string[]
  /** exact decimal text by user; in units of weight */
  readonly credits: Readonly<Record<string, string>>
}

export const freshLane: LaneState = { order: [], credits: {} }

/** Somebody who takes part in a turn; `passed` cannot be given this record. */
export interface Turn {
  readonly user: string
  /** above 0 */
  readonly weight: Decimal
  readonly passed: boolean
}

export const creditOf = ({ credits }: LaneState, user: string): Decimal =>
  Object.hasOwn(credits, user) ? new Decimal(credits[user]!) : ZERO

/** The lane with people it did not know yet, at the end of its order. */
export function withPeople(lane: LaneState, users: readonly string[]): LaneState {
  const known = new Set(lane.order)
  const added = users.filter(user => !known.has(user))
  return added.length === 0 ? lane : { ...lane, order: [...lane.order, ...added] }
}

/**
 * One turn of smooth weighted rotation, in exact decimals: everybody who takes part earns his weight, the one with the most gets the record and pays the
 * weights of all. Passing somebody over costs him no turn: he earns too, until he is a whole turn ahead; more would come down on him at once when
 * his limit ends. Undefined when all are passed over; then nobody earns.
 */
export function rotate(lane: LaneState, turns: readonly Turn[]): { user: string; next: LaneState } | undefined {
  if (turns.every(({ passed }) => passed)) return undefined
  const wholeTurn = sum(turns)
  const earning = turns.filter(({ user, passed }) => !passed || creditOf(lane, user).lt(wholeTurn))
  const credits = new Map(earning.map(({ user, weight }) => [user, creditOf(lane, user).plus(weight)]))
  const user = foremost(
    lane.order,
    earning.filter(({ passed }) => !passed).map(turn => turn.user),
    (a, b) => credits.get(a)!.gt(credits.get(b)!),
  )!
  credits.set(user, credits.get(user)!.minus(sum(earning)))
  const texts = Object.fromEntries([...credits].map(([key, credit]) => [key, credit.toFixed()]))
  return { user, next: { ...lane, credits: { ...lane.credits, ...texts } } }
}

const sum = (turns: readonly Turn[]): Decimal => turns.reduce((total, { weight }) => total.plus(weight), ZERO)

/** The one before whom nobody goes; of equals the first in the lane's order. */
export function foremost(
  order: readonly string[],
  users: readonly string[],
  goesBefore: (a: string, b: string) => boolean,
): string | undefined {
  const place = new Map(order.map((user, index) => [user, index]))
  const sorted = [...users].sort((a, b) => (place.get(a) ?? order.length) - (place.get(b) ?? order.length))
  return sorted.reduce<string | undefined>(
    (best, user) => (best === undefined || goesBefore(user, best) ? user : best),
    undefined,
  )
}
