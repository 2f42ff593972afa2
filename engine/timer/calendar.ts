import type { Calendar as CalendarDefinition } from '../../schemas/generated/definition.ts'
import type { Calendar } from '../expression/scope.ts'
import { isoWeekday, parseDate } from '../expression/time.ts'

const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
type Spans = readonly (readonly [string, string])[]

/**
 * Working days and hours of a calendar: a day with spans in the week is a workday unless it is a holiday; a make-up day (调休, `workdays`) is one
 * whatever the week says, with the hours of its own weekday, else of the first weekday that has any.
 */
export function compileCalendar(definition: CalendarDefinition): Calendar {
  const holidays = new Set(definition.holidays ?? [])
  const workdays = new Set(definition.workdays ?? [])
  const week = WEEK.map(day => spansOf(definition.week[day]))
  const ordinary = week.find(spans => spans.length > 0) ?? []
  const hours = (date: string): Spans => {
    const own = week[isoWeekday(parseDate(date) ?? 0) - 1] ?? []
    if (workdays.has(date)) return own.length > 0 ? own : ordinary
    return holidays.has(date) ? [] : own
  }
  return {
    hours,
    isWorkday: date => workdays.has(date) || hours(date).length > 0,
    rules: { week, holidays: definition.holidays ?? [], workdays: definition.workdays ?? [] },
  }
}

/** In order, and merged where they overlap or touch. "00:00" as an end is the end of the day. */
function spansOf(raw: readonly (readonly string[])[] | undefined): Spans {
  const spans = (raw ?? [])
    .map(([from = '', to = '']): [string, string] => [from, to === '00:00' ? '24:00' : to])
    .filter(([from, to]) => from < to)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  const merged: [string, string][] = []
  for (const [from, to] of spans) {
    const last = merged.at(-1)
    if (last === undefined || from > last[1]) merged.push([from, to])
    else if (to > last[1]) last[1] = to
  }
  return merged
}

const compiled = new WeakMap<CalendarDefinition, Calendar>()

/** The same, made once per definition. */
export function calendarOf(definition: CalendarDefinition): Calendar {
  const known = compiled.get(definition) ?? compileCalendar(definition)
  compiled.set(definition, known)
  return known
}
