import { calendarOf } from '../../engine/timer/calendar.ts'
import type { TimePlace } from '../../engine/timer/duration.ts'
import type { Installation } from './installation.ts'

/** Where local times and working days are counted: the calendar as it is today (M19: an edit of it moves what has not fired), else the app's zone. */
export function timePlaceOf(
  { app, zone }: Pick<Installation, 'app' | 'zone'>,
  calendar: string | undefined,
): TimePlace {
  const definition = calendar === undefined ? undefined : app.calendars.get(calendar)
  return definition === undefined ? { zone } : { zone: definition.zone ?? zone, calendar: calendarOf(definition) }
}
