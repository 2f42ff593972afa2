import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { daysOf, rangesOf } from '../../../runtime/settings/calendarDays.ts'

describe('days of a calendar', () => {
  it.each([
    [[], []],
    [['2026-10-01'], [['2026-10-01', '2026-10-01']]],
    [
      ['2026-10-03', '2026-10-01', '2026-10-02', '2026-10-02', '2026-12-31', '2027-01-01'],
      [
        ['2026-10-01', '2026-10-03'],
        ['2026-12-31', '2027-01-01'],
      ],
    ],
    [['2028-02-28', '2028-02-29', '2028-03-01'], [['2028-02-28', '2028-03-01']]],
  ])('%j are the ranges %j', (days, ranges) => {
    expect(rangesOf(days).map(({ first, last }) => [first, last])).toEqual(ranges)
  })
  it('are always the days of their ranges', () => {
    const day = fc.integer({ min: 0, max: 400 }).map(n => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10))
    fc.assert(
      fc.property(fc.array(day), days => {
        expect(rangesOf(days).flatMap(daysOf)).toEqual([...new Set(days)].sort())
      }),
    )
  })
  it('are none of a range that goes backwards, or is longer than a year', () => {
    expect(daysOf({ first: '2026-10-02', last: '2026-10-01' })).toEqual([])
    expect(daysOf({ first: '2026-10-02', last: '2028-10-01' })).toEqual([])
  })
})
