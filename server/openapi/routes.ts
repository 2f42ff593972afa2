import type { FastifyInstance, FastifyRequest } from 'fastify'
import { usesApp } from '../apps/visible.ts'
import { assertApp, callerOf } from '../http/caller.ts'
import { notFound } from '../http/problem.ts'
import type { Records } from '../records/records.ts'
import { appDocument } from './app-document.ts'

/** The description of an app's own forms, each caller his own. */
export function openapiRoutes(app: FastifyInstance, { platform, installations }: Records): void {
  app.get('/api/apps/:app/openapi.json', async request => {
    const caller = callerOf(request)
    const { app: key } = (request as FastifyRequest<{ Params: { app: string } }>).params
    assertApp(caller, key)
    const installation = await installations.get(caller.orgId, key)
    const directory = await platform.directories.of(caller)
    if (!usesApp(installation, caller, directory)) throw notFound()
    return appDocument(installation, caller, directory, platform.clock.now())
  })
}
