interface Day {
  readonly format: Intl.DateTimeFormat
  /** the minute last asked for, and its day: zones differ by whole minutes */
  minute: string
  day: string
}
const days = new Map<string, Day>()

/** The calendar day of an instant (ISO UTC) in a zone, YYYY-MM-DD. */
export function localDay(instant: string, zone: string): string {
  let known = days.get(zone)
  if (known === undefined) {
    const format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    })
    known = { format, minute: '', day: '' }
    days.set(zone, known)
  }
  const minute = instant.slice(0, 16)
  if (known.minute !== minute) {
    known.day = known.format.format(new Date(instant))
    known.minute = minute
  }
  return known.day
}
