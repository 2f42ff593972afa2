import type { Context } from '../context.ts'
import { bounded, Decimal, integer, numberText, ONE, roundTo, ZERO } from '../decimal.ts'
import { rawSql, type SqlFragment, sql } from '../fragment.ts'
import { sizeOf } from '../number-size.ts'
import type { NumberSize, TypedNode } from '../typed.ts'
import { NUMBER, type Type } from '../types.ts'
import type { Value } from '../value.ts'
import { family, number, optional } from './define.ts'
import type { ExplanationDetail, SqlCall } from './definition.ts'
import { guard } from './guard.ts'
import { floorMod } from './number.ts'
import { limitedSize } from './operators/arithmetic.ts'
import { sqlInteger } from './sql-bounds.ts'

const MOST_PLACES = 40
type Mode = Parameters<typeof roundTo>[2]

const placesOf = (places: Decimal) => integer(places, -MOST_PLACES, MOST_PLACES)

/** A constant number of places tells the scale of the result. */
function constantPlaces(node: TypedNode | undefined): number | undefined {
  return node?.node === 'constant' && Decimal.isDecimal(node.value) ? node.value.trunc().toNumber() : undefined
}

function roundedSize([size]: readonly (NumberSize | undefined)[], nodes: readonly TypedNode[]): NumberSize {
  const places = constantPlaces(nodes[1]) ?? sizeOf(size).scale
  return { digits: sizeOf(size).digits + 1, scale: Math.min(Math.max(places, 0), sizeOf(size).scale) }
}

function roundedType(nodes: readonly TypedNode[]): Type {
  const places = constantPlaces(nodes[1])
  return places !== undefined && places >= 0 ? { kind: 'number', scale: places } : NUMBER
}

function rounding([value, places]: readonly (Value | undefined)[], result: Value): ExplanationDetail | undefined {
  if (!Decimal.isDecimal(value) || !Decimal.isDecimal(result)) return undefined
  return {
    rounding: {
      from: numberText(value),
      to: numberText(result),
      places: Decimal.isDecimal(places) ? places.toNumber() : 0,
    },
  }
}

/** round() and trunc() of numeric take an int; a constant needs no guard. */
function placesSql(places: SqlFragment, call: SqlCall): SqlFragment {
  const constant = constantPlaces(call.nodes[1])
  if (constant !== undefined && Math.abs(constant) <= MOST_PLACES) return rawSql(String(constant))
  return sqlInteger(places, -MOST_PLACES, MOST_PLACES, call)
}

function rounder(
  name: string,
  mode: NonNullable<Mode>,
  help: readonly [string, string],
  examples: readonly (readonly [string, string])[],
  write: (a: SqlFragment, places: SqlFragment) => SqlFragment,
) {
  return {
    name,
    args: [number('数字', 'number'), number('小数位', 'places')],
    result: roundedType,
    help,
    examples,
    evaluate: (_: Context, a: Decimal, places: Decimal) => roundTo(a, placesOf(places), mode),
    sql: ([a, places]: readonly SqlFragment[], call: SqlCall) => write(a!, call.once(placesSql(places!, call))),
    size: roundedSize,
    detail: rounding,
  }
}

/** The multiple of `step` at or below (`up`: at or above) the number. A step of 0 gives 0, as in Excel. */
function multiple(value: Decimal, step: Decimal, up: boolean): Decimal {
  const size = step.abs()
  if (size.isZero()) return ZERO
  const rest = floorMod(value, size)
  return bounded(rest.isZero() || !up ? value.minus(rest) : value.minus(rest).plus(size))
}

function multipleSql(value: SqlFragment, step: SqlFragment | undefined, up: boolean, call: SqlCall): SqlFragment {
  const size = sizeOf(call.nodes[0]?.size)
  if (!step) return guard(up ? sql`ceil(${value})` : sql`floor(${value})`, { ...size, digits: size.digits + 1 }, call)
  const unit = call.once(sql`nullif(abs(${step}), 0)`)
  const rest = call.once(sql`mod(mod(${value}, ${unit}) + ${unit}, ${unit})`)
  const stepped = up ? sql`${value} - ${rest} + case when ${rest} = 0 then 0 else ${unit} end` : sql`${value} - ${rest}`
  const multiple = sql`(case when ${step} = 0 and ${value} is not null then 0 else ${stepped} end)`
  const digits = Math.max(size.digits, sizeOf(call.nodes[1]?.size).digits) + 1
  return guard(multiple, { digits, scale: size.scale }, call)
}

function multipleSize([value, step]: readonly (NumberSize | undefined)[], nodes: readonly TypedNode[]): NumberSize {
  const [left, right] = [sizeOf(value), nodes[1] ? sizeOf(step) : { digits: 1, scale: 0 }]
  return limitedSize({ digits: Math.max(left.digits, right.digits) + 1, scale: Math.max(left.scale, right.scale) })
}

export const roundingFunctions = family('number', [
  rounder(
    'ROUND',
    Decimal.ROUND_HALF_UP,
    ['四舍五入，小数位可为负', 'Rounds half away from zero; places may be negative'],
    [
      ['ROUND(2.345, 2)', '2.35'],
      ['ROUND(-2.5, 0)', '-3'],
      ['ROUND(1250, -2)', '1300'],
      ['ROUND(1.575, 2)', '1.58'],
    ],
    (a, places) => sql`round(${a}, ${places})`,
  ),
  rounder(
    'ROUNDUP',
    Decimal.ROUND_UP,
    ['远离零进位', 'Rounds away from zero'],
    [
      ['ROUNDUP(2.341, 2)', '2.35'],
      ['ROUNDUP(-2.1, 0)', '-3'],
    ],
    (a, places) =>
      sql`(case when trunc(${a}, ${places}) = ${a} then ${a} else trunc(${a}, ${places}) + sign(${a}) * round(power(10::numeric, -(${places})), 40) end)`,
  ),
  rounder(
    'ROUNDDOWN',
    Decimal.ROUND_DOWN,
    ['向零舍去', 'Rounds toward zero'],
    [
      ['ROUNDDOWN(2.349, 2)', '2.34'],
      ['ROUNDDOWN(-2.9, 0)', '-2'],
    ],
    (a, places) => sql`trunc(${a}, ${places})`,
  ),
  {
    name: 'ROUNDEVEN',
    args: [number('数字', 'number'), number('小数位', 'places')],
    result: roundedType,
    help: ['银行家舍入（四舍六入五成双）', 'Rounds half to even'],
    examples: [
      ['ROUNDEVEN(2.345, 2)', '2.34'],
      ['ROUNDEVEN(2.355, 2)', '2.36'],
    ],
    evaluate: (_: Context, a: Decimal, places: Decimal) => roundTo(a, placesOf(places), Decimal.ROUND_HALF_EVEN),
    sql([a, places], call) {
      const count = call.once(placesSql(places!, call))
      const unit = sql`power(10::numeric, -(${count}))`
      const away = call.once(sql`round(${a}, ${count})`)
      const isTie = sql`abs(${a} - trunc(${a}, ${count})) * 2 = round(${unit}, 41)`
      const isOdd = sql`mod(round(${away} / round(${unit}, 41)), 2) <> 0`
      return sql`(case when ${isTie} and ${isOdd} then trunc(${a}, ${count}) else ${away} end)`
    },
    size: roundedSize,
    detail: rounding,
  },
  {
    name: 'CEILING',
    args: [number('数字', 'number'), optional(number('倍数', 'significance'))],
    result: NUMBER,
    help: ['向上取整到倍数，默认 1', 'Up to a multiple, 1 unless given'],
    examples: [
      ['CEILING(2.1)', '3'],
      ['CEILING(-2.1)', '-2'],
      ['CEILING(23, 10)', '30'],
    ],
    evaluate: (_: Context, a: Decimal, step: Decimal = ONE) => multiple(a, step, true),
    sql: ([a, step], call) => multipleSql(a!, step, true, call),
    size: multipleSize,
    detail: rounding,
  },
  {
    name: 'FLOOR',
    args: [number('数字', 'number'), optional(number('倍数', 'significance'))],
    result: NUMBER,
    help: ['向下取整到倍数，默认 1', 'Down to a multiple, 1 unless given'],
    examples: [
      ['FLOOR(2.9)', '2'],
      ['FLOOR(-2.1)', '-3'],
      ['FLOOR(29, 10)', '20'],
    ],
    evaluate: (_: Context, a: Decimal, step: Decimal = ONE) => multiple(a, step, false),
    sql: ([a, step], call) => multipleSql(a!, step, false, call),
    size: multipleSize,
    detail: rounding,
  },
  {
    name: 'INT',
    args: [number('数字', 'number')],
    result: { kind: 'number', scale: 0 },
    help: ['向下取整', 'Down to a whole number'],
    examples: [
      ['INT(8.9)', '8'],
      ['INT(-1.5)', '-2'],
    ],
    evaluate: (_: Context, a: Decimal) => a.floor(),
    sql: ([a]) => sql`floor(${a})`,
    size: ([a]) => ({ digits: sizeOf(a).digits + 1, scale: 0 }),
    detail: rounding,
  },
  {
    name: 'TRUNC',
    args: [number('数字', 'number'), optional(number('小数位', 'places'))],
    result: roundedType,
    help: ['截断小数', 'Cuts decimals'],
    examples: [
      ['TRUNC(-1.59)', '-1'],
      ['TRUNC(1.59, 1)', '1.5'],
    ],
    evaluate: (_: Context, a: Decimal, places: Decimal = ZERO) => roundTo(a, placesOf(places), Decimal.ROUND_DOWN),
    sql: ([a, places], call) => sql`trunc(${a}, ${places ? placesSql(places, call) : rawSql('0')})`,
    detail: rounding,
  },
])
