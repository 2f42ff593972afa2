import type { FastifyInstance } from 'fastify'

type JsonSchema = Readonly<Record<string, unknown>>

/** A closed object: an unknown property is 400 with its name (SR-17). All are optional unless listed as required. */
export const closedObject = (
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[] = [],
): JsonSchema => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required,
})

/** The query parameters a route knows, each given at most once as text; the route reads what the text means. */
export const queryOf = (...names: readonly string[]): JsonSchema =>
  closedObject(Object.fromEntries(names.map(name => [name, { type: 'string', maxLength: 20_000 }])))

export const shapes = {
  id: { type: 'string', pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' },
  idOrNull: { type: ['string', 'null'], pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' },
  key: { type: 'string', pattern: '^[a-z][a-z0-9_]{0,47}$' },
  /** a name people read: not blank */
  name: { type: 'string', minLength: 1, maxLength: 200, pattern: '\\S' },
  text: (longest: number): JsonSchema => ({ type: 'string', maxLength: longest }),
  yesNo: { type: 'boolean' },
  language: { enum: ['zh', 'en'] },
  zone: { type: 'string', minLength: 1, maxLength: 60 },
} as const

const nothing = closedObject({})

/** Routes that state no query know none, and `:id` in a path is always a UUID: no route can forget it. */
export function closeSchemas(app: FastifyInstance): void {
  app.addHook('onRoute', route => {
    if (!route.url.startsWith('/api/')) return
    const schema = { ...route.schema }
    schema.querystring ??= nothing
    if (/\/:id(\/|$)/.test(route.url)) schema.params ??= { type: 'object', properties: { id: shapes.id } }
    route.schema = schema
  })
}
