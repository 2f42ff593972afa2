import type { Field, RowField } from '../../schemas/generated/definition.ts'
import {
  ANY,
  BOOLEAN,
  DATE,
  DATETIME,
  DEPARTMENT,
  DURATION,
  listOf,
  NUMBER,
  TEXT,
  TIME,
  type Type,
  USER,
} from '../expression/index.ts'

type AnyField = Field | RowField
type FieldOf<K extends Field['type']> = Extract<Field, { type: K }>

/** Types of values that do not follow from other forms. `rows` is the key of a sub-form's row form. */
type TypeOf = {
  [K in Exclude<Field['type'], 'lookup' | 'rollup' | 'score'>]: (field: FieldOf<K>, rows: string) => Type
}

const many = (type: Type, multiple: boolean | undefined): Type => (multiple === true ? listOf(type) : type)
const number = (scale: number | undefined): Type => (scale === undefined ? NUMBER : { kind: 'number', scale })

/** Decimal places a field keeps when the definition says nothing: money 2, percent 4 (of the fraction), rating 0. */
export function scaleOf(field: AnyField): number | undefined {
  if (field.type === 'money') return field.scale ?? 2
  if (field.type === 'percent') return field.scale ?? 4
  if (field.type === 'rating') return 0
  if (field.type === 'number' || field.type === 'rollup') return field.scale
  if (field.type === 'formula')
    return field.scale ?? (field.result === 'money' ? 2 : field.result === 'percent' ? 4 : undefined)
  return undefined
}

const results: Record<FieldOf<'formula'>['result'], Type> = {
  number: NUMBER,
  money: NUMBER,
  percent: NUMBER,
  text: TEXT,
  yes_no: BOOLEAN,
  date: DATE,
  datetime: DATETIME,
  duration: DURATION,
  user: USER,
}

const types: TypeOf = {
  text: () => TEXT,
  long_text: () => TEXT,
  rich_text: () => TEXT,
  number: field => number(field.scale),
  money: field => number(scaleOf(field)),
  percent: field => number(scaleOf(field)),
  date: () => DATE,
  datetime: () => DATETIME,
  time: () => TIME,
  duration: () => DURATION,
  select: field => many({ kind: 'option', library: field.options }, field.multiple),
  cascade: field => ({ kind: 'option', library: field.options }),
  yes_no: () => BOOLEAN,
  user: field => many(USER, field.multiple),
  department: field => many(DEPARTMENT, field.multiple),
  attachment: () => listOf(TEXT),
  image: () => listOf(TEXT),
  video: () => listOf(TEXT),
  audio: () => listOf(TEXT),
  signature: () => listOf(TEXT),
  location: () => ANY,
  barcode: () => TEXT,
  phone: () => TEXT,
  email: () => TEXT,
  url: () => TEXT,
  address: () => ANY,
  rating: () => number(0),
  tags: () => listOf(TEXT),
  serial: () => TEXT,
  relation: field => many({ kind: 'record', form: field.to }, field.multiple),
  formula: field => {
    const type = results[field.result]
    return type.kind === 'number' ? number(scaleOf(field)) : type
  },
  subform: (_, rows) => listOf({ kind: 'record', form: rows }),
}

/** The type a field's values have in expressions; lookups and roll-ups are typed from the form they read (`resolveTypes`), scores from their scorecard (`resolveScores`). */
export function ownType(field: AnyField, rows: string): Type | undefined {
  if (field.type === 'lookup' || field.type === 'rollup' || field.type === 'score') return undefined
  return (types[field.type] as (field: AnyField, rows: string) => Type)(field, rows)
}

const computedTypes: ReadonlySet<string> = new Set(['formula', 'lookup', 'rollup', 'score'])
export const isComputed = (field: AnyField): boolean => computedTypes.has(field.type)
export const fileTypes: ReadonlySet<string> = new Set(['attachment', 'image', 'video', 'audio', 'signature'])
export const isList = (field: AnyField): boolean =>
  field.type === 'subform' ||
  field.type === 'tags' ||
  fileTypes.has(field.type) ||
  ('multiple' in field && field.multiple === true)
