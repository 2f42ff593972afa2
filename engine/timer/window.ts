import { DIVISION_SCALE } from '../expression/decimal.ts'
import { Decimal } from '../expression/index.ts'
import { civilOf, daysOf, isoWeekday, localOf, parseDate, parseInstant } from '../expression/time.ts'
import { addDuration, parseDuration, type TimePlace } from './duration.ts'

/** What a trigger counts over: a span back from now, the last few, or the last few days, weeks or months. */
export interface WindowRule {
  readonly over: string | undefined
  readonly last: number | undefined
  readonly bucket: 'day' | 'week' | 'month' | undefined
  /** a bucket between others with nothing in it: passed over, the end of the row, or counted as nothing */
  readonly missing: 'skip' | 'break' | 'zero'
  readonly aggregate: 'count' | 'sum' | 'average' | 'min' | 'max' | undefined
}

/** Something counted: when, and what it measures. */
export interface Counted {
  readonly id: string
  /** ISO UTC, or a day */
  readonly at: string
  readonly value: Decimal | boolean | null
}

export type Measure = Decimal | boolean | null

/**
 * What the condition of a window is asked about: one figure for a span, one for each of the last few otherwise. Undefined when there are not as many.
 * @param counted in any order
 * @param now ISO UTC
 */
export function windowMeasures(
  rule: WindowRule,
  counted: readonly Counted[],
  now: string,
  place: TimePlace,
): readonly Measure[] | undefined {
  if (rule.over !== undefined) {
    const duration = parseDuration(rule.over)
    if (duration === undefined) return undefined
    const from = Date.parse(addDuration(now, { ...duration, amount: -duration.amount }, place))
    const inside = counted.filter(one => msOf(one.at, place) > from && msOf(one.at, place) <= Date.parse(now))
    return [aggregated(rule.aggregate, inside)]
  }
  const wanted = rule.last ?? 1
  if (rule.bucket !== undefined) return bucketMeasures(rule, rule.bucket, wanted, counted, place)
  const sorted = [...counted].sort((a, b) => msOf(b.at, place) - msOf(a.at, place) || (a.id < b.id ? 1 : -1))
  return sorted.length < wanted ? undefined : sorted.slice(0, wanted).map(({ value }) => value)
}

function bucketMeasures(
  rule: WindowRule,
  bucket: 'day' | 'week' | 'month',
  wanted: number,
  counted: readonly Counted[],
  place: TimePlace,
): readonly Measure[] | undefined {
  const buckets = new Map<number, Counted[]>()
  for (const one of counted) {
    const index = bucketOf(one.at, bucket, place)
    buckets.set(index, [...(buckets.get(index) ?? []), one])
  }
  const present = [...buckets.keys()].sort((a, b) => b - a)
  const [newest] = present
  const oldest = present.at(-1)
  if (newest === undefined || oldest === undefined) return undefined
  const indices =
    rule.missing === 'skip' ? present.slice(0, wanted) : Array.from({ length: wanted }, (_, back) => newest - back)
  const isWhole = indices.length === wanted && indices.every(index => index >= oldest)
  if (!isWhole || (rule.missing === 'break' && indices.some(index => !buckets.has(index)))) return undefined
  return indices.map(index => aggregated(rule.aggregate ?? 'sum', buckets.get(index) ?? []))
}

/** Days, weeks (from Monday) or months since an epoch, in the place's zone. */
function bucketOf(at: string, bucket: 'day' | 'week' | 'month', place: TimePlace): number {
  const days = (at.length === 10 ? parseDate(at) : undefined) ?? localOf(msOf(at, place), place.zone).days
  if (bucket === 'day') return days
  if (bucket === 'week') return Math.floor((days - (isoWeekday(days) - 1) - daysOf(1970, 1, 5)) / 7)
  const { year, month } = civilOf(days)
  return year * 12 + month
}

const msOf = (at: string, { zone }: TimePlace): number =>
  at.length === 10 ? (parseDate(at) ?? 0) * 86_400_000 : (parseInstant(at, zone) ?? 0)

function aggregated(aggregate: WindowRule['aggregate'], counted: readonly Counted[]): Measure {
  if (aggregate === undefined || aggregate === 'count') return new Decimal(counted.length)
  const numbers = counted.flatMap(({ value }) => (Decimal.isDecimal(value) ? [value as Decimal] : []))
  const zero = new Decimal(0)
  const sum = numbers.reduce((total, value) => total.plus(value), zero)
  if (aggregate === 'sum') return sum
  if (numbers.length === 0) return null
  if (aggregate === 'average') return sum.dividedBy(numbers.length).toDecimalPlaces(DIVISION_SCALE)
  return numbers.reduce((best, value) => ((aggregate === 'min' ? value.lt(best) : value.gt(best)) ? value : best))
}
