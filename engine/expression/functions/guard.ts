import { MAX_DIGITS } from '../decimal.ts'
import { rawSql, type SqlFragment, sql } from '../fragment.ts'
import type { NumberSize } from '../typed.ts'
import type { SqlCall } from './definition.ts'

/** The bound of MAX_DIGITS. */
export const TOO_LARGE = rawSql(`1e${MAX_DIGITS}`)

/** SQL twin of `bounded`: only written where the sizes do not rule the overflow out. A long value is cut off, so that nothing grows without end. */
export function guard(value: SqlFragment, size: NumberSize, call: SqlCall): SqlFragment {
  if (size.digits <= MAX_DIGITS) return value
  const once = call.once(value)
  call.fail(sql`abs(${once}) >= ${TOO_LARGE}`, 'number_too_large')
  return once === value ? value : sql`case when abs(${once}) < ${TOO_LARGE} then ${once} end`
}
