import type { Policy } from '../../schemas/generated/definition.ts'

/** How the next one is found. */
export type Strategy = NonNullable<Policy['strategy']>

/** Why a person takes no part at all: he is passed over and earns nothing (M26). */
export type Absence = 'away' | 'inactive' | 'no_right' | 'no_weight'

/** Why a person does not get this record; his turn stays (M26). */
export type Passing = 'former' | 'excluded'

/** A person of the pool as he is when a record is given. */
export interface CandidateFact {
  readonly user: string
  /** exact decimal text, above 0 unless `absent` is `no_weight` */
  readonly weight: string
  readonly absent?: Absence
  readonly passing?: Passing
  /** open records he holds, for the strategy `least_load` */
  readonly load?: number
  /** keys of the limits that are about him */
  readonly limits: readonly string[]
}

/** A limit with its numbers as they are now, and what this record means to it. */
export interface LimitFact {
  readonly key: string
  /** `share`: part of the records counted; `count`: how many of them */
  readonly kind: 'share' | 'count'
  readonly bound: 'atLeast' | 'max'
  /** exact decimal text; a share is a fraction */
  readonly value: string
  readonly applies: readonly Kind[]
  /** ISO UTC: records given from then on count; null = ever */
  readonly since: string | null
  /** this record is one of those counted */
  readonly counted: boolean
  /** and of the part the share is about */
  readonly inShare: boolean
}

/** How a record came to its holder. */
export type Kind = 'assign' | 'claim'

/** Everything a decision depends on, evaluated: stored with it, so that it can be made again (M28). */
export interface Question {
  readonly kind: Kind
  /** ISO UTC */
  readonly at: string
  readonly strategy: Strategy
  /** one rotation per lane */
  readonly lane: string
  readonly limits: readonly LimitFact[]
  /** the pool, in its order, each once */
  readonly candidates: readonly CandidateFact[]
  /** who stands in when nobody is left, in order */
  readonly otherwise: readonly string[]
  /** outside the calendar: the instant it opens */
  readonly opens: string | null
  /** the person who holds an open record of the same one already (`oneOwnerPer`) */
  readonly holder: string | null
}

/** A record given, as limits count it. */
export interface Given {
  readonly user: string
  readonly at: string
  readonly kind: Kind
  /** keys of the limits that count it, and of those whose share it is part of */
  readonly counted: readonly string[]
  readonly inShare: readonly string[]
}
