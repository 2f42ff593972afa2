import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  agoText,
  durationText,
  fractionOf,
  groupDigits,
  instantOf,
  numberText,
  percentOf,
  shortNumber,
  wallClock,
} from '../../../runtime/app/format.ts'
import type { Shape } from '../../../runtime/app/shape.ts'

const shape = (kind: string, more: Partial<Shape> = {}): Shape => ({
  kind,
  list: false,
  scale: undefined,
  unit: undefined,
  currency: undefined,
  library: undefined,
  target: undefined,
  max: undefined,
  ...more,
})

describe('numbers', () => {
  it.each([
    ['1200000.00', '1,200,000.00'],
    ['-1234', '-1,234'],
    ['999', '999'],
    ['12345678901234567890.123', '12,345,678,901,234,567,890.123'],
    ['abc', 'abc'],
  ])('groups %s as %s', (text, shown) => expect(groupDigits(text)).toBe(shown))

  it('loses no digit on the way to percent and back', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
        fc.integer({ min: 0, max: 6 }),
        (digits, scale) => {
          const text = String(digits)
          const negative = text.startsWith('-')
          const plain = text.replace('-', '').padStart(scale + 1, '0')
          const whole = scale === 0 ? plain : `${plain.slice(0, -scale)}.${plain.slice(-scale)}`
          const fraction = `${negative && /[1-9]/.test(whole) ? '-' : ''}${whole}`
          expect(Number(fractionOf(percentOf(fraction)))).toBe(Number(fraction))
        },
      ),
    )
  })

  it.each([
    ['0.0230', 'percent', {}, '2.3%'],
    ['93792.00', 'money', {}, '¥93,792.00'],
    ['-5.50', 'money', { currency: 'USD' }, '-$5.50'],
    ['2720', 'number', { unit: '人' }, '2,720 人'],
    [5_400_000, 'duration', {}, '1 小时 30 分钟'],
  ])('shows %s of a %s field', (value, kind, more, shown) =>
    expect(numberText(value, shape(kind, more), 'zh')).toBe(shown),
  )

  it.each([
    ['22116900', 'zh', '2,211.69 万'],
    ['123456789', 'zh', '1.23 亿'],
    ['9999', 'zh', '9,999'],
    ['22116900', 'en', '22.12M'],
    ['56000', 'en', '56K'],
  ] as const)('shortens %s in %s', (text, language, shown) => expect(shortNumber(text, language)).toBe(shown))
})

describe('times', () => {
  it.each(['Asia/Shanghai', 'America/New_York', 'Europe/Berlin', 'UTC', 'Asia/Kolkata'])(
    'go to the wall clock of %s and back',
    zone => {
      fc.assert(
        fc.property(fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2040, 0) }), ms => {
          const instant = new Date(Math.floor(ms / 60_000) * 60_000).toISOString()
          const wall = wallClock(instant, zone)
          // In the hour that a clock change repeats, one wall clock stands for two instants.
          expect(wallClock(instantOf(wall, zone), zone)).toBe(wall)
        }),
      )
    },
  )

  it('says how long ago in both languages', () => {
    const now = Date.parse('2026-11-22T12:00:00Z')
    expect(agoText('2026-11-22T11:57:00Z', 'zh', now)).toBe('3分钟前')
    expect(agoText('2026-11-22T11:59:50Z', 'en', now)).toBe('just now')
    expect(agoText('2026-11-24T13:00:00Z', 'en', now)).toBe('in 2 days')
  })

  it('shows the two largest units of a duration', () => {
    expect(durationText(86_400_000 * 3 + 3_600_000 * 4 + 60_000, 'zh')).toBe('3 天 4 小时')
    expect(durationText(20_000, 'en')).toBe('under 1 min')
  })
})
