import type { Context } from '../context.ts'
import {
  Approximate,
  approximated,
  bounded,
  Decimal,
  integer,
  MAX_DIGITS,
  numberText,
  PRODUCT_SCALE,
  parseDecimal,
  roundTo,
  ZERO,
} from '../decimal.ts'
import { type SqlFragment, sql } from '../fragment.ts'
import { sizeOf } from '../number-size.ts'
import type { NumberSize } from '../typed.ts'
import { NUMBER, TEXT } from '../types.ts'
import { FormulaError, type Value } from '../value.ts'
import { approximatedSql, widened } from './approximate-sql.ts'
import { family, number, optional, text } from './define.ts'
import type { SqlCall } from './definition.ts'
import { guard } from './guard.ts'
import { POWER } from './operators/arithmetic.ts'
import { sqlInteger } from './sql-bounds.ts'
import { looseNumberSql } from './text-number.ts'

/** Remainder with the divisor's sign (Excel). */
export function floorMod(a: Decimal, b: Decimal): Decimal {
  if (b.isZero()) throw new FormulaError('division_by_zero')
  const rest = a.mod(b)
  return rest.isZero() || rest.isNegative() === b.isNegative() ? rest : rest.plus(b)
}

/** Inexact functions are rounded to FUNCTION_DIGITS significant digits; outside their domain they are error values. */
function approximate(name: string, value: Decimal, compute: (value: Decimal) => Decimal, inDomain: boolean): Decimal {
  if (!inDomain) throw new FormulaError('outside_domain', { function: name, value: numberText(value) })
  return approximated(compute(new Approximate(value)))
}

/** 1 234.5, 1,234.50, ¥1,234, 12% and full-width digits are read; anything else is an error value. */
export function parseLooseNumber(written: string): Decimal {
  const plain = written.normalize('NFKC').replace(/[\s,¥￥$元]/g, '')
  const percent = plain.endsWith('%')
  const value = parseDecimal(percent ? plain.slice(0, -1) : plain)
  if (!value) throw new FormulaError('not_a_number', { text: written.slice(0, 40) })
  return bounded((percent ? value.times('0.01') : value).toDecimalPlaces(PRODUCT_SCALE))
}

const logarithmSql = (value: SqlFragment): SqlFragment =>
  sql`ln(${widened(sql`case when ${value} > 0 then ${value} end`)})`

const restSize = ([a, b]: readonly (NumberSize | undefined)[]): NumberSize => ({
  digits: sizeOf(b).digits,
  scale: Math.max(sizeOf(a).scale, sizeOf(b).scale),
})

const nextMultiple = (value: Decimal, odd: boolean): Decimal => {
  const away = value.abs().ceil()
  const even = away.mod(2).isZero()
  const result = even === odd ? away.plus(1) : away
  return bounded(value.lt(0) ? result.negated() : result)
}

function nextMultipleSql(value: SqlFragment, odd: boolean, call: SqlCall): SqlFragment {
  const away = call.once(sql`ceil(abs(${value}))`)
  const wanted = odd ? sql`1` : sql`0`
  const result = sql`(${away} + abs(mod(${away}, 2) - ${wanted}))`
  const { digits } = sizeOf(call.nodes[0]?.size)
  return guard(sql`(case when ${value} < 0 then -${result} else ${result} end)`, { digits: digits + 1, scale: 0 }, call)
}

export const numberFunctions = family('number', [
  {
    name: 'MOD',
    args: [number('被除数', 'number'), number('除数', 'divisor')],
    result: NUMBER,
    help: ['余数，符号与除数相同', 'Remainder, with the sign of the divisor'],
    examples: [
      ['MOD(7, 3)', '1'],
      ['MOD(-7, 3)', '2'],
      ['MOD(7, -3)', '-2'],
      ['MOD(1, 0)', '!division_by_zero'],
    ],
    evaluate: (_: Context, a: Decimal, b: Decimal) => floorMod(a, b),
    sql([a, b], call) {
      call.fail(sql`${b} = 0`, 'division_by_zero')
      const rest = call.once(sql`mod(${a}, nullif(${b}, 0))`)
      return sql`(case when ${rest} = 0 or sign(${rest}) = sign(${b}) then ${rest} else ${rest} + ${b} end)`
    },
    size: restSize,
  },
  {
    name: 'REMAINDER',
    args: [number('被除数', 'number'), number('除数', 'divisor')],
    result: NUMBER,
    help: ['余数，符号与被除数相同', 'Remainder, with the sign of the number'],
    examples: [['REMAINDER(-7, 3)', '-1']],
    evaluate(_: Context, a: Decimal, b: Decimal) {
      if (b.isZero()) throw new FormulaError('division_by_zero')
      return a.mod(b)
    },
    sql([a, b], call) {
      call.fail(sql`${b} = 0`, 'division_by_zero')
      return sql`mod(${a}, nullif(${b}, 0))`
    },
    size: restSize,
  },
  {
    name: 'ABS',
    args: [number('数字', 'number')],
    result: NUMBER,
    help: ['绝对值', 'Absolute value'],
    examples: [['ABS(-2.5)', '2.5']],
    evaluate: (_: Context, a: Decimal) => a.abs(),
    sql: ([a]) => sql`abs(${a})`,
    size: ([a]) => a,
  },
  {
    name: 'SIGN',
    args: [number('数字', 'number')],
    result: NUMBER,
    help: ['符号：-1、0、1', 'Sign: -1, 0 or 1'],
    examples: [['SIGN(-3)', '-1']],
    evaluate: (_: Context, a: Decimal) => new Decimal(a.cmp(ZERO)),
    sql: ([a]) => sql`sign(${a})`,
    size: () => ({ digits: 1, scale: 0 }),
  },
  {
    ...POWER,
    name: 'POWER',
    args: [number('底数', 'base'), number('指数', 'exponent')],
    result: NUMBER,
    help: [
      '乘方；指数为整数时精确，否则 20 位有效数字',
      'Power: exact for a whole exponent, else 20 significant digits',
    ],
    examples: [
      ['POWER(2, 10)', '1024'],
      ['POWER(2, -1)', '0.5'],
      ['POWER(2, 0.5)', '1.4142135623730950488'],
      ['POWER(-2, 0.5)', '!outside_domain'],
    ],
  },
  {
    name: 'SQRT',
    args: [number('数字', 'number')],
    result: NUMBER,
    help: ['平方根，20 位有效数字', 'Square root, 20 significant digits'],
    examples: [
      ['SQRT(2.25)', '1.5'],
      ['SQRT(-1)', '!outside_domain'],
    ],
    evaluate: (_: Context, a: Decimal) => approximate('SQRT', a, x => x.sqrt(), a.gte(0)),
    sql([a], call) {
      call.fail(sql`${a} < 0`, 'outside_domain')
      return approximatedSql(sql`sqrt(${widened(sql`case when ${a} >= 0 then ${a} end`)})`, call)
    },
  },
  {
    name: 'EXP',
    args: [number('指数', 'exponent')],
    result: NUMBER,
    help: ['e 的乘方，20 位有效数字', 'e to a power, 20 significant digits'],
    examples: [['ROUND(EXP(1), 6)', '2.718282']],
    evaluate: (_: Context, a: Decimal) => approximate('EXP', a, x => x.exp(), a.abs().lt(95)),
    sql([a], call) {
      call.fail(sql`abs(${a}) >= 95`, 'outside_domain')
      return approximatedSql(sql`exp(${widened(sql`case when abs(${a}) < 95 then ${a} end`)})`, call)
    },
  },
  {
    name: 'LN',
    args: [number('数字', 'number')],
    result: NUMBER,
    help: ['自然对数，20 位有效数字', 'Natural logarithm, 20 significant digits'],
    examples: [
      ['LN(1)', '0'],
      ['LN(0)', '!outside_domain'],
    ],
    evaluate: (_: Context, a: Decimal) => approximate('LN', a, x => x.ln(), a.gt(0)),
    sql([a], call) {
      call.fail(sql`${a} <= 0`, 'outside_domain')
      return approximatedSql(logarithmSql(a!), call)
    },
  },
  {
    name: 'LOG',
    args: [number('数字', 'number'), optional(number('底数', 'base'))],
    result: NUMBER,
    help: ['对数，默认以 10 为底，20 位有效数字', 'Logarithm, base 10 unless given, 20 significant digits'],
    examples: [
      ['LOG(1000)', '3'],
      ['LOG(8, 2)', '3'],
    ],
    evaluate: (_: Context, a: Decimal, base: Decimal = new Decimal(10)) =>
      approximate('LOG', a, x => x.log(base.toFixed()), a.gt(0) && base.gt(0) && !base.eq(1)),
    sql([a, base], call) {
      const given = base ?? sql`10`
      call.fail(sql`${a} <= 0`, 'outside_domain')
      call.fail(sql`${given} <= 0 or ${given} = 1`, 'outside_domain')
      return approximatedSql(sql`${logarithmSql(a!)} / nullif(${logarithmSql(given)}, 0)`, call)
    },
  },
  {
    name: 'EVEN',
    args: [number('数字', 'number')],
    result: NUMBER,
    help: ['远离零取偶数', 'Away from zero to an even whole number'],
    examples: [
      ['EVEN(1.5)', '2'],
      ['EVEN(-1)', '-2'],
    ],
    evaluate: (_: Context, a: Decimal) => nextMultiple(a, false),
    sql: ([a], call) => nextMultipleSql(a!, false, call),
  },
  {
    name: 'ODD',
    args: [number('数字', 'number')],
    result: NUMBER,
    help: ['远离零取奇数', 'Away from zero to an odd whole number'],
    examples: [
      ['ODD(1.5)', '3'],
      ['ODD(2)', '3'],
    ],
    evaluate: (_: Context, a: Decimal) => nextMultiple(a, true),
    sql: ([a], call) => nextMultipleSql(a!, true, call),
  },
  {
    name: 'VALUE',
    aliases: ['TONUMBER'],
    args: [{ ...text('文本', 'text'), accepts: ['number', 'text'] }],
    result: NUMBER,
    help: ['文本转数字', 'Text to number'],
    examples: [
      ['VALUE("1,234.50")', '1234.5'],
      ['VALUE("12%")', '0.12'],
      ['VALUE("abc")', '!not_a_number'],
    ],
    evaluate: (_: Context, value: Value) =>
      typeof value === 'string' ? (value.trim() === '' ? null : parseLooseNumber(value)) : value,
    sql: ([value], call) => (call.nodes[0]?.type.kind === 'number' ? value : looseNumberSql(value!, call)),
  },
  {
    name: 'FIXED',
    args: [number('数字', 'number'), optional(number('小数位', 'places'))],
    result: TEXT,
    help: ['按小数位转文本', 'Number as text with decimals'],
    examples: [
      ['FIXED(1.005, 2)', '1.01'],
      ['FIXED(2)', '2.00'],
      ['FIXED(1250, -2)', '1300'],
    ],
    evaluate(_: Context, a: Decimal, places: Decimal = new Decimal(2)) {
      const count = integer(places, -MAX_DIGITS, MAX_DIGITS)
      const rounded = roundTo(a, count)
      return (rounded.isZero() ? ZERO : rounded).toFixed(Math.max(count, 0))
    },
    sql: ([a, places], call) =>
      sql`round(${a}, ${places ? sqlInteger(places, -MAX_DIGITS, MAX_DIGITS, call) : sql`2`})::text`,
  },
])
