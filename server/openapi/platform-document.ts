import type { FastifyInstance } from 'fastify'

type Json = Readonly<Record<string, unknown>>

/**
 * `GET /api/openapi.json`: collects the platform's routes as they are registered, so it must come before them; forms of apps have their own
 * documents.
 */
export function describePlatform(app: FastifyInstance): void {
  const paths: Record<string, Record<string, Json>> = {}
  app.addHook('onRoute', route => {
    if (!route.url.startsWith('/api/') || route.url.includes('/forms/')) return
    const path = route.url.replace(/:(\w+)/g, '{$1}')
    const names = [...route.url.matchAll(/:(\w+)/g)].map(match => match[1]!)
    for (const method of ([] as string[]).concat(route.method)) {
      if (method === 'HEAD') continue
      paths[path] = { ...paths[path], [method.toLowerCase()]: operation(names, route.schema as Json | undefined) }
    }
  })
  app.get('/api/openapi.json', { config: { anyApp: true } }, async () => ({
    openapi: '3.1.0',
    info: { title: 'Formwork', version: '0.1.0' },
    servers: [{ url: '/' }],
    paths,
  }))
}

function operation(names: readonly string[], schema: Json | undefined): Json {
  const query = Object.keys((schema?.querystring as { properties?: Json } | undefined)?.properties ?? {})
  const parameters = [
    ...names.map(name => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
    ...query.map(name => ({ name, in: 'query', required: false, schema: { type: 'string' } })),
  ]
  const body =
    schema?.body === undefined ? {} : { requestBody: { content: { 'application/json': { schema: schema.body } } } }
  return { parameters, ...body, responses: { default: { description: 'Answer, or a problem document (RFC 9457)' } } }
}
