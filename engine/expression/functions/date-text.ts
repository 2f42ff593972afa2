import { type Context, limitText, type Thunk } from '../context.ts'
import { Decimal } from '../decimal.ts'
import { type SqlFragment, sql } from '../fragment.ts'
import { dateText, instantAt, instantText, localOf, parseClock, parseDate, parseInstant } from '../time.ts'
import { DATE, DATETIME, TEXT } from '../types.ts'
import { FormulaError, type Value } from '../value.ts'
import { dayOf, instantOf, plainText } from './conversions.ts'
import { any, argument, family, instant, moment, optional, text } from './define.ts'
import type { SqlCall } from './definition.ts'
import { shownLocalSql } from './local-sql.ts'
import { formatMoment, momentFormatSql } from './moment-format.ts'
import { formatNumber, numberFormatSql } from './number-format.ts'

const LONGEST_FORMAT = 200

function formatted(context: Context, value: Value, pattern: string | null | undefined, isMoment: boolean): string {
  if (!pattern)
    return isMoment && typeof value === 'string' && value.length === 24
      ? formatMoment(value, 'yyyy-MM-dd HH:mm:ss', context.scope.zone)
      : plainText(value)
  if (pattern.length > LONGEST_FORMAT) throw new FormulaError('pattern_too_long', { limit: LONGEST_FORMAT })
  if (Decimal.isDecimal(value)) return formatNumber(value, pattern)
  return isMoment && typeof value === 'string' ? formatMoment(value, pattern, context.scope.zone) : plainText(value)
}

/** TEXT with a constant pattern. */
function textSql([value]: readonly SqlFragment[], call: SqlCall): SqlFragment | undefined {
  const [node, format] = call.nodes
  if (
    format &&
    (format.node !== 'constant' || typeof format.value !== 'string' || format.value.length > LONGEST_FORMAT)
  )
    return undefined
  const pattern = format?.node === 'constant' ? String(format.value) : ''
  const kind = node!.type.kind
  if (kind === 'blank') return sql`null::text`
  if (kind === 'any' || kind === 'list') return undefined
  if (kind === 'date' || kind === 'datetime' || (kind === 'time' && pattern)) {
    const whole = kind === 'date' ? 'yyyy-MM-dd' : 'yyyy-MM-dd HH:mm:ss'
    return momentFormatSql(shownLocalSql(value!, node, call), pattern || whole)
  }
  if (kind === 'number' || kind === 'duration')
    return pattern ? numberFormatSql(value!, pattern, call) : sql`trim_scale(${value})::text`
  return kind === 'boolean'
    ? sql`case when ${value} then 'TRUE' when not ${value} then 'FALSE' end`
    : sql`(${value})::text`
}

/** Reads a text by a pattern such as yyyy/MM/dd HH:mm; without one ISO and Chinese dates are read. */
function parseMoment(written: string, pattern: string | undefined, zone: string): string {
  const broken = () => new FormulaError('not_a_datetime', { text: written.slice(0, 40) })
  if (pattern === undefined) {
    const days = parseDate(written)
    const ms = days === undefined ? parseInstant(written, zone) : instantAt(days, 0, zone)
    if (ms === undefined) throw broken()
    return instantText(ms)
  }
  const found: Record<string, number> = {}
  let rest = written.trim()
  for (const piece of pattern.match(/yyyy|MM|M|dd|d|HH|H|hh|h|mm|m|ss|s|[\s\S]/g) ?? []) {
    const digits = /^[yMdHhms]/.test(piece)
      ? (new RegExp(`^\\d{1,${Math.max(2, piece.length)}}`).exec(rest)?.[0] ?? '')
      : undefined
    if (digits === '' || (digits === undefined && !rest.startsWith(piece))) throw broken()
    if (digits !== undefined) found[piece[0] === 'h' ? 'H' : (piece[0] ?? '')] = Number(digits)
    rest = rest.slice((digits ?? piece).length)
  }
  const days = parseDate([found.y, found.M ?? 1, found.d ?? 1].join('-'))
  const ofDay = parseClock(
    `${found.H ?? 0}:${String(found.m ?? 0).padStart(2, '0')}:${String(found.s ?? 0).padStart(2, '0')}`,
  )
  if (days === undefined || ofDay === undefined || rest !== '') throw broken()
  return instantText(instantAt(days, ofDay, zone))
}

export const dateTextFunctions = family('text', [
  {
    name: 'TEXT',
    aliases: ['DATETIME_FORMAT'],
    args: [any('值', 'value'), optional(text('格式', 'format'))],
    result: TEXT,
    help: ['数字或日期按格式转文本', 'Number or date as text in a format'],
    examples: [
      ['TEXT(1234.5, "#,##0.00")', '1,234.50'],
      ['TEXT(0.1256, "0.0%")', '12.6%'],
      ['TEXT(7, "000")', '007'],
      ['TEXT(13812345678, "000-0000-0000")', '138-1234-5678'],
      ['TEXT(-5, "0.00;(0.00);无")', '(5.00)'],
      ['TEXT(0, "0.00;(0.00);无")', '无'],
      ['TEXT(1 / 3, "# ?/?")', '!format_unsupported'],
      ['TEXT(-0.001, "0.00")', '0.00'],
      ['TEXT(DATE(2026, 1, 5), "yyyy年M月d日")', '2026年1月5日'],
      ['TEXT(DATE(2026, 1, 5, 8, 7, 6), "yyyy-mm-dd hh:mm:ss")', '2026-01-05 08:07:06'],
      ['TEXT(12.50)', '12.5'],
    ],
    build([value, pattern]: readonly Thunk[], nodes) {
      const kind = nodes[0]?.type.kind
      const isMoment = kind === 'date' || kind === 'datetime' || kind === 'time'
      return context => {
        const found = value!(context)
        if (found === null) return null
        const format = pattern?.(context)
        return limitText(context, formatted(context, found, typeof format === 'string' ? format : undefined, isMoment))
      }
    },
    sql: textSql,
  },
  {
    name: 'DATESTR',
    args: [moment('日期', 'date')],
    result: TEXT,
    help: ['日期文本 yyyy-MM-dd', 'Date as text yyyy-MM-dd'],
    examples: [['DATESTR(DATE(2026, 1, 5))', '2026-01-05']],
    evaluate: (context: Context, value: string) => formatMoment(value, 'yyyy-MM-dd', context.scope.zone),
    sql: ([value], call) => momentFormatSql(shownLocalSql(value!, call.nodes[0], call), 'yyyy-MM-dd'),
  },
  {
    name: 'TIMESTR',
    args: [instant('时间', 'time')],
    result: TEXT,
    help: ['时间文本 HH:mm:ss', 'Time as text HH:mm:ss'],
    examples: [['TIMESTR(DATE(2026, 1, 5, 8, 7, 6))', '08:07:06']],
    evaluate: (context: Context, value: string) => formatMoment(value, 'HH:mm:ss', context.scope.zone),
    sql: ([value], call) => momentFormatSql(shownLocalSql(value!, call.nodes[0], call), 'HH:mm:ss'),
  },
  {
    name: 'DATETIME_PARSE',
    args: [text('文本', 'text'), optional(text('格式', 'format'))],
    result: DATETIME,
    help: ['文本转日期时间', 'Text to a date-time'],
    examples: [
      ['DATETIME_PARSE("2026-01-05 08:00")', '2026-01-05T00:00:00.000Z'],
      ['DATETIME_PARSE("05/01/2026", "dd/MM/yyyy")', '2026-01-04T16:00:00.000Z'],
      ['DATETIME_PARSE("x")', '!not_a_datetime'],
    ],
    evaluate: (context: Context, value: string, pattern: string | undefined) =>
      parseMoment(value, pattern, context.scope.zone),
  },
  {
    name: 'DATEVALUE',
    args: [argument('文本', 'text', ['text', 'date', 'datetime'])],
    result: DATE,
    help: ['文本转日期', 'Text to a date'],
    examples: [
      ['DATEVALUE("2026/1/5")', '2026-01-05'],
      ['DATEVALUE("x")', '!not_a_date'],
    ],
    evaluate: (context: Context, value: string) =>
      value.length === 24 ? dateText(localOf(instantOf(value), context.scope.zone).days) : dateText(dayOf(value)),
  },
])
