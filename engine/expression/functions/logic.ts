import type { Context, Thunk } from '../context.ts'
import { joinSql, rawSql, sql } from '../fragment.ts'
import { largestSize } from '../number-size.ts'
import { exists } from '../sql/list.ts'
import { caught, firstFailure, strictly } from '../sql/part.ts'
import type { TypedNode } from '../typed.ts'
import { ANY, BLANK, BOOLEAN, type Type, unify } from '../types.ts'
import { EvaluationLimit, FormulaError, type Value } from '../value.ts'
import { isBlank } from './blank.ts'
import { alike, any, boolean, family, flattened, optional, repeated, text } from './define.ts'
import type { Operation, SqlCall, SqlPart } from './definition.ts'
import { alternativeSql, choiceSql, connectSql, emptySql } from './logic-sql.ts'
import { equalValues } from './operators/compare.ts'

const isTrue = (value: Value): boolean => (Array.isArray(value) ? value.every(isTrue) : value === true)
const anyTrue = (value: Value): boolean => (Array.isArray(value) ? value.some(anyTrue) : value === true)

const valuesType =
  (from: number, step: number) =>
  (nodes: readonly TypedNode[]): Type =>
    nodes
      .filter((_, index) => index >= from && (index - from) % step === 0)
      .reduce<Type>((all, node) => unify(all, node.type) ?? ANY, BLANK)

/** One of the values comes out, so the largest of their sizes holds it; a blank takes no room. */
const chosenSize =
  (from: number, step: number): Operation['size'] =>
  (sizes, nodes) =>
    largestSize(
      sizes.filter((_, index) => index >= from && (index - from) % step === 0 && nodes[index]?.type.kind !== 'blank'),
    )

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
    sqlParts: call =>
      choiceSql([[() => call.part(0), () => call.part(1)]], () => (call.nodes[2] ? call.part(2) : BLANK_PART), call),
    size: chosenSize(1, 1),
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
    sqlParts: call => choiceSql(pairsFrom(call, 0), () => BLANK_PART, call),
    size: chosenSize(1, 2),
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
    sqlParts: switchSql,
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
    sqlParts: call => connectedSql(call, 'and'),
  },
  {
    name: 'OR',
    args: [repeated(flattened(boolean('条件', 'condition')))],
    result: BOOLEAN,
    help: ['任一条件成立', 'At least one condition holds'],
    examples: [['OR(1 > 2, 2 < 3)', 'TRUE']],
    build: args => context => args.some(arg => anyTrue(arg(context))),
    sqlParts: call => connectedSql(call, 'or'),
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
    sql: ([value]) => sql`(not coalesce(${value}, false))`,
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
    sql: values =>
      sql`((${joinSql(
        values.map(value => sql`coalesce(${value}, false)::int`),
        ' + ',
      )}) % 2 = 1)`,
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
    size: chosenSize(0, 1),
    sqlParts(call) {
      const written = call.part(0)
      const value = call.once(strictly(written))
      const empty = emptySql(value, call.nodes[0]?.type)
      if (!empty) return undefined
      const part = alternativeSql({ value }, empty, () => call.part(1), call)
      return { ...part, ...firstFailure([written.fails, part.fails]) }
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
    sqlParts(call) {
      const { fails } = call.part(0)
      if (!fails) return { value: sql`false` }
      const { condition, limit } = caught(call.once(fails), call.mayReachLimit())
      return { value: condition, ...firstFailure([limit]) }
    },
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
    size: chosenSize(0, 1),
    sqlParts(call) {
      const part = call.part(0)
      if (!part.fails) return part
      const { condition, limit } = caught(call.once(part.fails), call.mayReachLimit())
      const either = alternativeSql(part, condition, () => call.part(1), call)
      return { ...either, ...firstFailure([limit, either.fails]) }
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
    sql(_, call) {
      call.fail(rawSql('true'), 'raised_error')
      return rawSql('null')
    },
  },
])

const BLANK_PART: SqlPart = { value: rawSql('null') }

/** Arguments from an index on as writers of (condition, value). */
function pairsFrom(call: SqlCall, from: number): (readonly [() => SqlPart, () => SqlPart])[] {
  return call.nodes.flatMap((_, index) =>
    index >= from && (index - from) % 2 === 0 && index + 1 < call.nodes.length
      ? [[() => call.part(index), () => call.part(index + 1)] as const]
      : [],
  )
}

/** A list among the operands counts as all (any) of its items. */
function connectedSql(call: SqlCall, word: 'and' | 'or'): SqlPart {
  const operands = call.nodes.map((node, index) => () => {
    if (node.type.kind !== 'list') return call.part(index)
    const list = call.list(index)
    const found =
      word === 'and' ? sql`not ${exists(list, sql`${list.element} is not true`)}` : exists(list, list.element)
    return { value: sql`(${found})`, ...firstFailure(list.failures) }
  })
  return connectSql(operands, word, call)
}

/** SWITCH: the subject is written once; match values after the one that fits are not met. */
function switchSql(call: SqlCall): SqlPart | undefined {
  const { nodes } = call
  if (nodes.some(node => node.type.kind === 'any' || node.type.kind === 'list')) return undefined
  const subject = call.part(0)
  const value = call.once(strictly(subject))
  const isText = nodes[0]?.type.kind === 'text'
  const pairs = pairsFrom(call, 1).map(([match, result]) => {
    const fits = (): SqlPart => {
      const part = match()
      const same = isText
        ? sql`(coalesce(${value}, '') = coalesce(${strictly(part)}, ''))`
        : sql`(${value} is not distinct from ${strictly(part)})`
      return { value: same, ...firstFailure([part.fails]) }
    }
    return [fits, result] as const
  })
  const part = choiceSql(pairs, () => (nodes.length % 2 === 0 ? call.part(nodes.length - 1) : BLANK_PART), call)
  return { ...part, ...firstFailure([subject.fails, part.fails]) }
}

function attempt(thunk: Thunk, context: Context): Value | FormulaError {
  try {
    return thunk(context)
  } catch (failure) {
    if (failure instanceof FormulaError && !(failure instanceof EvaluationLimit)) return failure
    throw failure
  }
}
