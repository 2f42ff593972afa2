import { Decimal } from '../../expression/index.ts'

type Point = Decimal | string | boolean

/** The values a comparison with a constant lets a field have. A blank is in none of them: a comparison with it is false. */
export type Domain =
  | { readonly kind: 'only'; readonly values: readonly Point[] }
  | { readonly kind: 'except'; readonly values: readonly Point[] }
  | { readonly kind: 'range'; readonly low: Bound | undefined; readonly high: Bound | undefined }

interface Bound {
  readonly at: Point
  readonly open: boolean
}

const orderOf = (a: Point, b: Point): number =>
  Decimal.isDecimal(a) && Decimal.isDecimal(b) ? a.cmp(b) : String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0
const has = (values: readonly Point[], value: Point): boolean => values.some(one => orderOf(one, value) === 0)

/** What `field <operator> value` lets through; undefined of an operator that does not compare. */
export function domainOf(operator: string, value: Point): Domain | undefined {
  switch (operator) {
    case '=':
      return { kind: 'only', values: [value] }
    case '<>':
      return { kind: 'except', values: [value] }
    case '>':
    case '>=':
      return { kind: 'range', low: { at: value, open: operator === '>' }, high: undefined }
    case '<':
    case '<=':
      return { kind: 'range', low: undefined, high: { at: value, open: operator === '<' } }
    default:
      return undefined
  }
}

function includes(domain: Domain, value: Point): boolean {
  if (domain.kind === 'only') return has(domain.values, value)
  if (domain.kind === 'except') return !has(domain.values, value)
  const { low, high } = domain
  const above = low === undefined || orderOf(value, low.at) > (low.open ? 0 : -1)
  return above && (high === undefined || orderOf(value, high.at) < (high.open ? 0 : 1))
}

/** Values that are in both. */
export function both(a: Domain, b: Domain): Domain {
  if (a.kind === 'only') return { kind: 'only', values: a.values.filter(value => includes(b, value)) }
  if (b.kind === 'only') return both(b, a)
  if (a.kind === 'except' && b.kind === 'except') return { kind: 'except', values: [...a.values, ...b.values] }
  // A range less some points stays a range: a bit more than is true, so that nothing is said that is not.
  if (a.kind === 'except') return b
  if (b.kind === 'except') return a
  return { kind: 'range', low: stricter(a.low, b.low, 1), high: stricter(a.high, b.high, -1) }
}

function stricter(a: Bound | undefined, b: Bound | undefined, way: 1 | -1): Bound | undefined {
  if (a === undefined || b === undefined) return a ?? b
  const order = orderOf(a.at, b.at) * way
  return order > 0 || (order === 0 && a.open) ? a : b
}

/** No value at all. */
export function isEmpty(domain: Domain): boolean {
  if (domain.kind === 'only') return domain.values.length === 0
  if (domain.kind === 'except' || domain.low === undefined || domain.high === undefined) return false
  const order = orderOf(domain.low.at, domain.high.at)
  return order > 0 || (order === 0 && (domain.low.open || domain.high.open))
}

/** Every value of `a` is one of `b`. */
export function isWithin(a: Domain, b: Domain): boolean {
  if (a.kind === 'only') return a.values.every(value => includes(b, value))
  if (b.kind === 'only') return false
  if (b.kind === 'except') return b.values.every(value => !includes(a, value))
  if (a.kind === 'except') return false
  const inside = (inner: Bound | undefined, outer: Bound | undefined, way: 1 | -1): boolean => {
    if (outer === undefined) return true
    if (inner === undefined) return false
    const order = orderOf(inner.at, outer.at) * way
    return order > 0 || (order === 0 && (inner.open || !outer.open))
  }
  return inside(a.low, b.low, 1) && inside(a.high, b.high, -1)
}
