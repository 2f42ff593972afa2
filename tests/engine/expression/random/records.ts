import type fc from 'fast-check'
import { FormulaError } from '../../../../engine/expression/index.ts'
import { Made } from './made.ts'

const AMOUNTS = [
  '0.00',
  '1.00',
  '-2.50',
  '5.00',
  '99.99',
  '1.005',
  '93792.00',
  '4999999.99',
  '5000000.00',
  '8000000.01',
  '12345678901234.56',
  '-0.01',
]
const RATES = [
  '0',
  '1',
  '2',
  '3',
  '-7.25',
  '0.023',
  '1.5',
  '0.0000001',
  '99999999999',
  '0.3333333333333333333333333333333333333333',
  '123456789012345678901234567890.5',
  '-1',
  '2',
  '0.5',
  '1',
]
const TEXTS = [
  '',
  'a',
  'b',
  'abc',
  ' 😀 Abc ',
  '合同A-2026',
  '分公司',
  '5',
  '5.0',
  ' 12% ',
  '¥1,234.5',
  'ÀÉß',
  'x,y,b',
  '\u3000全角１２',
  'A%_\\',
]
const DAYS = [
  '2026-01-31',
  '2026-02-28',
  '2024-02-29',
  '2025-12-31',
  '2026-11-22',
  '2026-03-31',
  '2023-04-30',
  '2026-10-01',
  '1999-12-31',
]
const FAR = ['0001-01-01', '9999-12-31', '1900-02-28']
const INSTANTS = [
  '2026-11-21T16:00:00.000Z',
  '2026-11-21T15:59:59.999Z',
  '2026-03-08T06:59:59.500Z',
  '2026-11-01T05:30:00.000Z',
  '2025-01-01T00:00:00.000Z',
  '2026-10-02T01:15:30.250Z',
  '2026-02-28T12:34:56.789Z',
]
const GRADES = ['a_plus', 'a', 'b']
const FAILED = ['division_by_zero', 'not_a_number', 'number_too_large']

/** Records with related rows; fields are often blank, computed ones have often failed. */
export const records: fc.Arbitrary<Readonly<Record<string, unknown>>> = new Made(random => {
  const pick = <T>(items: readonly T[]): T => items[random.nextInt(0, items.length - 1)]!
  const chance = (one: number) => random.nextInt(1, one) === 1
  const maybe = <T>(items: readonly T[]): T | null => (chance(6) ? null : pick(items))
  const id = () =>
    `6f1e1c1a-${String(random.nextInt(1000, 9999))}-4000-8000-${String(random.nextInt(0, 999_999_999)).padStart(12, '0')}`
  const computed = () => (chance(8) ? new FormulaError(pick(FAILED)) : maybe(RATES))
  const customer = () =>
    chance(5)
      ? null
      : { id: id(), name: maybe(TEXTS), grade: maybe(GRADES), credit: maybe(AMOUNTS.filter(each => each !== '1.005')) }
  const some = <T>(make: () => T): T[] => Array.from({ length: pick([0, 1, 2, 3, 4]) }, make)
  return {
    id: id(),
    amount: maybe(AMOUNTS.filter(each => each !== '1.005')),
    paid: maybe(AMOUNTS.filter(each => each !== '1.005')),
    rate: maybe(RATES),
    title: maybe(TEXTS),
    flag: maybe([true, false]),
    due: chance(12) ? pick(FAR) : maybe(DAYS),
    created: maybe(INSTANTS),
    start: maybe(['08:30', '09:00', '23:59']),
    grade: maybe(GRADES),
    tags: some(() => pick(TEXTS)),
    numbers: some(() => pick(RATES)),
    score: computed(),
    customer: customer(),
    lines: some(() => ({
      id: id(),
      price: maybe(AMOUNTS.filter(each => each !== '1.005')),
      qty: maybe(['0', '1', '2', '4', '12']),
      kind: maybe(TEXTS),
      grade: maybe(GRADES),
      sold: maybe(DAYS),
      margin: chance(4) ? computed() : maybe(RATES),
      buyer: customer(),
    })),
  }
})
