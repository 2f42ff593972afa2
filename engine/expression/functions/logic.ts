import { type Context, spend, type Thunk } from '../context.ts'
import { Decimal } from '../decimal.ts'
import { joinSql, rawSql, type SqlFragment, sql } from '../fragment.ts'
import type { BinaryOperator, NodeOf } from '../tree.ts'
import type { TypedNode } from '../typed.ts'
import { ANY, BLANK, BOOLEAN, type Type, unify } from '../types.ts'
import { FormulaError, type Value } from '../value.ts'
import { alike, any, boolean, family, flattened, optional, repeated, text } from './define.ts'
import type { SqlCall, SqlPart } from './definition.ts'
import { equalValues } from './operators/compare.ts'

/** Blank: null, "", an empty list. */
export function isBlank(value: Value | undefined): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}

/** What json-logic calls truth: 0, "", blank and an empty list are false. */
function isTruthy(value: Value): boolean {
  if (Decimal.isDecimal(value)) return !value.isZero()
  return !isBlank(value) && value !== false
}

const isTrue = (value: Value): boolean => (Array.isArray(value) ? value.every(isTrue) : value === true)
const anyTrue = (value: Value): boolean => (Array.isArray(value) ? value.some(anyTrue) : value === true)

function eitherFails(...fragments: readonly (SqlFragment | undefined)[]): { fails?: SqlFragment } {
  const present = fragments.filter(fragment => fragment !== undefined)
  return present.length > 0 ? { fails: sql`(${joinSql(present, ' or ')})` } : {}
}

const strictly = (part: SqlPart) => (part.nullFalse ? sql`coalesce(${part.value}, false)` : part.value)
const failure = (part: SqlPart | undefined) => part?.fails ?? rawSql('false')

/** `case` over (condition, value) pairs; only the chosen branch can fail. */
function choiceSql(pairs: readonly (readonly [SqlPart, SqlPart])[], otherwise: SqlPart | undefined): SqlPart {
  const branch = (pick: (part: SqlPart) => SqlFragment) =>
    joinSql(
      pairs.map(([condition, value]) => sql`when ${condition.value} then ${pick(value)}`),
      ' ',
    )
  const value = sql`(case ${branch(strictly)} else ${otherwise ? strictly(otherwise) : rawSql('null')} end)`
  const values = [...pairs.map(([, part]) => part), ...(otherwise ? [otherwise] : [])]
  const chosen = values.some(part => part.fails)
    ? sql`(case ${branch(failure)} else ${failure(otherwise)} end)`
    : undefined
  return { value, ...eitherFails(...pairs.map(([condition]) => condition.fails), chosen) }
}

/** AND and OR stop at the first operand that decides, in SQL too: later failures then do not count. */
function connectSql(parts: readonly SqlPart[], call: SqlCall, word: 'and' | 'or'): SqlPart | undefined {
  if (call.nodes.some(node => node.type.kind === 'list')) return undefined
  const fails = parts.flatMap((part, index) => {
    if (!part.fails) return []
    const before = parts
      .slice(0, index)
      .map(earlier => (word === 'and' ? sql`(${earlier.value}) is true` : sql`(${earlier.value}) is not true`))
    return [sql`(${joinSql([...before, part.fails], ' and ')})`]
  })
  return {
    value: sql`(${joinSql(
      parts.map(part => part.value),
      ` ${word} `,
    )})`,
    nullFalse: true,
    ...eitherFails(...fails),
  }
}

const comparison = (
  name: string,
  operator: BinaryOperator,
  zh: string,
  en: string,
  example: readonly [string, string],
) => ({
  name,
  args: [any('甲', 'a'), any('乙', 'b')],
  result: BOOLEAN,
  help: [zh, en] as const,
  examples: [example],
  expand: (call: NodeOf<'call'>) =>
    call.args.length === 2
      ? {
          type: 'binary' as const,
          operator,
          left: call.args[0]!,
          right: call.args[1]!,
          start: call.start,
          end: call.end,
        }
      : { code: 'formula_needs_two_arguments', at: 0 },
  evaluate: () => null,
})

function emptySql(value: SqlFragment, node: TypedNode | undefined): SqlFragment | undefined {
  if (node?.type.kind === 'any') return undefined
  if (node?.type.kind === 'list') return sql`(coalesce(cardinality(${value}), 0) = 0)`
  return node?.type.kind === 'text' ? sql`(coalesce(${value}, '') = '')` : sql`(${value} is null)`
}

function truthSql(value: SqlFragment, node: TypedNode | undefined): SqlFragment | undefined {
  const empty = emptySql(value, node)
  if (!empty) return undefined
  if (node?.type.kind === 'boolean') return sql`coalesce(${value}, false)`
  return node?.type.kind === 'number' ? sql`(coalesce(${value}, 0) <> 0)` : sql`(not ${empty})`
}

/** Text in text only when both sides are single texts; everything else asks for membership. */
const asksForPart = (nodes: readonly TypedNode[]) =>
  nodes.length === 2 && nodes.every(node => node.type.kind === 'text')

function isMember(value: Value, lists: readonly Value[]): boolean {
  if (Array.isArray(value)) return value.some(item => isMember(item, lists))
  if (isBlank(value)) return false
  return lists.some(list =>
    Array.isArray(list) ? list.some(item => equalValues(value, item)) : equalValues(value, list),
  )
}

const valuesType =
  (from: number, step: number) =>
  (nodes: readonly TypedNode[]): Type =>
    nodes
      .filter((_, index) => index >= from && (index - from) % step === 0)
      .reduce<Type>((all, node) => unify(all, node.type) ?? ANY, BLANK)

export const logicFunctions = family('logic', [
  {
    name: 'IF',
    args: [boolean('条件', 'condition'), alike(any('真值', 'then')), optional(alike(any('假值', 'else')))],
    result: valuesType(1, 1),
    help: ['条件成立时取真值，否则取假值', 'One value if the condition holds, another if not'],
    examples: [
      ['IF(1 > 2, "a", "b")', 'b'],
      ['IF(TRUE, 5)', '5'],
      ['IF(BLANK() > 1, 1, 0)', '0'],
    ],
    build([condition, then, otherwise]) {
      return context => (condition!(context) === true ? then!(context) : otherwise ? otherwise(context) : null)
    },
    sqlParts: ([condition, then, otherwise]) => choiceSql([[condition!, then!]], otherwise),
  },
  {
    name: 'IFS',
    args: [repeated(boolean('条件', 'condition')), alike(any('值', 'value'))],
    result: valuesType(1, 2),
    help: ['取第一个成立的条件的值，都不成立则为空', 'The value of the first condition that holds, blank if none does'],
    examples: [
      ['IFS(1 > 2, "a", 2 > 1, "b")', 'b'],
      ['IFS(1 > 2, "a")', 'blank'],
    ],
    build: args => context => {
      for (let index = 0; index + 1 < args.length; index += 2) {
        if (args[index]!(context) === true) return args[index + 1]!(context)
      }
      return null
    },
    validate: nodes =>
      nodes.length % 2 === 1 ? { code: 'formula_pairs_needed', params: {}, at: nodes.length - 1 } : undefined,
    sqlParts: parts => choiceSql(pairsOf(parts), undefined),
  },
  {
    name: 'SWITCH',
    args: [
      alike(any('表达式', 'expression'), 'key'),
      repeated(alike(any('匹配值', 'match'), 'key')),
      alike(any('结果', 'value')),
    ],
    trailing: alike(any('默认值', 'default')),
    result: nodes =>
      nodes.length % 2 === 0 ? (unify(valuesType(2, 2)(nodes), nodes.at(-1)!.type) ?? ANY) : valuesType(2, 2)(nodes),
    help: ['按值匹配，可带默认值', 'Chooses by value, with an optional default'],
    examples: [
      ['SWITCH("b", "a", 1, "b", 2)', '2'],
      ['SWITCH("c", "a", 1, "b", 2, 9)', '9'],
      ['SWITCH("c", "a", 1)', 'blank'],
    ],
    build:
      ([subject, ...rest]) =>
      context => {
        const value = subject!(context)
        for (let index = 0; index + 1 < rest.length; index += 2) {
          if (equalValues(value, rest[index]!(context))) return rest[index + 1]!(context)
        }
        return rest.length % 2 === 1 ? rest.at(-1)!(context) : null
      },
  },
  {
    name: 'AND',
    args: [repeated(flattened(boolean('条件', 'condition')))],
    result: BOOLEAN,
    help: ['全部条件成立', 'All conditions hold'],
    examples: [
      ['AND(1 < 2, 2 < 3)', 'TRUE'],
      ['AND(1 < 2, BLANK() < 3)', 'FALSE'],
    ],
    build: args => context => args.every(arg => isTrue(arg(context))),
    sqlParts: (parts, call) => connectSql(parts, call, 'and'),
  },
  {
    name: 'OR',
    args: [repeated(flattened(boolean('条件', 'condition')))],
    result: BOOLEAN,
    help: ['任一条件成立', 'At least one condition holds'],
    examples: [['OR(1 > 2, 2 < 3)', 'TRUE']],
    build: args => context => args.some(arg => anyTrue(arg(context))),
    sqlParts: (parts, call) => connectSql(parts, call, 'or'),
  },
  {
    name: 'NOT',
    args: [boolean('条件', 'condition')],
    result: BOOLEAN,
    help: ['取反；空视为不成立', 'Negates; blank counts as false'],
    examples: [
      ['NOT(1 > 2)', 'TRUE'],
      ['NOT(BLANK())', 'TRUE'],
    ],
    acceptsBlank: true,
    evaluate: (_: Context, value: Value) => value !== true,
    sqlParts: ([part]) => ({ value: sql`(not coalesce(${part!.value}, false))`, ...eitherFails(part!.fails) }),
  },
  {
    name: 'XOR',
    args: [repeated(boolean('条件', 'condition'))],
    result: BOOLEAN,
    help: ['成立的条件为奇数个', 'An odd number of conditions hold'],
    examples: [
      ['XOR(TRUE, FALSE)', 'TRUE'],
      ['XOR(TRUE, TRUE)', 'FALSE'],
    ],
    acceptsBlank: true,
    evaluate: (_: Context, ...values: readonly Value[]) => values.filter(value => value === true).length % 2 === 1,
  },
  {
    name: 'ISEMPTY',
    aliases: ['ISBLANK'],
    args: [any('值', 'value')],
    result: BOOLEAN,
    help: ['是否为空', 'Whether it is blank'],
    examples: [
      ['ISEMPTY("")', 'TRUE'],
      ['ISEMPTY(0)', 'FALSE'],
      ['ISEMPTY([])', 'TRUE'],
    ],
    acceptsBlank: true,
    evaluate: (_: Context, value: Value) => isBlank(value),
    sql: ([value], call) => emptySql(value!, call.nodes[0]),
  },
  {
    name: 'IFEMPTY',
    aliases: ['COALESCE', 'WHEN_EMPTY'],
    args: [alike(any('值', 'value')), alike(any('替代值', 'alternative'))],
    result: valuesType(0, 1),
    help: ['为空时取替代值', 'The alternative when the value is blank'],
    examples: [
      ['IFEMPTY(BLANK(), 3)', '3'],
      ['IFEMPTY("", "x")', 'x'],
      ['IFEMPTY(0, 3)', '0'],
    ],
    build([value, otherwise]) {
      return context => {
        const first = value!(context)
        return isBlank(first) ? otherwise!(context) : first
      }
    },
    sqlParts([value, otherwise], call) {
      const empty = emptySql(strictly(value!), call.nodes[0])
      if (!empty) return undefined
      const later = otherwise!.fails ? sql`(${empty} and ${otherwise!.fails})` : undefined
      return {
        value: sql`(case when ${empty} then ${strictly(otherwise!)} else ${strictly(value!)} end)`,
        ...eitherFails(value!.fails, later),
      }
    },
  },
  {
    name: 'ISERROR',
    aliases: ['IS_ERROR'],
    args: [any('值', 'value')],
    result: BOOLEAN,
    help: ['计算是否出错', 'Whether the value is an error'],
    examples: [
      ['ISERROR(1 / 0)', 'TRUE'],
      ['ISERROR(1)', 'FALSE'],
    ],
    build:
      ([value]) =>
      context =>
        attempt(value!, context) instanceof FormulaError,
    sqlParts: ([part]) => ({ value: sql`coalesce(${failure(part)}, false)` }),
  },
  {
    name: 'IFERROR',
    args: [alike(any('值', 'value')), alike(any('替代值', 'alternative'))],
    result: valuesType(0, 1),
    help: ['出错时取替代值', 'The alternative when the value is an error'],
    examples: [
      ['IFERROR(1 / 0, 7)', '7'],
      ['IFERROR(6 / 2, 7)', '3'],
    ],
    build([value, otherwise]) {
      return context => {
        const first = attempt(value!, context)
        return first instanceof FormulaError ? otherwise!(context) : first
      }
    },
    sqlParts([value, otherwise]) {
      if (!value!.fails) return value
      const value2 = sql`(case when ${value!.fails} then ${strictly(otherwise!)} else ${strictly(value!)} end)`
      return { value: value2, ...(otherwise!.fails ? { fails: sql`(${value!.fails} and ${otherwise!.fails})` } : {}) }
    },
  },
  {
    name: 'BLANK',
    args: [],
    result: BLANK,
    help: ['空值', 'The blank value'],
    examples: [['BLANK()', 'blank']],
    evaluate: () => null,
    sql: () => rawSql('null'),
  },
  {
    name: 'ERROR',
    args: [optional(text('说明', 'text'))],
    result: BLANK,
    help: ['主动报错', 'Raises an error'],
    examples: [['ERROR("x")', '!raised_error']],
    acceptsBlank: true,
    evaluate(_: Context, message: string | null | undefined) {
      throw new FormulaError('raised_error', { text: (message ?? '').slice(0, 200) })
    },
  },
  comparison('EQ', '=', '等于', 'Equal', ['EQ(1, 1.0)', 'TRUE']),
  comparison('NE', '<>', '不等于', 'Not equal', ['NE("a", "b")', 'TRUE']),
  comparison('GT', '>', '大于', 'Greater', ['GT(2, 1)', 'TRUE']),
  comparison('GE', '>=', '大于等于', 'Greater or equal', ['GE(2, 2)', 'TRUE']),
  comparison('LT', '<', '小于', 'Less', ['LT(2, 1)', 'FALSE']),
  comparison('LE', '<=', '小于等于', 'Less or equal', ['LE(2, 1)', 'FALSE']),
  {
    name: 'EXACT',
    args: [text('文本一', 'first'), text('文本二', 'second')],
    result: BOOLEAN,
    help: ['文本完全相同（区分大小写）', 'Texts are the same, capitals included'],
    examples: [
      ['EXACT("A", "a")', 'FALSE'],
      ['EXACT("A", "A")', 'TRUE'],
    ],
    acceptsBlank: true,
    evaluate: (_: Context, a: Value, b: Value) => (a ?? '') === (b ?? ''),
    sql: ([a, b]) => sql`(coalesce(${a}, '') = coalesce(${b}, ''))`,
  },
  {
    name: 'TRUTHY',
    args: [any('值', 'value')],
    result: BOOLEAN,
    help: ['是否有值：0、空文本、空列表为否', 'Whether there is something: 0, "" and an empty list are not'],
    examples: [
      ['TRUTHY(0)', 'FALSE'],
      ['TRUTHY("0")', 'TRUE'],
      ['TRUTHY([])', 'FALSE'],
    ],
    acceptsBlank: true,
    evaluate: (_: Context, value: Value) => isTruthy(value),
    sql: ([value], call) => truthSql(value!, call.nodes[0]),
  },
  {
    name: 'IN',
    args: [alike(flattened(any('值', 'value'))), repeated(alike(flattened(any('列表', 'list'))))],
    result: BOOLEAN,
    help: [
      '值是否在列表中；两个文本时为是否包含',
      'Whether a value is in a list; for two texts, whether the second holds the first',
    ],
    examples: [
      ['IN("a", ["a", "b"])', 'TRUE'],
      ['IN(3, 1, 2)', 'FALSE'],
      ['IN("b", "abc")', 'TRUE'],
      ['IN(BLANK(), [1])', 'FALSE'],
    ],
    build([value, ...lists], nodes) {
      if (asksForPart(nodes)) return partThunk(value!, lists[0]!)
      return context => {
        const found = lists.map(list => list(context))
        spend(
          context,
          found.reduce((sum, list) => sum + (Array.isArray(list) ? list.length : 1), 0),
        )
        return isMember(value!(context), found)
      }
    },
    sqlParts([value, ...lists], call) {
      const fails = eitherFails(value!.fails, ...lists.map(list => list.fails))
      if (call.nodes[0]?.type.kind === 'list' || call.nodes.some(node => node.type.kind === 'any')) return undefined
      if (asksForPart(call.nodes)) {
        return {
          value: sql`(${value!.value} <> '' and strpos(${lists[0]!.value}, ${value!.value}) > 0)`,
          nullFalse: true,
          ...fails,
        }
      }
      const tests = lists.map((list, index) =>
        call.nodes[index + 1]?.type.kind === 'list'
          ? sql`${value!.value} = any(${list.value})`
          : sql`${value!.value} = ${list.value}`,
      )
      const filled = call.nodes[0]?.type.kind === 'text' ? sql`${value!.value} <> '' and ` : rawSql('')
      return { value: sql`(${filled}(${joinSql(tests, ' or ')}))`, nullFalse: true, ...fails }
    },
  },
])

function pairsOf(parts: readonly SqlPart[]): (readonly [SqlPart, SqlPart])[] {
  return parts.flatMap((part, index) =>
    index % 2 === 0 && parts[index + 1] ? [[part, parts[index + 1]!] as const] : [],
  )
}

function partThunk(part: Thunk, whole: Thunk): Thunk {
  return context => {
    const [wanted, text] = [part(context), whole(context)]
    return typeof wanted === 'string' && typeof text === 'string' && wanted !== '' && text.includes(wanted)
  }
}

function attempt(thunk: Thunk, context: Context): Value | FormulaError {
  try {
    return thunk(context)
  } catch (failure) {
    // Running out of steps or output is the end of the evaluation, not a value to handle.
    if (failure instanceof FormulaError && !failure.code.startsWith('formula_')) return failure
    throw failure
  }
}
