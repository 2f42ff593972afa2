/** Numbers as text by a pattern such as #,##0.00, as in Excel. */
import { type Decimal, numberText } from '../decimal.ts'
import { joinSql, rawSql, type SqlFragment, sql } from '../fragment.ts'
import { FormulaError } from '../value.ts'
import { groupThousands } from './characters.ts'
import type { SqlCall } from './definition.ts'
import { type NumberSection, readPattern } from './number-pattern.ts'

/** The number as it is. */
const GENERAL = /^(general|g\/通用格式)$/i

/**
 * 0.00, #,##0.00, 0%, ¥#,##0, 000-0000, 0.00E+00, "positive;negative;zero": digits are rounded half away from zero; never "-0". Fractions and
 * conditions are the error value `format_unsupported`.
 */
export function formatNumber(value: Decimal, pattern: string): string {
  if (GENERAL.test(pattern)) return numberText(value)
  const sections = readPattern(pattern)
  if (!sections) throw new FormulaError('format_unsupported', { format: pattern.slice(0, 40) })
  const section = sectionFor(sections, value.isZero() ? 0 : value.isNegative() ? -1 : 1)
  const { before, groups, beforePoint, after, exponent } = section
  if (groups.length === 0 && section.places === 0) return before + after
  const shifted = value.abs().times(`1e${section.shift}`)
  const power = exponent ? powerOf(shifted, section) : 0
  const [whole = '', fraction = ''] = shifted.times(`1e${-power}`).toFixed(section.places).split('.')
  const firm = section.places - section.optional
  const kept = fraction.slice(0, firm) + fraction.slice(firm).replace(/0+$/, '')
  const number = wholeText(whole, section) + beforePoint + (kept && `.${kept}`) + powerText(power, section)
  const isNegative = sections.length === 1 && value.isNegative() && /[1-9]/.test(whole + fraction)
  return `${isNegative ? '-' : ''}${before}${number}${after}`
}

/** Of two sections the second is for negative numbers, a third for zero. */
function sectionFor([first, second, third]: readonly NumberSection[], sign: number): NumberSection {
  return (sign < 0 ? second : sign === 0 ? third : undefined) ?? first!
}

function wholeText(whole: string, { least, isGrouped, groups, inner }: NumberSection): string {
  const digits = (whole === '0' ? '' : whole).padStart(least, '0')
  if (inner.length === 0) return isGrouped ? groupThousands(digits) : digits
  let rest = digits
  const cut = groups.slice(1).map((_, index) => {
    const size = groups[groups.length - 1 - index]!
    const last = rest.slice(Math.max(rest.length - size, 0))
    rest = rest.slice(0, rest.length - last.length)
    return last
  })
  return cut.reverse().reduce((text, each, index) => text + inner[index]! + each, rest)
}

/** The exponent of ten; with n whole places it is a multiple of n. Rounding may lift a mantissa to the next one. */
function powerOf(value: Decimal, { groups, places }: NumberSection): number {
  const step = Math.max(
    groups.reduce((sum, size) => sum + size, 0),
    1,
  )
  if (value.isZero()) return 0
  const power = Math.floor(value.e / step) * step
  return value.times(`1e${-power}`).toDecimalPlaces(places).e >= step ? power + step : power
}

function powerText(power: number, { exponent }: NumberSection): string {
  if (!exponent) return ''
  const sign = power < 0 ? '-' : exponent.isSigned ? '+' : ''
  return `E${sign}${String(Math.abs(power)).padStart(exponent.least, '0')}`
}

/** SQL twin of `formatNumber` for a constant pattern; exponents, and thousands among other texts, are not for SQL. */
export function numberFormatSql(value: SqlFragment, pattern: string, call: SqlCall): SqlFragment | undefined {
  if (GENERAL.test(pattern)) return sql`trim_scale(${value})::text`
  const sections = readPattern(pattern)
  if (!sections || sections.some(({ exponent, isGrouped, inner }) => exponent || (isGrouped && inner.length > 0)))
    return undefined
  const [first, second, third] = sections.map(section => sectionSql(value, section, sections.length === 1, call))
  if (!second) return first
  const zero = third ? sql` when ${value} = 0 then ${third}` : rawSql('')
  return sql`(case when ${value} < 0 then ${second}${zero} else ${first!} end)`
}

const integer = (number: number) => rawSql(String(number))

function sectionSql(value: SqlFragment, section: NumberSection, isSigned: boolean, call: SqlCall): SqlFragment {
  const { before, beforePoint, after, groups, places, shift } = section
  if (groups.length === 0 && places === 0) return sql`(case when ${value} is not null then ${before + after}::text end)`
  const scaled = shift === 0 ? value : sql`${value} * ${rawSql(`1e${shift}::numeric`)}`
  const rounded = call.once(sql`round(${scaled}, ${integer(places)})`)
  const text = call.once(sql`abs(${rounded})::text`)
  const sign = isSigned ? sql`case when ${rounded} < 0 then '-' else '' end || ` : rawSql('')
  const point = beforePoint === '' ? rawSql('') : sql`${beforePoint}::text || `
  return sql`(case when ${rounded} is not null then ${sign}${before}::text || ${wholeSql(text, section, call)} || ${point}${fractionSql(text, section)} || ${after}::text end)`
}

function wholeSql(text: SqlFragment, { least, isGrouped, groups, inner }: NumberSection, call: SqlCall): SqlFragment {
  const whole = sql`split_part(${text}, '.', 1)`
  const given = least === 1 ? whole : sql`coalesce(nullif(${whole}, '0'), '')`
  const digits = call.once(least > 1 ? sql`lpad(${given}, greatest(length(${given}), ${integer(least)}), '0')` : given)
  if (inner.length > 0) return cutSql(digits, groups, inner)
  return isGrouped ? sql`reverse(regexp_replace(reverse(${digits}), '([0-9]{3})(?=[0-9])', '\\1,', 'g'))` : digits
}

/** Digits with texts between: the first group takes what is left of the others. */
function cutSql(digits: SqlFragment, groups: readonly number[], inner: readonly string[]): SqlFragment {
  const pieces = groups.map((size, index) => {
    const right = groups.slice(index + 1).reduce((sum, each) => sum + each, 0)
    const head = sql`left(${digits}, greatest(length(${digits}) - ${integer(right)}, 0))`
    return index === 0 ? head : sql`${inner[index - 1]!}::text || right(${head}, ${integer(size)})`
  })
  return sql`(${joinSql(pieces, ' || ')})`
}

function fractionSql(text: SqlFragment, { places, optional }: NumberSection): SqlFragment {
  if (places === 0) return sql`''`
  const fraction = sql`split_part(${text}, '.', 2)`
  if (optional === 0) return sql`'.' || ${fraction}`
  const firm = rawSql(String(places - optional))
  const kept = sql`left(${fraction}, ${firm}) || rtrim(substr(${fraction}, ${firm} + 1), '0')`
  return sql`coalesce('.' || nullif(${kept}, ''), '')`
}
