import { appSchema } from '../../schemas/definition/app.ts'
import { type Refers, refersOf } from './refers.ts'

type Json = Readonly<Record<string, unknown>>

/** How a property is edited, as its schema says. */
export type Shape =
  | { readonly kind: 'flag' | 'texts' | 'expr' | 'value' | 'duration' | 'time' | 'day' | 'zone' | 'sort' }
  | { readonly kind: 'choice' | 'choices'; readonly values: readonly string[] }
  | { readonly kind: 'number'; readonly whole: boolean; readonly min?: number; readonly max?: number }
  | { readonly kind: 'text' | 'words'; readonly long: boolean; readonly max: number }
  | { readonly kind: 'key' | 'keys'; readonly refers: Refers }
  /** a closed object; `of` names its primitive when it has a name of its own */
  | { readonly kind: 'object'; readonly of: string; readonly properties: readonly Property[] }
  /** objects in a list; `keyed` ones are places of their own */
  | { readonly kind: 'list'; readonly of: string; readonly item: Shape; readonly keyed: boolean }
  /** values by key: rights on fields, values an action sets */
  | { readonly kind: 'map'; readonly refers: Refers; readonly value: Shape }
  /** objects told apart by the value of `tag` */
  | { readonly kind: 'kinds'; readonly tag: string; readonly members: ReadonlyMap<string, string> }
  /** objects told apart by which name they have */
  | { readonly kind: 'byName'; readonly members: ReadonlyMap<string, string> }
  /** from when to when on each day of the week */
  | { readonly kind: 'week'; readonly days: readonly string[] }
  /** values under names the author gives */
  | { readonly kind: 'named' }
  /** expressions in twos, each of which must come to the same */
  | { readonly kind: 'pairs' }
  /** one constant of a field, or several */
  | { readonly kind: 'values' }
  /** when a schedule comes round: in words, or every so long */
  | { readonly kind: 'schedule'; readonly period: Shape }
  /** said in one of two ways, told apart by the type of the value */
  | {
      readonly kind: 'either'
      readonly is: 'array' | 'object' | 'integer'
      readonly first: Shape
      readonly other: Shape
    }
  /** what no row edits: shown by the pages made for it */
  | { readonly kind: 'other' }

export interface Property {
  readonly name: string
  readonly required: boolean
  readonly shape: Shape
}

const definitions = appSchema.$defs as Readonly<Record<string, Json>>
const known = new Map<string, readonly Property[]>()

/** The properties of a primitive (`table_view`, `stage`, `option` ...), in the schema's order, without its key and its tag. */
export function propertiesOf(primitive: string): readonly Property[] {
  const made = known.get(primitive)
  if (made !== undefined) return made
  // Reserved first: primitives contain each other.
  const properties: Property[] = []
  known.set(primitive, properties)
  // The app is the schema itself.
  properties.push(...propertiesIn(primitive === 'app' ? appSchema : (definitions[primitive] ?? {}), primitive))
  return properties
}

function propertiesIn(schema: Json, primitive: string): Property[] {
  const required = (schema.required ?? []) as readonly string[]
  return Object.entries((schema.properties ?? {}) as Record<string, Json>)
    .filter(([name, own]) => name !== 'key' && own.const === undefined)
    .map(([name, own]) => ({ name, required: required.includes(name), shape: shapeOf(own, primitive, name) }))
}

/** Primitives of one value, by name. */
const scalars: Readonly<Record<string, Shape>> = {
  expr: { kind: 'expr' },
  duration: { kind: 'duration' },
  timeOfDay: { kind: 'time' },
  day: { kind: 'day' },
  zone: { kind: 'zone' },
  decimal: { kind: 'number', whole: false },
  label: { kind: 'words', long: false, max: 200 },
  help: { kind: 'words', long: true, max: 2000 },
}

function shapeOf(schema: Json, primitive: string, name: string): Shape {
  if (typeof schema.$ref === 'string') return referred(schema.$ref.split('/').at(-1)!, primitive, name)
  if (schema.if !== undefined) return eitherShape(schema, primitive, name)
  if (Array.isArray(schema.type)) return severalTypes(schema)
  if (schema.type === 'array') return listShape(schema, primitive, name)
  if (schema.type === 'object') return objectShape(schema, primitive, name)
  if (schema.type === 'boolean') return { kind: 'flag' }
  if (schema.type === 'integer')
    return { kind: 'number', whole: true, min: Number(schema.minimum), max: Number(schema.maximum) }
  if (Array.isArray(schema.enum)) return { kind: 'choice', values: schema.enum as string[] }
  if (schema.type === 'string') return { kind: 'text', long: false, max: Number(schema.maxLength ?? 200) }
  return Object.keys(schema).length === 0 ? { kind: 'value' } : { kind: 'other' }
}

function referred(target: string, primitive: string, name: string): Shape {
  if (target === 'key') return keyShape(primitive, name)
  const scalar = scalars[target]
  if (scalar !== undefined) return scalar
  const schema = definitions[target]!
  if (Array.isArray(schema.enum)) return { kind: 'choice', values: schema.enum as string[] }
  if (schema.discriminator !== undefined) return kindsShape(schema)
  if (target === 'trigger') return { kind: 'byName', members: triggers() }
  return { kind: 'object', of: target, properties: propertiesOf(target) }
}

function eitherShape(schema: Json, primitive: string, name: string): Shape {
  const first = shapeOf(schema.then as Json, primitive, name)
  if (name === 'schedule') return { kind: 'schedule', period: first }
  const is = (schema.if as Json).type === 'array' ? 'array' : 'object'
  return { kind: 'either', is, first, other: shapeOf(schema.else as Json, primitive, name) }
}

/** One of some words or a count; a constant or a list of them. */
function severalTypes({ type, pattern, items, minimum, maximum }: Json): Shape {
  const types = type as readonly string[]
  if (types.includes('integer') && typeof pattern === 'string')
    return {
      ...{ kind: 'either', is: 'integer' },
      first: { kind: 'number', whole: true, min: Number(minimum), max: Number(maximum) },
      other: { kind: 'choice', values: pattern.replace(/[^a-z_|]/g, '').split('|') },
    }
  return types.includes('array') && items === undefined ? { kind: 'values' } : { kind: 'other' }
}

/** A key that refers to an element; one that refers to nothing is a plain name. */
function keyShape(primitive: string, name: string): Shape {
  const refers = refersOf(primitive, name)
  return refers === undefined ? { kind: 'text', long: false, max: 48 } : { kind: 'key', refers }
}

/** The kinds of a primitive that has several (`view`, `connector`): which property tells them apart, and the primitive of each. */
export function membersOf(primitive: string): Extract<Shape, { kind: 'kinds' }> {
  return kindsShape(definitions[primitive]!)
}

function kindsShape(schema: Json): Extract<Shape, { kind: 'kinds' }> {
  const tag = String((schema.discriminator as Json).propertyName)
  const members = (schema.oneOf as Json[]).map(({ $ref }) => String($ref).split('/').at(-1)!)
  const kindOf = (member: string) =>
    String(((definitions[member]!.properties as Record<string, Json>)[tag] as Json).const)
  return { kind: 'kinds', tag, members: new Map(members.map(member => [kindOf(member), member])) }
}

const triggers = (): ReadonlyMap<string, string> =>
  new Map(
    Object.keys(definitions)
      .filter(name => name.endsWith('_trigger'))
      .map(name => [name.slice(0, -'_trigger'.length), name]),
  )

function listShape(schema: Json, primitive: string, name: string): Shape {
  const items = (schema.items ?? {}) as Json
  if (items.$ref === '#/$defs/key') {
    const refers = refersOf(primitive, name)
    return refers === undefined ? { kind: 'texts' } : { kind: 'keys', refers }
  }
  if (Array.isArray(items.enum)) return { kind: 'choices', values: items.enum as string[] }
  if (items.$ref === '#/$defs/day') return { kind: 'texts' }
  if (items.type === 'string') return { kind: name === 'sort' ? 'sort' : 'texts' }
  if (isPair(items)) return { kind: 'pairs' }
  const item = shapeOf(items, primitive, name)
  if (item.kind !== 'object' && item.kind !== 'kinds' && item.kind !== 'byName') return { kind: 'other' }
  const of = item.kind === 'object' ? item.of : name
  return { kind: 'list', of, item, keyed: isKeyed(items) }
}

const isPair = ({ type, minItems, maxItems }: Json): boolean => type === 'array' && minItems === 2 && maxItems === 2

const isKeyed = (items: Json): boolean => {
  const schema = typeof items.$ref === 'string' ? definitions[items.$ref.split('/').at(-1)!]! : items
  const member =
    schema.discriminator === undefined
      ? schema
      : definitions[
          String((schema.oneOf as Json[])[0]!.$ref)
            .split('/')
            .at(-1)!
        ]!
  return ((member.required ?? []) as readonly string[]).includes('key')
}

function objectShape(schema: Json, primitive: string, name: string): Shape {
  if (schema.properties !== undefined)
    return { kind: 'object', of: name, properties: propertiesIn(schema, nestedName(primitive, name)) }
  const values = schema.additionalProperties
  const days = (schema.propertyNames as Json | undefined)?.enum
  if (Array.isArray(days)) return { kind: 'week', days: days as string[] }
  const refers = refersOf(primitive, name)
  const value: Shape = values === undefined ? { kind: 'value' } : shapeOf(values as Json, primitive, name)
  if (refers !== undefined) return { kind: 'map', refers, value }
  return value.kind === 'value' ? { kind: 'named' } : { kind: 'other' }
}

/** A list whose items are a few plain expressions: a table of limits and what they give. */
export const isTable = (shape: Shape): shape is Extract<Shape, { kind: 'list' }> & { readonly item: TableItem } =>
  shape.kind === 'list' &&
  !shape.keyed &&
  shape.item.kind === 'object' &&
  shape.item.properties.length > 1 &&
  shape.item.properties.every(({ shape: own }) => own.kind === 'expr')

type TableItem = Extract<Shape, { kind: 'object' }>

/** An object without a name of its own goes by the property it stands in; `message` of `warn` is still a rule's. */
const nestedName = (primitive: string, name: string): string => `${primitive}.${name}`
