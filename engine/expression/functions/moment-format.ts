/** Dates and datetimes as text by a pattern such as yyyy-MM-dd HH:mm:ss. */
import { joinSql, rawSql, type SqlFragment, sql } from '../fragment.ts'
import { clockText, DAY_MS, dateText, isoWeekday, localOf, parseClock } from '../time.ts'
import { dayOf, instantOf } from './conversions.ts'

const TOKENS =
  /yyyy|yy|YYYY|[mM]{3,4}|[dD]{3,4}|AM\/PM|MM|M|dd|DD|d|D|HH|H|hh|h|mm|m|ss|s|aaaa|aaa|"[^"]*"|\\[\s\S]|\[[^\]]*\]/g
const HALVES = 'AM/PM'
const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日']
const WEEKDAY_NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const MONTH_NAMES = 'January February March April May June July August September October November December'.split(' ')

/** What a token writes, as to_char() calls it; `FM` is without leading zeros, `weekday` is 一 to 日. */
const MEANING: Readonly<Record<string, string>> = {
  yyyy: 'YYYY',
  YYYY: 'YYYY',
  yy: 'YY',
  MM: 'MM',
  M: 'FMMM',
  dd: 'DD',
  DD: 'DD',
  d: 'FMDD',
  D: 'FMDD',
  HH: 'HH24',
  H: 'FMHH24',
  hh: 'HH24',
  h: 'FMHH24',
  ss: 'SS',
  s: 'FMSS',
  mmmm: 'FMMonth',
  mmm: 'Mon',
  dddd: 'FMDay',
  ddd: 'Dy',
  aaa: 'weekday',
  [HALVES]: 'AM',
}
const TWELVE: Readonly<Record<string, string>> = { HH24: 'HH12', FMHH24: 'FMHH12' }

type Piece = { readonly text: string } | { readonly part: string }

/**
 * `mm` is minutes beside hours or seconds, else the month (Excel); hours are of twelve beside AM/PM. Text in quotes and a character behind \ stand
 * for themselves; what stands in brackets (a language) says nothing.
 */
function piecesOf(pattern: string): readonly Piece[] {
  const pieces: Piece[] = []
  const isHalved = pattern.includes(HALVES)
  let end = 0
  for (const match of pattern.matchAll(TOKENS)) {
    if (match.index > end) pieces.push({ text: pattern.slice(end, match.index) })
    end = match.index + match[0].length
    pieces.push(...pieceOf(match[0], pattern, match.index, isHalved))
  }
  if (end < pattern.length) pieces.push({ text: pattern.slice(end) })
  return pieces
}

function pieceOf(token: string, pattern: string, offset: number, isHalved: boolean): readonly Piece[] {
  if (token.startsWith('"')) return [{ text: token.slice(1, -1) }]
  if (token.startsWith('\\')) return [{ text: token.slice(1) }]
  if (token.startsWith('[')) return []
  if (token === 'aaaa') return [{ text: '星期' }, { part: 'weekday' }]
  const meaning = MEANING[token.length > 2 && token !== HALVES ? token.toLowerCase() : token]
  const part = meaning ?? monthOrMinute(token, pattern, offset)
  return [{ part: (isHalved ? TWELVE[part] : undefined) ?? part }]
}

function monthOrMinute(token: string, pattern: string, offset: number): string {
  const isMinute =
    /[hH时:：][^a-zA-Z]*$/.test(pattern.slice(0, offset)) || /^[^a-zA-Z]*s/.test(pattern.slice(offset + token.length))
  return `${token === 'm' ? 'FM' : ''}${isMinute ? 'MI' : 'MM'}`
}

/** A date (YYYY-MM-DD), a time (HH:mm, on no day) or an instant in its zone. */
export function formatMoment(value: string, pattern: string, zone: string): string {
  const parts = partsOf(value, zone)
  return piecesOf(pattern)
    .map(piece => {
      if ('text' in piece) return piece.text
      return parts[piece.part] ?? String(Number(parts[piece.part.slice(2)]))
    })
    .join('')
}

function localTime(value: string, zone: string): { readonly days: number; readonly ofDay: number } {
  if (value.length === 10) return { days: dayOf(value), ofDay: 0 }
  if (value.length === 5) return { days: 0, ofDay: (parseClock(value) ?? 0) % DAY_MS }
  return localOf(instantOf(value), zone)
}

/** Everything a pattern may ask for, but what is a number without leading zeros. */
function partsOf(value: string, zone: string): Readonly<Record<string, string>> {
  const { days, ofDay } = localTime(value, zone)
  const [year = '', month = '', day = ''] = dateText(days).split('-')
  const [hour = '', minute = '', second = ''] = clockText(ofDay).split(':')
  const [monthName, dayName] = [MONTH_NAMES[Number(month) - 1]!, WEEKDAY_NAMES[isoWeekday(days) - 1]!]
  return {
    YYYY: year,
    YY: year.slice(2),
    MM: month,
    FMMonth: monthName,
    Mon: monthName.slice(0, 3),
    DD: day,
    FMDay: dayName,
    Dy: dayName.slice(0, 3),
    weekday: WEEKDAYS[isoWeekday(days) - 1]!,
    HH24: hour,
    HH12: String(((Number(hour) + 11) % 12) + 1).padStart(2, '0'),
    AM: Number(hour) < 12 ? 'AM' : 'PM',
    MI: minute,
    SS: second,
  }
}

/** SQL twin of `formatMoment` for a constant pattern; `local` is a timestamp without zone. */
export function momentFormatSql(local: SqlFragment, pattern: string): SqlFragment {
  const pieces = piecesOf(pattern).map(piece => {
    if ('text' in piece) return sql`${piece.text}::text`
    if (piece.part === 'weekday') return sql`substr('一二三四五六日', extract(isodow from ${local})::int, 1)`
    return sql`to_char(${local}, ${rawSql(`'${piece.part}'`)})`
  })
  if (pieces.length === 0) return sql`case when ${local} is not null then '' end`
  return sql`(${joinSql(pieces, ' || ')} || case when ${local} is not null then '' end)`
}
