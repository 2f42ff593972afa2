/** Small pieces of SQL parts: codes of failures, two-valued truth. */
import { joinSql, rawSql, type SqlFragment, sql, sqlLength } from '../fragment.ts'
import type { SqlPart } from '../typed.ts'

const LONGEST_SHORT = 120

/** Cheap enough to be written twice: a column, a constant, a short expression without a query of its own. */
export function isShort(fragment: SqlFragment): boolean {
  return sqlLength(fragment) <= LONGEST_SHORT && !fragment.text.some(text => text.includes('select '))
}

/** In brackets unless it is one word, one call or in brackets already, so that any operator may follow. */
export function enclosed(fragment: SqlFragment): SqlFragment {
  const text = fragment.text.join('?')
  return !text.includes(' ') || isBracketed(text) ? fragment : sql`(${fragment})`
}

/** One pair of brackets around everything, after a name perhaps. */
function isBracketed(text: string): boolean {
  const start = text.indexOf('(')
  if (start < 0 || !/^\w*$/.test(text.slice(0, start)) || !text.endsWith(')')) return false
  let depth = 0
  for (let index = start; index < text.length; index++) {
    if (text[index] === '(') depth++
    if (text[index] === ')' && --depth === 0) return index === text.length - 1
  }
  return false
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

/** Before the code of a limit of this evaluation, which IFERROR does not hide; the code that leaves is without it. */
export const LIMIT_MARK = '!'

/** Whether a code is an error value that can be caught; `limit` is the code of what cannot, where the expression may reach one. */
export function caught(fails: SqlFragment, mayReachLimit: boolean): { condition: SqlFragment; limit?: SqlFragment } {
  if (!mayReachLimit) return { condition: sql`((${fails}) is not null)` }
  const isLimit = sql`(${fails}) like ${rawSql(`'${LIMIT_MARK}%'`)}`
  return {
    condition: sql`((${fails}) is not null and not ${isLimit})`,
    limit: sql`case when ${isLimit} then ${fails} end`,
  }
}

/** The code as others see it. */
export const plainCode = (fails: SqlFragment): SqlFragment => sql`ltrim(${fails}, ${rawSql(`'${LIMIT_MARK}'`)})`

/** A code that counts only where the condition is true. */
export function failsWhere(condition: SqlFragment, fails: SqlFragment | undefined): SqlFragment | undefined {
  return fails && sql`case when ${condition} then ${fails} end`
}
