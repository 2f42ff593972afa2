import type { FastifyInstance } from 'fastify'

/** A route as tests call it and an operator may list it. */
export interface RouteRow {
  readonly method: string
  readonly url: string
  /** Answers without a sign-in (SR-01: the list of these is short and known). */
  readonly public: boolean
  /** Changes nothing, whatever its method. */
  readonly reads: boolean
}

/** Collects every route that is added from now on. */
export function listRoutes(app: FastifyInstance): readonly RouteRow[] {
  const table: RouteRow[] = []
  app.addHook('onRoute', ({ method, url, config }) => {
    for (const name of [method].flat())
      table.push({
        ...{ method: name, url, public: config?.public === true },
        reads: ['GET', 'HEAD', 'OPTIONS'].includes(name) || config?.reads === true,
      })
  })
  return table
}
