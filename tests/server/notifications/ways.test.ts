import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { localOf } from '../../../engine/expression/time.ts'
import { afterQuiet, digestSlot, waysFor } from '../../../server/notifications/ways.ts'

const at = (instant: string): number => Date.parse(instant)
const iso = (ms: number | undefined): string | undefined => (ms === undefined ? undefined : new Date(ms).toISOString())

describe('the ways of a notice', () => {
  it.each([
    ['a task goes out by default', 'task', {}, undefined, ['email', 'wecom', 'dingtalk', 'feishu']],
    ['a finished workflow does not', 'result', {}, undefined, []],
    ['a person’s choice stands', 'task', { kinds: { task: ['sms'] } }, undefined, ['sms']],
    ['… also for nothing', 'task', { kinds: { task: [] } }, undefined, []],
    ['the author’s channels go to everybody', 'notice', {}, ['app', 'sms', 'email'], ['email', 'sms']],
    ['… but to whom chose otherwise', 'notice', { kinds: { notice: ['email'] } }, ['sms', 'email'], ['email']],
    ['the author may keep it in the pages', 'notice', {}, ['app'], []],
  ] as const)('%s', (_, kind, preference, offered, expected) => {
    expect(waysFor(kind, preference, offered)).toEqual(expected)
  })
})

describe('quiet hours', () => {
  const night = { quiet: { from: '22:00', to: '08:00' } }
  it.each([
    ['in the evening before them', '2026-11-22T13:59:59Z', '2026-11-22T13:59:59.000Z'],
    ['when they begin', '2026-11-22T14:00:00Z', '2026-11-23T00:00:00.000Z'],
    ['after midnight', '2026-11-22T17:30:00Z', '2026-11-23T00:00:00.000Z'],
    ['when they end', '2026-11-23T00:00:00Z', '2026-11-23T00:00:00.000Z'],
  ])('%s, in Shanghai', (_, now, expected) => expect(iso(afterQuiet(at(now), 'Asia/Shanghai', night))).toBe(expected))

  it('are those of the person’s zone, also over a change of the clocks', () => {
    // Berlin goes back one hour on 25 October 2026, at 03:00.
    expect(iso(afterQuiet(at('2026-10-24T21:00:00Z'), 'Europe/Berlin', night))).toBe('2026-10-25T07:00:00.000Z')
    expect(iso(afterQuiet(at('2026-03-28T22:00:00Z'), 'Europe/Berlin', night))).toBe('2026-03-29T06:00:00.000Z')
  })

  it('of a day’s middle end the same day', () => {
    const noon = { quiet: { from: '12:00', to: '13:30' } }
    expect(iso(afterQuiet(at('2026-11-22T04:10:00Z'), 'Asia/Shanghai', noon))).toBe('2026-11-22T05:30:00.000Z')
  })

  it('always end at a moment that is not quiet, at most a day later', () => {
    const zone = fc.constantFrom('Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'UTC')
    const clock = fc
      .integer({ min: 0, max: 24 * 60 - 1 })
      .map(minutes => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`)
    const instant = fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2028-01-01T00:00:00Z') })
    fc.assert(
      fc.property(instant, zone, clock, clock, (now, where, from, to) => {
        const preference = { quiet: { from, to } }
        const then = afterQuiet(now, where, preference)
        expect(then).toBeGreaterThanOrEqual(now)
        expect(then - now).toBeLessThanOrEqual(25 * 3_600_000)
        // A change of the clocks may take the end away; the first moment after it is then told.
        const again = afterQuiet(then, where, preference)
        expect(again - then).toBeLessThanOrEqual(3_600_000)
        if (then > now) expect(localOf(now, where).ofDay).not.toBe(localOf(then, where).ofDay)
      }),
      { numRuns: 500 },
    )
  })
})

describe('a digest', () => {
  it.each([
    ['hourly', '2026-11-22T05:10:00Z', { digest: { email: 'hourly' } }, '2026-11-22T06:00:00.000Z'],
    ['daily, before its time', '2026-11-22T00:59:00Z', { digest: { email: 'daily' } }, '2026-11-22T01:00:00.000Z'],
    ['daily, at its time', '2026-11-22T01:00:00Z', { digest: { email: 'daily' } }, '2026-11-23T01:00:00.000Z'],
    [
      'daily, at a time of one’s own',
      '2026-11-22T05:10:00Z',
      { digest: { email: 'daily' }, digestAt: '18:30' },
      '2026-11-22T10:30:00.000Z',
    ],
    ['of another way', '2026-11-22T05:10:00Z', { digest: { wecom: 'daily' } }, undefined],
  ] as const)('%s', (_, now, preference, expected) => {
    expect(iso(digestSlot(at(now), 'Asia/Shanghai', preference, 'email'))).toBe(expected)
  })
})
