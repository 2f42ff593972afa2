/** Dates and datetimes as text by a pattern such as yyyy-MM-dd HH:mm:ss. */
import { joinSql, rawSql, type SqlFragment, sql } from '../fragment.ts'
import { clockText, dateText, isoWeekday, localOf } from '../time.ts'
import { dayOf, instantOf } from './conversions.ts'

const TOKENS = /yyyy|yy|YYYY|MM|M|dd|DD|d|D|HH|H|hh|h|mm|m|ss|s|aaaa|"[^"]*"/g
const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日']

/** What a token writes, as to_char() calls it; `FM` is without leading zeros, `day` is 星期一 to 星期日. */
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
  aaaa: 'day',
}

type Piece = { readonly text: string } | { readonly part: string }

/** `mm` is minutes beside hours or seconds, else the month (Excel). Text in quotes stands for itself. */
function piecesOf(pattern: string): readonly Piece[] {
  const pieces: Piece[] = []
  let end = 0
  for (const match of pattern.matchAll(TOKENS)) {
    const [token] = match
    if (match.index > end) pieces.push({ text: pattern.slice(end, match.index) })
    end = match.index + token.length
    if (token.startsWith('"')) pieces.push({ text: token.slice(1, -1) })
    else pieces.push({ part: MEANING[token] ?? monthOrMinute(token, pattern, match.index) })
  }
  if (end < pattern.length) pieces.push({ text: pattern.slice(end) })
  return pieces
}

function monthOrMinute(token: string, pattern: string, offset: number): string {
  const isMinute =
    /[hH时:：][^a-zA-Z]*$/.test(pattern.slice(0, offset)) || /^[^a-zA-Z]*s/.test(pattern.slice(offset + token.length))
  return `${token === 'm' ? 'FM' : ''}${isMinute ? 'MI' : 'MM'}`
}

/** A date (YYYY-MM-DD) or an instant in its zone. */
export function formatMoment(value: string, pattern: string, zone: string): string {
  const { days, ofDay } = value.length === 10 ? { days: dayOf(value), ofDay: 0 } : localOf(instantOf(value), zone)
  const [year = '', month = '', day = ''] = dateText(days).split('-')
  const [hour = '', minute = '', second = ''] = clockText(ofDay).split(':')
  const parts: Readonly<Record<string, string>> = {
    YYYY: year,
    YY: year.slice(2),
    MM: month,
    DD: day,
    HH24: hour,
    MI: minute,
    SS: second,
    day: `星期${WEEKDAYS[isoWeekday(days) - 1]}`,
  }
  return piecesOf(pattern)
    .map(piece => {
      if ('text' in piece) return piece.text
      return piece.part.startsWith('FM') ? String(Number(parts[piece.part.slice(2)])) : (parts[piece.part] ?? '')
    })
    .join('')
}

/** SQL twin of `formatMoment` for a constant pattern; `local` is a timestamp without zone. */
export function momentFormatSql(local: SqlFragment, pattern: string): SqlFragment {
  const pieces = piecesOf(pattern).map(piece => {
    if ('text' in piece) return sql`${piece.text}::text`
    if (piece.part === 'day') return sql`('星期' || substr('一二三四五六日', extract(isodow from ${local})::int, 1))`
    return sql`to_char(${local}, ${rawSql(`'${piece.part}'`)})`
  })
  if (pieces.length === 0) return sql`case when ${local} is not null then '' end`
  return sql`(${joinSql(pieces, ' || ')} || case when ${local} is not null then '' end)`
}
