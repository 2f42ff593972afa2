import type { CompiledExpression } from '../definition/compiled.ts'
import { Decimal, FormulaError, type Result } from '../expression/index.ts'
import type { RecordContext } from '../record/context.ts'
import { type Place, recordScope } from '../record/scope.ts'
import { calendarOf } from '../timer/calendar.ts'
import type { CompiledLimit, CompiledPolicy } from './compiled.ts'
import { nextOpening } from './hours.ts'
import { windowStart } from './limits.ts'
import type { Absence, CandidateFact, Kind, LimitFact, Passing, Question } from './question.ts'

/** What the expressions cannot tell: people as they are now, and what happened to the record before. */
export interface AssignmentWorld {
  readonly kind: Kind
  /** who claims the record: then it is about him alone */
  readonly claimant?: string
  /** why a person takes no part; undefined = he does */
  absence(user: string): Exclude<Absence, 'no_weight'> | undefined
  /** who held the record before */
  readonly former: ReadonlySet<string>
  /** further people who are not to get it */
  readonly except: ReadonlySet<string>
  load(user: string): number
  /** who holds an open record of the same one */
  readonly holder: string | null
}

/** One policy about one record at one moment. */
export interface AskedPolicy {
  readonly policy: CompiledPolicy
  readonly place: Place
  readonly context: RecordContext
}

/** The question a policy has to answer about a record, with all its expressions evaluated. */
export function askPolicy(asked: AskedPolicy, world: AssignmentWorld): Question {
  const { policy } = asked
  const strategy = policy.definition.strategy ?? 'weighted_round_robin'
  const excluded = new Set(peopleOf(evaluated(asked, policy.exclude)))
  return {
    kind: world.kind,
    at: asked.context.now,
    strategy,
    lane: laneOf(asked),
    limits: policy.limits.map(limit => limitFact(asked, limit)),
    candidates: poolOf(asked, world).map(user => candidate(asked, world, user, strategy, excluded)),
    otherwise: peopleOf(evaluated(asked, policy.otherwise)).filter(user => world.absence(user) === undefined),
    opens: opening(asked),
    holder: world.holder,
  }
}

const poolOf = (asked: AskedPolicy, { claimant }: AssignmentWorld): readonly string[] =>
  claimant === undefined ? peopleOf(evaluated(asked, asked.policy.pool)) : [claimant]

/** The lane a record belongs to; "" without one and for a blank. */
export function laneOf(asked: AskedPolicy): string {
  const value = evaluated(asked, asked.policy.lane)
  return value === null || value instanceof FormulaError || typeof value === 'object' ? textOf(value) : String(value)
}

const textOf = (value: Result): string => (Decimal.isDecimal(value) ? value.toFixed() : '')

function opening({ policy, context }: AskedPolicy): string | null {
  const definition = context.app.calendars.get(policy.definition.calendar ?? '')
  return definition === undefined
    ? null
    : nextOpening(calendarOf(definition), context.now, definition.zone ?? context.zone)
}

function candidate(
  asked: AskedPolicy,
  world: AssignmentWorld,
  user: string,
  strategy: Question['strategy'],
  excluded: ReadonlySet<string>,
): CandidateFact {
  const { policy } = asked
  const weight = policy.weight === undefined ? new Decimal(1) : evaluated(asked, policy.weight, user)
  const usable = Decimal.isDecimal(weight) && weight.gt(0) ? weight : undefined
  const absent = world.absence(user) ?? (usable === undefined ? 'no_weight' : undefined)
  const passing = passingOf(world, user, excluded)
  return {
    user,
    weight: usable?.toFixed() ?? '0',
    ...(absent === undefined ? {} : { absent }),
    ...(passing === undefined ? {} : { passing }),
    ...(strategy === 'least_load' ? { load: world.load(user) } : {}),
    limits: policy.limits.filter(({ who }) => concerns(asked, who, user)).map(({ key }) => key),
  }
}

function passingOf(world: AssignmentWorld, user: string, excluded: ReadonlySet<string>): Passing | undefined {
  if (world.former.has(user)) return 'former'
  return excluded.has(user) || world.except.has(user) ? 'excluded' : undefined
}

/** Whether an expression of people, or a condition on a person, means this one; without one it means everybody. */
export function concerns(asked: AskedPolicy, who: CompiledExpression | undefined, user: string): boolean {
  if (who === undefined) return true
  const value = evaluated(asked, who, user)
  return typeof value === 'boolean' ? value : peopleOf(value).includes(user)
}

function limitFact(asked: AskedPolicy, { key, definition, where, share, bound, value }: CompiledLimit): LimitFact {
  const { context } = asked
  const number = evaluated(asked, value)
  const holds = (condition: CompiledExpression | undefined): boolean =>
    condition === undefined || evaluated(asked, condition) === true
  const { per, over } = definition
  const window = per !== undefined ? { per } : over !== undefined ? { over } : undefined
  return {
    key,
    kind: share === undefined ? 'count' : 'share',
    bound,
    // A setting left blank limits nothing.
    value: Decimal.isDecimal(number) ? number.toFixed() : NO_LIMIT[bound],
    applies: definition.applies ?? ['assign'],
    since: windowStart(window, context.now, context.zone),
    counted: holds(where),
    inShare: share !== undefined && holds(where) && holds(share),
  }
}

const NO_LIMIT = { atLeast: '0', max: '1000000000' } as const

function evaluated(
  { place, context }: AskedPolicy,
  expression: CompiledExpression | undefined,
  candidate?: string,
): Result {
  if (expression === undefined) return null
  const scopes = candidate === undefined ? context.scopes : { ...context.scopes, $candidate: candidate }
  return expression.evaluate(recordScope(place, scopes === undefined ? context : { ...context, scopes }))
}

/** People of a result, each once, in its order. */
function peopleOf(value: Result): string[] {
  const list = Array.isArray(value) ? value.flat() : [value]
  return [...new Set(list.filter((user): user is string => typeof user === 'string' && user !== ''))]
}
