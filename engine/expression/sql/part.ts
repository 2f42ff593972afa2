/** Small pieces of SQL parts: codes of failures, two-valued truth. */
import { joinSql, rawSql, type SqlFragment, sql, sqlLength } from '../fragment.ts'
import type { SqlPart } from '../typed.ts'

const LONGEST_SHORT = 120

/** Cheap enough to be written twice: a column, a constant, a short expression without a query of its own. */
export function isShort(fragment: SqlFragment): boolean {
  return sqlLength(fragment) <= LONGEST_SHORT && !fragment.text.some(text => text.includes('select '))
}

/** The value with NULL as false where that is meant. */
export const strictly = (part: SqlPart): SqlFragment =>
  part.nullFalse ? sql`coalesce(${part.value}, false)` : part.value

/** The first code that is not NULL, as the `fails` of a part. */
export function firstFailure(codes: readonly (SqlFragment | undefined)[]): { fails?: SqlFragment } {
  const present = codes.filter(code => code !== undefined)
  if (present.length === 0) return {}
  return { fails: present.length === 1 ? present[0]! : sql`coalesce(${joinSql(present, ', ')})` }
}

/** `code` where the condition holds. Codes are the program's own words. */
export function codeWhen(condition: SqlFragment, code: string): SqlFragment {
  return sql`case when ${condition} then ${rawSql(`'${code}'::text`)} end`
}

/** A code that counts only where the condition is true. */
export function failsWhere(condition: SqlFragment, fails: SqlFragment | undefined): SqlFragment | undefined {
  return fails && sql`case when ${condition} then ${fails} end`
}
