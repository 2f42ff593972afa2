/** SQL of functions without exact results: worked out to many more digits than are kept, then rounded as the closure does. */
import { FUNCTION_DIGITS, PRODUCT_SCALE } from '../decimal.ts'
import { rawSql, type SqlFragment, sql } from '../fragment.ts'
import type { SqlCall } from './definition.ts'
import { guard } from './guard.ts'

/** Places of a working value: sixty digits stay correct even for results near 10^-PRODUCT_SCALE. */
const WORKING_PLACES = rawSql('100')

/** The argument so wide that PostgreSQL works with that many places. */
export const widened = (value: SqlFragment): SqlFragment => sql`round(${value}, ${WORKING_PLACES})`

/** SQL twin of `approximated`: FUNCTION_DIGITS significant digits, at most PRODUCT_SCALE places. */
export function approximatedSql(working: SqlFragment, call: SqlCall): SqlFragment {
  const value = call.once(working)
  const size = call.once(sql`abs(${value})`)
  const digits = rawSql(String(FUNCTION_DIGITS))
  const zeros = sql`length(substring(${size}::text from '^0[.](0*)'))`
  const places = sql`case when ${size} >= 1 then ${digits} - length(trunc(${size})::text) else ${digits} + ${zeros} end`
  const rounded = sql`round(round(${value}, ${places}), ${rawSql(String(PRODUCT_SCALE))})`
  return guard(rounded, { digits: 41, scale: PRODUCT_SCALE }, call)
}
