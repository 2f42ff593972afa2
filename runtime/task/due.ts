import type { Language } from '../../schemas/problem.ts'
import { agoText, dayIn } from '../app/format.ts'

const DAY = 86_400_000
const SOON_MS = 8 * 3_600_000

/** How urgent a task is: over, within the next hours, later today, or quiet. */
export function urgencyOf(due: string, zone: string, now = Date.now()): 'over' | 'soon' | 'today' | 'later' {
  const left = Date.parse(due) - now
  if (left < 0) return 'over'
  if (left < SOON_MS) return 'soon'
  return dayIn(zone, new Date(now)) === dayIn(zone, new Date(due)) ? 'today' : 'later'
}

/** When something is due: in hours on the same day, else in days of the calendar, as people count them. */
export function dueText(due: string, zone: string, language: Language, now = Date.now()): string {
  const [today, then] = [new Date(now), new Date(due)].map(at => Date.parse(dayIn(zone, at)))
  const days = Math.round((then! - today!) / DAY)
  if (days <= 0) return agoText(due, language, now)
  return new Intl.RelativeTimeFormat(language === 'zh' ? 'zh-CN' : 'en', { numeric: 'auto' }).format(days, 'day')
}
