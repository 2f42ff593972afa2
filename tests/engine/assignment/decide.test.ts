import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { replay } from '../../../engine/assignment/replay.ts'
import { Decimal } from '../../../engine/expression/index.ts'
import type { Policy } from '../../../schemas/generated/definition.ts'
import { Market, marketWith, type Person } from './market.ts'

const MONDAY = '2026-11-23T02:00:00.000Z'
const times = (n: number, policy: Partial<Policy>, people: Record<string, Person>, values: object = {}) => {
  const market = new Market(marketWith(policy), people)
  return Array.from({ length: n }, () => market.give({ ...values }, MONDAY).user)
}
const three = { a: {}, b: {}, c: {} }

describe('smooth weighted rotation (M26)', () => {
  it('goes round in the order of the pool', () => expect(times(6, {}, three)).toEqual(['a', 'b', 'c', 'a', 'b', 'c']))

  it('spreads weights smoothly', () => {
    const weight = 'IF({$candidate.cycle_days} < 14, 5, 1)'
    expect(times(7, { weight }, { a: { cycle_days: 10 }, b: {}, c: {} })).toEqual(['a', 'a', 'b', 'a', 'c', 'a', 'a'])
  })

  it('is exact with fractions: 1.3 : 1 : 1 over 33 turns is 13 : 10 : 10', () => {
    const given = times(
      33,
      { weight: 'IF({$candidate.cycle_days} < 14, 1.3, 1)' },
      { a: { cycle_days: 3 }, b: {}, c: {} },
    )
    expect(['a', 'b', 'c'].map(user => given.filter(one => one === user).length)).toEqual([13, 10, 10])
  })

  it('costs nobody his turn when he is passed over', () => {
    const market = new Market(marketWith(), three)
    const first = market.give({}, MONDAY).user
    const second = market.give({}, MONDAY, { former: new Set(['b']) })
    expect([first, second.user, market.give({}, MONDAY).user]).toEqual(['a', 'c', 'b'])
    expect(second.candidates.find(({ user }) => user === 'b')?.reason).toBe('former')
    expect([...'abc'].map(() => market.give({}, MONDAY).user)).toEqual(['a', 'b', 'c'])
  })

  it('gives somebody who was away nothing to catch up with', () => {
    let away = true
    const market = new Market(marketWith(), { ...three, b: { away: () => away } })
    expect(Array.from({ length: 4 }, () => market.give({}, MONDAY).user)).toEqual(['a', 'c', 'a', 'c'])
    away = false
    expect(Array.from({ length: 6 }, () => market.give({}, MONDAY).user)).toEqual(['a', 'b', 'c', 'a', 'b', 'c'])
  })

  it('lets a newcomer begin at 0', () => {
    const market = new Market(marketWith(), { a: {}, b: {} })
    market.give({}, MONDAY)
    market.people.set('new', {})
    expect(Array.from({ length: 3 }, () => market.give({}, MONDAY).user).sort()).toEqual(['a', 'b', 'new'])
  })

  it('turns once per lane', () => {
    const market = new Market(marketWith({ lane: '{grade}' }), three)
    const users = ['a', 'b', 'a', 'b', 'a'].map(grade => market.give({ grade }, MONDAY).user)
    expect(users).toEqual(['a', 'a', 'b', 'b', 'c'])
  })
})

describe('other strategies', () => {
  it('takes the one with the fewest open records for his weight, the first of equals', () => {
    const policy: Partial<Policy> = { strategy: 'least_load', weight: 'IF({$candidate.cycle_days} < 14, 2, 1)' }
    expect(times(1, policy, { a: { load: 3 }, b: { load: 5, cycle_days: 3 }, c: { load: 3 } })).toEqual(['b'])
    expect(times(1, policy, { a: { load: 3 }, b: { load: 6, cycle_days: 3 } })).toEqual(['a'])
  })

  it('takes the first who may', () => {
    expect(times(2, { strategy: 'first' }, { a: { away: () => true }, b: {}, c: {} })).toEqual(['b', 'b'])
  })
})

describe('limits (M27)', () => {
  const limits = [{ key: 'cap', max: 2, per: 'day' as const }]

  it('caps what a day brings, by the day of the app', () => {
    const market = new Market(marketWith({ limits, otherwise: 'ROLE("head")' }), { a: {}, b: {} })
    const day = Array.from({ length: 5 }, () => market.give({}, MONDAY))
    expect(day.map(({ user }) => user)).toEqual(['a', 'b', 'a', 'b', 'head'])
    expect(day[4]!.outcome).toBe('otherwise')
    expect(day[4]!.candidates.map(({ limit }) => limit)).toEqual([
      { key: 'cap', counted: 2, inShare: 0 },
      { key: 'cap', counted: 2, inShare: 0 },
    ])
    expect(market.give({}, '2026-11-23T15:59:59.999Z').user).toBe('head')
    expect(market.give({}, '2026-11-23T16:00:00.000Z').user).toBe('a')
  })

  it('answers "nobody" when nobody is left and nobody stands in', () => {
    const market = new Market(marketWith({ limits: [{ key: 'cap', max: 0 }] }), { a: {} })
    expect(market.give({}, MONDAY)).toMatchObject({ outcome: 'nobody', user: null })
  })

  it('never refuses what makes a share better', () => {
    const share = [{ key: 'easy', share: '{grade} <> "a"', atLeast: 0.85 }]
    const market = new Market(marketWith({ limits: share }), { a: {} })
    expect(market.give({ grade: 'a' }, MONDAY).user).toBeNull()
    expect(market.give({ grade: 'b' }, MONDAY).user).toBe('a')
    for (let n = 0; n < 5; n += 1) market.give({ grade: 'c' }, MONDAY)
    expect(market.give({ grade: 'a' }, MONDAY).user).toBe('a')
    expect(market.give({ grade: 'a' }, MONDAY).user).toBeNull()
  })

  it('a setting left blank limits nothing', () => {
    const definition = marketWith({ limits: [{ key: 'cap', max: '{$settings.fast}' }] })
    definition.settings![1]!.value = null as never
    expect(new Market(definition, { a: {} }).give({}, MONDAY).user).toBe('a')
  })
})

describe('where and when', () => {
  it('waits outside the calendar, over the night, the weekend and a holiday', () => {
    const market = new Market(marketWith({ calendar: 'office' }), three)
    const opens = (now: string) => market.question({}, now).opens
    expect(opens('2026-11-23T01:00:00.000Z')).toBeNull()
    expect(opens('2026-11-23T10:00:00.000Z')).toBe('2026-11-24T01:00:00.000Z')
    expect(opens('2026-11-24T23:00:00.000Z')).toBe('2026-11-26T01:00:00.000Z')
    expect(opens('2026-11-27T10:00:00.000Z')).toBe('2026-11-30T01:00:00.000Z')
    expect(market.give({}, '2026-11-23T10:00:00.000Z')).toMatchObject({ outcome: 'waits', user: null })
  })

  it('keeps a record with the holder of its like, without a turn', () => {
    const market = new Market(marketWith(), three)
    expect(market.give({}, MONDAY, { holder: 'c' })).toMatchObject({ outcome: 'kept', user: 'c' })
    expect(market.give({}, MONDAY).user).toBe('a')
  })
})

const weights = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 8 })
const peopleOf = (list: readonly number[]): Record<string, Person> =>
  Object.fromEntries(list.map((cycle_days, index) => [`p${index}`, { cycle_days }]))

describe('always', () => {
  it('after whole cycles everybody has exactly his weight, and nobody is ever a turn ahead of it', () => {
    fc.assert(
      fc.property(weights, list => {
        const market = new Market(marketWith({ weight: '{$candidate.cycle_days} / 10' }), peopleOf(list))
        const total = list.reduce((sum, weight) => sum + weight, 0)
        const counts = list.map(() => 0)
        for (let n = 1; n <= total; n += 1) {
          const user = market.give({}, MONDAY).user!
          counts[Number(user.slice(1))]! += 1
          for (const [index, weight] of list.entries()) expect(counts[index]! * total - n * weight).toBeLessThan(total)
        }
        expect(counts).toEqual(list)
      }),
      { numRuns: 60 },
    )
  })

  const event = fc.record({
    grade: fc.constantFrom('a', 'b', 'c'),
    hours: fc.integer({ min: 0, max: 30 }),
    away: fc.subarray(['p0', 'p1', 'p2']),
    former: fc.subarray(['p0', 'p3', 'p4']),
  })
  const policies: readonly Partial<Policy>[] = [
    { weight: '{$candidate.cycle_days} / 3', lane: '{grade}' },
    { limits: [{ key: 'cap', max: 2, per: 'day' }], otherwise: 'ROLE("head")' },
    {
      lane: '{grade}',
      calendar: 'office',
      limits: [
        { key: 'easy', who: '{$candidate.cycle_days} > 20', share: '{grade} <> "a"', atLeast: 0.7, over: '7d' },
        { key: 'few', share: '{grade} = "a"', max: 0.5 },
      ],
    },
  ]

  it('the log, replayed, gives the same list; limits hold whenever something is given; credits sum to 0', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 5, maxLength: 5 }),
        fc.array(event, { maxLength: 60 }),
        fc.constantFrom(...policies),
        (list, events, policy) => {
          const market = new Market(marketWith(policy), peopleOf(list))
          let at = Date.parse(MONDAY)
          for (const { grade, hours, away, former } of events) {
            at += hours * 3_600_000
            const decision = market.give({ grade }, new Date(at).toISOString(), {
              former: new Set(former),
              absence: user => (away.includes(user as 'p0') ? 'away' : undefined),
            })
            if (decision.outcome === 'given') {
              expect(away).not.toContain(decision.user)
              expect(former).not.toContain(decision.user)
              expect(decision.candidates.find(({ user }) => user === decision.user)?.reason).toBe('chosen')
            }
            const sum = Object.values(decision.next.credits).reduce(
              (total, credit) => total.plus(credit),
              new Decimal(0),
            )
            expect(sum.toFixed()).toBe('0')
          }
          expect(replay(JSON.parse(JSON.stringify(market.log)))).toEqual(market.log.map(({ user }) => user))
        },
      ),
      { numRuns: 150 },
    )
  })
})
