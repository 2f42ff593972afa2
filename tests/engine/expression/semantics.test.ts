import { describe, expect, it } from 'vitest'
import {
  check,
  compile,
  FormulaError,
  formatFormula,
  parseExpr,
  parseFormula,
  storedValue,
  toJsonLogic,
} from '../../../engine/expression/index.ts'
import { codesOf, environment, evaluate, scopeOf, show } from './harness.ts'

type Row = readonly [formula: string, result: string, data?: Readonly<Record<string, unknown>>]

const cases = (title: string, rows: readonly Row[]) =>
  describe(title, () => {
    for (const [formula, result, data] of rows) {
      it(`${formula} = ${result} ${JSON.stringify(data ?? {}).slice(0, 80)}`, () =>
        expect(show(evaluate(formula, data))).toBe(result))
    }
  })

cases('money is exact (P8)', [
  ['1200000 * 0.08 * (1 - 0.023)', '93792'],
  ['1200000 * 8% * (1 - 2.3%)', '93792'],
  ['0.1 + 0.2', '0.3'],
  ['1 / 3', '0.33333333333333333333'],
  ['2 / 3', '0.66666666666666666667'],
  ['-2 / 3', '-0.66666666666666666667'],
  ['{amount} * 2', '187584', { amount: '93792.00' }],
  ['1 / 0', '!division_by_zero'],
  ['99999999999999999999 * 99999999999999999999 * 9', '!number_too_large'],
])

cases('blanks (M1)', [
  ['{amount} + 1', '1'],
  ['1 - {amount}', '1'],
  ['{amount} + {rate}', '0'],
  ['{amount} * 2', 'blank'],
  ['{amount} / 2', 'blank'],
  ['2 / {amount}', 'blank'],
  ['{amount} < 14', 'FALSE'],
  ['{amount} >= 0', 'FALSE'],
  ['NOT({amount} >= 0)', 'TRUE'],
  ['{amount} = 0', 'FALSE'],
  ['{amount} = BLANK()', 'TRUE'],
  ['{title} = ""', 'TRUE'],
  ['"" = {title}', 'TRUE', { title: '' }],
  ['{title} = {title}', 'TRUE'],
  ['{amount} <> 0', 'TRUE'],
  ['{title} & "x"', 'x'],
  ['{due} + 3', 'blank'],
  ['DATE(2026, 1, 1) + {amount}', '2026-01-01'],
  ['AND({flag}, TRUE)', 'FALSE'],
  ['IF({flag}, 1, 2)', '2'],
  ['1/0 * {amount}', '!division_by_zero'],
])

cases('the order of operators is Excel’s', [
  ['2 + 3 * 4', '14'],
  ['-2 ^ 2', '4'],
  ['2 ^ 3 ^ 2', '64'],
  ['2 ^ -1', '0.5'],
  ['50%', '0.5'],
  ['-50%', '-0.5'],
  ['1 + 2 & "a"', '3a'],
  ['1 < 2 && 2 < 1 || TRUE', 'TRUE'],
  ['!(1 < 2)', 'FALSE'],
  ['1 <> 1', 'FALSE'],
  ['1 != 2', 'TRUE'],
  ['1 == 1.0', 'TRUE'],
])

cases('Chinese typing', [
  ['IF（金额＞10，“大”，“小”）', '大', { amount: 11 }],
  ['IF(回款总额>8000000,0.025,0.02)', '0.025', { paid: '8000000.01' }],
  ['IF(回款总额>8000000,0.025,0.02)', '0.02', { paid: '8000000.00' }],
  ['客户等级＝“A+”', 'TRUE', { grade: 'a_plus' }],
  ['１２＋３', '15'],
  ['６×７÷２', '21'],
  ['"say ""hi""" & \'it\'\'s\'', 'say "hi"it\'s'],
])

const TIERS = {
  tiers: [
    { from: '0', rate: '0' },
    { from: '5000000', rate: '0.02' },
    { above: '8000000', rate: '0.025' },
  ],
}
cases('tiers (M6)', [
  ['TIER({paid}, {$settings.tiers})', '0', { paid: '4999999.99', $settings: TIERS }],
  ['TIER({paid}, {$settings.tiers})', '0.02', { paid: '5000000', $settings: TIERS }],
  ['TIER({paid}, {$settings.tiers})', '0.02', { paid: '8000000', $settings: TIERS }],
  ['TIER({paid}, {$settings.tiers})', '0.025', { paid: '8000000.01', $settings: TIERS }],
  ['TIER({paid}, {$settings.tiers}, "whole")', '200000.00025', { paid: '8000000.01', $settings: TIERS }],
  ['TIER({paid}, {$settings.tiers}, "marginal")', '60000.00025', { paid: '8000000.01', $settings: TIERS }],
  ['TIER({paid}, {$settings.tiers})', 'blank', { $settings: TIERS }],
  ['TIER({paid}, {$settings.tiers})', '!tier_table_broken', { paid: 1, $settings: { tiers: [{ rate: 1 }] } }],
])

const LINES = {
  lines: [
    { price: '10.00', qty: 2, kind: 'a', sold: '2026-01-05', grade: 'a' },
    { price: '5.50', qty: 4, kind: 'b', sold: '2026-03-01', grade: 'b' },
    { price: null, qty: 1, kind: 'a', sold: null, grade: null },
  ],
}
cases('sub-forms and relations', [
  ['SUM({lines.price})', '15.5', LINES],
  ['SUM(明细.price)', '15.5', LINES],
  ['SUMPRODUCT({lines.price}, {lines.qty})', '42', LINES],
  ['SUM(MAPLIST({lines}, {$item.price} * {$item.qty}))', '42', LINES],
  ['SUMIF({lines.kind}, "a", {lines.qty})', '3', LINES],
  ['COUNTIF({lines.grade}, "A")', '1', LINES],
  ['SUMIFS({lines.qty}, {lines.kind}, "b", {lines.price}, ">5")', '4', LINES],
  ['COUNTIF({lines.sold}, ">=2026-02-01")', '1', LINES],
  ['COUNT({lines})', '3', LINES],
  ['COUNTA({lines.price})', '2', LINES],
  ['AVERAGE({lines.price})', '7.75', LINES],
  ['LATEST({lines.price}, {lines.sold})', '5.5', LINES],
  ['ROLLUP({lines}, "qty", "sum", {$item.kind} = "a")', '3', LINES],
  ['ROLLUP({lines}, price, "max")', '10', LINES],
  ['SUM({lines.price})', '0'],
  ['EVERY({lines}, {$item.qty} > 0)', 'TRUE', LINES],
  ['SUM(MAPLIST(FILTER({lines}, {$item.qty} > {rate}), {$item.qty}))', '6', { ...LINES, rate: 1 }],
  ['{customer.grade} = "A+"', 'TRUE', { customer: { grade: 'a_plus' } }],
  ['LOOKUP({customer}, "name")', '甲公司', { customer: { name: '甲公司' } }],
  ['OLDVALUE({amount})', '5', { amount: 7, $old: { amount: '5' } }],
  ['ISCHANGED({amount})', 'TRUE', { amount: 7, $old: { amount: '5' } }],
  ['ISCHANGED({amount})', 'FALSE', { amount: '7.00', $old: { amount: '7' } }],
  ['ENTERED("won")', '2026-01-01T00:00:00.000Z', { $stages: { won: { entered_at: '2026-01-01T00:00:00Z' } } }],
])

cases('dates (M20, M21)', [
  ['TODAY() - {due}', '31', { due: '2026-10-22' }],
  ['{due} + 30', '2026-11-21', { due: '2026-10-22' }],
  ['{due} + 1mo', '2026-02-28', { due: '2026-01-31' }],
  ['{due} + 2wd', '2026-11-24', { due: '2026-11-20' }],
  ['{due} - 3d', '2026-10-29', { due: '2026-11-01' }],
  ['{created} + 4wh', '2026-11-23T02:00:00.000Z', { created: '2026-11-20T07:00:00.000Z' }],
  ['NOW() - {created} > 72h', 'TRUE', { created: '2026-11-19T05:10:02.122Z' }],
  ['NOW() - {created} > 72h', 'FALSE', { created: '2026-11-19T05:10:02.123Z' }],
  ['{created} = TODAY()', 'TRUE', { created: '2026-11-21T16:00:00.000Z' }],
  ['{created} < TODAY()', 'TRUE', { created: '2026-11-21T15:59:59.999Z' }],
  ['{due} > "2026-01-01"', 'TRUE', { due: '2026-01-02' }],
  ['{created} >= "2026-01-01"', 'TRUE', { created: '2025-12-31T16:00:00.000Z' }],
  ['DATEDIF("2024-02-29", "2025-02-28", "y")', '0'],
  ['YEAR({created})', '2026', { created: '2025-12-31T16:00:00.000Z' }],
  ['IF({flag}, {due}, "")', 'blank', { due: '2026-01-01' }],
  ['MAX({due}, TODAY())', '2026-11-22', { due: '2026-01-01' }],
  ['{due} & ""', '2026-01-31', { due: '2026-01-31' }],
])

cases('people', [
  ['MANAGER({owner})', 'u2', { owner: 'u1' }],
  ['ROLE("sales", {$candidate.region} = {customer.name})', '[u1, u3]', { customer: { name: '华东' } }],
  ['ROLE("sales", {$candidate} <> {owner})', '[u2, u3]', { owner: 'u1' }],
  ['USER()', 'u1', { $user: 'u1' }],
  ['MANAGERS({owner}, 2)', '[u2, u3]', { owner: 'u1' }],
])

describe('hours that clocks skip or repeat (M21)', () => {
  const more = { zone: 'America/New_York' }
  it.each([
    ['DATE(2026, 3, 8, 2, 30, 0)', '2026-03-08T07:00:00.000Z'],
    ['DATE(2026, 11, 1, 1, 30, 0)', '2026-11-01T05:30:00.000Z'],
    ['DATE(2026, 3, 7, 12, 0, 0) + 1d', '2026-03-08T16:00:00.000Z'],
    ['DATE(2026, 3, 7, 12, 0, 0) + 24h', '2026-03-08T17:00:00.000Z'],
  ])('%s = %s', (formula, result) => expect(show(evaluate(formula, {}, undefined, more))).toBe(result))
})

describe('mistakes are found before anything runs', () => {
  it.each([
    ['', ['formula_unexpected_end']],
    ['1 +', ['formula_unexpected_end']],
    ['(1', ['formula_not_closed']],
    ['SUM(1', ['formula_not_closed']],
    ['"abc', ['formula_unclosed_text']],
    ['{abc', ['formula_unclosed_brace']],
    ['{}', ['formula_empty_name']],
    ['1 ? 2', ['formula_bad_character']],
    ['3月销售额', ['formula_name_after_number']],
    ['{amonut} + {titel}', ['formula_unknown_name', 'formula_unknown_name']],
    ['{customer.nmae}', ['formula_unknown_member']],
    ['SUMM(1)', ['formula_unknown_function']],
    ['{grade} = "C"', ['formula_unknown_option']],
    ['{grade} > "A"', ['formula_no_order']],
    ['{title} * 2', ['formula_wrong_operands']],
    ['{amount} > {title}', ['formula_not_comparable']],
    ['LEFT()', ['formula_too_few_arguments']],
    ['ABS(1, 2)', ['formula_too_many_arguments']],
    ['YEAR({amount})', ['formula_wrong_argument']],
    ['DATEADD({due}, 1, "fortnight")', ['formula_unknown_unit']],
    ['IFS(1 > 2, 1, 2 > 1)', ['formula_pairs_needed']],
    ['ROUND({title}, 2)', ['formula_wrong_argument']],
    ['2wd', ['formula_duration_needs_date']],
    ['REGEX_MATCH({title}, "(")', ['formula_bad_pattern']],
    ['TIER(1, [["a", 1]])', ['formula_tier_table']],
    ['TIER(1, [[0, 1]], "sum")', ['formula_tier_mode']],
    ['{$item}', ['formula_unknown_name']],
    ['constructor', ['formula_unknown_name']],
    ['CONSTRUCTOR()', ['formula_unknown_function']],
    ['{any.x} + 1', []],
    ['{tags} = "a"', ['formula_not_comparable']],
  ])('%s: %j', (formula, codes) => expect(codesOf(formula)).toEqual(codes))

  it('says where, and what was probably meant', () => {
    const parsed = parseFormula('1 + {amonut}')
    if ('errors' in parsed) throw new Error('does not parse')
    expect(check(parsed.tree, environment).errors).toMatchObject([{ start: 4, end: 12, suggestion: '{amount}' }])
  })

  it.each([
    ['SUMM(1, 2)', 'SUM'],
    ['{客户等极} = "A"', '{客户等级}'],
    ['{customer.credti} + 1', 'credit'],
    ['{grade} = "A-"', 'A+'],
    ['DATEADD({due}, 1, "dayz")', '"day"'],
    ['DATEDIF({due}, TODAY(), "mnth")', '"month"'],
  ])('%s: did you mean %s', (formula, suggestion) => {
    const parsed = parseFormula(formula)
    if ('errors' in parsed) throw new Error('does not parse')
    expect(check(parsed.tree, environment).errors).toMatchObject([{ suggestion }])
  })

  it('tells the wanted type', () => {
    expect(codesOf('{title}', { kind: 'number' })).toEqual(['formula_wrong_result'])
    expect(codesOf('1 > 2', { kind: 'boolean' })).toEqual([])
    expect(codesOf('{owner}', { kind: 'list', of: { kind: 'user' } })).toEqual([])
    expect(codesOf('"2026-02-30"', { kind: 'date' })).toEqual(['formula_wrong_result'])
  })
})

describe('names are stored as keys', () => {
  it.each([
    ['IF(回款总额>8000000,0.025,0.02)', 'IF({paid} > 8000000, 0.025, 0.02)'],
    ['客户等级 = "A+"', '{grade} = "a_plus"'],
    ['SUM(明细.price)', 'SUM({lines.price})'],
    ['IN(客户等级, ["A", "B"])', 'IN({grade}, ["a", "b"])'],
    ['SWITCH(客户等级, "A+", 1, 2)', 'SWITCH({grade}, "a_plus", 1, 2)'],
    ['OLDVALUE(金额)', '{$old.amount}'],
    ['ENTERED("won")', 'ENTERED("won")'],
  ])('%s -> %s', (formula, stored) => {
    const parsed = parseFormula(formula)
    if ('errors' in parsed) throw new Error('does not parse')
    const { keyed, errors } = check(parsed.tree, environment)
    expect(errors).toEqual([])
    expect(formatFormula(keyed)).toBe(stored)
  })

  it('shows labels again', () => {
    const parsed = parseFormula('{paid} > 1')
    if ('errors' in parsed) throw new Error('does not parse')
    expect(formatFormula(parsed.tree, path => `回款.总额${path.length}`)).toBe('{回款\\.总额1} > 1')
  })
})

describe('limits (SR-11)', () => {
  const parseCode = (text: string) => {
    const parsed = parseFormula(text)
    return 'errors' in parsed ? parsed.errors[0]?.code : undefined
  }
  it('bounds length and depth, with names', () => {
    expect(parseCode('1'.repeat(20_001))).toBe('formula_too_long')
    expect(parseCode(`${'('.repeat(101)}1${')'.repeat(101)}`)).toBe('formula_too_deep')
    expect(parseCode(`${'('.repeat(99)}1${')'.repeat(99)}`)).toBeUndefined()
    expect(parseCode(`1${'+1'.repeat(5_000)}`)).toBe('formula_too_deep')
    expect(parseCode('-'.repeat(200) + 1)).toBe('formula_too_deep')
  })
  it('bounds steps and output', () => {
    const many = Array.from({ length: 2_000 }, (_, index) => ({ qty: index }))
    expect(show(evaluate('SUM(MAPLIST({lines}, SUM(MAPLIST({lines}, 1))))', { lines: many }))).toBe(
      '!formula_too_many_steps',
    )
    expect(show(evaluate('REPT("abcdefghij", 200000)'))).toBe('!formula_output_too_large')
    expect(show(evaluate('LEN(SUBSTITUTE(REPT("a", 100000), "a", "0123456789ABCDEF"))'))).toBe(
      '!formula_output_too_large',
    )
    expect(show(evaluate('IFERROR(REPT("abcdefghij", 200000), "x")'))).toBe('!formula_output_too_large')
  })
  it('stops when the time is over, and IFERROR does not hide it', () => {
    const lines = Array.from({ length: 500 }, () => ({ qty: 1 }))
    let asked = 0
    const expired = () => ++asked > 3
    expect(show(evaluate('IFERROR(SUM(MAPLIST({lines}, 1)), 0)', { lines }, undefined, { expired }))).toBe(
      '!formula_too_slow',
    )
    expect(asked).toBeLessThan(10)
  })
  it('bounds wildcards', () => {
    const tags = ['a'.repeat(100_000)]
    expect(show(evaluate('COUNTIF({tags}, {title})', { tags, title: `${'*a'.repeat(500)}b` }))).toBe(
      '!formula_too_many_steps',
    )
  })
  it('bounds rules in JSON', () => {
    let rule: unknown = true
    for (let index = 0; index < 200; index++) rule = { '!': [rule] }
    expect(parseExpr(rule)).toMatchObject({ errors: [{ code: 'formula_too_deep' }] })
  })
})

describe('values at the edge', () => {
  it('stores numbers as decimal text at the field’s scale', () => {
    expect(storedValue(evaluate('1200000 * 8% * (1 - 2.3%)'), { kind: 'number', scale: 2 })).toBe('93792.00')
    expect(storedValue(evaluate('0 - 0.001'), { kind: 'number', scale: 2 })).toBe('0.00')
    expect(storedValue(evaluate('2.5'), { kind: 'number', scale: 0 })).toBe('3')
    expect(storedValue(evaluate('1/0'), { kind: 'number', scale: 0 })).toBeInstanceOf(FormulaError)
  })
  it('reads only own properties', () => {
    expect(show(evaluate('SOME([{$settings.row}], {$item.constructor} = BLANK())', { $settings: { row: {} } }))).toBe(
      'TRUE',
    )
  })
  it('reports the clock and the references', () => {
    const parsed = parseFormula('IF(TODAY() > 到期日, NOW() - {created}, 0h)')
    if ('errors' in parsed) throw new Error('does not parse')
    const checked = check(parsed.tree, environment)
    expect(checked.errors).toEqual([])
    expect(checked.usesClock).toBe('now')
    expect(checked.references.map(reference => reference.path.join('.'))).toEqual(['due', 'created'])
  })
  it('keeps TRUTHY rules and formulas in one tree', () => {
    const parsed = parseFormula('AND({amount} > 3, NOT({flag}))')
    if ('errors' in parsed) throw new Error('does not parse')
    expect(toJsonLogic(parsed.tree)).toEqual({ and: [{ '>': [{ var: 'amount' }, 3] }, { '!': [{ var: 'flag' }] }] })
    const back = parseExpr(toJsonLogic(parsed.tree))
    if ('errors' in back) throw new Error('does not parse')
    const { typed } = check(back.tree, environment)
    expect(compile(typed!)(scopeOf({ amount: 4 }))).toBe(true)
  })
})
