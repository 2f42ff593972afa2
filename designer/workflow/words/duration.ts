import type { Language } from '../../../schemas/problem.ts'

/** Units of a duration, common ones first. */
export const durationUnits = {
  h: ['小时', 'hours'],
  d: ['天', 'days'],
  wd: ['个工作日', 'workdays'],
  wh: ['个工作小时', 'working hours'],
  min: ['分钟', 'minutes'],
  mo: ['个月', 'months'],
} as const

export type DurationUnit = keyof typeof durationUnits

export interface DurationParts {
  readonly amount: number
  readonly unit: DurationUnit
}

/** `48h` as its parts; undefined for one a setting or a formula holds. */
export function durationParts(text: string): DurationParts | undefined {
  const match = /^(-?\d{1,7})(h|min|d|wd|wh|mo)$/.exec(text)
  return match === null ? undefined : { amount: Number(match[1]), unit: match[2] as DurationUnit }
}

export function durationText(text: string, language: Language): string {
  const parts = durationParts(text)
  if (parts === undefined) return text.replace(/^=/, '')
  const { amount, unit } = parts
  const [zh, en] = durationUnits[unit]
  if (language === 'zh') return `${amount} ${zh}`
  return `${amount} ${amount === 1 ? en.slice(0, -1) : en}`
}
