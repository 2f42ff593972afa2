import { joinSql, rawSql, type SqlFragment, sql, sqlLength } from './fragment.ts'
import type { SqlEnvironment } from './sql/environment.ts'
import { strictly } from './sql/part.ts'
import { chain, Unsupported, Writer } from './sql/writer.ts'
import type { SqlBranch, SqlPart, TypedNode } from './typed.ts'

export type { SqlEnvironment, SqlRows } from './sql/environment.ts'

/** Why an expression is not for SQL: a function, a reference, its length. */
export interface NotForSql {
  readonly unsupported: string
}

const LONGEST_SQL = 400_000

/** The value of an expression in PostgreSQL. It never raises at run time: an error value is NULL. Booleans of comparisons and conditions are never NULL. */
export function toSql(typed: TypedNode, env: SqlEnvironment): SqlFragment | NotForSql {
  return attempt(() => {
    const { part, joins } = branchOf(typed, env)
    const value = strictly(part)
    return selected(part.fails ? sql`case when ${part.fails} is null then ${value} end` : value, joins)
  })
}

/** The expression as a condition of WHERE: NULL and error values count as false, and comparisons with constants stay plain, so that indexes serve them. */
export function toSqlCondition(typed: TypedNode, env: SqlEnvironment): SqlFragment | NotForSql {
  return attempt(() => {
    const { part, joins } = branchOf(typed, env)
    // A CASE, as the planner takes few rows for "is null" on an expression, and half of them for this.
    const sound = part.fails && sql`case when (${part.fails}) is null then true end`
    return selected(sound ? sql`((${part.value}) and ${sound})` : sql`(${part.value})`, joins)
  })
}

/**
 * The value and, where the expression can fail, the code of its error value (NULL where there is none), each a fragment of its own. `value` may be anything where
 * `fails` is not NULL.
 */
export function toSqlParts(typed: TypedNode, env: SqlEnvironment): SqlPart | NotForSql {
  return attempt(() => {
    const { part, joins } = branchOf(typed, env)
    const value = selected(strictly(part), joins)
    return part.fails ? { value, fails: selected(part.fails, joins) } : { value }
  })
}

/**
 * The same with what both share in `joins`, to stand behind the FROM item that the environment's columns belong to (" cross join lateral ..."): everything is then
 * computed once. Absent when nothing is shared.
 */
export function toSqlJoined(
  typed: TypedNode,
  env: SqlEnvironment,
): (SqlPart & { readonly joins?: SqlFragment }) | NotForSql {
  return attempt(() => {
    const { part, joins } = branchOf(typed, env)
    const { value, fails } = { value: strictly(part), fails: part.fails }
    return {
      value,
      ...(fails ? { fails } : {}),
      ...(joins.length > 0 ? { joins: joinSql(joins, ' ') } : {}),
    }
  })
}

/** How many expressions are being written: an environment may write one within a column of another, over an alias of the other. */
let open = 0

function branchOf(typed: TypedNode, env: SqlEnvironment): SqlBranch {
  try {
    return new Writer({ ...env, prefix: `${env.prefix ?? 'f'}${'_'.repeat(open++)}` }).whole(typed)
  } finally {
    open--
  }
}

function selected(value: SqlFragment, joins: readonly SqlFragment[]): SqlFragment {
  return joins.length === 0 ? value : sql`(select ${value} from ${chain(joins)})`
}

function attempt<T extends SqlFragment | SqlPart>(build: () => T): T | NotForSql {
  try {
    const built = build()
    const longest: readonly SqlFragment[] = 'value' in built ? [built.value, built.fails ?? rawSql('')] : [built]
    return longest.some(fragment => sqlLength(fragment) > LONGEST_SQL) ? { unsupported: 'length' } : built
  } catch (failure) {
    if (failure instanceof Unsupported) return { unsupported: failure.what }
    throw failure
  }
}
