import { type Problem, pointerStep, problem } from '../../schemas/problem.ts'
import type { CompiledField } from '../definition/compiled.ts'
import { Decimal } from '../expression/index.ts'
import type { RecordValues } from './context.ts'

/** A value as records keep it, or the code of what is wrong with it. */
export type Parsed = { readonly value: unknown } | { readonly code: string; readonly params?: Record<string, unknown> }

const ok = (value: unknown): Parsed => ({ value })
const bad = (code: string, params?: Record<string, unknown>): Parsed =>
  params === undefined ? { code } : { code, params }

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
export const isId = (value: unknown): value is string => typeof value === 'string' && UUID.test(value)

const DECIMAL = /^[+-]?(\d{1,40}(\.\d{0,40})?|\.\d{1,40})$/

/** Decimal text with exactly `scale` places; refuses more places than the field keeps, so that no digit is lost in silence. */
export function parseDecimal(input: unknown, scale: number | undefined): Parsed {
  const text =
    typeof input === 'number' && Number.isFinite(input)
      ? new Decimal(input).toFixed()
      : typeof input === 'string'
        ? input.trim().replaceAll(',', '')
        : ''
  if (!DECIMAL.test(text)) return bad('invalid_number')
  const value = new Decimal(text)
  if (scale === undefined) return ok(value.toFixed())
  if (value.decimalPlaces() > scale) return bad('number_too_precise', { scale })
  return ok(value.toFixed(scale))
}

/** A day that exists, years 1 to 9999. */
export function isDay(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (match === null) return false
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  if (year < 1 || month < 1 || month > 12 || day < 1) return false
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return day <= [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]!
}

function parseInstant(input: unknown): Parsed {
  if (
    typeof input !== 'string' ||
    !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(input) ||
    !isDay(input.slice(0, 10))
  )
    return bad('invalid_datetime')
  const time = Date.parse(input)
  return Number.isNaN(time) ? bad('invalid_datetime') : ok(new Date(time).toISOString())
}

/** What PostgreSQL's text holds: every well-formed string without NUL. */
const storable = (text: string): boolean => text.isWellFormed() && !text.includes('\0')
const text = (input: unknown): Parsed =>
  typeof input === 'string' && storable(input) ? ok(input) : bad('invalid_text')
const matching =
  (pattern: RegExp, code: string) =>
  (input: unknown): Parsed => {
    if (typeof input !== 'string') return bad('invalid_text')
    const trimmed = input.trim()
    return trimmed.length <= 2000 && pattern.test(trimmed) ? ok(trimmed) : bad(code)
  }
const id = (input: unknown): Parsed => (isId(input) ? ok(input.toLowerCase()) : bad('invalid_reference'))
const option = (input: unknown): Parsed =>
  typeof input === 'string' && input.length <= 48 ? ok(input) : bad('unknown_choice', { value: String(input) })

function list(input: unknown, item: (input: unknown) => Parsed): Parsed {
  if (!Array.isArray(input)) return bad('invalid_list')
  if (input.length > 10_000) return bad('too_many_items', { limit: 10_000 })
  const values: unknown[] = []
  for (const element of input) {
    const parsed = item(element)
    if ('code' in parsed) return parsed
    if (!values.includes(parsed.value)) values.push(parsed.value)
  }
  return ok(values)
}

const one = (field: CompiledField, input: unknown, item: (input: unknown) => Parsed): Parsed =>
  field.list ? list(input, item) : item(input)

function parseLocation(input: unknown): Parsed {
  if (input === null || typeof input !== 'object' || Array.isArray(input)) return bad('invalid_location')
  const { lat, lng, accuracy, address, at, ...rest } = input as RecordValues
  const within = (value: unknown, limit: number): boolean => typeof value === 'number' && Math.abs(value) <= limit
  if (Object.keys(rest).length > 0 || !within(lat, 90) || !within(lng, 180)) return bad('invalid_location')
  const known = {
    lat,
    lng,
    ...(typeof accuracy === 'number' ? { accuracy } : {}),
    ...(typeof address === 'string' && storable(address) ? { address: address.slice(0, 500) } : {}),
  }
  return ok(typeof at === 'string' ? { ...known, at } : known)
}

function parseAddress(input: unknown): Parsed {
  if (input === null || typeof input !== 'object' || Array.isArray(input)) return bad('invalid_address')
  const entries = Object.entries(input)
  const known = entries.every(
    ([key, value]) =>
      ['province', 'city', 'district', 'street'].includes(key) && typeof value === 'string' && value.length <= 500,
  )
  return known ? ok(Object.fromEntries(entries.filter(([, value]) => value !== ''))) : bad('invalid_address')
}

/** How a number to call, an address to write to and a page look. */
export const contactPatterns = {
  phone: /^[+0-9][0-9 ()-]{2,30}$/,
  email: /^[^\s@<>"]{1,64}@[^\s@<>"]{1,190}\.[^\s@<>".]{2,63}$/,
  url: /^https?:\/\/[^\s<>"]{1,1990}$/i,
}

type Parse = (input: unknown, field: CompiledField) => Parsed

const files: Parse = input => list(input, id)
const number: Parse = (input, field) => parseDecimal(input, field.scale)

/** How each field type reads its input; computed and system fields take none. */
const parsers: Record<string, Parse> = {
  text,
  long_text: text,
  rich_text: text,
  barcode: text,
  number,
  money: number,
  percent: number,
  rating: number,
  date: input => (typeof input === 'string' && isDay(input) ? ok(input) : bad('invalid_date')),
  datetime: parseInstant,
  time: input =>
    typeof input === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(input) ? ok(input) : bad('invalid_time'),
  duration: input =>
    Number.isSafeInteger(input) || (typeof input === 'string' && /^-?\d{1,15}$/.test(input))
      ? ok(Number(input))
      : bad('invalid_duration'),
  select: (input, field) => one(field, input, option),
  cascade: option,
  yes_no: input => (typeof input === 'boolean' ? ok(input) : bad('invalid_yes_no')),
  user: (input, field) => one(field, input, id),
  department: (input, field) => one(field, input, id),
  attachment: files,
  image: files,
  video: files,
  audio: files,
  signature: files,
  location: parseLocation,
  address: parseAddress,
  phone: matching(contactPatterns.phone, 'invalid_phone'),
  email: matching(contactPatterns.email, 'invalid_email'),
  url: matching(contactPatterns.url, 'invalid_url'),
  tags: input =>
    list(input, item =>
      typeof item === 'string' && storable(item) && item.trim() !== '' && item.length <= 100
        ? ok(item.trim())
        : bad('invalid_text'),
    ),
  relation: (input, field) => one(field, input, id),
  system: id,
}

/** Reads one value of a field; blank (null, "", an empty list) becomes null. Rows of sub-forms are read by `parseRecord`. */
export function parseValue(field: CompiledField, input: unknown): Parsed {
  if (input === null || input === undefined || input === '' || (Array.isArray(input) && input.length === 0))
    return ok(null)
  return parsers[field.kind]?.(input, field) ?? bad('field_computed')
}

export const fieldProblem = (
  field: CompiledField,
  code: string,
  params: Record<string, unknown> = {},
  prefix = '',
): Problem => problem(code, `${prefix}/${pointerStep(field.key)}`, { field: field.label, ...params })
