import { type Context, limitText } from '../context.ts'
import { Decimal, integer, ONE } from '../decimal.ts'
import { joinSql, type SqlFragment, sql } from '../fragment.ts'
import { aggregate } from '../sql/list.ts'
import { firstFailure, strictly } from '../sql/part.ts'
import { NUMBER, TEXT } from '../types.ts'
import type { Value } from '../value.ts'
import { BLANKS, LONGEST, lengthOf, lowerText, sliceText, trimText, upperText } from './characters.ts'
import { family, number, optional, repeated, text } from './define.ts'
import type { SqlCall, SqlPart } from './definition.ts'
import { sqlInteger } from './sql-bounds.ts'
import { anyText, textsIn } from './text-list.ts'
import { limitedGrowth, limitedJoin } from './text-size.ts'

const lengthFrom = (value: Decimal) => integer(value, 0, LONGEST)

function counted(
  args: readonly SqlFragment[],
  call: SqlCall,
  write: (text: SqlFragment, count: SqlFragment) => SqlFragment,
): SqlFragment {
  return write(args[0]!, args[1] ? sqlInteger(args[1], 0, LONGEST, call) : sql`1`)
}

function replacedSql(value: SqlFragment, old: SqlFragment, fresh: SqlFragment, call: SqlCall): SqlFragment {
  const hits = sql`(length(${value}) - length(replace(${value}, ${old}, ''))) / nullif(length(${old}), 0)`
  const grown = sql`length(${value})::bigint + coalesce(${hits}, 0)::bigint * (length(${fresh}) - length(${old}))`
  return limitedGrowth(grown, sql`replace(${value}, ${old}, ${fresh})`, call)
}

function concatenatedSql(call: SqlCall): SqlPart {
  const codes: (SqlFragment | undefined)[] = []
  const texts = call.nodes.map((node, index) => {
    if (node.type.kind !== 'list') {
      const part = call.part(index)
      codes.push(part.fails)
      return sql`coalesce(${strictly(part)}, '')`
    }
    const list = call.list(index)
    codes.push(...list.failures)
    return sql`coalesce(${aggregate(list, sql`string_agg(${list.element}, '' order by ${list.order})`)}, '')`
  })
  return { value: limitedJoin(sql`(${joinSql(texts, ' || ')})`, call), ...firstFailure(codes) }
}

export const textFunctions = family('text', [
  {
    name: 'CONCATENATE',
    aliases: ['CONCAT'],
    args: [repeated(anyText)],
    result: TEXT,
    help: ['连接文本，空值按空文本', 'Joins texts; blanks join as nothing'],
    examples: [['CONCATENATE("合同", 12, BLANK())', '合同12']],
    acceptsBlank: true,
    evaluate: (context: Context, ...items: readonly Value[]) => limitText(context, textsIn(items).join('')),
    sqlParts: concatenatedSql,
  },
  {
    name: 'LEFT',
    args: [text('文本', 'text'), optional(number('个数', 'count'))],
    result: TEXT,
    help: ['左边的字符，默认 1 个', 'The first characters, 1 unless given'],
    examples: [
      ['LEFT("合同2026", 2)', '合同'],
      ['LEFT("😀b")', '😀'],
    ],
    evaluate: (_: Context, value: string, count: Decimal = ONE) => sliceText(value, 0, lengthFrom(count)),
    sql: (args, call) => counted(args, call, (value, count) => sql`left(${value}, ${count})`),
  },
  {
    name: 'RIGHT',
    args: [text('文本', 'text'), optional(number('个数', 'count'))],
    result: TEXT,
    help: ['右边的字符，默认 1 个', 'The last characters, 1 unless given'],
    examples: [
      ['RIGHT("合同2026", 4)', '2026'],
      ['RIGHT("ab", 5)', 'ab'],
    ],
    evaluate: (_: Context, value: string, count: Decimal = ONE) =>
      sliceText(value, Math.max(0, lengthOf(value) - lengthFrom(count))),
    sql: (args, call) => counted(args, call, (value, count) => sql`right(${value}, ${count})`),
  },
  {
    name: 'MID',
    args: [text('文本', 'text'), number('起始位置（从 1）', 'start, from 1'), number('个数', 'count')],
    result: TEXT,
    help: ['中间的字符', 'Characters from the middle'],
    examples: [['MID("合同编号2026", 3, 2)', '编号']],
    evaluate(_: Context, value: string, start: Decimal, count: Decimal) {
      const from = integer(start, 1, LONGEST) - 1
      return sliceText(value, from, from + lengthFrom(count))
    },
    sql: ([value, start, count], call) =>
      sql`substr(${value}, ${sqlInteger(start!, 1, LONGEST, call)}, ${sqlInteger(count!, 0, LONGEST, call)})`,
  },
  {
    name: 'SUBSTR',
    args: [
      text('文本', 'text'),
      number('起始（从 0，可为负）', 'start, from 0, may be negative'),
      optional(number('长度（可为负）', 'length, may be negative')),
    ],
    result: TEXT,
    help: ['JsonLogic 的 substr', 'substr of JsonLogic'],
    examples: [
      ['SUBSTR("jsonlogic", 4)', 'logic'],
      ['SUBSTR("jsonlogic", -5)', 'logic'],
      ['SUBSTR("jsonlogic", 1, 3)', 'son'],
      ['SUBSTR("jsonlogic", 4, -2)', 'log'],
    ],
    evaluate(_: Context, value: string, start: Decimal, length: Decimal | undefined) {
      const total = lengthOf(value)
      const from = integer(start, -LONGEST, LONGEST)
      const rest = sliceText(value, from < 0 ? Math.max(0, total + from) : from)
      return length === undefined ? rest : sliceText(rest, 0, integer(length, -LONGEST, LONGEST))
    },
    sql([value, start, length], call) {
      const from = call.once(sqlInteger(start!, -LONGEST, LONGEST, call))
      const first = sql`case when ${from} < 0 then greatest(0, length(${value}) + ${from}) else ${from} end`
      const rest = sql`substr(${value}, ${first} + 1)`
      return length ? sql`left(${rest}, ${sqlInteger(length, -LONGEST, LONGEST, call)})` : rest
    },
  },
  {
    name: 'LEN',
    args: [text('文本', 'text')],
    result: NUMBER,
    help: ['字符数，一个汉字算 1', 'How many characters'],
    examples: [
      ['LEN("合同A")', '3'],
      ['LEN(BLANK())', '0'],
    ],
    acceptsBlank: true,
    evaluate: (_: Context, value: string | null) => new Decimal(lengthOf(value ?? '')),
    sql: ([value]) => sql`length(coalesce(${value}, ''))::numeric`,
    size: () => ({ digits: 8, scale: 0 }),
  },
  {
    name: 'LOWER',
    args: [text('文本', 'text')],
    result: TEXT,
    help: ['转小写', 'Small letters'],
    examples: [['LOWER("AbC")', 'abc']],
    evaluate: (_: Context, value: string) => lowerText(value),
    sql: ([value]) => sql`lower(${value})`,
  },
  {
    name: 'UPPER',
    args: [text('文本', 'text')],
    result: TEXT,
    help: ['转大写', 'Capital letters'],
    examples: [['UPPER("aßc")', 'AßC']],
    evaluate: (_: Context, value: string) => upperText(value),
    sql: ([value]) => sql`upper(${value})`,
  },
  {
    name: 'PROPER',
    args: [text('文本', 'text')],
    result: TEXT,
    help: ['单词首字母大写', 'Capital first letters'],
    examples: [['PROPER("john o\'neil")', "John O'Neil"]],
    evaluate: (_: Context, value: string) =>
      lowerText(value).replace(
        /(^|[^\p{L}])(\p{L})/gu,
        (_match, before: string, letter: string) => before + upperText(letter),
      ),
  },
  {
    name: 'TRIM',
    args: [text('文本', 'text')],
    result: TEXT,
    help: ['去掉首尾空白，中间保留', 'Removes blanks at the ends, keeps inner ones'],
    examples: [['TRIM("  a  b ")', 'a  b']],
    evaluate: (_: Context, value: string) => trimText(value),
    sql: ([value]) => sql`btrim(${value}, ${BLANKS}::text)`,
  },
  {
    name: 'REPLACE',
    args: [text('文本', 'text'), number('起始位置', 'start'), number('个数', 'count'), text('新文本', 'new')],
    result: TEXT,
    help: ['按位置替换', 'Replaces by position'],
    examples: [['REPLACE("13812345678", 4, 4, "****")', '138****5678']],
    evaluate(context: Context, value: string, start: Decimal, count: Decimal, fresh: string) {
      const from = integer(start, 1, LONGEST) - 1
      return limitText(context, sliceText(value, 0, from) + fresh + sliceText(value, from + lengthFrom(count)))
    },
    sql([value, start, count, fresh], call) {
      const from = call.once(sqlInteger(start!, 1, LONGEST, call))
      const cut = sqlInteger(count!, 0, LONGEST, call)
      return limitedJoin(sql`(left(${value}, ${from} - 1) || ${fresh} || substr(${value}, ${from} + ${cut}))`, call)
    },
  },
  {
    name: 'SUBSTITUTE',
    args: [text('文本', 'text'), text('旧文本', 'old'), text('新文本', 'new'), optional(number('第几个', 'which'))],
    result: TEXT,
    help: ['按内容替换', 'Replaces by content'],
    examples: [
      ['SUBSTITUTE("a-b-c", "-", "/")', 'a/b/c'],
      ['SUBSTITUTE("a-b-c", "-", "/", 2)', 'a-b/c'],
    ],
    evaluate(context: Context, value: string, old: string, fresh: string, which: Decimal | undefined) {
      if (old === '') return value
      const parts = value.split(old)
      const grown = lengthOf(value) + (parts.length - 1) * (lengthOf(fresh) - lengthOf(old))
      if (grown > context.limits.output) return limitText(context, ' '.repeat(context.limits.output + 1))
      if (which === undefined) return parts.join(fresh)
      const index = integer(which, 1, LONGEST)
      return index >= parts.length ? value : parts.slice(0, index).join(old) + fresh + parts.slice(index).join(old)
    },
    sql: ([value, old, fresh, which], call) => (which ? undefined : replacedSql(value!, old!, fresh!, call)),
  },

  {
    name: 'REPT',
    aliases: ['REPEAT'],
    args: [text('文本', 'text'), number('次数', 'times')],
    result: TEXT,
    help: ['重复文本', 'Repeats a text'],
    examples: [['REPT("ab", 3)', 'ababab']],
    evaluate(context: Context, value: string, times: Decimal) {
      const count = lengthFrom(times)
      return lengthOf(value) * count > context.limits.output
        ? limitText(context, ' '.repeat(context.limits.output + 1))
        : value.repeat(count)
    },
    sql([value, times], call) {
      const count = call.once(sqlInteger(times!, 0, LONGEST, call))
      return limitedGrowth(sql`length(${value})::bigint * ${count}`, sql`repeat(${value}, ${count})`, call)
    },
  },
])
