/** Dates and instants in SQL by the same rules as the closure. */
import { rawSql, type SqlFragment, sql } from '../fragment.ts'
import type { TypedNode } from '../typed.ts'
import type { SqlCall } from './definition.ts'
import { sqlInstant } from './sql-bounds.ts'

/** The local time of a date, a datetime or a time of day (on no day), a timestamp without zone. */
export function localSql(value: SqlFragment, node: TypedNode | undefined, call: SqlCall): SqlFragment {
  if (node?.type.kind === 'time') return sql`('1970-01-01 ' || replace(nullif(${value}, ''), '24:', '00:'))::timestamp`
  return node?.type.kind === 'date' ? sql`${value}::timestamp` : sql`(${value} at time zone ${call.zone})`
}

/** The same for a text of it, which needs a day inside years 1-9999 in the zone too. */
export function shownLocalSql(value: SqlFragment, node: TypedNode | undefined, call: SqlCall): SqlFragment {
  const local = call.once(localSql(value, node, call))
  // A stored instant within a day of the year 1 or 9999 is not worth a check in every expression on a column.
  if (node?.type.kind === 'datetime' && node.node === 'call')
    call.fail(sql`${local} < timestamp '0001-01-01' or ${local} >= timestamp '10000-01-01'`, 'date_out_of_range')
  return local
}

/** The local date of a date or datetime. */
export function localDateSql(value: SqlFragment, node: TypedNode | undefined, call: SqlCall): SqlFragment {
  return node?.type.kind === 'date' ? value : sql`(${value} at time zone ${call.zone})::date`
}

/** The instant of a date or datetime. */
export function instantSql(value: SqlFragment, node: TypedNode | undefined, call: SqlCall): SqlFragment {
  return node?.type.kind === 'date' ? sqlInstant(localInstantSql(sql`${value}::timestamp`, call), call) : value
}

/**
 * SQL twin of `instantAt` (M21). PostgreSQL itself takes the second of two equal local times, and moves one that does not exist by the length of the gap: the
 * first of two is found with the offset of the day before, the end of a gap by looking at the minutes of the day before.
 */
export function localInstantSql(local: SqlFragment, call: SqlCall): SqlFragment {
  const { zone } = call
  if (zone === 'UTC') return sql`((${local}) at time zone 'UTC')`
  const time = call.once(sql`(${local})`)
  const taken = call.once(sql`(${time} at time zone ${zone})`)
  const dayBefore = sql`(${time} - interval '1 day')`
  const utc = (at: SqlFragment) => sql`(${at} at time zone 'UTC')`
  const first = call.once(sql`(${utc(time)} - (${utc(dayBefore)} at time zone ${zone} - ${dayBefore}))`)
  const gap = sql`select min(g.t) from generate_series(date_trunc('minute', ${taken}) - interval '1 day', ${taken}, interval '1 minute') g(t) where g.t at time zone ${zone} >= ${time}`
  return sql`(case when ${first} at time zone ${zone} = ${time} then least(${taken}, ${first}) when ${taken} at time zone ${zone} = ${time} then ${taken} else (${gap}) end)`
}

/** Milliseconds since 1970 UTC. */
export function epochSql(instant: SqlFragment): SqlFragment {
  return sql`(extract(epoch from date_trunc('milliseconds', ${instant})) * 1000)::numeric(20, 0)`
}

/** The earlier and the later of two; NULL when one is. */
export function orderedSql(a: SqlFragment, b: SqlFragment, call: SqlCall): { low: SqlFragment; high: SqlFragment } {
  return {
    low: call.once(sql`case when ${a} <= ${b} then ${a} when ${a} > ${b} then ${b} end`),
    high: call.once(sql`case when ${a} <= ${b} then ${b} when ${a} > ${b} then ${a} end`),
  }
}

/** Full months between two dates by the day of the month, negative when the second lies before. */
export function fullMonthsSql(from: SqlFragment, to: SqlFragment, call: SqlCall): SqlFragment {
  const [a, b] = [call.once(from), call.once(to)]
  const { low, high } = orderedSql(a, b, call)
  const part = (word: string) => sql`(extract(${rawSql(word)} from ${high}) - extract(${rawSql(word)} from ${low}))`
  // PostgreSQL has no year 0: the day before the year 1, which only an instant has in some zones, lies in its year -1.
  const yearOne = rawSql(`date '0001-01-01'`)
  const noYearZero = call.nodes.some(node => node.type.kind === 'datetime')
    ? sql` - case when ${low} < ${yearOne} and ${high} >= ${yearOne} then 12 else 0 end`
    : rawSql('')
  const months = sql`${part('year')} * 12 + ${part('month')} - case when ${part('day')} < 0 then 1 else 0 end${noYearZero}`
  return sql`(case when ${b} < ${a} then -(${months}) else ${months} end)`
}
