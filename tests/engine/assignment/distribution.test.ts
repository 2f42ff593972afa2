import { expect, it } from 'vitest'
import { replay } from '../../../engine/assignment/replay.ts'
import { Market, marketWith, type Person } from './market.ts'

/** The same leads every time: a congruential generator, 20% grade A, 30% B, 50% C. */
function* grades(): Generator<'a' | 'b' | 'c'> {
  for (let seed = 42; ; ) {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    const part = seed / 2_147_483_648
    yield part < 0.2 ? 'a' : part < 0.5 ? 'b' : 'c'
  }
}

const START = Date.parse('2026-11-23T01:00:00.000Z')
const LEADS = 10_000
const DAYS = 14
const localDay = (at: string): number => Math.floor((Date.parse(at) + 8 * 3_600_000) / 86_400_000)

const away = (now: string): boolean => [3, 4, 5].includes(localDay(now) - localDay(new Date(START).toISOString()))
const sellers: Record<string, Person> = Object.fromEntries(
  Array.from({ length: 20 }, (_, index) => [
    `s${String(index).padStart(2, '0')}`,
    { joined: '2025-01-01', cycle_days: 40 },
  ]),
)
sellers.s00 = { joined: '2025-01-01', cycle_days: 10 }
sellers.s01 = { joined: '2025-01-01', cycle_days: 99 }
sellers.s02 = { joined: '2025-01-01', cycle_days: 40, away }
sellers.s19 = { joined: '2026-11-23', cycle_days: 40 }

const rotation = marketWith({
  lane: '{grade}',
  weight: 'IF(AND({grade} = "a", {$candidate.cycle_days} < 14), {$settings.fast}, 1)',
  limits: [
    {
      key: 'newcomer',
      who: 'DAYS(TODAY(), {$candidate.joined}) < 7',
      share: '{grade} <> "a"',
      atLeast: '{$settings.newcomer_share}',
      over: '7d',
    },
    { key: 'cap', who: '{$candidate.cycle_days} = 99', max: 20, per: 'day' },
  ],
})

/** 10,000 leads over 20 sellers in two weeks: s19 is new, s00 closes fast, s01 may take 20 a day, s02 is away for three days. */
it('distributes as configured, within rounding; the log replayed gives the same list', { timeout: 60_000 }, () => {
  const market = new Market(rotation, sellers)
  const grade = grades()
  const leads = Array.from({ length: LEADS }, (_, n) => {
    const at = new Date(START + Math.floor((n * DAYS * 86_400_000) / LEADS)).toISOString()
    const value = grade.next().value as string
    const { user } = market.give({ grade: value }, at)
    return { at, grade: value, user: user! }
  })
  expect(leads.filter(({ user }) => user === null)).toEqual([])

  const count = (user: string, of: (lead: (typeof leads)[number]) => boolean = () => true): number =>
    leads.filter(lead => lead.user === user && of(lead)).length
  const ordinary = Object.keys(sellers).filter(user => !['s00', 's01', 's02', 's19'].includes(user))

  for (const lane of ['a', 'b', 'c']) {
    const counts = ordinary.map(user => count(user, one => one.grade === lane))
    const least = Math.min(...counts)
    expect(Math.max(...counts) - least).toBeLessThanOrEqual(1)
    const fast = count('s00', one => one.grade === lane)
    expect(Math.abs(fast - (lane === 'a' ? 1.3 : 1) * least)).toBeLessThanOrEqual(2.3)
    // Away, he gets nothing; present, what everybody gets, and nothing to catch up with.
    const absent = (one: { at: string; grade: string }) => one.grade === lane && away(one.at)
    const present = (one: { at: string; grade: string }) => one.grade === lane && !away(one.at)
    expect(count('s02', absent)).toBe(0)
    expect(Math.abs(count('s02', present) - count('s05', present))).toBeLessThanOrEqual(2)
  }

  for (let day = 0; day <= DAYS; day += 1) {
    const today = localDay(new Date(START).toISOString()) + day
    expect(count('s01', one => localDay(one.at) === today)).toBeLessThanOrEqual(20)
  }
  // Without the cap he would get a twentieth of some 714 leads a day.
  expect(count('s01')).toBe(
    20 * DAYS +
      Math.min(
        20,
        count('s01', one => localDay(one.at) === localDay(leads.at(-1)!.at)),
      ),
  )

  const firstWeek = leads.filter(({ user, at }) => user === 's19' && localDay(at) - localDay(leads[0]!.at) < 7)
  let easy = 0
  for (const [index, lead] of firstWeek.entries()) {
    easy += lead.grade === 'a' ? 0 : 1
    expect(easy / (index + 1)).toBeGreaterThanOrEqual(0.85)
  }
  expect(firstWeek.length - easy).toBeGreaterThan(0)
  // Protection does not hold back what he may have: of B and C he gets as many as the others.
  const easyOnes = (user: string) => count(user, one => one.grade !== 'a')
  expect(Math.abs(easyOnes('s19') - easyOnes('s05'))).toBeLessThanOrEqual(2)
  // And his first week leaves no flood of A behind: at most a turn is kept.
  const later = leads.filter(
    ({ user, at, grade: g }) => user === 's19' && g === 'a' && localDay(at) - localDay(leads[0]!.at) >= 7,
  )
  const others = leads.filter(
    ({ user, at, grade: g }) => user === 's05' && g === 'a' && localDay(at) - localDay(leads[0]!.at) >= 7,
  )
  expect(later.length - others.length).toBeLessThanOrEqual(2)

  expect(replay(market.log)).toEqual(leads.map(({ user }) => user))
})
