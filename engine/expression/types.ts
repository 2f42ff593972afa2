/** The static types of the expression language: what a field, a scope member or a sub-expression is. */

export type ScalarKind =
  | 'number'
  | 'text'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'time'
  | 'duration'
  | 'option'
  | 'user'
  | 'department'
  | 'blank'
  | 'any'

/** `library` names the option library of an option; `scale` the decimal places a number field keeps. */
export interface ScalarType {
  readonly kind: ScalarKind
  readonly library?: string
  readonly scale?: number
}

/** One record of a form (a relation's target, a sub-form's row: form key `order.lines`). */
export interface RecordType {
  readonly kind: 'record'
  readonly form: string
}

export interface ListType {
  readonly kind: 'list'
  readonly of: Type
}

export type Type = ScalarType | RecordType | ListType

export const NUMBER: Type = { kind: 'number' }
export const TEXT: Type = { kind: 'text' }
export const BOOLEAN: Type = { kind: 'boolean' }
export const DATE: Type = { kind: 'date' }
export const DATETIME: Type = { kind: 'datetime' }
export const TIME: Type = { kind: 'time' }
export const DURATION: Type = { kind: 'duration' }
export const USER: Type = { kind: 'user' }
export const DEPARTMENT: Type = { kind: 'department' }
export const BLANK: Type = { kind: 'blank' }
export const ANY: Type = { kind: 'any' }

/** A list of `type`; a list of lists stays nested (tables of settings). */
export function listOf(type: Type): Type {
  return { kind: 'list', of: type }
}

/** The element type of a list, or the type itself. */
export function elementOf(type: Type): Type {
  return type.kind === 'list' ? type.of : type
}

/** Readable name of a type, e.g. `number`, `list of date`, `record of customer`; goes into error params. */
export function typeName(type: Type): string {
  if (type.kind === 'list') return `list of ${typeName(type.of)}`
  if (type.kind === 'record') return `record of ${type.form}`
  return type.kind
}

/** Same kind, same form, same library; `scale` does not matter. */
export function sameType(a: Type, b: Type): boolean {
  if (a.kind === 'list') return b.kind === 'list' && sameType(a.of, b.of)
  if (a.kind === 'record') return b.kind === 'record' && a.form === b.form
  return b.kind === a.kind && (a as ScalarType).library === (b as ScalarType).library
}

/**
 * The type that holds values of both: equal types stay, blank and any give way to the other side, options of two
 * libraries become text, date and datetime become datetime, any other pair of scalars becomes text.
 * `undefined` when a list or record meets something else.
 */
export function unify(a: Type, b: Type): Type | undefined {
  if (b.kind === 'blank') return a
  if (a.kind === 'blank') return b
  if (a.kind === 'any' || b.kind === 'any') return ANY
  if (a.kind === 'list' && b.kind === 'list') {
    const of = unify(a.of, b.of)
    return of && listOf(of)
  }
  if (sameType(a, b)) return widerNumber(a, b)
  if (a.kind === 'list' || b.kind === 'list' || a.kind === 'record' || b.kind === 'record') return undefined
  const kinds = [a.kind, b.kind]
  if (kinds.every(kind => kind === 'date' || kind === 'datetime')) return DATETIME
  return TEXT
}

function widerNumber(a: Type, b: Type): Type {
  if (a.kind !== 'number' || b.kind !== 'number') return a
  if (a.scale === undefined || b.scale === undefined) return NUMBER
  return a.scale >= b.scale ? a : b
}
