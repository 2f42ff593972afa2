/** + and - between dates, datetimes, durations and numbers. A date on one side of a difference means whole days (M21). */
import type { Context } from '../../context.ts'
import { Decimal, divide, integer, ZERO } from '../../decimal.ts'
import { rawSql, type SqlFragment, sql } from '../../fragment.ts'
import { dateText, instantAt, instantText, localOf } from '../../time.ts'
import { dayOf, instantOf } from '../conversions.ts'
import type { Operation, SqlCall } from '../definition.ts'
import { epochSql, localInstantSql } from '../local-sql.ts'
import { sqlDate, sqlInstant, sqlInteger, whereFilled } from '../sql-bounds.ts'
import { DIVIDE, MULTIPLY, product } from './arithmetic.ts'

/** 4,106 years: from any date of years 1-9999 it stays within what PostgreSQL can hold, so that SQL never raises. */
export const MANY_DAYS = 1_500_000
export const MANY_MS = 130_000_000_000_000

/** date + whole days (a fraction is cut); a blank number of days counts as 0. */
export function dateShift(sign: 1 | -1): Operation {
  return {
    name: sign === 1 ? '+' : '-',
    acceptsBlank: true,
    evaluate: (_: Context, date: string | null, days: Decimal | null) =>
      date === null ? null : dateText(dayOf(date) + sign * integer(days ?? ZERO, -MANY_DAYS, MANY_DAYS)),
    sql([date, days], whole) {
      const call = whereFilled(date!, whole)
      const count = sqlInteger(sql`coalesce(${days}, 0)`, -MANY_DAYS, MANY_DAYS, call)
      return sqlDate(sql`(${date}${rawSql(sign === 1 ? ' + ' : ' - ')}${count})`, call)
    },
  }
}

/** datetime + whole days: the same local time so many days on (M21). */
export function localDayShift(sign: 1 | -1): Operation {
  return {
    name: sign === 1 ? '+' : '-',
    acceptsBlank: true,
    evaluate(context: Context, instant: string | null, days: Decimal | null) {
      if (instant === null) return null
      const { zone } = context.scope
      const local = localOf(instantOf(instant), zone)
      return instantText(instantAt(local.days + sign * integer(days ?? ZERO, -MANY_DAYS, MANY_DAYS), local.ofDay, zone))
    },
    sql([instant, days], whole) {
      const call = whereFilled(instant!, whole)
      const count = sqlInteger(sql`coalesce(${days}, 0)`, -MANY_DAYS, MANY_DAYS, call)
      const shift = sql`make_interval(days => ${rawSql(sign === 1 ? '' : '-')}${count})`
      return sqlInstant(localInstantSql(sql`${instant} at time zone ${call.zone} + ${shift}`, call), call)
    },
  }
}

/** datetime + duration in ms; a blank duration counts as 0. */
export function instantShift(sign: 1 | -1): Operation {
  return {
    name: sign === 1 ? '+' : '-',
    acceptsBlank: true,
    evaluate: (_: Context, instant: string | null, ms: Decimal | null) =>
      instant === null ? null : instantText(instantOf(instant) + sign * integer(ms ?? ZERO, -MANY_MS, MANY_MS)),
    sql([instant, ms], whole) {
      const call = whereFilled(instant!, whole)
      const signed = sign === 1 ? sql`coalesce(${ms}, 0)` : sql`(-coalesce(${ms}, 0))`
      return sqlInstant(shiftedSql(instant!, signed, call), call)
    },
  }
}

/** Instant plus ms: whole days first, so that no digit is lost in the double precision of PostgreSQL's intervals. */
export function shiftedSql(instant: SqlFragment, ms: SqlFragment, call: SqlCall): SqlFragment {
  const whole = call.once(ms)
  const [least, most] = [rawSql(String(-MANY_MS)), rawSql(String(MANY_MS))]
  const clamped = call.once(sql`case when trunc(${whole}) between ${least} and ${most} then trunc(${whole}) end`)
  call.fail(sql`trunc(${whole}) not between ${least} and ${most}`, 'number_out_of_range')
  const days = sql`make_interval(days => div(${clamped}, 86400000)::int)`
  const rest = sql`mod(${clamped}, 86400000)::float8 * interval '1 millisecond'`
  return sql`((${instant} at time zone 'UTC' + ${days} + ${rest}) at time zone 'UTC')`
}

/** date - date: days. */
export const DATE_DIFFERENCE: Operation = {
  name: '-',
  evaluate: (_: Context, a: string, b: string) => new Decimal(dayOf(a) - dayOf(b)),
  sql: ([a, b]) => sql`(${a} - ${b})::numeric`,
  size: () => ({ digits: 7, scale: 0 }),
}

/** datetime - datetime: a duration in ms. */
export const INSTANT_DIFFERENCE: Operation = {
  name: '-',
  evaluate: (_: Context, a: string, b: string) => new Decimal(instantOf(a) - instantOf(b)),
  sql: ([a, b]) => sql`(${epochSql(a!)} - ${epochSql(b!)})`,
  size: () => ({ digits: 15, scale: 0 }),
}

export const DURATION_TIMES: Operation = {
  name: '*',
  evaluate: (_: Context, a: Decimal, b: Decimal) => product(a, b),
  sql: (args, call) => MULTIPLY.sql?.(args, call),
}
export const DURATION_BY: Operation = {
  name: '/',
  evaluate: (_: Context, a: Decimal, b: Decimal) => divide(a, b),
  sql: (args, call) => DIVIDE.sql?.(args, call),
}
