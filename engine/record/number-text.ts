import type { Language } from '../../schemas/problem.ts'
import { Decimal } from '../expression/index.ts'
import type { Shape } from './shape.ts'

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

const CURRENCIES: Readonly<Record<string, string>> = { CNY: '¥', USD: '$', EUR: '€', GBP: '£', HKD: 'HK$', JPY: 'JP¥' }

export const isDecimal = (value: unknown): value is string | number =>
  (typeof value === 'string' && /^[+-]?\d+(\.\d+)?$/.test(value)) || typeof value === 'number'

/** A number as its field shows it: digits in groups, with currency, unit or percent sign. What is no number stays as it is. */
export function numberText(value: unknown, shape: Shape, language: Language): string {
  if (shape.kind === 'duration') return durationText(Number(value), language)
  if (!isDecimal(value)) return String(value)
  const text = String(value)
  if (shape.kind === 'percent') return `${groupDigits(percentOf(text))}%`
  const grouped = groupDigits(text)
  if (shape.kind === 'money') {
    const mark = CURRENCIES[shape.currency ?? 'CNY'] ?? `${shape.currency} `
    return grouped.startsWith('-') ? `-${mark}${grouped.slice(1)}` : `${mark}${grouped}`
  }
  return shape.unit === undefined ? grouped : `${grouped} ${shape.unit}`
}
