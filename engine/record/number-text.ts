import type { Language } from '../../schemas/problem.ts'
import { Decimal } from '../expression/index.ts'

/** Decimal text with groups of three; digits are never lost ("1200000.50" -> "1,200,000.50"). */
export function groupDigits(text: string): string {
  const [, sign = '', whole = '', rest = ''] = /^([+-]?)(\d+)(\.\d*)?$/.exec(text) ?? []
  if (whole === '') return text
  return `${sign === '+' ? '' : sign}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${rest}`
}

/** A fraction as percent: "0.0230" -> "2.3". */
export const percentOf = (fraction: string): string => new Decimal(fraction).times(100).toFixed()

const DURATION_UNITS: readonly (readonly [ms: number, zh: string, en: string])[] = [
  [86_400_000, '天', 'd'],
  [3_600_000, '小时', 'h'],
  [60_000, '分钟', 'min'],
]

/** Milliseconds in the two largest units: "3 天 4 小时". */
export function durationText(ms: number, language: Language): string {
  const parts: string[] = []
  let left = Math.abs(ms)
  for (const [size, zh, en] of DURATION_UNITS) {
    const count = Math.floor(left / size)
    if (count > 0 && parts.length < 2) parts.push(`${count} ${language === 'zh' ? zh : en}`)
    left -= count * size
  }
  const text = parts.join(' ')
  return `${ms < 0 ? '−' : ''}${text === '' ? (language === 'zh' ? '不到 1 分钟' : 'under 1 min') : text}`
}
