import { type Context, limitText } from '../context.ts'
import { Decimal, integer } from '../decimal.ts'
import { sql } from '../fragment.ts'
import { NUMBER, TEXT } from '../types.ts'
import { LONGEST, lengthOf, sliceText } from './characters.ts'
import { any, family, number, text } from './define.ts'
import { sqlInteger } from './sql-bounds.ts'

const lengthFrom = (value: Decimal) => integer(value, 0, LONGEST)

export const textCodeFunctions = family('text', [
  {
    name: 'CHAR',
    args: [number('码', 'code')],
    result: TEXT,
    help: ['按 Unicode 码取字符', 'The character of a Unicode code'],
    examples: [['CHAR(65)', 'A']],
    evaluate: (_: Context, code: Decimal) => String.fromCodePoint(integer(code, 1, 0x10ffff)).toWellFormed(),
    sql([code], call) {
      const point = call.once(sqlInteger(code!, 1, 0x10ffff, call))
      return sql`chr(case when ${point} between 55296 and 57343 then 65533 else ${point} end)`
    },
  },
  {
    name: 'CODE',
    args: [text('文本', 'text')],
    result: NUMBER,
    help: ['第一个字符的 Unicode 码', 'The Unicode code of the first character'],
    examples: [['CODE("A")', '65']],
    evaluate: (_: Context, value: string) => (value === '' ? null : new Decimal(value.codePointAt(0) ?? 0)),
    sql: ([value]) => sql`nullif(ascii(${value}), 0)::numeric`,
    size: () => ({ digits: 7, scale: 0 }),
  },
  {
    name: 'ENCODE_URL',
    args: [text('文本', 'text')],
    result: TEXT,
    help: ['网址编码', 'Encodes for a web address'],
    examples: [['ENCODE_URL("a b")', 'a%20b']],
    evaluate: (context: Context, value: string) => limitText(context, encodeURIComponent(value.toWellFormed())),
  },
  {
    name: 'MASK',
    args: [text('文本', 'text'), number('起始位置', 'start'), number('个数', 'count')],
    result: TEXT,
    help: ['打码', 'Hides characters with *'],
    examples: [['MASK("13812345678", 4, 4)', '138****5678']],
    evaluate(_: Context, value: string, start: Decimal, count: Decimal) {
      const from = integer(start, 1, LONGEST) - 1
      const hidden = lengthOf(sliceText(value, from, from + lengthFrom(count)))
      return sliceText(value, 0, from) + '*'.repeat(hidden) + sliceText(value, from + hidden)
    },
    sql([value, start, count], call) {
      const from = call.once(sqlInteger(start!, 1, LONGEST, call))
      const hidden = call.once(sql`length(substr(${value}, ${from}, ${sqlInteger(count!, 0, LONGEST, call)}))`)
      return sql`(left(${value}, ${from} - 1) || repeat('*', ${hidden}) || substr(${value}, ${from} + ${hidden}))`
    },
  },
  {
    name: 'T',
    args: [any('值', 'value')],
    result: TEXT,
    help: ['是文本则取文本，否则为空', 'The text if it is one, else blank'],
    examples: [
      ['T("a")', 'a'],
      ['T(1)', 'blank'],
    ],
    build([value], nodes) {
      const textual = ['text', 'option', 'any'].includes(nodes[0]?.type.kind ?? 'blank')
      return context => {
        const found = value!(context)
        return textual && typeof found === 'string' ? found : null
      }
    },
    sql([value], call) {
      const kind = call.nodes[0]?.type.kind
      if (kind === 'any' || kind === 'list') return undefined
      return kind === 'text' || kind === 'option' ? value : sql`null::text`
    },
  },
  {
    name: 'REVERSE',
    args: [text('文本', 'text')],
    result: TEXT,
    help: ['倒序文本', 'The text backwards'],
    examples: [['REVERSE("abc")', 'cba']],
    evaluate: (context: Context, value: string) => limitText(context, [...value].reverse().join('')),
    sql: ([value]) => sql`reverse(${value})`,
  },
])
