/** A schedule as a person says it. `period` and `other` are what the words cannot say: every so long, or five fields of another kind. */
export type SaidSchedule =
  | { readonly kind: 'daily' | 'workdays'; readonly at: string }
  /** Sunday is 0, as in the fields of a schedule */
  | { readonly kind: 'weekly'; readonly at: string; readonly weekday: number }
  | { readonly kind: 'monthly'; readonly at: string; readonly day: number }
  | { readonly kind: 'period' }
  | { readonly kind: 'other'; readonly text: string }

const NUMBER = /^\d{1,2}$/
const two = (number: string): string => number.padStart(2, '0')

/** What a stored schedule says. */
export function readSchedule(schedule: unknown): SaidSchedule {
  if (typeof schedule !== 'string') return { kind: 'period' }
  const [minute = '', hour = '', day = '', month = '', weekday = '', ...rest] = schedule.trim().split(/\s+/)
  const other = { kind: 'other', text: schedule } as const
  if (rest.length > 0 || month !== '*' || !isUpTo(minute, 59) || !isUpTo(hour, 23)) return other
  const at = `${two(hour)}:${two(minute)}`
  if (day === '*' && weekday === '*') return { kind: 'daily', at }
  if (day === '*' && weekday === '1-5') return { kind: 'workdays', at }
  if (day === '*' && isUpTo(weekday, 7)) return { kind: 'weekly', at, weekday: Number(weekday) % 7 }
  if (weekday === '*' && isUpTo(day, 31) && Number(day) > 0) return { kind: 'monthly', at, day: Number(day) }
  return other
}

const isUpTo = (text: string, most: number): boolean => NUMBER.test(text) && Number(text) <= most

/** The five fields that say it. */
export function writtenSchedule(said: Exclude<SaidSchedule, { kind: 'period' }>): string {
  if (said.kind === 'other') return said.text
  const [hour, minute] = said.at.split(':').map(Number)
  const days = {
    daily: '* * *',
    workdays: '* * 1-5',
    weekly: `* * ${'weekday' in said ? said.weekday : 1}`,
    monthly: `${'day' in said ? said.day : 1} * *`,
  }
  return `${minute} ${hour} ${days[said.kind]}`
}
