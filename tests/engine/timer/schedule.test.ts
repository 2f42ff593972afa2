import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextTime, parseCron, type Schedule } from '../../../engine/timer/schedule.ts'

const shanghai = { zone: 'Asia/Shanghai' }

describe('the next time of a schedule', () => {
  it.each<[Schedule, string, string, string | undefined]>([
    ['30 8 * * mon', 'Asia/Shanghai', '2026-11-22T00:00:00Z', '2026-11-23T00:30:00.000Z'],
    ['30 8 * * mon', 'Asia/Shanghai', '2026-11-23T00:30:00.000Z', '2026-11-30T00:30:00.000Z'],
    ['0 9 5 * *', 'Asia/Shanghai', '2026-11-22T00:00:00Z', '2026-12-05T01:00:00.000Z'],
    ['*/20 9-10 * * 1-5', 'Asia/Shanghai', '2026-11-20T02:39:00Z', '2026-11-20T02:40:00.000Z'],
    ['*/20 9-10 * * 1-5', 'Asia/Shanghai', '2026-11-20T02:40:00Z', '2026-11-23T01:00:00.000Z'],
    ['0 0 29 2 *', 'Asia/Shanghai', '2026-11-22T00:00:00Z', '2028-02-28T16:00:00.000Z'],
    ['0 0 30 2 *', 'Asia/Shanghai', '2026-11-22T00:00:00Z', undefined],
    // A day and a weekday: either will do.
    ['0 0 1 * sun', 'UTC', '2026-11-23T00:00:00Z', '2026-11-29T00:00:00.000Z'],
    ['0 0 * * 7', 'UTC', '2026-11-23T00:00:00Z', '2026-11-29T00:00:00.000Z'],
    // The hour that does not exist, and the one that comes twice (M21).
    ['30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', '2026-03-29T01:00:00.000Z'],
    ['30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', '2026-10-25T00:30:00.000Z'],
    ['30 2 * * *', 'Europe/Berlin', '2026-10-25T00:30:00.000Z', '2026-10-26T01:30:00.000Z'],
    [
      { every: '1mo', from: '2026-01-31', at: '09:00' },
      'Asia/Shanghai',
      '2026-02-01T00:00:00Z',
      '2026-02-28T01:00:00.000Z',
    ],
    [
      { every: '1mo', from: '2026-01-31', at: '09:00' },
      'Asia/Shanghai',
      '2026-02-28T01:00:00.000Z',
      '2026-03-31T01:00:00.000Z',
    ],
    [{ every: '72h', from: '2026-01-01' }, 'Asia/Shanghai', '2026-01-01T00:00:00Z', '2026-01-03T16:00:00.000Z'],
    [{ every: '2d', from: '2030-01-01' }, 'Asia/Shanghai', '2026-01-01T00:00:00Z', '2029-12-31T16:00:00.000Z'],
  ])('%j in %s after %s is %s', (schedule, zone, after, expected) => {
    expect(nextTime(schedule, new Date(after).toISOString(), { zone })).toBe(expected)
  })

  it.each([
    '',
    '* * * *',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '* * * 13 *',
    '* * * * 8',
    'a * * * *',
    '*/0 * * * *',
    '5-1 * * * *',
  ])('refuses “%s”', text => expect(parseCron(text)).toBeUndefined())

  it('always lies ahead, and going on from it never leaves one out', () => {
    const minute = fc.integer({ min: 0, max: 59 })
    fc.assert(
      fc.property(minute, fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 3_000 }), (m, h, day) => {
        const from = new Date(Date.UTC(2026, 0, 1 + day, 5, 17)).toISOString()
        const one = nextTime(`${m} ${h} * * *`, from, shanghai)!
        const two = nextTime(`${m} ${h} * * *`, one, shanghai)!
        expect(one > from).toBe(true)
        expect(Date.parse(one) - Date.parse(from)).toBeLessThanOrEqual(86_400_000)
        expect(Date.parse(two) - Date.parse(one)).toBe(86_400_000)
      }),
    )
  })
})
