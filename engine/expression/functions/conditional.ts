import { type Context, spend } from '../context.ts'
import { Decimal, parseDecimal } from '../decimal.ts'
import { dateText, localOf, parseDate, parseInstant } from '../time.ts'
import { NUMBER } from '../types.ts'
import type { Value } from '../value.ts'
import { alignedLists, meanOf, numbersIn, sumOf } from './aggregate.ts'
import { argument, family, list, number, optional, repeated } from './define.ts'
import { equalValues, orderOf } from './operators/compare.ts'

type Test = (item: Value) => boolean
const CRITERION = /^(<=|>=|<>|!=|==|=|<|>)([\s\S]*)$/

/**
 * A criterion as in Excel: a value to equal, or a text with an operator (">100", "<>已作废", ">=2026-01-01"); * and ? stand for any characters
 * in an equality of texts. Ordering with a blank is false.
 */
export function criterionTest(criterion: Value, context: Context): Test {
  if (typeof criterion !== 'string') return item => equalValues(item, criterion)
  const match = CRITERION.exec(criterion)
  const operator = match?.[1] ?? '='
  const written = (match?.[2] ?? criterion).trim()
  const operand = parseDecimal(written) ?? written
  const isDate = typeof operand === 'string' && parseDate(operand) !== undefined
  const dated = (item: Value) => (isDate ? localDate(item, context) : item)
  const equal = wildcard(operand, context) ?? (item => equalValues(dated(item), operand))
  switch (operator) {
    case '=':
    case '==':
      return equal
    case '<>':
    case '!=':
      return item => !equal(item)
    default:
      return item => isInOrder(operator, orderOf(dated(item), operand))
  }
}

function isInOrder(operator: string, order: number | null): boolean {
  if (order === null) return false
  if (order === 0) return operator.endsWith('=')
  return order < 0 ? operator.startsWith('<') : operator.startsWith('>')
}

/** A datetime beside a date counts as its local date. */
function localDate(item: Value, context: Context): Value {
  if (typeof item !== 'string' || item.length !== 24) return item
  const ms = parseInstant(item)
  return ms === undefined ? item : dateText(localOf(ms, context.scope.zone).days)
}

function wildcard(operand: Value, context: Context): Test | undefined {
  if (typeof operand !== 'string' || !/[*?]/.test(operand)) return undefined
  return item => {
    if (typeof item !== 'string') return false
    spend(context, Math.ceil((item.length * operand.length) / 100))
    return matchesWildcards(item, operand)
  }
}

/** Two pointers, going back to the last star only: at worst text times pattern. */
function matchesWildcards(text: string, pattern: string): boolean {
  let [t, p, star, mark] = [0, 0, -1, 0]
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++
      mark = t
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p++
      t++
    } else if (star >= 0) {
      p = star + 1
      t = ++mark
    } else return false
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}

const criterion = argument('条件', 'criterion', 'any', { criterion: true })
const range = (zh: string, en: string) => list(zh, en)
const summed = { ...number('求和区', 'sum range'), list: 'only' as const }
const averaged = { ...number('平均区', 'average range'), list: 'only' as const }

/** Items of the last column in the rows whose tested columns all pass. */
function chosen(context: Context, result: Value, pairs: readonly Value[]): Value[] {
  const ranges = pairs.filter((_, index) => index % 2 === 0)
  const tests = pairs.filter((_, index) => index % 2 === 1).map(each => criterionTest(each, context))
  return alignedLists(context, [...ranges, result]).flatMap(row =>
    tests.every((test, index) => test(row[index] ?? null)) ? [row.at(-1) ?? null] : [],
  )
}

export const conditionalFunctions = family('aggregate', [
  {
    name: 'COUNTIF',
    args: [range('区域', 'range'), criterion],
    result: NUMBER,
    help: ['满足条件的个数', 'How many meet a criterion'],
    examples: [
      ['COUNTIF([1, 5, 9], ">4")', '2'],
      ['COUNTIF(["a", "b", "a"], "a")', '2'],
      ['COUNTIF(["北京分公司", "上海"], "*公司")', '1'],
    ],
    acceptsBlank: true,
    evaluate: (context: Context, items: Value, test: Value) =>
      new Decimal(chosen(context, items, [items, test]).length),
  },
  {
    name: 'COUNTIFS',
    args: [repeated(range('区域', 'range')), criterion],
    result: NUMBER,
    help: ['同时满足多个条件的个数', 'How many meet all criteria'],
    examples: [['COUNTIFS([1, 5, 9], ">4", ["a", "b", "b"], "b")', '2']],
    acceptsBlank: true,
    evaluate: (context: Context, ...pairs: readonly Value[]) => new Decimal(chosen(context, pairs[0]!, pairs).length),
    validate: nodes =>
      nodes.length % 2 === 1 ? { code: 'formula_pairs_needed', params: {}, at: nodes.length - 1 } : undefined,
  },
  {
    name: 'SUMIF',
    args: [range('区域', 'range'), criterion, optional(summed)],
    result: NUMBER,
    help: ['条件求和：区域、条件、求和区', 'Conditional sum: range, criterion, sum range'],
    examples: [
      ['SUMIF([1, 5, 9], ">4")', '14'],
      ['SUMIF(["a", "b", "a"], "a", [1, 2, 3])', '4'],
    ],
    acceptsBlank: true,
    evaluate: (context: Context, items: Value, test: Value, sums: Value | undefined) =>
      sumOf(numbersIn(context, chosen(context, sums ?? items, [items, test]))),
  },
  {
    name: 'SUMIFS',
    args: [summed, repeated(range('区域', 'range')), criterion],
    result: NUMBER,
    help: ['多条件求和：求和区在前', 'Sum with several criteria; the sum range comes first'],
    examples: [['SUMIFS([1, 2, 3], ["a", "b", "b"], "b", [1, 1, 0], ">0")', '2']],
    acceptsBlank: true,
    evaluate: (context: Context, sums: Value, ...pairs: readonly Value[]) =>
      sumOf(numbersIn(context, chosen(context, sums, pairs))),
    validate: nodes =>
      nodes.length % 2 === 0 ? { code: 'formula_pairs_needed', params: {}, at: nodes.length - 1 } : undefined,
  },
  {
    name: 'AVERAGEIF',
    args: [range('区域', 'range'), criterion, optional(averaged)],
    result: NUMBER,
    help: ['条件平均', 'Conditional mean'],
    examples: [
      ['AVERAGEIF([1, 5, 9], ">4")', '7'],
      ['AVERAGEIF([1], ">4")', 'blank'],
    ],
    acceptsBlank: true,
    evaluate: (context: Context, items: Value, test: Value, means: Value | undefined) =>
      meanOf(numbersIn(context, chosen(context, means ?? items, [items, test]))),
  },
])
