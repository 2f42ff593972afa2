import { fractionOf, instantOf } from '../app/format.ts'
import type { Shape } from '../app/shape.ts'
import type { TextKey } from '../i18n/texts/index.ts'

/** One condition of a filter, as a person builds it. */
export interface Condition {
  readonly field: string
  readonly op: Operator
  /** key, id, text, number text, day; a list for `anyOf` */
  readonly value?: string | readonly string[] | undefined
}

export type Operator =
  | 'is'
  | 'isNot'
  | 'anyOf'
  | 'contains'
  | 'eq'
  | 'ne'
  | 'gt'
  | 'gte'
  | 'lt'
  | 'lte'
  | 'before'
  | 'after'
  | 'on'
  | 'blank'
  | 'notBlank'
  | 'yes'
  | 'no'
  | 'me'

export const operatorText = (op: Operator): TextKey => `op.${op}`

const BLANKS: readonly Operator[] = ['blank', 'notBlank']
const byKind: Readonly<Record<string, readonly Operator[]>> = {
  number: ['gte', 'lte', 'eq', 'ne', 'gt', 'lt', ...BLANKS],
  select: ['anyOf', 'is', 'isNot', ...BLANKS],
  user: ['me', 'is', 'isNot', ...BLANKS],
  relation: ['is', 'isNot', ...BLANKS],
  date: ['on', 'before', 'after', ...BLANKS],
  datetime: ['before', 'after', ...BLANKS],
  yes_no: ['yes', 'no', 'blank'],
  list: ['contains', ...BLANKS],
  text: ['contains', 'is', 'isNot', ...BLANKS],
}
const NOT_ASKED = new Set([
  'location',
  'address',
  'attachment',
  'image',
  'video',
  'audio',
  'signature',
  'subform',
  'rich_text',
])

/** Which question kinds a field knows; none = it cannot be filtered by. */
export function operatorsOf(shape: Shape): readonly Operator[] {
  if (NOT_ASKED.has(shape.kind)) return []
  if (shape.list) return byKind.list!
  if (['number', 'money', 'percent', 'rating', 'duration', 'score'].includes(shape.kind)) return byKind.number!
  if (shape.kind === 'cascade') return byKind.select!
  if (shape.kind === 'department') return byKind.relation!
  return byKind[shape.kind] ?? byKind.text!
}

const WITHOUT_VALUE = new Set<Operator>(['blank', 'notBlank', 'yes', 'no', 'me'])
export const needsValue = (op: Operator): boolean => !WITHOUT_VALUE.has(op)

export const isComplete = ({ op, value }: Condition): boolean =>
  !needsValue(op) || (Array.isArray(value) ? value.length > 0 : (value ?? '') !== '')

const comparisons: Readonly<Partial<Record<Operator, string>>> = {
  is: '==',
  isNot: '!=',
  eq: '==',
  ne: '!=',
  on: '==',
  gt: '>',
  gte: '>=',
  lt: '<',
  lte: '<=',
  before: '<',
  after: '>',
}

/** A condition as JsonLogic; `zone` is the reader's, for days of date-times. */
export function toLogic({ field, op, value }: Condition, shape: Shape, me: string, zone: string): unknown {
  const variable = { var: field }
  switch (op) {
    case 'blank':
      return { '==': [variable, null] }
    case 'notBlank':
      return { '!=': [variable, null] }
    case 'yes':
      return { '==': [variable, true] }
    case 'no':
      return { '==': [variable, false] }
    case 'me':
      return { '==': [variable, me] }
    case 'anyOf':
      return { in: [variable, value] }
    case 'contains':
      return { in: [value, variable] }
    default:
      return { [comparisons[op]!]: [variable, asked(value, op, shape, zone)] }
  }
}

function asked(value: Condition['value'], op: Operator, shape: Shape, zone: string): unknown {
  const text = String(value ?? '')
  if (shape.kind === 'percent') return fractionOf(text)
  if (shape.kind === 'datetime') return instantOf(`${text}T${op === 'after' ? '23:59' : '00:00'}`, zone)
  return text
}

/** All conditions together with the view's own; undefined = everything. */
export function allOf(parts: readonly unknown[]): string | undefined {
  const said = parts.filter(part => part !== undefined && part !== null)
  if (said.length === 0) return undefined
  return JSON.stringify(said.length === 1 ? said[0] : { and: said })
}
