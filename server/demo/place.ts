import type { IncomingMessage } from 'node:http'

/** Which demo a request is for, and as whom its visitor looks at it. */
export interface DemoPlace {
  /** the demo's own organisation */
  readonly demo: string
  /** key of a role of the template; `_` = its administrator, where the template has no roles */
  readonly role: string
}

/** The role of a template that has none. */
export const ADMINISTRATOR = '_'

const PLACE = /^\/demo\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/([a-z][a-z0-9_]{0,47}|_)(\/api\/.*)$/

const places = new WeakMap<IncomingMessage, DemoPlace>()

/**
 * The pages of a demo live below `/demo/<demo>/<role>`, and so does what they ask: the product's own pages and routes, under another address. Notes whose
 * demo it is and answers the route's own address.
 */
export function routeOf(request: IncomingMessage): string {
  const url = request.url ?? '/'
  const [, demo = '', role = '', path] = PLACE.exec(url) ?? []
  if (path === undefined) return url
  places.set(request, { demo, role })
  return path
}

/** The demo a request is for; undefined = the house itself. */
export const placeOf = (request: IncomingMessage): DemoPlace | undefined => places.get(request)
