/** Working days and hours in SQL: the calendar is data, so days are counted by arithmetic and its exceptions apart. */
import { joinSql, rawSql, type SqlFragment, sql } from '../fragment.ts'
import type { CalendarRules } from '../scope.ts'
import { source } from '../sql/list.ts'
import { LIMIT_MARK } from '../sql/part.ts'
import { isoWeekday, parseClock, parseDate } from '../time.ts'
import type { SqlCall } from './definition.ts'
import { localInstantSql, orderedSql } from './local-sql.ts'

const OFFICE_WEEK: CalendarRules = {
  week: [1, 2, 3, 4, 5, 6, 7].map(day => (day <= 5 ? [['09:00', '17:00']] : [])),
  holidays: [],
  workdays: [],
}
/** 0001-01-01, a Monday. */
const FIRST_MONDAY = rawSql(`date '0001-01-01'`)
/** Days over which working hours are counted, one by one: a century. */
export const LONGEST_SPAN = 40_000
/** Days that the closure visits one by one within its steps. */
const MOST_DAYS = 1_000_000

/** The rules to count by; without a calendar Monday to Friday. undefined = not known to SQL. */
function rulesOf(call: SqlCall): CalendarRules | undefined {
  return call.calendar === null ? OFFICE_WEEK : call.calendar
}

const isOpen = (rules: CalendarRules, weekday: number): boolean => rules.week[weekday - 1]!.length > 0
const weekdayOf = (date: string): number => isoWeekday(parseDate(date) ?? 0)

/** Exceptions that change something: days off that the week calls workdays, and workdays that it does not. */
function exceptions(rules: CalendarRules): { off: string[]; extra: string[] } {
  return {
    off: [...new Set(rules.holidays)].filter(date => isOpen(rules, weekdayOf(date)) && !rules.workdays.includes(date)),
    extra: [...new Set(rules.workdays)].filter(date => !isOpen(rules, weekdayOf(date))),
  }
}

/** A condition on a date: the calendar's, before the holidays given to a function. */
function workdaySql(date: SqlFragment, rules: CalendarRules): SqlFragment {
  const { off, extra } = exceptions(rules)
  const open = [1, 2, 3, 4, 5, 6, 7].filter(weekday => isOpen(rules, weekday))
  const week = sql`extract(isodow from ${date}) in (${rawSql(open.length > 0 ? open.join(', ') : '0')})`
  const kept = off.length > 0 ? sql`${week} and ${date} <> all(${off}::date[])` : week
  return extra.length > 0 ? sql`(${kept} or ${date} = any(${extra}::date[]))` : sql`(${kept})`
}

/** Workdays of the week from `low` to `high`, both included: for each weekday how often it comes. */
function weekCountSql(low: SqlFragment, high: SqlFragment, rules: CalendarRules): SqlFragment {
  const terms = [1, 2, 3, 4, 5, 6, 7].flatMap(weekday => {
    if (!isOpen(rules, weekday)) return []
    const until = (date: SqlFragment, shift: number) => sql`(${date} - ${FIRST_MONDAY} + ${rawSql(String(shift))}) / 7`
    return [sql`(${until(high, 8 - weekday)} - ${until(low, 7 - weekday)})`]
  })
  return terms.length === 0 ? sql`0` : joinSql(terms, ' + ')
}

function listedSql(dates: readonly string[], low: SqlFragment, high: SqlFragment): SqlFragment {
  return sql`(select count(*) from unnest(${dates}::date[]) x(d) where x.d between ${low} and ${high})`
}

/** Dates given as holidays: a list, or one date. */
interface Given {
  readonly rows: SqlFragment
  readonly failures: readonly SqlFragment[]
  /** a date of its own: when it is blank, so is the result */
  readonly single?: readonly [SqlFragment]
}

export function givenHolidays(call: SqlCall, index: number): Given {
  if (call.nodes[index]!.type.kind === 'list') {
    const list = call.list(index)
    return { rows: sql`select ${list.element} as d from ${source(list)}`, failures: list.failures }
  }
  const part = call.oncePart(call.part(index))
  return { rows: sql`select ${part.value} as d`, failures: part.fails ? [part.fails] : [], single: [part.value] }
}

/** NETWORKDAYS between two dates, negative when the second lies before the first. */
export function workdaysSql(
  from: SqlFragment,
  to: SqlFragment,
  given: Given | undefined,
  call: SqlCall,
): SqlFragment | undefined {
  const rules = rulesOf(call)
  if (!rules) return undefined
  const { off, extra } = exceptions(rules)
  const { low, high } = orderedSql(from, to, call)
  call.fail(sql`${high} - ${low} >= ${rawSql(String(MOST_DAYS))}`, `${LIMIT_MARK}formula_too_many_steps`)
  const free = given
    ? sql` - (select count(distinct h.d) from (${given.rows}) h where h.d between ${low} and ${high} and ${workdaySql(sql`h.d`, rules)})`
    : rawSql('')
  const count = sql`(${weekCountSql(low, high, rules)} - ${listedSql(off, low, high)} + ${listedSql(extra, low, high)}${free})`
  return sql`(${count} * case when ${to} < ${from} then -1 else 1 end)::numeric`
}

/** WORKDAY: the date so many workdays on; `count` is an integer. */
export function shiftedWorkdaysSql(
  from: SqlFragment,
  count: SqlFragment,
  given: Given | undefined,
  call: SqlCall,
): SqlFragment | undefined {
  const rules = rulesOf(call)
  const open = rules?.week.filter(spans => spans.length > 0).length ?? 0
  if (!rules || open === 0) return undefined
  const steps = call.once(sql`abs(${count})`)
  const listed = given ? sql` + (select count(*) from (${given.rows}) h)::int` : rawSql('')
  const reach = sql`${steps} * 7 / ${rawSql(String(open))} + ${rawSql(String(8 + rules.holidays.length))}${listed}`
  const day = sql`(${from} + sign(${count})::int * s.i)`
  const free = given ? sql` and not exists (select from (${given.rows}) h where h.d = ${day})` : rawSql('')
  const found = sql`(select ${day} from generate_series(1, ${reach}) s(i) where ${workdaySql(day, rules)}${free} order by s.i offset greatest(${steps} - 1, 0) limit 1)`
  return sql`case when ${count} = 0 then ${from} else ${found} end`
}

/** Minutes of a day's spans; make-up days have their weekday's hours, else those of the first weekday that has any. */
function spanRows(rules: CalendarRules): SqlFragment | undefined {
  const ordinary = rules.week.find(spans => spans.length > 0) ?? []
  const rows = [...rules.week, ordinary].flatMap((spans, index) =>
    spans.map(([from, to]) => `(${index + 1}, ${(parseClock(from) ?? 0) / 1000}, ${(parseClock(to) ?? 0) / 1000})`),
  )
  return rows.length === 0 ? undefined : rawSql(`(values ${rows.join(', ')}) w(k, a, b)`)
}

/** Working milliseconds between two instants, negative when the second lies before the first. */
export function workingTimeSql(from: SqlFragment, to: SqlFragment, call: SqlCall): SqlFragment | undefined {
  const rules = call.calendar ?? undefined
  const spans = rules && spanRows(rules)
  if (!rules || !spans) return undefined
  const { off, extra } = exceptions(rules)
  const { low, high } = orderedSql(from, to, call)
  const date = (instant: SqlFragment) => sql`(${instant} at time zone ${call.zone})::date`
  const span = call.once(sql`(${date(high)} - ${date(low)})`)
  const longest = rawSql(String(LONGEST_SPAN))
  call.fail(sql`${span} > ${longest}`, 'number_out_of_range')
  const kind = sql`case when d.d = any(${extra}::date[]) then 8 when d.d = any(${off}::date[]) then 0 else extract(isodow from d.d) end`
  const days = sql`(select ${date(low)} + i as d from generate_series(0, case when ${span} <= ${longest} then ${span} end) i) d`
  // A day's spans are cut at its midnights, so that hours that do not exist fall away.
  const at = (seconds: string) =>
    localInstantSql(sql`d.d::timestamp + ${rawSql(seconds)} * interval '1 second'`, plainly(call))
  const open = sql`least(${at('w.b')}, ${high}) - greatest(${at('w.a')}, ${low})`
  const ms = sql`extract(epoch from greatest(${open}, interval '0')) * 1000`
  const total = sql`(select coalesce(sum(${ms}), 0) from ${days} join ${spans} on w.k = ${kind})`
  return sql`(case when ${to} < ${from} then -1 when ${to} >= ${from} then 1 end * round(${total}))`
}

/** Inside a query of its own nothing is bound outside. */
const plainly = (call: SqlCall): SqlCall => ({ ...call, once: value => value })
