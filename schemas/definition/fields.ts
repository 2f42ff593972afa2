import {
  closed,
  decimal,
  expr,
  flag,
  key,
  kinds,
  label,
  list,
  oneOf,
  ref,
  type Schema,
  text,
  value,
  whole,
} from './shapes.ts'

/** What every field may say, whatever its type. */
const common: Record<string, Schema> = {
  key,
  label,
  help: ref('help'),
  required: flag,
  unique: flag,
  default: value,
  readOnly: flag,
  searchable: flag,
  whenHidden: oneOf('keep', 'clear', 'recompute'),
}
const computed: Record<string, Schema> = { key, label, help: ref('help'), frozenWhen: expr }
const field = (
  type: string,
  extra: Record<string, Schema> = {},
  required: readonly string[] = [],
  base = common,
): Schema => closed({ ...base, type: { type: 'string', const: type }, ...extra }, ['key', 'label', 'type', ...required])

const lengths = { maxLength: whole(1, 1_000_000) }
const range = { min: decimal, max: decimal }
const files = { maxSize: whole(1, 50_000_000), accept: list(text(100), 50), maxCount: whole(1, 100) }
const scale = whole(0, 20)
const resultType = oneOf('number', 'money', 'percent', 'text', 'yes_no', 'date', 'datetime', 'duration', 'user')

/** One closed object per field type of P1; the order is the order of the designer's palette. */
export const fieldTypes: Record<string, Schema> = {
  text: field('text', { ...lengths, pattern: text(500) }),
  long_text: field('long_text', lengths),
  rich_text: field('rich_text', lengths),
  number: field('number', { ...range, scale, unit: text(20) }),
  money: field('money', { ...range, scale, currency: { type: 'string', pattern: '^[A-Z]{3}$' } }),
  percent: field('percent', { ...range, scale }),
  date: field('date', { min: value, max: value }),
  datetime: field('datetime', { min: value, max: value }),
  time: field('time'),
  duration: field('duration', { unit: oneOf('min', 'h', 'd') }),
  select: field('select', { options: key, parent: key, multiple: flag }, ['options']),
  cascade: field('cascade', { options: key }, ['options']),
  yes_no: field('yes_no'),
  user: field('user', { multiple: flag }),
  department: field('department', { multiple: flag }),
  attachment: field('attachment', files),
  image: field('image', { ...files, watermark: flag }),
  video: field('video', files),
  audio: field('audio', files),
  signature: field('signature'),
  location: field('location', { precision: whole(1, 100_000) }),
  barcode: field('barcode', { ...lengths, codes: list(text(30), 30) }),
  phone: field('phone'),
  email: field('email'),
  url: field('url'),
  address: field('address'),
  rating: field('rating', { max: whole(2, 10) }),
  tags: field('tags', { maxCount: whole(1, 100) }),
  serial: field('serial', { serial: ref('serial') }, ['serial'], { key, label, help: ref('help'), searchable: flag }),
  relation: field(
    'relation',
    {
      to: key,
      multiple: flag,
      inverse: closed({ key, label }, ['key', 'label']),
      onDelete: oneOf('restrict', 'clear', 'cascade'),
      where: expr,
    },
    ['to'],
  ),
  lookup: field('lookup', { relation: key, field: key, snapshot: flag }, ['relation', 'field'], computed),
  rollup: field(
    'rollup',
    { relation: key, aggregate: oneOf('count', 'sum', 'avg', 'min', 'max'), field: key, where: expr, scale },
    ['relation', 'aggregate'],
    computed,
  ),
  formula: field(
    'formula',
    { formula: expr, result: resultType, scale, currency: text(3), unit: text(20) },
    ['formula', 'result'],
    computed,
  ),
  score: field('score', { scorecard: key, part: key, scale }, ['scorecard'], computed),
  subform: field(
    'subform',
    { fields: list(ref('rowField'), 100, 1), rules: list(ref('rule'), 200), min: whole(0, 1000), max: whole(1, 1000) },
    ['fields'],
  ),
}

/** Types a sub-form row may hold: everything but another sub-form, serials, scores of the record and values over relations. */
export const rowFieldTypes = Object.keys(fieldTypes).filter(
  type => !['subform', 'serial', 'rollup', 'score'].includes(type),
)

export const fieldSchemas: Record<string, Schema> = {
  serial: closed({ pattern: text(100), reset: oneOf('never', 'year', 'month', 'day') }, ['pattern']),
  ...Object.fromEntries(Object.entries(fieldTypes).map(([type, schema]) => [`${type}_field`, schema])),
  field: kinds(
    'type',
    Object.keys(fieldTypes).map(type => ref(`${type}_field`)),
  ),
  rowField: kinds(
    'type',
    rowFieldTypes.map(type => ref(`${type}_field`)),
  ),
}
