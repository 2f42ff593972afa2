import { Decimal } from '../../engine/expression/index.ts'
import { durationText, groupDigits, isDecimal, numberText, percentOf } from '../../engine/record/number-text.ts'
import type { Language } from '../../schemas/problem.ts'

export { durationText, groupDigits, numberText, percentOf }

/** Percent as the fraction that is stored: "2.3" -> "0.023". */
export const fractionOf = (percent: string): string => new Decimal(percent).dividedBy(100).toFixed()

/** 万/亿 in Chinese, K/M/B in English, at most two decimals; for sums where the exact value stands in the hint. */
export function shortNumber(text: string, language: Language): string {
  if (!isDecimal(text)) return text
  const value = new Decimal(text)
  const steps: readonly (readonly [string, string])[] =
    language === 'zh'
      ? [
          ['100000000', '亿'],
          ['10000', '万'],
        ]
      : [
          ['1000000000', 'B'],
          ['1000000', 'M'],
          ['10000', 'K'],
        ]
  const step = steps.find(([size]) => value.abs().greaterThanOrEqualTo(size))
  if (step === undefined) return groupDigits(value.toFixed())
  const size = step[1] === 'K' ? '1000' : step[0]
  return `${groupDigits(value.dividedBy(size).toDecimalPlaces(2).toFixed())}${language === 'zh' ? ' ' : ''}${step[1]}`
}

const clocks = new Map<string, Intl.DateTimeFormat>()

function partsIn(zone: string, at: Date): Record<string, string> {
  let format = clocks.get(zone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    })
    clocks.set(zone, format)
  }
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
}

/** An instant as wall clock of a zone: "2026-11-22T13:10" (the form of `datetime-local`). */
export function wallClock(instant: string, zone: string): string {
  const { year, month, day, hour, minute } = partsIn(zone, new Date(instant))
  return `${year}-${month}-${day}T${hour}:${minute}`
}

/** The instant of a wall clock in a zone. In the hour that a clock change leaves out, the later side. */
export function instantOf(wall: string, zone: string): string {
  const asUtc = Date.parse(`${wall}:00Z`)
  let guess = asUtc
  for (let round = 0; round < 2; round += 1)
    guess = asUtc - (Date.parse(`${wallClock(new Date(guess).toISOString(), zone)}:00Z`) - guess)
  return new Date(guess).toISOString()
}

export const dateTimeText = (instant: string, zone: string): string => wallClock(instant, zone).replace('T', ' ')

/** The day in a zone, YYYY-MM-DD. */
export const dayIn = (zone: string, at = new Date()): string => wallClock(at.toISOString(), zone).slice(0, 10)

const STEPS: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, ms: number])[] = [
  ['year', 365 * 86_400_000],
  ['month', 30 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

/** "3 分钟前", "in 2 days"; the exact time belongs into the hint. */
export function agoText(instant: string, language: Language, now = Date.now()): string {
  const away = Date.parse(instant) - now
  const [unit, ms] = STEPS.find(([, size]) => Math.abs(away) >= size) ?? ['second', 1000]
  if (unit === 'second') return language === 'zh' ? '刚刚' : 'just now'
  return new Intl.RelativeTimeFormat(language === 'zh' ? 'zh-CN' : 'en', { numeric: 'auto' }).format(
    Math.trunc(away / ms),
    unit,
  )
}

const SIZES = ['B', 'kB', 'MB', 'GB'] as const

export function sizeText(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < SIZES.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${value >= 100 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${SIZES[unit]}`
}
