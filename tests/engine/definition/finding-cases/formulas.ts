import { type FindingCase, field, formula, X } from './case.ts'

const F = `${X}/formula`
const one = (code: string, bad: unknown, good: unknown, result = 'number'): FindingCase => [
  code,
  F,
  formula(bad, result),
  formula(good, result),
]
const deep = (depth: number): string => `${'('.repeat(depth)}1${')'.repeat(depth)}`
const tiers = (table: string, mode: string) => `TIER({total}, ${table}, "${mode}")`

/** What is wrong with an expression before any record is looked at. */
export const formulaCases: readonly FindingCase[] = [
  [
    'formula_too_long',
    `${X}/default`,
    field('number', { default: `=LEN("${'a'.repeat(20_001)}")` }),
    field('number', { default: `=LEN("${'a'.repeat(19_000)}")` }),
  ],
  one('formula_too_deep', deep(400), deep(20)),
  one('formula_unexpected', '1 2', '1+2'),
  one('formula_unexpected_end', '1+', '1+2'),
  one('formula_not_closed', 'SUM(1', 'SUM(1)'),
  one('formula_unclosed_text', '"a', '"a"', 'text'),
  one('formula_unclosed_brace', '{deals', '{deals}'),
  one('formula_empty_name', '{}', '{deals}'),
  one('formula_bad_character', '1 # 2', '1 - 2'),
  one('formula_name_after_number', '2deals', '2*{deals}'),
  one('formula_number_too_large', `1${'0'.repeat(60)}`, `1${'0'.repeat(15)}`),
  one('formula_unknown_name', '{dals}', '{deals}'),
  one('formula_unknown_member', '{industry.scor}', '{industry.score}'),
  one('formula_unknown_option', 'IF({industry} = "space", 1, 2)', 'IF({industry} = "energy", 1, 2)'),
  one('formula_unknown_function', 'SUMM(1)', 'SUM(1)'),
  one('formula_unknown_unit', 'DATETIME_DIFF(NOW(), NOW(), "fortnight")', 'DATETIME_DIFF(NOW(), NOW(), "day")'),
  one(
    'formula_unknown_aggregate',
    'ROLLUP({opportunities}, "amount", "mode")',
    'ROLLUP({opportunities}, "amount", "sum")',
  ),
  one('formula_duration_needs_date', '1mo', '3'),
  one('formula_wrong_operand', '-{opportunities}', '-{deals}'),
  one('formula_wrong_operands', '{deals} * {opportunities}', '{deals} * {total}'),
  one('formula_not_comparable', 'IF({deals} = {opportunities}, 1, 2)', 'IF({deals} = {total}, 1, 2)'),
  one('formula_no_order', 'IF({industry} > {sub}, 1, 2)', 'IF({deals} > {total}, 1, 2)'),
  one('formula_wrong_argument', 'YEAR({opportunities})', 'YEAR(TODAY())'),
  one('formula_wrong_result', '{name}', 'TODAY()', 'date'),
  one('formula_types_differ', 'IF(TRUE, {opportunities}, 1)', 'IF(TRUE, {deals}, 1)'),
  one('formula_too_few_arguments', 'ROUND()', 'ROUND(1, 0)'),
  one('formula_too_many_arguments', 'YEAR(TODAY(), 1, 2)', 'YEAR(TODAY())'),
  one('formula_needs_two_arguments', 'IF(EQ(1), 1, 2)', 'IF(EQ(1, 2), 1, 2)'),
  one('formula_pairs_needed', 'IFS(TRUE, 1, FALSE)', 'IFS(TRUE, 1, FALSE, 2)'),
  one('formula_wrong_shape', 'ROLLUP(1, "amount", "sum")', 'ROLLUP({opportunities}, "amount", "sum")'),
  one('formula_date_parts', 'YEAR(DATE(2026, 1))', 'YEAR(DATE(2026, 1, 2))'),
  one('formula_week_start', 'WEEKDAY(TODAY(), 7)', 'WEEKDAY(TODAY(), 2)'),
  one('formula_tier_mode', tiers('{$settings.tiers}', 'most'), tiers('{$settings.tiers}', 'whole')),
  one('formula_tier_table', tiers('[1, 2]', 'whole'), tiers('[[0, 1], [5, 2]]', 'whole')),
  one('formula_bad_pattern', 'REGEXMATCH({name}, "(")', 'REGEXMATCH({name}, "a")', 'yes_no'),
  one('logic_one_operator', { '+': [1, 2], '-': [1, 2] }, { '+': [1, 2] }),
  one('logic_unknown_operator', { plus: [1, 2] }, { '+': [1, 2] }),
  one('logic_bad_argument', { var: [] }, { var: 'deals' }),
]
