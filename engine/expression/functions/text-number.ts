/** Numbers written in texts, in SQL: what the closure's `parseDecimal` reads. */
import { type SqlFragment, sql } from '../fragment.ts'

/** What JavaScript's trim() removes. */
const WHITE =
  '\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff'
const NUMBER = '^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)$'

/** The number of a text, NULL when it is none. */
export function numberInText(text: SqlFragment): SqlFragment {
  const trimmed = sql`btrim(${text}, ${WHITE}::text)`
  return sql`(case when ${trimmed} ~ ${NUMBER} and length(${trimmed}) <= 400 then (${trimmed})::numeric end)`
}
