/** SQL that cannot raise: values are clamped before a cast, and what was beyond the bounds is reported as a failure. */
import { rawSql, type SqlFragment, sql } from '../fragment.ts'
import type { SqlCall } from './definition.ts'

/** A numeric cut to an integer between `min` and `max`, as the closure's `integer`. */
export function sqlInteger(value: SqlFragment, min: number, max: number, call: SqlCall): SqlFragment {
  const [low, high] = [rawSql(String(min)), rawSql(String(max))]
  call.fail(sql`(trunc(${value}) not between ${low} and ${high})`)
  // Not least() and greatest(): they skip NULL, and a blank must stay blank.
  return sql`(case when ${value} < ${low} then ${low} when ${value} > ${high} then ${high} else trunc(${value}) end)::int`
}

/** A date kept inside years 1-9999. */
export function sqlDate(value: SqlFragment, call: SqlCall): SqlFragment {
  call.fail(sql`(${value} not between date '0001-01-01' and date '9999-12-31')`)
  return value
}
