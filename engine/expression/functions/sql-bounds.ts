/** SQL that cannot raise: values are clamped before a cast, and what was beyond the bounds is reported as a failure. */
import { rawSql, type SqlFragment, sql } from '../fragment.ts'
import type { SqlCall } from './definition.ts'

/** A numeric cut to an integer between `min` and `max`, as the closure's `integer`. */
export function sqlInteger(value: SqlFragment, min: number, max: number, call: SqlCall): SqlFragment {
  const [low, high] = [rawSql(String(min)), rawSql(String(max))]
  const once = call.once(value)
  call.fail(sql`trunc(${once}) not between ${low} and ${high}`, 'number_out_of_range')
  // Not least() and greatest(): they skip NULL, and a blank must stay blank.
  return sql`(case when ${once} < ${low} then ${low} when ${once} > ${high} then ${high} else trunc(${once}) end)::int`
}

/** The call for what fails only where a value is not blank. */
export function whereFilled(value: SqlFragment, call: SqlCall): SqlCall {
  return { ...call, fail: (condition, code) => call.fail(sql`${value} is not null and (${condition})`, code) }
}

/** A date kept inside years 1-9999; cut off beyond, so that nothing later leaves PostgreSQL's own range. */
export function sqlDate(value: SqlFragment, call: SqlCall): SqlFragment {
  const once = call.once(value)
  const isWithin = sql`between date '0001-01-01' and date '9999-12-31'`
  call.fail(sql`${once} not ${isWithin}`, 'date_out_of_range')
  return sql`case when ${once} ${isWithin} then ${once} end`
}

/** An instant kept inside years 1-9999 (UTC). */
export function sqlInstant(value: SqlFragment, call: SqlCall): SqlFragment {
  const once = call.once(value)
  const [first, end] = [sql`'0001-01-01 00:00:00+00'::timestamptz`, sql`'10000-01-01 00:00:00+00'::timestamptz`]
  call.fail(sql`${once} < ${first} or ${once} >= ${end}`, 'date_out_of_range')
  return sql`case when ${once} >= ${first} and ${once} < ${end} then ${once} end`
}
