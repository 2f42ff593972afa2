import type { Context } from './context.ts'
import { Decimal, toDecimal } from './decimal.ts'
import { dayOf, instantOf, isPlainRecord, plainText } from './functions/conversions.ts'
import { dateText, instantText } from './time.ts'
import type { Type } from './types.ts'
import { FormulaError, type Value } from './value.ts'

/** Turns a raw value of the scope into a value of the language. */
export type Reader = (raw: unknown) => Value

const isMissing = (raw: unknown): raw is null | undefined | '' => raw === null || raw === undefined || raw === ''

/** A raw value of unknown type: JS numbers become Decimals, missing becomes blank, arrays are read item by item. */
export function readAny(raw: unknown): Value {
  if (raw === null || raw === undefined) return null
  if (raw instanceof FormulaError) return thrown(raw)
  if (typeof raw === 'number' || typeof raw === 'bigint') return toDecimal(raw)
  if (typeof raw === 'string' || typeof raw === 'boolean' || Decimal.isDecimal(raw)) return raw
  if (Array.isArray(raw)) return raw.map(readAny)
  return isPlainRecord(raw) ? raw : null
}

const readText: Reader = raw =>
  raw === null || raw === undefined ? null : typeof raw === 'string' ? raw : plainText(readAny(raw))

const READERS: Readonly<Partial<Record<Type['kind'], Reader>>> = {
  number: toDecimal,
  duration: toDecimal,
  boolean: raw => (typeof raw === 'boolean' ? raw : null),
  date: raw =>
    isMissing(raw) ? null : typeof raw === 'string' && raw.length === 10 ? raw : dateText(dayOf(String(raw))),
  datetime: raw =>
    isMissing(raw) ? null : typeof raw === 'string' && raw.length === 24 ? raw : instantText(instantOf(String(raw))),
  record: raw => (isMissing(raw) ? null : typeof raw === 'string' || isPlainRecord(raw) ? raw : null),
  any: readAny,
  blank: () => null,
}

/** A value that failed where it was computed fails again here; it is a value, not a limit of this evaluation. */
function thrown(failure: FormulaError): never {
  throw new FormulaError(failure.code, failure.params)
}

/**
 * The reader of a static type, chosen once when an expression is compiled. A missing list is empty. An error value, or a list that holds one, throws (the first in
 * order), as a range in Excel.
 */
export function readerOf(type: Type): Reader {
  const read = soundReaderOf(type)
  return raw => (raw instanceof FormulaError ? thrown(raw) : read(raw))
}

function soundReaderOf(type: Type): Reader {
  if (type.kind !== 'list') return READERS[type.kind] ?? readText
  const read = readerOf(type.of)
  return raw => (isMissing(raw) ? [] : Array.isArray(raw) ? raw.map(read) : [read(raw)])
}

/** A member of an element that a function visits: own properties of objects, the directory for `$candidate`, `scope.member` for other ids. */
export function readBound(context: Context, name: string, path: readonly string[]): unknown {
  const value = context.bound[name] ?? null
  return path.length === 0 ? value : memberOf(context, name, value, path)
}

function memberOf(context: Context, name: string, value: unknown, path: readonly string[]): unknown {
  const [head, ...rest] = path
  if (head === undefined || value === null || value === undefined || value instanceof FormulaError) return value
  if (Array.isArray(value)) return value.flatMap(item => memberOf(context, name, item, path))
  if (isPlainRecord(value)) return Object.hasOwn(value, head) ? memberOf(context, name, value[head], rest) : null
  if (name === '$candidate') return context.scope.directory?.read(String(value), path)
  return context.scope.member?.(value, path)
}
