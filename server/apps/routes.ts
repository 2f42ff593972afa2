import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { adminOf, assertApp, callerOf } from '../http/caller.ts'
import { page, pageSize } from '../http/paging.ts'
import { HttpProblem, notFound } from '../http/problem.ts'
import { closedObject, queryOf } from '../http/schema.ts'
import { audit } from '../identity/audit.ts'
import { isId } from '../ids.ts'
import { expectedVersion } from '../records/one.ts'
import type { Records } from '../records/records.ts'
import { readDraft, saveDraft } from './drafts.ts'
import { checkFailed, told } from './findings.ts'
import { libraryPage } from './libraries.ts'
import { preparationRoutes } from './preparation/routes.ts'
import { checkDefinition, createApp } from './publish.ts'
import { checkDraft, type PublishOptions, planItemFor, publishDraft, recordsOfDraftStep } from './publishing.ts'
import { readRecalculations } from './recalculation/progress.ts'
import { removedRoutes } from './removed.ts'
import { readSettings, saveSettings } from './settings.ts'
import { tryFormula, tryFormulaRoute } from './try-formula.ts'
import { versionRoutes } from './versions.ts'
import { usesApp, visibleApp } from './visible.ts'

interface Path {
  readonly app: string
  readonly library: string
  readonly step: string
}
type Request = FastifyRequest<{ Params: Path; Querystring: Record<string, string>; Body: Record<string, unknown> }>

const definitionRoute = {
  bodyLimit: 16_000_000,
  config: { json: { depth: 70, keys: 1_000_000, items: 100_000 } },
} as const

const publishBody = closedObject({
  confirm: { type: 'boolean' },
  choices: { type: 'object', maxProperties: 1000, additionalProperties: { type: 'string', maxLength: 100 } },
  base: { type: 'integer', minimum: 1 },
  note: { type: 'string', maxLength: 2000 },
  workflows: { enum: ['finish', 'move'] },
  ladders: { enum: ['keep', 'apply'] },
  despite: { type: 'boolean' },
})

/** Apps, their drafts, versions and settings. */
export function appRoutes(app: FastifyInstance, records: Records): void {
  const { platform, installations } = records
  const open = async (request: FastifyRequest, admin: boolean) => {
    const caller = admin ? adminOf(request) : callerOf(request)
    const key = (request as Request).params.app
    assertApp(caller, key)
    const installation = await installations.get(caller.orgId, key)
    const directory = await platform.directories.of(caller)
    if (!usesApp(installation, caller, directory)) throw notFound()
    return { caller, installation, directory }
  }

  app.get('/api/apps', { config: { anyApp: true } }, async request => ({
    apps: await platform.recordAccess.appsOf(callerOf(request)),
  }))

  app.post(
    '/api/apps',
    { ...definitionRoute, schema: { body: closedObject({ definition: {} }, ['definition']) } },
    async (request, reply) => {
      const caller = adminOf(request)
      const { definition } = request.body as { definition: AppDefinition }
      const checked = checkDefinition(definition)
      if (checked.app === null) throw checkFailed(checked.findings)
      const compiled = checked.app
      await platform.transaction(async transaction => {
        const created = await createApp(platform, transaction, {
          orgId: caller.orgId,
          userId: caller.userId,
          definition,
          compiled,
          origin: null,
        })
        await audit(platform, transaction, request, caller, {
          action: 'app_created',
          subject: { app: definition.key },
          detail: { id: created.id },
        })
      })
      installations.forget(caller.orgId, definition.key)
      return reply.code(201).send({ app: definition.key, version: 1, findings: told(request, checked.findings) })
    },
  )

  app.get('/api/apps/:app', async request => {
    const { caller, installation, directory } = await open(request, false)
    return visibleApp(installation, caller, directory, platform.clock.now())
  })

  app.get('/api/apps/:app/settings', async request => readSettings((await open(request, true)).installation))
  app.patch('/api/apps/:app/settings', { schema: { body: { type: 'object', maxProperties: 500 } } }, async request => {
    const { caller, installation } = await open(request, true)
    return saveSettings(records, request, caller, installation, (request as Request).body)
  })

  app.get(
    '/api/apps/:app/libraries/:library',
    { schema: { querystring: queryOf('q', 'parent', 'limit', 'cursor') } },
    async request => {
      const { installation } = await open(request, false)
      return libraryPage(installation, (request as Request).params.library, (request as Request).query)
    },
  )

  app.get('/api/apps/:app/draft', async (request, reply) => {
    const draft = await readDraft(platform, (await open(request, true)).installation)
    return reply.header('etag', `"${draft.revision}"`).send(draft)
  })
  app.put(
    '/api/apps/:app/draft',
    { ...definitionRoute, schema: { body: closedObject({ definition: { type: 'object' } }, ['definition']) } },
    async (request, reply) => {
      const { caller, installation } = await open(request, true)
      const revision = expectedVersion(request.headers['if-match'])
      if (revision === undefined) throw new HttpProblem(428, 'precondition_required')
      const saved = await saveDraft(
        platform,
        installation,
        caller,
        (request as Request).body.definition as AppDefinition,
        revision,
      )
      return reply.header('etag', `"${saved}"`).send({ revision: saved })
    },
  )
  app.post('/api/apps/:app/draft/check', { config: { reads: true } }, async request => {
    const { caller, installation } = await open(request, true)
    const { findings, plan, ...check } = await checkDraft(records, installation)
    return { ...check, findings: told(request, findings), plan: plan.map(item => planItemFor(item, caller)) }
  })
  app.get(
    '/api/apps/:app/draft/misfits/:step',
    { schema: { querystring: queryOf('limit', 'cursor') } },
    async request => {
      const { installation } = await open(request, true)
      const { params, query } = request as Request
      if (query.cursor !== undefined && !isId(query.cursor)) throw new HttpProblem(400, 'invalid_cursor')
      const size = pageSize(query.limit)
      const found = await recordsOfDraftStep(records, installation, params.step, query.cursor, size + 1)
      const { rows, nextCursor } = page(found, size)
      return { records: rows, nextCursor }
    },
  )
  app.post('/api/apps/:app/draft/try-formula', tryFormulaRoute, async request =>
    tryFormula(records, await open(request, true), (request as Request).body as never),
  )
  app.post('/api/apps/:app/publish', { schema: { body: publishBody } }, async (request, reply) => {
    const { caller, installation } = await open(request, true)
    const { confirm, note, ...body } = ((request as Request).body ?? {}) as Partial<PublishOptions>
    const options = { ...body, confirm: confirm === true, note: note ?? null }
    const outcome = await publishDraft(records, request, caller, installation, options)
    return reply.code(outcome.version === null ? 202 : 200).send(outcome)
  })
  preparationRoutes(app, records)
  app.get('/api/apps/:app/recalculations', async request => {
    const { installation } = await open(request, true)
    return { recalculations: await readRecalculations(platform.database, installation) }
  })
  versionRoutes(app, records)
  removedRoutes(app, records)
}
