import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Decimal } from '../../../engine/expression/index.ts'
import { type Counted, type WindowRule, windowMeasures } from '../../../engine/timer/window.ts'

const place = { zone: 'Asia/Shanghai' }
const rule = (more: Partial<WindowRule>): WindowRule => ({
  ...{ over: undefined, last: undefined, bucket: undefined, missing: 'break', aggregate: undefined },
  ...more,
})
const on = (at: string, value: number | boolean | null = 1): Counted => ({
  ...{ id: at, at },
  value: typeof value === 'number' ? new Decimal(value) : value,
})
const said = (found: ReturnType<typeof windowMeasures>) => found?.map(String)
const NOW = '2026-11-22T04:00:00.000Z'

describe('what a window measures', () => {
  it.each<[string, WindowRule, Counted[], string[] | undefined]>([
    ['within a span', rule({ over: '2d' }), [on('2026-11-21T04:00:00.000Z'), on('2026-11-22T03:00:00.000Z')], ['2']],
    ['not at its beginning', rule({ over: '2d' }), [on('2026-11-20T04:00:00.000Z'), on(NOW)], ['1']],
    ['sums', rule({ over: '2d', aggregate: 'sum' }), [on(NOW, 3), on('2026-11-22T03:00:00.000Z', 4)], ['7']],
    [
      'an average',
      rule({ over: '2d', aggregate: 'average' }),
      [on(NOW, 1), on('2026-11-22T03:00:00.000Z', 2)],
      ['1.5'],
    ],
    ['the least', rule({ over: '2d', aggregate: 'min' }), [on(NOW, 3), on('2026-11-22T03:00:00.000Z', 2)], ['2']],
    ['no average of nothing', rule({ over: '2d', aggregate: 'average' }), [], ['null']],
    ['the last two', rule({ last: 2 }), [on('2026-11-01', 1), on('2026-11-03', 3), on('2026-11-02', 2)], ['3', '2']],
    ['not fewer', rule({ last: 2 }), [on('2026-11-01')], undefined],
    [
      'days in a row',
      rule({ last: 3, bucket: 'day', aggregate: 'sum' }),
      [on('2026-11-20', 5), on('2026-11-21', 1), on('2026-11-22', 2), { ...on('2026-11-22', 4), id: 'b' }],
      ['6', '1', '5'],
    ],
    [
      'a gap ends the row',
      rule({ last: 3, bucket: 'day' }),
      [on('2026-11-19'), on('2026-11-21'), on('2026-11-22')],
      undefined,
    ],
    [
      'a gap is passed over',
      rule({ last: 3, bucket: 'day', missing: 'skip' }),
      [on('2026-11-19'), on('2026-11-21'), on('2026-11-22')],
      ['1', '1', '1'],
    ],
    [
      'a gap counts as nothing',
      rule({ last: 3, bucket: 'day', missing: 'zero', aggregate: 'sum' }),
      [on('2026-11-19', 7), on('2026-11-21', 8), on('2026-11-22', 9)],
      ['9', '8', '0'],
    ],
    ['nothing before the first', rule({ last: 3, bucket: 'day', missing: 'zero' }), [on('2026-11-22')], undefined],
    [
      'days of the zone',
      rule({ last: 2, bucket: 'day' }),
      [on('2026-11-20T16:00:00.000Z'), on('2026-11-21T15:59:00.000Z'), on('2026-11-21T16:00:00.000Z')],
      ['1', '2'],
    ],
    [
      'weeks from Monday',
      rule({ last: 2, bucket: 'week' }),
      [on('2026-11-15'), on('2026-11-16'), on('2026-11-22')],
      ['2', '1'],
    ],
    ['months', rule({ last: 2, bucket: 'month' }), [on('2025-12-31'), on('2026-01-01')], ['1', '1']],
  ])('%s', (_, given, counted, expected) => {
    expect(said(windowMeasures(given, counted, NOW, place))).toEqual(expected)
  })

  it('is, for days in a row, what a look at each day gives', () => {
    const days = fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 9 })), { maxLength: 20 })
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 5 }), (entries, last) => {
        const counted = entries.map(([day, value], index) => ({
          ...on(`2026-11-${String(day).padStart(2, '0')}`, value),
          id: String(index),
        }))
        const newest = Math.max(...entries.map(([day]) => day))
        const wanted = Array.from({ length: last }, (_, back) => entries.filter(([day]) => day === newest - back))
        const expected = wanted.every(found => found.length > 0)
          ? wanted.map(found => String(found.reduce((sum, [, value]) => sum + value, 0)))
          : undefined
        const found = windowMeasures(rule({ last, bucket: 'day', aggregate: 'sum' }), counted, NOW, place)
        expect(said(found)).toEqual(entries.length === 0 ? undefined : expected)
      }),
    )
  })
})
