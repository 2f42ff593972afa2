import { describe, expect, it } from 'vitest'
import { compileCalendar } from '../../../engine/timer/calendar.ts'
import { addDuration, parseDuration, type TimePlace } from '../../../engine/timer/duration.ts'
import { type LadderStep, nextFiring, planLadder, plannedDue } from '../../../engine/timer/ladder.ts'

const day: [string, string][] = [
  ['09:00', '12:00'],
  ['13:00', '18:00'],
]
/** National Day 2026: 1 to 7 October off, Saturday 10 October is a make-up day. */
const office = compileCalendar({
  key: 'office',
  week: { mon: day, tue: day, wed: day, thu: day, fri: day },
  holidays: ['2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07'],
  workdays: ['2026-10-10'],
})
const shanghai: TimePlace = { zone: 'Asia/Shanghai', calendar: office }
const newYork: TimePlace = { zone: 'America/New_York' }

const cases: [string, string, string, TimePlace, string | undefined, string][] = [
  ['elapsed hours', '2026-11-22T05:10:00.000Z', '48h', shanghai, undefined, '2026-11-24T05:10:00.000Z'],
  ['minutes back', '2026-11-22T05:10:00.000Z', '-30min', shanghai, undefined, '2026-11-22T04:40:00.000Z'],
  ['same local time', '2026-11-22T05:10:00.000Z', '3d', shanghai, undefined, '2026-11-25T05:10:00.000Z'],
  ['at a time of that day', '2026-11-22T05:10:00.000Z', '3d', shanghai, '09:00', '2026-11-25T01:00:00.000Z'],
  ['a date-only anchor', '2026-11-22', '1d', shanghai, undefined, '2026-11-22T16:00:00.000Z'],
  ['a date-only anchor at a time', '2026-11-22', '-3d', shanghai, '09:00', '2026-11-19T01:00:00.000Z'],
  ['a day across the spring gap', '2026-03-07T17:00:00.000Z', '1d', newYork, undefined, '2026-03-08T16:00:00.000Z'],
  ['24 hours across it', '2026-03-07T17:00:00.000Z', '24h', newYork, undefined, '2026-03-08T17:00:00.000Z'],
  ['an hour that does not exist', '2026-03-07', '1d', newYork, '02:30', '2026-03-08T07:00:00.000Z'],
  ['an hour that comes twice', '2026-10-31', '1d', newYork, '01:30', '2026-11-01T05:30:00.000Z'],
  ['a month clamped', '2026-01-31T04:00:00.000Z', '1mo', shanghai, undefined, '2026-02-28T04:00:00.000Z'],
  ['a month in a leap year', '2028-01-31T04:00:00.000Z', '1mo', shanghai, undefined, '2028-02-29T04:00:00.000Z'],
  ['a year from a leap day', '2028-02-29T04:00:00.000Z', '12mo', shanghai, undefined, '2029-02-28T04:00:00.000Z'],
  ['workdays over the weekend', '2026-11-20T05:00:00.000Z', '2wd', shanghai, undefined, '2026-11-24T05:00:00.000Z'],
  ['holidays', '2026-09-30T05:00:00.000Z', '1wd', shanghai, undefined, '2026-10-08T05:00:00.000Z'],
  ['a make-up Saturday', '2026-10-09T05:00:00.000Z', '1wd', shanghai, undefined, '2026-10-10T05:00:00.000Z'],
  ['workdays back', '2026-10-08T05:00:00.000Z', '-1wd', shanghai, undefined, '2026-09-30T05:00:00.000Z'],
  ['working hours over lunch', '2026-11-20T03:00:00.000Z', '2wh', shanghai, undefined, '2026-11-20T06:00:00.000Z'],
  ['working hours over night', '2026-11-20T09:00:00.000Z', '4wh', shanghai, undefined, '2026-11-23T04:00:00.000Z'],
]

describe('durations (M21)', () => {
  it.each(cases)('%s: %s + %s', (_, anchor, duration, place, at, expected) => {
    expect(addDuration(anchor, parseDuration(duration)!, place, at)).toBe(expected)
  })

  it.each(['', '3', 'd', '3w', '1.5h', '99999999h', '3 d'])('refuses "%s"', text => {
    expect(parseDuration(text)).toBeUndefined()
  })

  it('needs a calendar for working hours', () => {
    expect(() => addDuration('2026-11-20T03:00:00.000Z', { amount: 2, unit: 'wh' }, newYork)).toThrow(
      expect.objectContaining({ code: 'calendar_missing' }),
    )
  })
})

describe('calendar', () => {
  it('merges spans, gives a make-up day hours and a holiday none', () => {
    const calendar = compileCalendar({
      key: 'c',
      week: {
        mon: [
          ['13:00', '18:00'],
          ['09:00', '13:00'],
          ['20:00', '00:00'],
        ],
      },
      holidays: ['2026-11-23'],
      workdays: ['2026-11-28'],
    })
    const hours = [
      ['09:00', '18:00'],
      ['20:00', '24:00'],
    ]
    expect(calendar.hours('2026-11-16')).toEqual(hours)
    expect(calendar.hours('2026-11-28')).toEqual(hours)
    expect([calendar.isWorkday('2026-11-23'), calendar.isWorkday('2026-11-24')]).toEqual([false, false])
  })
})

describe('ladder', () => {
  const step = (values: Partial<LadderStep>): LadderStep => ({ key: 's', after: '24h', late: 'run', ...values })
  const anchor = '2026-11-20T05:00:00.000Z'

  it('counts repetitions from the anchor and ends with them', () => {
    const daily = step({ after: '1mo', repeat: { every: '1mo', times: 2 } })
    const from = '2026-01-31T05:00:00.000Z'
    expect([0, 1, 2, 3].map(index => plannedDue(daily, index, from, shanghai))).toEqual([
      '2026-02-28T05:00:00.000Z',
      '2026-03-31T05:00:00.000Z',
      '2026-04-30T05:00:00.000Z',
      undefined,
    ])
  })

  it('passes over what is late only where the step says so', () => {
    const now = '2026-11-21T06:00:00.000Z'
    const steps = [
      step({ key: 'run' }),
      step({ key: 'gone', late: 'skip' }),
      step({ key: 'next', late: 'skip', repeat: { every: '2h', times: 3 } }),
    ]
    expect(planLadder(steps, anchor, now, shanghai)).toEqual([
      { step: 'run', index: 0, due: '2026-11-21T05:00:00.000Z' },
      { step: 'next', index: 1, due: '2026-11-21T07:00:00.000Z' },
    ])
    expect(nextFiring(steps[2]!, 4, anchor, now, shanghai)).toBeUndefined()
  })
})
