/** The SQL of deep formulas stays in proportion to them, and that of simple ones plain. */
import { describe, expect, it } from 'vitest'
import {
  check,
  parseFormula,
  rawSql,
  type SqlEnvironment,
  sql,
  sqlText,
  toSqlCondition,
  toSqlParts,
} from '../../../engine/expression/index.ts'
import { environment } from './harness.ts'

const env: SqlEnvironment = {
  column: ([name]) => rawSql(`r.${name}`),
  today: sql`${'2026-11-22'}::date`,
  now: sql`${'2026-11-22T05:10:02.123Z'}::timestamptz`,
  zone: 'Asia/Shanghai',
}

function typed(formula: string) {
  const parsed = parseFormula(formula, { text: 200_000 })
  if ('errors' in parsed) throw new Error(parsed.errors[0]?.code)
  const checked = check(parsed.tree, environment)
  if (!checked.typed) throw new Error(checked.errors[0]?.code)
  return checked.typed
}

function lengthOf(formula: string): number {
  const part = toSqlParts(typed(formula), env)
  if ('unsupported' in part) throw new Error(part.unsupported)
  return sqlText(part.value).text.length + (part.fails ? sqlText(part.fails).text.length : 0)
}

function nested(depth: number, around: (inner: string) => string): string {
  return Array.from({ length: depth }).reduce<string>(inner => around(inner), '{amount}')
}

describe('SQL', () => {
  it.each<[string, (inner: string) => string]>([
    ['quotients', inner => `(1 / (${inner} + {rate}))`],
    ['roundings', inner => `ROUNDUP(${inner} * {rate}, {rate})`],
    ['choices', inner => `IF(${inner} > 1 / {rate}, {amount}, {rate})`],
    ['chosen values', inner => `IF({rate} > 1, ${inner}, 1 / ${'{rate}'})`],
    ['errors caught', inner => `IFERROR(1 / ${inner}, {rate} / {amount})`],
    ['multiples', inner => `CEILING(MOD(${inner}, {rate}), {amount})`],
    ['dates', inner => `DAY(EDATE({due}, ${inner}))`],
    ['lists', inner => `MEDIAN(${inner}, {rate}, 1 / {amount})`],
  ])('of nested %s grows with their number', (_, around) => {
    const [some, twice] = [lengthOf(nested(15, around)), lengthOf(nested(30, around))]
    expect(twice / some).toBeLessThan(2.6)
  })

  it('of an expression within a column of another has names of its own', () => {
    const rows = (_: readonly string[], alias: string) => ({
      from: rawSql(`lines ${alias}`),
      order: rawSql(`${alias}.position`),
      element: { value: rawSql(`${alias}.price`) },
      member: () => ({ value: sql`(${inner(alias)})` }),
    })
    const inner = (alias: string) => {
      const part = toSqlParts(typed('SUM({lines.price})'), { ...env, column: () => undefined, rows })
      return 'unsupported' in part ? rawSql('') : sql`${part.value} + ${rawSql(alias)}.price`
    }
    const part = toSqlParts(typed('SUM(MAPLIST({lines}, {$item.price} * 2))'), {
      ...env,
      column: () => undefined,
      rows,
    })
    if ('unsupported' in part) throw new Error(part.unsupported)
    const names = [...sqlText(part.value).text.matchAll(/from lines (\w+)/g)].map(match => match[1])
    expect(names).toHaveLength(2)
    expect(new Set(names).size).toBe(2)
  })

  it.each([
    ['{amount} > 100', '(( r.amount > $1::numeric))'],
    ['{due} >= DATE(2026, 1, 31) + 1', '((r.due >= $1::date))'],
    ['{grade} = "A+"', '((r.grade = $1::text))'],
  ])('of %s is plain, so that an index serves it', (formula, expected) => {
    const condition = toSqlCondition(typed(formula), env)
    if ('unsupported' in condition) throw new Error(condition.unsupported)
    expect(sqlText(condition).text.replaceAll(' ', '')).toBe(expected.replaceAll(' ', ''))
  })
})
