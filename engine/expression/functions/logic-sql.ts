/** SQL of conditions and choices: three-valued logic folded to two, failures only where the closure would meet them. */
import { type SqlFragment, sql } from '../fragment.ts'
import { failsWhere, firstFailure, isShort, strictly } from '../sql/part.ts'
import type { TypedNode } from '../typed.ts'
import type { Type } from '../types.ts'
import type { SqlCall, SqlPart } from './definition.ts'

/** A value for the first condition that holds, of (condition, value) writers; what is not chosen is neither computed nor met. */
export function choiceSql(
  pairs: readonly (readonly [condition: () => SqlPart, value: () => SqlPart])[],
  otherwise: () => SqlPart,
  call: SqlCall,
): SqlPart {
  const [first, ...rest] = pairs
  if (!first) return otherwise()
  const written = first[0]()
  const then = call.branch(first[1])
  const other = call.branch(() => choiceSql(rest, otherwise, call))
  const isPlain = then.joins.length === 0 && other.joins.length === 0
  const isShared = !isPlain || then.part.fails !== undefined || other.part.fails !== undefined
  const condition = isShared ? call.once(written.value) : written.value
  const chosen = call.enter(then, condition)
  const left = call.enter(other, sql`(${condition}) is not true`)
  const value = sql`case when ${condition} then ${strictly(chosen)} else ${strictly(left)} end`
  return { value: sql`(${value})`, ...firstFailure([written.fails, chosenFailure(condition, chosen, left)]) }
}

function chosenFailure(condition: SqlFragment, chosen: SqlPart, left: SqlPart): SqlFragment | undefined {
  if (!chosen.fails) return failsWhere(sql`(${condition}) is not true`, left.fails)
  return left.fails
    ? sql`case when ${condition} then ${chosen.fails} else ${left.fails} end`
    : failsWhere(condition, chosen.fails)
}

/** AND and OR stop at the first operand that decides, in SQL too: later failures then do not count. */
export function connectSql(operands: readonly (() => SqlPart)[], word: 'and' | 'or', call: SqlCall): SqlPart {
  const [first, ...rest] = operands
  const written = first!()
  if (rest.length === 0) return written
  const later = call.branch(() => connectSql(rest, word, call))
  const isShared = later.joins.length > 0 || later.part.fails !== undefined
  const value = isShared ? call.once(written.value) : written.value
  const goesOn = word === 'and' ? sql`(${value}) is true` : sql`(${value}) is not true`
  const entered = call.enter(later, goesOn)
  return {
    value: word === 'and' ? sql`(${value} and ${entered.value})` : sql`(${value} or ${entered.value})`,
    nullFalse: true,
    ...firstFailure([written.fails, failsWhere(goesOn, entered.fails)]),
  }
}

/** The part, or the alternative where `condition` (over the bound part) holds. The part's own failures are the caller's business. */
export function alternativeSql(
  part: SqlPart,
  condition: SqlFragment,
  otherwise: () => SqlPart,
  call: SqlCall,
): SqlPart {
  const bound = isShort(condition) ? condition : call.once(condition)
  const other = call.enter(call.branch(otherwise), bound)
  return {
    value: sql`(case when ${bound} then ${strictly(other)} else ${strictly(part)} end)`,
    ...firstFailure([failsWhere(bound, other.fails)]),
  }
}

export function emptySql(value: SqlFragment, type: Type | undefined): SqlFragment | undefined {
  if (type?.kind === 'any') return undefined
  if (type?.kind === 'list') return sql`(coalesce(cardinality(${value}), 0) = 0)`
  return type?.kind === 'text' ? sql`(coalesce(${value}, '') = '')` : sql`(${value} is null)`
}

export function truthSql(value: SqlFragment, node: TypedNode | undefined): SqlFragment | undefined {
  const empty = emptySql(value, node?.type)
  if (!empty) return undefined
  if (node?.type.kind === 'boolean') return sql`coalesce(${value}, false)`
  return node?.type.kind === 'number' || node?.type.kind === 'duration'
    ? sql`(coalesce(${value}, 0) <> 0)`
    : sql`(not ${empty})`
}
