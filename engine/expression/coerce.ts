import { type Decimal, parseDecimal } from './decimal.ts'
import { assertion, blankTo, DATE_TO_DATETIME, DATETIME_TO_DATE, ID_TO_TEXT, TO_TEXT } from './functions/conversions.ts'
import type { Operation } from './functions/definition.ts'
import { clockText, dateText, instantText, parseClock, parseDate, parseInstant } from './time.ts'
import type { TypedNode } from './typed.ts'
import { type ScalarType, sameType, TEXT, type Type } from './types.ts'

/** Looks up an option of a library: its key, or undefined. */
export type OptionLookup = (library: string, keyOrLabel: string) => string | undefined

const IDS: readonly Type['kind'][] = ['user', 'department', 'record']

function converted(node: TypedNode, operation: Operation, type: Type): TypedNode {
  return { node: 'call', operation, args: [node], type, source: node.source }
}

function relabelled(node: TypedNode, type: Type): TypedNode {
  return { ...node, type }
}

/** A blank, or a list of nothing but blanks, as one of a type; SQL is told with a cast. */
export function blankAs(node: TypedNode, type: Type): TypedNode {
  return node.node === 'constant' || node.node === 'list'
    ? relabelled(node, type)
    : converted(node, blankTo(type), type)
}

/**
 * `node` as a value of `type`, with a conversion around it where needed; undefined when there is no honest conversion. Constant texts become dates,
 * numbers, options or ids; dates and datetimes turn into each other in the scope's zone; every scalar becomes text; one value becomes a list of one.
 */
export function coerce(node: TypedNode, type: Type, option?: OptionLookup): TypedNode | undefined {
  const from = node.type
  if (type.kind === 'any' || (sameType(from, type) && from.kind !== 'any')) return node
  if (from.kind === 'any') return converted(node, assertion(type), type)
  if (from.kind === 'blank') return blankAs(node, type)
  if (node.node === 'constant' && typeof node.value === 'string' && from.kind === 'text') {
    const constant = constantAs(node.value, type, option)
    if (constant !== undefined) return { ...node, value: constant, type }
    if (type.kind !== 'list') return undefined
  }
  if (type.kind === 'list') return coerceToList(node, type.of, option)
  if (type.kind === 'text') return coerceToText(node)
  if (from.kind === type.kind)
    return (from as ScalarType).library === undefined || !(type as ScalarType).library ? node : undefined
  if (from.kind === 'date' && type.kind === 'datetime') return converted(node, DATE_TO_DATETIME, type)
  if (from.kind === 'datetime' && type.kind === 'date') return converted(node, DATETIME_TO_DATE, type)
  if (from.kind === 'text' && type.kind === 'option') return relabelled(node, type)
  return undefined
}

function coerceToText(node: TypedNode): TypedNode | undefined {
  const { kind } = node.type
  if (kind === 'text' || kind === 'option' || kind === 'time') return relabelled(node, TEXT)
  const operation = TO_TEXT[kind]
  return operation && converted(node, operation, TEXT)
}

function coerceToList(node: TypedNode, of: Type, option?: OptionLookup): TypedNode | undefined {
  const type: Type = { kind: 'list', of }
  if (node.node === 'list') {
    const items = node.items.map(item => coerce(item, of, option))
    return items.every(item => item !== undefined) ? { ...node, items, type } : undefined
  }
  if (node.type.kind !== 'list') {
    const item = coerce(node, of, option)
    return item && { node: 'list', items: [item], type, source: node.source }
  }
  const element = node.type.of
  if (element.kind === of.kind || of.kind === 'any') return relabelled(node, type)
  if (element.kind === 'blank') return blankAs(node, type)
  if (element.kind === 'any') return converted(node, assertion(type), type)
  if (of.kind === 'text' && (element.kind === 'option' || element.kind === 'time')) return relabelled(node, type)
  return undefined
}

/** A constant text read as another type; "" reads as blank. undefined = it is not one. */
function constantAs(text: string, type: Type, option?: OptionLookup): Decimal | string | null | undefined {
  if (text === '' && type.kind !== 'text') return null
  switch (type.kind) {
    case 'text':
      return text
    case 'number': {
      const value = parseDecimal(text)
      return value && value.e < 40 ? value : undefined
    }
    case 'date': {
      const days = parseDate(text)
      return days === undefined ? undefined : dateText(days)
    }
    case 'datetime': {
      const ms = parseInstant(text)
      return ms === undefined ? undefined : instantText(ms)
    }
    case 'time': {
      const ofDay = parseClock(text)
      return ofDay === undefined ? undefined : clockText(ofDay).slice(0, 5)
    }
    case 'option':
      return type.library === undefined || !option ? text : option(type.library, text)
    case 'user':
    case 'department':
    case 'record':
      return text
    default:
      return undefined
  }
}

/** Ids of people, departments and records can be compared with each other and with text. */
export function isId(type: Type): boolean {
  return IDS.includes(type.kind)
}

export function idAsText(node: TypedNode): TypedNode {
  return converted(node, ID_TO_TEXT, TEXT)
}
