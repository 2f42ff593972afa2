/** Generated tests against independent implementations: expr-eval (arithmetic), json-logic-js (rules), and our own writer against our parser. */
import { Parser } from 'expr-eval'
import fc from 'fast-check'
import jsonLogic from 'json-logic-js'
import { describe, expect, it } from 'vitest'
import {
  check,
  compile,
  Decimal,
  FormulaError,
  formatFormula,
  fromJsonLogic,
  type Node,
  parseFormula,
} from '../../../engine/expression/index.ts'
import { environment, evaluate, scopeOf, show } from './harness.ts'
import { operatorsOf, ruleData, rules, SHARED_OPERATORS } from './random/rules-json.ts'

const literal = fc
  .oneof(
    fc.integer({ min: 0, max: 1000 }),
    fc.integer({ min: 0, max: 99999 }).map(n => n / 100),
  )
  .map(String)
const arithmetic = fc.letrec(tie => ({
  tree: fc.oneof(
    { maxDepth: 6, depthSize: 'medium' },
    literal,
    fc.constantFrom('amount', 'rate'),
    fc.tuple(tie('tree'), fc.constantFrom('+', '-', '*'), tie('tree')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    // Doubles lose digits of sums that nearly cancel; a divisor is a plain value, so that the loss is not multiplied.
    fc.tuple(tie('tree'), fc.oneof(literal, fc.constantFrom('amount', 'rate'))).map(([a, b]) => `(${a} / ${b})`),
    tie('tree').map(a => `(-(${a}))`),
  ),
})).tree as fc.Arbitrary<string>

describe('arithmetic agrees with expr-eval', () => {
  it('within 1e-9 of doubles', () => {
    fc.assert(
      fc.property(
        arithmetic,
        fc.integer({ min: 1, max: 9999 }),
        fc.integer({ min: 1, max: 99 }),
        (formula, amount, rate) => {
          const result = evaluate(formula, { amount, rate })
          const expected = new Parser().evaluate(formula, { amount, rate })
          if (result instanceof FormulaError)
            return !Number.isFinite(expected) || result.code === 'division_by_zero' || Math.abs(expected) > 1e38
          const ours = (result as Decimal).toNumber()
          return Math.abs(ours - expected) <= 1e-9 * Math.max(1, Math.abs(expected))
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it('rounds like decimal arithmetic by hand', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }),
        fc.integer({ min: 1, max: 100_000 }),
        (a, b) => {
          const result = evaluate(`ROUND(${a} / ${b}, 4)`) as Decimal
          const exact = (BigInt(a) * 10_000n * 2n + (a < 0 ? -BigInt(b) : BigInt(b))) / (2n * BigInt(b))
          return result.times(10_000).eq(exact.toString())
        },
      ),
    )
  })
})

function runRule(rule: unknown, values: Readonly<Record<string, unknown>>): unknown {
  const parsed = fromJsonLogic(rule)
  if ('errors' in parsed) throw new Error(JSON.stringify(parsed.errors))
  const { typed, errors } = check(parsed.tree, environment)
  if (!typed) throw new Error(JSON.stringify({ rule, errors }))
  const result = compile(typed)(scopeOf(values))
  return plain(result)
}

/** Zero has no sign here. */
function withoutSign(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSign)
  return typeof value === 'number' ? value + 0 : value
}

/** Numbers as JavaScript has them. */
function plain(result: unknown): unknown {
  if (Array.isArray(result)) return result.map(plain)
  return Decimal.isDecimal(result) ? result.toNumber() + 0 : result
}

describe('rules agree with json-logic-js on filled values of one type', () => {
  it.each(['number', 'text', 'condition', 'list'] as const)('%s', kind => {
    fc.assert(
      fc.property(rules[kind], ruleData, (rule, values) => {
        const expected: unknown = jsonLogic.apply(rule, values)
        // Our conditions are two-valued; json-logic's `and` and `or` answer one of their operands.
        const wanted = kind === 'condition' ? jsonLogic.truthy(expected) : withoutSign(expected)
        expect(runRule(rule, values)).toEqual(wanted)
      }),
      { numRuns: 2_000 },
    )
  })

  it('has generated every operator of the shared set', () => {
    const seen = new Set(
      (['number', 'text', 'condition', 'list'] as const).flatMap(kind =>
        fc.sample(rules[kind], { numRuns: 500, seed: 1 }).flatMap(operatorsOf),
      ),
    )
    expect(SHARED_OPERATORS.filter(operator => !seen.has(operator))).toEqual([])
  })

  it.each<[jsonLogic.RulesLogic]>([
    [{ substr: ['jsonlogic', -5] }],
    [{ substr: ['jsonlogic', 1, -5] }],
    [{ '%': [-7, 3] }],
    [{ missing: ['amount', 'any'] }],
    [{ missing_some: [1, ['any', 'amount']] }],
    [{ missing_some: [2, ['any', 'amount']] }],
    [{ reduce: [{ var: 'tags' }, { '+': [{ var: 'accumulator' }, 1] }, 0] }],
    [{ map: [{ var: 'tags' }, { cat: [{ var: '' }, '!'] }] }],
    [{ filter: [{ var: 'tags' }, { '!=': [{ var: '' }, 'a'] }] }],
    [{ merge: [['a'], { var: 'tags' }] }],
    [{ var: ['any', 'none'] }],
    [{ if: [false, 1, true, 2, 3] }],
    [{ all: [[], true] }],
  ])('%j', rule => {
    const values = { amount: 5, tags: ['a', 'b'], title: 't' }
    expect(runRule(rule, values)).toEqual(jsonLogic.apply(rule, values))
  })

  it.each([
    [{ log: 'x' }],
    [{ method: [{ var: 'x' }, 'y'] }],
    [{ constructor: [1] }],
    [{ '<': [1], '>': [2] }],
    [{}],
    [{ var: [null] }],
  ])('refuses %j', rule => {
    expect(fromJsonLogic(rule)).toHaveProperty('errors')
  })

  it('differs where M1 says so: an ordering comparison with a blank is false', () => {
    expect(runRule({ '<': [{ var: 'amount' }, 14] }, {})).toBe(false)
    expect(jsonLogic.apply({ '<': [{ var: 'amount' }, 14] }, { amount: null })).toBe(true)
  })
})

const name = fc.oneof(
  fc.constantFrom('amount', '客户等级', 'a b', 'x.y', 'p}q', 'b\\c', '$user'),
  fc.string({ minLength: 1, maxLength: 6 }).filter(text => text.trim() === text && text !== ''),
)
const trees = fc.letrec(tie => ({
  node: fc.oneof(
    { maxDepth: 5 },
    literal.map(text => ({ type: 'number', text })),
    fc.string({ maxLength: 8 }).map(value => ({ type: 'text', value })),
    fc.boolean().map(value => ({ type: 'boolean', value })),
    fc.constant({ type: 'blank' }),
    fc.constantFrom('d', 'mo', 'wh').map(unit => ({ type: 'duration', amount: '3', unit })),
    fc.array(name, { minLength: 1, maxLength: 3 }).map(path => ({ type: 'path', path })),
    fc.array(tie('node'), { maxLength: 3 }).map(items => ({ type: 'list', items })),
    fc
      .tuple(fc.constantFrom('-', '+', '!'), tie('node'))
      .map(([operator, operand]) => ({ type: 'unary', operator, operand })),
    fc
      .tuple(fc.constantFrom('+', '-', '*', '/', '^', '&', '=', '<>', '<', '>=', '&&', '||'), tie('node'), tie('node'))
      .map(([operator, left, right]) => ({ type: 'binary', operator, left, right })),
    fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map(args => ({ type: 'call', name: 'IF', args })),
  ),
})).node as fc.Arbitrary<Node>

function bare(node: unknown): unknown {
  return JSON.parse(JSON.stringify(node, (key, value) => (key === 'start' || key === 'end' ? undefined : value)))
}

describe('the canonical text', () => {
  it('gives the same tree again', () => {
    fc.assert(
      fc.property(trees, tree => {
        const parsed = parseFormula(formatFormula(tree))
        expect('tree' in parsed ? bare(parsed.tree) : parsed).toEqual(bare(tree))
      }),
      { numRuns: 500 },
    )
  })

  it('survives any text: parsing answers a tree or errors, never an exception', () => {
    const piece = fc.constantFrom(
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      ',',
      '，',
      '。',
      '+',
      '-',
      '%',
      '.',
      '1',
      '1d',
      'x',
      'IF',
      'SUM',
      '客户',
      '\\',
      ' ',
      '=',
      '<',
      '>',
      '&',
      '|',
      '!',
      '“',
      '”',
      '😀',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece, { maxLength: 12 }).map(parts => parts.join('')),
        ),
        text => {
          const parsed = parseFormula(text)
          if ('errors' in parsed)
            return parsed.errors.length > 0 && parsed.errors.every(error => error.end >= error.start)
          check(parsed.tree, environment)
          return true
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('shows values the same after a round trip', () => {
    fc.assert(
      fc.property(arithmetic, formula => {
        const parsed = parseFormula(formula)
        if ('errors' in parsed) return false
        const values = { amount: 7, rate: 3 }
        return show(evaluate(formatFormula(parsed.tree), values)) === show(evaluate(formula, values))
      }),
      { numRuns: 100 },
    )
  })
})
