import { type Context, spend, type Thunk } from '../context.ts'
import { type SqlFragment, sql } from '../fragment.ts'
import { exists } from '../sql/list.ts'
import { firstFailure, strictly } from '../sql/part.ts'
import type { BinaryOperator, NodeOf } from '../tree.ts'
import type { TypedNode } from '../typed.ts'
import { BOOLEAN } from '../types.ts'
import type { Value } from '../value.ts'
import { isBlank, isTruthy } from './blank.ts'
import { alike, any, family, flattened, repeated, text } from './define.ts'
import type { SqlCall, SqlPart } from './definition.ts'
import { emptySql, truthSql } from './logic-sql.ts'
import { memberSql } from './member-sql.ts'
import { equalValues } from './operators/compare.ts'

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

function partThunk(part: Thunk, whole: Thunk): Thunk {
  return context => {
    const [wanted, text] = [part(context), whole(context)]
    return typeof wanted === 'string' && typeof text === 'string' && wanted !== '' && text.includes(wanted)
  }
}

/** A question about one value; of a list it is whether it has items. */
function presence(
  call: SqlCall,
  ask: (value: SqlFragment, node: TypedNode | undefined) => SqlFragment | undefined,
  ofRows: (found: SqlFragment) => SqlFragment,
): SqlPart | undefined {
  if (call.nodes[0]?.type.kind === 'list' && call.isRows(0)) {
    const list = call.list(0)
    return { value: ofRows(exists(list)), ...firstFailure(list.failures) }
  }
  const part = call.part(0)
  const value = ask(call.once(strictly(part)), call.nodes[0])
  return value && { value, ...firstFailure([part.fails]) }
}

export const comparisonFunctions = family('logic', [
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
    sqlParts: call =>
      presence(
        call,
        (value, node) => truthSql(value, node),
        found => found,
      ),
  },
  {
    name: 'IN',
    args: [alike(flattened(any('值', 'value')), 'key'), repeated(alike(flattened(any('列表', 'list')), 'key'))],
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
        const wanted = value!(context)
        const found = lists.map(list => list(context))
        spend(
          context,
          found.reduce((sum, list) => sum + (Array.isArray(list) ? list.length : 1), 0),
        )
        return isMember(wanted, found)
      }
    },
    sqlParts: call => memberSql(call, asksForPart(call.nodes)),
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
    sqlParts: call =>
      presence(
        call,
        (value, node) => emptySql(value, node?.type),
        found => sql`(not ${found})`,
      ),
  },
  comparison('EQ', '=', '等于', 'Equal', ['EQ(1, 1.0)', 'TRUE']),
  comparison('NE', '<>', '不等于', 'Not equal', ['NE("a", "b")', 'TRUE']),
  comparison('GT', '>', '大于', 'Greater', ['GT(2, 1)', 'TRUE']),
  comparison('GE', '>=', '大于等于', 'Greater or equal', ['GE(2, 2)', 'TRUE']),
  comparison('LT', '<', '小于', 'Less', ['LT(2, 1)', 'FALSE']),
  comparison('LE', '<=', '小于等于', 'Less or equal', ['LE(2, 1)', 'FALSE']),
])
