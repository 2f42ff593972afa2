import type { Type } from '../../engine/expression/index.ts'
import type { CompiledField, CompiledForm } from '../../engine/index.ts'
import type { FormAccess } from '../records/access.ts'

type Schema = Readonly<Record<string, unknown>>

const id: Schema = { type: 'string', format: 'uuid' }
const decimal: Schema = { type: 'string', pattern: '^-?[0-9]+(\\.[0-9]+)?$', description: 'Exact decimal text' }
const scalars: Partial<Record<Type['kind'], Schema>> = {
  number: decimal,
  text: { type: 'string' },
  boolean: { type: 'boolean' },
  date: { type: 'string', format: 'date' },
  datetime: { type: 'string', format: 'date-time' },
  time: { type: 'string', pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' },
  duration: { type: 'integer', description: 'Milliseconds' },
  user: id,
  department: id,
  record: id,
}
const structured: Readonly<Record<string, Schema>> = {
  location: {
    type: 'object',
    properties: {
      lat: { type: 'number' },
      lng: { type: 'number' },
      accuracy: { type: 'number' },
      address: { type: 'string' },
      at: { type: 'string' },
    },
    required: ['lat', 'lng'],
  },
  address: {
    type: 'object',
    properties: {
      province: { type: 'string' },
      city: { type: 'string' },
      district: { type: 'string' },
      street: { type: 'string' },
    },
  },
}

const MOST_ENUM = 200

function scalar(field: CompiledField, type: Type): Schema {
  if (field.key === 'version') return { type: 'integer' }
  if (field.definition !== undefined && structured[field.definition.type] !== undefined)
    return structured[field.definition.type]!
  if (type.kind === 'option') {
    const options = [...(field.library?.options.keys() ?? [])]
    return options.length > 0 && options.length <= MOST_ENUM ? { type: 'string', enum: options } : { type: 'string' }
  }
  return scalars[type.kind] ?? {}
}

/** The shape of one field's value; every field but the id and the version may be blank. */
export function fieldSchema(field: CompiledField, rows: (form: CompiledForm) => Schema): Schema {
  const title = field.label.en ?? field.label.zh ?? field.key
  if (field.rows !== undefined) return { type: ['array', 'null'], title, items: rows(field.rows) }
  const { valueType } = field
  const inner =
    valueType.kind === 'list' ? { type: 'array', items: scalar(field, valueType.of) } : scalar(field, valueType)
  if (field.key === 'id' || field.key === 'version') return { ...inner, title }
  return { title, anyOf: [inner, { type: 'null' }] }
}

/** A record as the caller reads it. */
export function recordSchema(form: CompiledForm, access: FormAccess): Schema {
  const fields = [...form.fields.values()].filter(
    field => field.key === 'id' || field.key === 'version' || access.field(field.key) !== 'hidden',
  )
  return {
    type: 'object',
    title: form.name.en ?? form.name.zh ?? form.key,
    properties: {
      ...Object.fromEntries(fields.map(field => [field.key, fieldSchema(field, rowSchema)])),
      _errors: {
        type: 'object',
        additionalProperties: { type: 'string' },
        description: 'Codes of computed fields that failed',
      },
      expanded: { type: 'object', additionalProperties: true, description: 'Targets of relations named in `expand`' },
    },
    required: ['id', 'version'],
  }
}

const rowSchema = (form: CompiledForm): Schema => ({
  type: 'object',
  properties: Object.fromEntries([...form.fields.values()].map(field => [field.key, fieldSchema(field, rowSchema)])),
})

/** What the caller may send. */
export function inputSchema(form: CompiledForm, access: FormAccess): Schema {
  const writable = form.fieldList.filter(
    field => !field.computed && field.kind !== 'serial' && access.field(field.key) === 'write',
  )
  const properties = Object.fromEntries(writable.map(field => [field.key, fieldSchema(field, inputRowSchema)]))
  return {
    type: 'object',
    properties: { ...properties, owner: { anyOf: [id, { type: 'null' }] } },
    additionalProperties: false,
  }
}

const inputRowSchema = (form: CompiledForm): Schema => ({
  type: 'object',
  properties: {
    id,
    ...Object.fromEntries(
      form.fieldList.filter(field => !field.computed).map(field => [field.key, fieldSchema(field, inputRowSchema)]),
    ),
  },
})
