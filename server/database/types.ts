import pg from 'pg'

/** The text PostgreSQL sends for a type, by the type's number. */
type Parser = (text: string) => unknown

const DATE = 1082
const TIMESTAMPTZ = 1184
const TIMESTAMP = 1114
const INT8 = 20
const NUMERIC = 1700
const TIME = 1083
const INTERVAL = 1186
const DATE_LIST = 1182
const TIMESTAMPTZ_LIST = 1185
const INT8_LIST = 1016
const NUMERIC_LIST = 1231
const TEXT_LIST: number = 1009

const asText: Parser = text => text
const parseTextList = pg.types.getTypeParser(TEXT_LIST) as (text: string) => (string | null)[]

/**
 * timestamptz as ISO UTC with milliseconds: "2026-11-22 05:10:02.1234+00" -> "2026-11-22T05:10:02.123Z". Digits past the
 * milliseconds are cut. Needs the session's zone UTC, which connect.ts sets. Infinity and years before Christ stay as they are.
 */
export function instantOf(text: string): string {
  const match = /^(\d{4,})-(\d\d)-(\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?\+00$/.exec(text)
  if (!match) return text
  const [, year, month, day, time, fraction = ''] = match
  return `${year}-${month}-${day}T${time}.${fraction.padEnd(3, '0').slice(0, 3)}Z`
}

const PARSERS: ReadonlyMap<number, Parser> = new Map<number, Parser>([
  [DATE, asText],
  [TIME, asText],
  [TIMESTAMP, asText],
  [INTERVAL, asText],
  [INT8, asText],
  [NUMERIC, asText],
  [TIMESTAMPTZ, instantOf],
  [DATE_LIST, parseTextList],
  [INT8_LIST, parseTextList],
  [NUMERIC_LIST, parseTextList],
  [TIMESTAMPTZ_LIST, text => parseTextList(text).map(item => (item === null ? null : instantOf(item)))],
])

/** How values arrive: dates and exact numbers as text, instants as ISO UTC, the rest as `pg` does it. For pool and client. */
export const valueTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && PARSERS.get(oid)) || pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
}
