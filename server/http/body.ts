import type { FastifyInstance, FastifyRequest } from 'fastify'
import { parseJson } from './json.ts'
import { HttpProblem } from './problem.ts'

const JSON_TYPE = /^application\/json(?:\s*;\s*charset="?utf-8"?)?$/i

/** JSON is the only content type of bodies; a route that takes another (uploads) adds its own parser in its scope. */
export function readJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      assertContentType(request)
      done(null, body.length === 0 ? undefined : parseJson(body as Buffer, request.routeOptions.config.json))
    } catch (error) {
      done(error as Error)
    }
  })
}

/** One Content-Type, and no other charset: Node keeps the first of two, a proxy may have read the second (SR-22). */
function assertContentType(request: FastifyRequest): void {
  const { rawHeaders } = request.raw
  let seen = 0
  for (let at = 0; at < rawHeaders.length; at += 2) if (rawHeaders[at]?.toLowerCase() === 'content-type') seen += 1
  if (seen > 1 || !JSON_TYPE.test(request.headers['content-type'] ?? ''))
    throw new HttpProblem(415, 'unsupported_media_type')
}
