import { appSchema } from '../../schemas/definition/app.ts'
import type { Schema } from '../../schemas/definition/shapes.ts'
import { isObject } from './elements.ts'

/**
 * What the format says of the value at a place. `name` tells which primitive it is, or which part of one: `text_field`, `form.layout`,
 * `stages.back.roles`; the items of a list bear the list's name unless they are a primitive of their own.
 */
export interface Shape {
  readonly name: string
  readonly schema: Schema
}

const definitions = appSchema.$defs as Readonly<Record<string, Schema>>

/** The shape of a whole definition. */
export const APP: Shape = { name: 'app', schema: appSchema }

const ANYTHING: Schema = {}

/** Follows references, kinds (by the value of their tag) and alternatives (by what the value is) to the schema that holds for this value. */
function settled(name: string, schema: Schema, value: unknown): Shape {
  if (typeof schema.$ref === 'string') {
    const target = schema.$ref.slice('#/$defs/'.length)
    return settled(target, definitions[target] ?? ANYTHING, value)
  }
  const tag = tagOf(schema)
  if (tag !== undefined) {
    const kind = isObject(value) ? String(value[tag]) : ''
    const member = (schema.oneOf as readonly Schema[]).find(one => isOfKind(one, tag, kind))
    return member === undefined ? { name, schema: ANYTHING } : settled(name, member, value)
  }
  if (schema.if !== undefined) {
    const branch = (holds(schema.if as Schema, value) ? schema.then : schema.else) as Schema
    return settled(name, branch, value)
  }
  return { name, schema }
}

const tagOf = (schema: Schema): string | undefined =>
  (schema.discriminator as { propertyName: string } | undefined)?.propertyName

/** `{ $ref: "#/$defs/text_field" }` is of the kind its tag says: the constant in its own schema. */
function isOfKind(member: Schema, tag: string, kind: string): boolean {
  const target = definitions[String(member.$ref).slice('#/$defs/'.length)]
  const properties = target?.properties as Readonly<Record<string, Schema>> | undefined
  return properties?.[tag]?.const === kind
}

function holds(condition: Schema, value: unknown): boolean {
  if (Array.isArray(condition.required))
    return isObject(value) && condition.required.every(name => Object.hasOwn(value, name))
  return condition.type === 'array' ? Array.isArray(value) : isObject(value)
}

const known = new WeakMap<Schema, Map<string, Shape>>()

/** The shape of a value one step inside a settled shape: a property by its name, or an item of a list. */
export function shapeInside({ name, schema }: Shape, step: string, value: unknown): Shape {
  if (schema.items !== undefined) return settled(name, schema.items as Schema, value)
  const property = (schema.properties as Readonly<Record<string, Schema>> | undefined)?.[step]
  if (property !== undefined) return plain(schema, step, `${name}.${step}`, property, value)
  const others = schema.additionalProperties
  return others !== undefined && others !== false
    ? settled(name, others as Schema, value)
    : { name: `${name}.${step}`, schema: ANYTHING }
}

/** Most properties are what they are whatever their value: worked out once. */
function plain(parent: Schema, step: string, name: string, property: Schema, value: unknown): Shape {
  const made = known.get(parent) ?? new Map<string, Shape>()
  known.set(parent, made)
  const found = made.get(step)
  if (found !== undefined) return found
  const shape = settled(name, property, value)
  if (shape.schema === property || property.$ref === `#/$defs/${shape.name}`) made.set(step, shape)
  return shape
}

/** One value, never merged or told in parts: an expression, a constant of any kind, a pair. */
export function isAtomic({ name, schema }: Shape): boolean {
  if (name === 'expr') return true
  if (schema.type === 'array') return schema.minItems !== undefined && schema.minItems === schema.maxItems
  return schema.type !== 'object'
}

/** Whether a value may stand where the shape is: as many items as allowed, no property the shape does not know, none missing that it needs. */
export function fits({ schema }: Shape, value: unknown): boolean {
  if (Array.isArray(value)) return within(value.length, schema.minItems, schema.maxItems)
  if (!isObject(value)) return true
  const names = Object.keys(value)
  const required = (schema.required as readonly string[] | undefined) ?? []
  return (
    within(names.length, schema.minProperties, schema.maxProperties) &&
    required.every(name => Object.hasOwn(value, name)) &&
    names.every(name => allows(schema, name))
  )
}

const within = (count: number, least: unknown, most: unknown): boolean =>
  count >= Number(least ?? 0) && count <= Number(most ?? Number.POSITIVE_INFINITY)

const allows = (schema: Schema, name: string): boolean =>
  schema.additionalProperties !== false ||
  Object.hasOwn((schema.properties as Readonly<Record<string, Schema>> | undefined) ?? {}, name)
