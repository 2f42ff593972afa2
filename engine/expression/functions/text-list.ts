import { type Context, limitText, spend } from '../context.ts'
import { listOf, TEXT } from '../types.ts'
import type { Value } from '../value.ts'
import { plainText } from './conversions.ts'
import { argument, boolean, family, optional, repeated, text } from './define.ts'

/** Texts and lists of texts alike. */
export const anyText = argument('文本', 'text', ['text'], { list: 'flatten' })

/** Items of texts and lists of texts. */
export function textsIn(items: readonly (Value | undefined)[]): string[] {
  return items.flatMap(item => (Array.isArray(item) ? textsIn(item as readonly Value[]) : [plainText(item ?? null)]))
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
    evaluate(context: Context, value: string, separator: string) {
      const parts = value === '' ? [] : separator === '' ? [...value] : value.split(separator)
      spend(context, parts.length)
      return parts
    },
  },
])
