import type { Context } from '../context.ts'
import { Decimal, integer, ONE } from '../decimal.ts'
import { type SqlFragment, sql } from '../fragment.ts'
import { BOOLEAN, NUMBER } from '../types.ts'
import type { Value } from '../value.ts'
import { indexOfText, LONGEST, lowerText } from './characters.ts'
import { family, number, optional, text } from './define.ts'

function position(
  name: string,
  ignoreCase: boolean,
  help: readonly [string, string],
  examples: readonly (readonly [string, string])[],
) {
  const fold = (value: string) => (ignoreCase ? lowerText(value) : value)
  return {
    name,
    args: [text('查找', 'what'), text('在', 'in'), optional(number('从第几个', 'from'))],
    result: NUMBER,
    help,
    examples,
    evaluate: (_: Context, what: string, whole: string, from: Decimal = ONE) =>
      new Decimal(indexOfText(fold(whole), fold(what), integer(from, 1, LONGEST) - 1) + 1),
    sql([what, whole, from]: readonly SqlFragment[]) {
      if (from) return undefined
      return ignoreCase
        ? sql`strpos(lower(${whole}), lower(${what}))::numeric`
        : sql`strpos(${whole}, ${what})::numeric`
    },
    size: () => ({ digits: 8, scale: 0 }),
  }
}

function containment(
  name: string,
  help: readonly [string, string],
  examples: readonly (readonly [string, string])[],
  test: (whole: string, part: string) => boolean,
  write: (whole: SqlFragment, part: SqlFragment) => SqlFragment,
) {
  return {
    name,
    args: [text('文本', 'text'), text('部分', 'part')],
    result: BOOLEAN,
    help,
    examples,
    acceptsBlank: true,
    nullFalse: true,
    evaluate: (_: Context, whole: Value, part: Value) =>
      typeof whole === 'string' && typeof part === 'string' && part !== '' && test(whole, part),
    sql: ([whole, part]: readonly SqlFragment[]) => sql`(${part} <> '' and ${write(whole!, part!)})`,
  }
}

export const textSearchFunctions = family('text', [
  position(
    'FIND',
    false,
    ['查找位置，区分大小写，没有则为 0', 'Position, capitals matter, 0 if absent'],
    [
      ['FIND("b", "aBb")', '3'],
      ['FIND("x", "abc")', '0'],
    ],
  ),
  position(
    'SEARCH',
    true,
    ['查找位置，不区分大小写，没有则为 0', 'Position, capitals do not matter, 0 if absent'],
    [
      ['SEARCH("B", "abc")', '2'],
      ['SEARCH("x", "abc")', '0'],
      ['SEARCH("a", "abca", 2)', '4'],
    ],
  ),
  containment(
    'CONTAINS',
    ['是否包含', 'Whether it contains a part'],
    [
      ['CONTAINS("北京分公司", "分公司")', 'TRUE'],
      ['CONTAINS(BLANK(), "a")', 'FALSE'],
    ],
    (whole, part) => whole.includes(part),
    (whole, part) => sql`strpos(${whole}, ${part}) > 0`,
  ),
  containment(
    'STARTSWITH',
    ['是否以此开头', 'Whether it starts with a part'],
    [['STARTSWITH("HT-001", "HT")', 'TRUE']],
    (whole, part) => whole.startsWith(part),
    (whole, part) => sql`starts_with(${whole}, ${part})`,
  ),
  containment(
    'ENDSWITH',
    ['是否以此结尾', 'Whether it ends with a part'],
    [['ENDSWITH("a.pdf", ".pdf")', 'TRUE']],
    (whole, part) => whole.endsWith(part),
    (whole, part) => sql`right(${whole}, length(${part})) = ${part}`,
  ),
])
