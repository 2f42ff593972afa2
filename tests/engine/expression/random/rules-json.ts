/** Random JsonLogic rules over all operators that json-logic-js and we share, and data for them. */
import fc from 'fast-check'
import type jsonLogic from 'json-logic-js'

/** json-logic-js also has `log` and `method`, which have no place in a definition. */
export const SHARED_OPERATORS = [
  ...['var', 'missing', 'missing_some', 'if', '?:', '==', '===', '!=', '!==', '!', '!!', 'and', 'or'],
  ...['<', '<=', '>', '>=', 'max', 'min', '+', '-', '*', '/', '%', 'map', 'reduce', 'filter', 'all', 'none', 'some'],
  ...['merge', 'in', 'cat', 'substr'],
] as const

/** Every operator in a rule. */
export function operatorsOf(rule: unknown): string[] {
  if (Array.isArray(rule)) return rule.flatMap(operatorsOf)
  if (typeof rule !== 'object' || rule === null) return []
  return Object.entries(rule).flatMap(([operator, args]) => [operator, ...operatorsOf(args)])
}

const whole = fc.integer({ min: -50, max: 50 })
const texts = fc.constantFrom('a', 'b', 'abc', 'xyz', '合同')

/** `score` is never there: for defaults and `missing`. */
export const ruleData = fc.record({
  amount: whole,
  rate: whole,
  title: texts,
  tags: fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }),
  numbers: fc.array(whole, { minLength: 1, maxLength: 4 }),
  flag: fc.boolean(),
})

const NUMBERS = { var: 'numbers' }
const TAGS = { var: 'tags' }
const ITEM = { var: '' }
/** Exact in doubles as in decimals. */
const divisors = fc.constantFrom(2, 4, -8, 0.5)
const named = fc.constantFrom('amount', 'rate', 'title', 'score')
const some = <T>(...items: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...items)

export const rules = fc.letrec(tie => ({
  number: fc.oneof(
    { maxDepth: 3 },
    whole,
    some<unknown>(
      { var: 'amount' },
      { var: 'rate' },
      { var: ['score', 7] },
      { '+': ['12.5'] },
      { '-': [{ var: 'rate' }] },
    ),
    fc.tuple(some('+', '-', '*', 'max', 'min'), tie('number'), tie('number')).map(([op, a, b]) => ({ [op]: [a, b] })),
    fc
      .tuple(some('+', '*', 'max', 'min'), fc.array(tie('number'), { minLength: 3, maxLength: 4 }))
      .map(([op, args]) => ({ [op]: args })),
    fc.tuple(some('/', '%'), tie('number'), divisors).map(([op, a, b]) => ({ [op]: [a, b] })),
    fc.tuple(some('if', '?:'), tie('condition'), tie('number'), tie('number')).map(([op, ...args]) => ({ [op]: args })),
    fc
      .tuple(tie('condition'), tie('number'), tie('condition'), tie('number'), tie('number'))
      .map(args => ({ if: args })),
    some('+', 'max', 'min').map(op => ({
      reduce: [NUMBERS, { [op]: [{ var: 'current' }, { var: 'accumulator' }] }, 3],
    })),
  ),
  text: fc.oneof(
    { maxDepth: 2 },
    texts,
    fc.constant({ var: 'title' }),
    fc.array(tie('text'), { minLength: 1, maxLength: 3 }).map(args => ({ cat: args })),
    fc.tuple(tie('text'), whole).map(args => ({ cat: args })),
    fc.tuple(tie('text'), fc.integer({ min: -4, max: 4 })).map(args => ({ substr: args })),
    fc
      .tuple(tie('text'), fc.integer({ min: -4, max: 4 }), fc.integer({ min: -3, max: 3 }))
      .map(args => ({ substr: args })),
    fc.tuple(tie('condition'), tie('text'), tie('text')).map(args => ({ if: args })),
  ),
  list: fc.oneof(
    { maxDepth: 2 },
    fc.tuple(some('+', '*', '-'), whole).map(([op, by]) => ({ map: [NUMBERS, { [op]: [ITEM, by] }] })),
    fc.tuple(some('<', '>=', '!='), whole).map(([op, by]) => ({ filter: [NUMBERS, { [op]: [ITEM, by] }] })),
    texts.map(text => ({ map: [TAGS, { cat: [ITEM, text] }] })),
    texts.map(text => ({ filter: [TAGS, { '!==': [ITEM, text] }] })),
    texts.map(text => ({ merge: [TAGS, [text], text] })),
    fc.array(named, { minLength: 1, maxLength: 3 }).map(names => ({ missing: names })),
    fc
      .tuple(fc.integer({ min: 1, max: 3 }), fc.array(named, { minLength: 1, maxLength: 4 }))
      .map(args => ({ missing_some: args })),
  ),
  condition: fc.oneof(
    { maxDepth: 4 },
    fc
      .tuple(some('<', '<=', '>', '>=', '==', '===', '!=', '!=='), tie('number'), tie('number'))
      .map(([op, a, b]) => ({ [op]: [a, b] })),
    fc.tuple(some('<', '<='), tie('number'), tie('number'), tie('number')).map(([op, ...args]) => ({ [op]: args })),
    fc.tuple(some('==', '!=', '===', '!=='), tie('text'), tie('text')).map(([op, a, b]) => ({ [op]: [a, b] })),
    fc.tuple(texts, some<unknown>(TAGS, ['a', 'c'], { var: 'title' })).map(args => ({ in: args })),
    fc.tuple(tie('number'), some<unknown>(NUMBERS, [1, 2, 3])).map(args => ({ in: args })),
    fc
      .tuple(some('and', 'or'), tie('condition'), tie('condition'), tie('condition'))
      .map(([op, ...args]) => ({ [op]: args })),
    fc.tuple(some('!', '!!'), tie('condition')).map(([op, a]) => ({ [op]: [a] })),
    fc.tuple(some('!', '!!'), tie('number')).map(([op, a]) => ({ [op]: [a] })),
    some<unknown>({ '!!': [TAGS] }, { and: [{ var: 'flag' }, TAGS] }, { '!': [{ var: 'title' }] }),
    fc
      .tuple(some('some', 'all', 'none'), some('a', 'b', 'd'))
      .map(([op, key]) => ({ [op]: [TAGS, { '==': [ITEM, key] }] })),
    fc
      .tuple(some('some', 'all', 'none'), some('<', '>'), whole)
      .map(([op, by, than]) => ({ [op]: [NUMBERS, { [by]: [ITEM, than] }] })),
  ),
})) as unknown as Readonly<Record<'number' | 'text' | 'list' | 'condition', fc.Arbitrary<jsonLogic.RulesLogic>>>
