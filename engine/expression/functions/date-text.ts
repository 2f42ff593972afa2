import { type Context, limitText, type Thunk } from '../context.ts'
import { Decimal } from '../decimal.ts'
import {
  clockText,
  dateText,
  instantAt,
  instantText,
  isoWeekday,
  localOf,
  parseClock,
  parseDate,
  parseInstant,
} from '../time.ts'
import { DATE, DATETIME, TEXT } from '../types.ts'
import { FormulaError, type Value } from '../value.ts'
import { groupThousands } from './characters.ts'
import { dayOf, instantOf, plainText } from './conversions.ts'
import { any, argument, family, instant, moment, optional, text } from './define.ts'

const DATE_PARTS = /yyyy|yy|YYYY|MM|M|dd|DD|d|D|HH|H|hh|h|mm|m|ss|s|aaaa|"[^"]*"/g
const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日']

/** yyyy-MM-dd HH:mm:ss and its relatives. `mm` is minutes beside hours or seconds, else the month (Excel). */
export function formatMoment(value: string, pattern: string, zone: string): string {
  const { days, ofDay } = value.length === 10 ? { days: dayOf(value), ofDay: 0 } : localOf(instantOf(value), zone)
  const [year = '', month = '', day = ''] = dateText(days).split('-')
  const [hour = '', minute = '', second = ''] = clockText(ofDay).split(':')
  const bare = (padded: string) => String(Number(padded))
  const parts: Readonly<Record<string, string>> = {
    yyyy: year,
    YYYY: year,
    yy: year.slice(2),
    MM: month,
    M: bare(month),
    dd: day,
    DD: day,
    d: bare(day),
    D: bare(day),
    HH: hour,
    H: bare(hour),
    hh: hour,
    h: bare(hour),
    ss: second,
    s: bare(second),
    aaaa: `星期${WEEKDAYS[isoWeekday(days) - 1]}`,
  }
  return pattern.replace(DATE_PARTS, (part, offset: number) => {
    if (part.startsWith('"')) return part.slice(1, -1)
    if (part !== 'mm' && part !== 'm') return parts[part] ?? part
    const isMinute =
      /[hH时:：][^a-zA-Z]*$/.test(pattern.slice(0, offset)) || /^[^a-zA-Z]*s/.test(pattern.slice(offset + part.length))
    const padded = isMinute ? minute : month
    return part === 'mm' ? padded : bare(padded)
  })
}

/** 0.00, #,##0.00, 0%, ¥#,##0, 000: digits are rounded half away from zero. */
export function formatNumber(value: Decimal, pattern: string): string {
  const match = /[#0][#0,]*(?:\.([#0]+))?(%?)/.exec(pattern)
  if (!match) return pattern
  const [mask, decimals = '', percent] = match
  const scaled = percent ? value.times(100) : value
  const [whole = '', fraction = ''] = scaled.abs().toFixed(decimals.length).split('.')
  const least = (mask.split('.')[0] ?? '').replace(/[^0]/g, '').length
  const digits = (whole === '0' && least === 0 && decimals.length > 0 ? '' : whole).padStart(least, '0')
  const kept = trimOptional(fraction, decimals)
  const number = (mask.includes(',') ? groupThousands(digits) : digits) + (kept ? `.${kept}` : '') + percent
  const negative = scaled.isNegative() && /[1-9]/.test(whole + fraction)
  return (negative ? '-' : '') + pattern.replace(mask, () => number)
}

/** Digits under # at the end go when they are 0. */
function trimOptional(fraction: string, mask: string): string {
  let end = fraction.length
  while (end > 0 && mask[end - 1] === '#' && fraction[end - 1] === '0') end--
  return fraction.slice(0, end)
}

function formatted(context: Context, value: Value, pattern: string | null | undefined, isMoment: boolean): string {
  if (!pattern)
    return isMoment && typeof value === 'string' && value.length === 24
      ? formatMoment(value, 'yyyy-MM-dd HH:mm:ss', context.scope.zone)
      : plainText(value)
  if (pattern.length > 200) throw new FormulaError('pattern_too_long', { limit: 200 })
  if (Decimal.isDecimal(value)) return formatNumber(value, pattern)
  return isMoment && typeof value === 'string' ? formatMoment(value, pattern, context.scope.zone) : plainText(value)
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
      ['TEXT(-0.001, "0.00")', '0.00'],
      ['TEXT(DATE(2026, 1, 5), "yyyy年M月d日")', '2026年1月5日'],
      ['TEXT(DATE(2026, 1, 5, 8, 7, 6), "yyyy-mm-dd hh:mm:ss")', '2026-01-05 08:07:06'],
      ['TEXT(12.50)', '12.5'],
    ],
    build([value, pattern]: readonly Thunk[], nodes) {
      const kind = nodes[0]?.type.kind
      const isMoment = kind === 'date' || kind === 'datetime'
      return context => {
        const found = value!(context)
        if (found === null) return null
        const format = pattern?.(context)
        return limitText(context, formatted(context, found, typeof format === 'string' ? format : undefined, isMoment))
      }
    },
  },
  {
    name: 'DATESTR',
    args: [moment('日期', 'date')],
    result: TEXT,
    help: ['日期文本 yyyy-MM-dd', 'Date as text yyyy-MM-dd'],
    examples: [['DATESTR(DATE(2026, 1, 5))', '2026-01-05']],
    evaluate: (context: Context, value: string) => formatMoment(value, 'yyyy-MM-dd', context.scope.zone),
  },
  {
    name: 'TIMESTR',
    args: [instant('时间', 'time')],
    result: TEXT,
    help: ['时间文本 HH:mm:ss', 'Time as text HH:mm:ss'],
    examples: [['TIMESTR(DATE(2026, 1, 5, 8, 7, 6))', '08:07:06']],
    evaluate: (context: Context, value: string) => formatMoment(value, 'HH:mm:ss', context.scope.zone),
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
