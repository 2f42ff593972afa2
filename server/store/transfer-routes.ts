import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { AppDefinition, Label } from '../../schemas/generated/definition.ts'
import { checkFailed } from '../apps/findings.ts'
import { checkDefinition } from '../apps/publish.ts'
import { adminOf, assertApp } from '../http/caller.ts'
import { closedObject, shapes } from '../http/schema.ts'
import { audit } from '../identity/audit.ts'
import type { Records } from '../records/records.ts'
import { forOthers, makeBundle, readBundle } from './bundle.ts'
import { install } from './install.ts'

type Request = FastifyRequest<{
  Params: { app: string }
  Body: Record<string, unknown>
  Querystring: Record<string, string>
}>

/** A bundle is a definition with a little around it. */
const bundleRoute = {
  bodyLimit: 16_100_000,
  config: { json: { depth: 72, keys: 1_000_100, items: 100_000 } },
} as const

/** Apps as files: out of the house, into it, and beside each other. */
export function transferRoutes(app: FastifyInstance, records: Records): void {
  const { installations, platform } = records

  app.get('/api/apps/:app/bundle', async (request, reply) => {
    const caller = adminOf(request)
    const { app: key } = (request as Request).params
    assertApp(caller, key)
    const installation = await installations.get(caller.orgId, key)
    const definition = forOthers(installation.app.definition, { sampleData: true })
    await platform.transaction(transaction =>
      audit(platform, transaction, request, caller, { action: 'app_exported', subject: { app: key }, detail: {} }),
    )
    return reply
      .header('content-disposition', `attachment; filename="${key}-${definition.version}.formwork.json"`)
      .send(makeBundle(definition))
  })

  app.post(
    '/api/apps/import',
    {
      ...bundleRoute,
      schema: { body: closedObject({ bundle: {}, key: shapes.key, sampleData: { type: 'boolean' } }, ['bundle']) },
    },
    async (request, reply) => {
      const caller = adminOf(request)
      const body = (request as Request).body as { bundle: unknown; key?: string; sampleData?: boolean }
      const { definition } = readBundle(body.bundle)
      // Its own key too: what it is installed as does not mend it.
      const { app: sound, findings } = checkDefinition(definition)
      if (sound === null) throw checkFailed(findings)
      const template = { key: definition.key, definition, pictures: [], folder: '' }
      const made = await install(records, request, caller, template, {
        sampleData: body.sampleData === true,
        key: body.key,
      })
      return reply.code(201).send({ app: made })
    },
  )

  app.post(
    '/api/apps/:app/copy',
    { schema: { body: closedObject({ key: shapes.key, name: { type: 'object' } }, ['key']) } },
    async (request, reply) => {
      const caller = adminOf(request)
      const { app: source } = (request as Request).params
      assertApp(caller, source)
      const { key, name } = (request as Request).body as { key: string; name?: Label }
      const { definition } = (await installations.get(caller.orgId, source)).app
      const copy: AppDefinition = { ...definition, key, ...(name === undefined ? {} : { name }) }
      const template = { key, definition: copy, pictures: [], folder: '' }
      return reply.code(201).send({ app: await install(records, request, caller, template, { sampleData: false }) })
    },
  )
}
