/** Numbers as text by a pattern such as #,##0.00. */
import type { Decimal } from '../decimal.ts'
import { rawSql, type SqlFragment, sql } from '../fragment.ts'
import { groupThousands } from './characters.ts'
import type { SqlCall } from './definition.ts'

interface NumberPattern {
  readonly before: string
  readonly after: string
  /** places after the point, and how many of the last may go when they are 0 */
  readonly places: number
  readonly optional: number
  /** least digits before the point */
  readonly least: number
  readonly isGrouped: boolean
  readonly isPercent: boolean
}

/** undefined = the pattern has no place for digits and stands for itself. */
function readPattern(pattern: string): NumberPattern | undefined {
  const match = /[#0][#0,]*(?:\.([#0]+))?(%?)/.exec(pattern)
  if (!match) return undefined
  const [mask, decimals = '', percent] = match
  const whole = mask.split('.')[0] ?? ''
  return {
    before: pattern.slice(0, match.index),
    after: pattern.slice(match.index + mask.length),
    places: decimals.length,
    optional: /#*$/.exec(decimals)![0].length,
    least: whole.replace(/[^0]/g, '').length,
    isGrouped: mask.includes(','),
    isPercent: percent !== '',
  }
}

/** 0.00, #,##0.00, 0%, ¥#,##0, 000: digits are rounded half away from zero; never "-0". */
export function formatNumber(value: Decimal, pattern: string): string {
  const read = readPattern(pattern)
  if (!read) return pattern
  const scaled = read.isPercent ? value.times(100) : value
  const [whole = '', fraction = ''] = scaled.abs().toFixed(read.places).split('.')
  const digits = (whole === '0' && read.least === 0 && read.places > 0 ? '' : whole).padStart(read.least, '0')
  const firm = read.places - read.optional
  const kept = fraction.slice(0, firm) + fraction.slice(firm).replace(/0+$/, '')
  const number =
    (read.isGrouped ? groupThousands(digits) : digits) + (kept ? `.${kept}` : '') + (read.isPercent ? '%' : '')
  const negative = scaled.isNegative() && /[1-9]/.test(whole + fraction)
  return `${negative ? '-' : ''}${read.before}${number}${read.after}`
}

/** SQL twin of `formatNumber` for a constant pattern. */
export function numberFormatSql(value: SqlFragment, pattern: string, call: SqlCall): SqlFragment {
  const read = readPattern(pattern)
  if (!read) return sql`case when ${value} is not null then ${pattern}::text end`
  const integer = (number: number) => rawSql(String(number))
  const scaled = read.isPercent ? sql`${value} * 100` : value
  const rounded = call.once(sql`round(${scaled}, ${integer(read.places)})`)
  const text = call.once(sql`abs(${rounded})::text`)
  const whole = call.once(sql`split_part(${text}, '.', 1)`)
  const bare = read.least === 0 && read.places > 0 ? sql`nullif(${whole}, '0')` : whole
  const given = sql`coalesce(${bare}, '')`
  const digits = read.least > 1 ? sql`lpad(${given}, greatest(length(${given}), ${integer(read.least)}), '0')` : given
  const grouped = read.isGrouped
    ? sql`reverse(regexp_replace(reverse(${digits}), '([0-9]{3})(?=[0-9])', '\\1,', 'g'))`
    : digits
  const sign = sql`case when ${rounded} < 0 then '-' else '' end`
  const end = sql`${`${read.isPercent ? '%' : ''}${read.after}`}::text`
  return sql`(case when ${rounded} is not null then ${sign} || ${read.before}::text || ${grouped} || ${fractionSql(text, read)} || ${end} end)`
}

function fractionSql(text: SqlFragment, { places, optional }: NumberPattern): SqlFragment {
  if (places === 0) return sql`''`
  const fraction = sql`split_part(${text}, '.', 2)`
  if (optional === 0) return sql`'.' || ${fraction}`
  const firm = rawSql(String(places - optional))
  const kept = sql`left(${fraction}, ${firm}) || rtrim(substr(${fraction}, ${firm} + 1), '0')`
  return sql`coalesce('.' || nullif(${kept}, ''), '')`
}
