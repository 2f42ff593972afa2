import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isAddOn } from '../../engine/definition/add-on.ts'
import type { AppDefinition, Label } from '../../schemas/generated/definition.ts'
import type { Secrets } from '../channels/secrets.ts'
import { adminOf, assertApp } from '../http/caller.ts'
import { closedObject, shapes } from '../http/schema.ts'
import { audit } from '../identity/audit.ts'
import type { Records } from '../records/records.ts'
import { lineageOf } from './ancestry.ts'
import { forOthers, makeBundle } from './bundle.ts'
import { bundleRoute } from './bundle-route.ts'
import { addOnStanding } from './describe.ts'
import { install } from './install.ts'
import { signingKey } from './signing.ts'
import { templateIn } from './template-in.ts'
import { type Template, templateFacts } from './templates.ts'
import { authorOf, storePolicy } from './trust.ts'

type Request = FastifyRequest<{
  Params: { app: string }
  Body: Record<string, unknown>
  Querystring: Record<string, string>
}>

/** Apps as files: out of the house, into it, and beside each other. */
export function transferRoutes(app: FastifyInstance, records: Records, secrets: Secrets): void {
  const { installations, platform } = records

  app.get('/api/apps/:app/bundle', async (request, reply) => {
    const caller = adminOf(request)
    const { app: key } = (request as Request).params
    assertApp(caller, key)
    const installation = await installations.get(caller.orgId, key)
    const definition = forOthers(installation.app.definition, { sampleData: true })
    const lineage = await lineageOf(installation, platform.database.pool)
    const signing = await platform.transaction(async transaction => {
      await audit(platform, transaction, request, caller, { action: 'app_exported', subject: { app: key }, detail: {} })
      return signingKey(platform, secrets, transaction, caller)
    })
    return reply
      .header('content-disposition', `attachment; filename="${key}-${definition.version}.formwork.json"`)
      .send(makeBundle(definition, undefined, signing, lineage))
  })

  /** What a file would bring and who made it, before anything is done with it. */
  app.post(
    '/api/apps/import/look',
    {
      ...bundleRoute,
      config: { ...bundleRoute.config, reads: true },
      schema: { body: closedObject({ bundle: {} }, ['bundle']) },
    },
    async request => {
      const caller = adminOf(request)
      const { orgId } = caller
      const template = templateIn((request as Request).body.bundle)
      const { key, version, name, description } = template.definition
      return {
        ...{ key, version, name, description: description ?? null, notes: template.notes ?? null },
        ...templateFacts(template),
        ...(isAddOn(template.definition) ? { addOn: (await addOnStanding(records, caller, template)).addOn } : {}),
        author: await authorOf(platform.database.pool, orgId, template),
        policy: await storePolicy(platform.database.pool, orgId),
      }
    },
  )

  app.post(
    '/api/apps/import',
    {
      ...bundleRoute,
      schema: {
        body: closedObject({ bundle: {}, key: shapes.key, sampleData: shapes.yesNo, trust: shapes.yesNo }, ['bundle']),
      },
    },
    async (request, reply) => {
      const caller = adminOf(request)
      const { bundle, sampleData, ...how } = (request as Request).body as {
        bundle: unknown
        key?: string
        sampleData?: boolean
        trust?: boolean
      }
      const made = await install(records, request, caller, templateIn(bundle), {
        sampleData: sampleData === true,
        ...how,
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
      const original = await installations.get(caller.orgId, source)
      const { definition } = original.app
      const copy: AppDefinition = { ...definition, key, ...(name === undefined ? {} : { name }) }
      const template: Template = { key, definition: copy, pictures: [], folder: '', source: 'own' }
      const made = await install(records, request, caller, template, { sampleData: false, copyOf: original.id })
      return reply.code(201).send({ app: made })
    },
  )
}
