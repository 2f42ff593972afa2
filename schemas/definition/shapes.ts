/** The small vocabulary the definition schemas are written in. Every object is closed: an unknown name is an error. */

export type Schema = { readonly [keyword: string]: unknown }

export const ref = (name: string): Schema => ({ $ref: `#/$defs/${name}` })

/** A closed object. `required` names must be among `properties`. */
export const closed = (
  properties: Record<string, Schema>,
  required: readonly string[] = [],
  extra: Schema = {},
): Schema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
  ...extra,
})

/** An ordered list; `max` bounds hostile definitions. */
export const list = (items: Schema, max: number, min = 0): Schema =>
  min > 0 ? { type: 'array', items, maxItems: max, minItems: min } : { type: 'array', items, maxItems: max }

/** Kinds of one thing, told apart by the value of `tag`; one mistake gives one error (ajv's discriminator). */
export const kinds = (tag: string, members: readonly Schema[]): Schema => ({
  type: 'object',
  discriminator: { propertyName: tag },
  required: [tag],
  oneOf: members,
})

export const text = (maxLength: number): Schema => ({ type: 'string', maxLength })
export const oneOf = (...values: readonly string[]): Schema => ({ type: 'string', enum: values })
export const flag: Schema = { type: 'boolean' }
export const whole = (minimum: number, maximum: number): Schema => ({ type: 'integer', minimum, maximum })
/** A number, or its decimal text when it has more than 15 significant digits. */
export const decimal: Schema = ref('decimal')
export const key: Schema = ref('key')
export const label: Schema = ref('label')
export const expr: Schema = ref('expr')
export const value: Schema = {}
export const keys = (max: number): Schema => list(key, max)
