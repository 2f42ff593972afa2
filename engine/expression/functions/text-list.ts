import { type Context, limitText, spend } from '../context.ts'
import { type SqlFragment, sql } from '../fragment.ts'
import { aggregate } from '../sql/list.ts'
import { firstFailure, strictly } from '../sql/part.ts'
import type { SqlCall, SqlList } from '../typed.ts'
import { listOf, TEXT } from '../types.ts'
import type { Value } from '../value.ts'
import { allItems } from './aggregate-sql.ts'
import { plainText } from './conversions.ts'
import { argument, boolean, family, optional, repeated, text } from './define.ts'
import { limitedText } from './text-size.ts'

/** Texts and lists of texts alike. */
export const anyText = argument('文本', 'text', ['text'], { list: 'flatten' })

/** Items of texts and lists of texts. */
export function textsIn(items: readonly (Value | undefined)[]): string[] {
  return items.flatMap(item => (Array.isArray(item) ? textsIn(item as readonly Value[]) : [plainText(item ?? null)]))
}

function joinedSql(
  list: SqlList,
  item: SqlFragment,
  separator: SqlFragment,
  kept: readonly SqlFragment[],
  call: SqlCall,
): SqlFragment {
  const text = aggregate(list, sql`coalesce(string_agg(${item}, ${separator} order by ${list.order}), '')`, ...kept)
  return limitedText(text, call)
}

export const textListFunctions = family('text', [
  {
    name: 'TEXTJOIN',
    args: [text('分隔符', 'separator'), boolean('忽略空值', 'ignore empty'), repeated(anyText)],
    result: TEXT,
    help: ['用分隔符连接', 'Joins with a separator'],
    examples: [
      ['TEXTJOIN("-", TRUE, "a", "", "b")', 'a-b'],
      ['TEXTJOIN("-", FALSE, "a", "", "b")', 'a--b'],
    ],
    acceptsBlank: true,
    evaluate(context: Context, separator: string | null, ignore: boolean | null, ...items: readonly Value[]) {
      const texts = textsIn(items).filter(item => ignore !== true || item !== '')
      return limitText(context, texts.join(separator ?? ''))
    },
    sqlParts(call) {
      const [separator, ignore] = [call.part(0), call.part(1)]
      const { list, fails } = allItems(call, 2)
      const item = sql`coalesce(${list.element}, '')`
      const kept = sql`(${item} <> '' or (${ignore.value}) is not true)`
      const joined = joinedSql(list, item, sql`coalesce(${strictly(separator)}, '')`, [kept], call)
      return { value: joined, ...firstFailure([separator.fails, ignore.fails, fails.fails]) }
    },
  },
  {
    name: 'JOIN',
    aliases: ['ARRAY_JOIN'],
    args: [anyText, optional(text('分隔符', 'separator'))],
    result: TEXT,
    help: ['列表转文本，默认用“, ”连接，空值跳过', 'List to text, ", " between unless given; blanks are skipped'],
    examples: [
      ['JOIN(["a", BLANK(), "b"], "、")', 'a、b'],
      ['JOIN(["a", "b"])', 'a, b'],
    ],
    acceptsBlank: true,
    evaluate: (context: Context, items: Value, separator: string | null | undefined) =>
      limitText(
        context,
        textsIn([items])
          .filter(item => item !== '')
          .join(separator ?? ', '),
      ),
    sqlParts(call) {
      const separator = call.nodes[1] && call.part(1)
      if (call.nodes[0]?.type.kind !== 'list') {
        const part = call.part(0)
        return { value: sql`coalesce(${strictly(part)}, '')`, ...firstFailure([part.fails, separator?.fails]) }
      }
      const list = call.list(0)
      const between = separator ? sql`coalesce(${strictly(separator)}, ', ')` : sql`', '`
      const joined = joinedSql(list, list.element, between, [sql`${list.element} <> ''`], call)
      return { value: joined, ...firstFailure([...list.failures, separator?.fails]) }
    },
  },
  {
    name: 'SPLIT',
    args: [text('文本', 'text'), text('分隔符', 'separator')],
    result: listOf(TEXT),
    help: ['按分隔符拆成列表', 'Splits into a list'],
    examples: [
      ['SPLIT("a,b,c", ",")', '[a, b, c]'],
      ['SPLIT("", ",")', '[]'],
    ],
    acceptsBlank: true,
    evaluate(context: Context, given: string | null, separator: string | null) {
      const value = given ?? ''
      const parts = value === '' ? [] : separator === '' || separator === null ? [...value] : value.split(separator)
      spend(context, parts.length)
      return parts
    },
    sqlRows(call) {
      const [value, separator] = [call.part(0), call.part(1)]
      const pieces = sql`string_to_array(${strictly(value)}, nullif(${strictly(separator)}, ''))`
      return call.derived(
        alias => ({
          from: sql`unnest(${pieces}) with ordinality ${alias}(v, n)`,
          order: sql`${alias}.n`,
          element: sql`${alias}.v`,
        }),
        [value.fails, separator.fails].filter(code => code !== undefined),
      )
    },
  },
])
