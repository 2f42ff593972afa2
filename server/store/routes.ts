import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Label } from '../../schemas/generated/definition.ts'
import { Secrets } from '../channels/secrets.ts'
import { demoRoutes } from '../demo/routes.ts'
import { adminOf, type Caller, callerOf } from '../http/caller.ts'
import { notFound } from '../http/problem.ts'
import { closedObject, shapes } from '../http/schema.ts'
import { audit } from '../identity/audit.ts'
import type { Records } from '../records/records.ts'
import { forOthers, isLater, makeBundle } from './bundle.ts'
import { copyRoutes } from './copies.ts'
import { install } from './install.ts'
import { mergeWishes } from './merge-body.ts'
import { decideTemplate, offered, ownTemplates, publishTemplate } from './own-templates.ts'
import { storeSettingRoutes } from './settings-routes.ts'
import { sheetRoutes } from './sheet/routes.ts'
import { signingKey } from './signing.ts'
import { type Template, Templates, templateFacts } from './templates.ts'
import { transferRoutes } from './transfer-routes.ts'
import { authorOf, storePolicy } from './trust.ts'
import { previewUpgrade, type UpgradeWish, upgrade } from './upgrade.ts'

interface Path {
  readonly template: string
  readonly picture: string
  readonly version: string
  readonly app: string
}
type Request = FastifyRequest<{ Params: Path; Body: Record<string, unknown> }>

const bundled = fileURLToPath(new URL('../../templates', import.meta.url))

/** Templates that came with the house, and those the organisation published itself; its own go first where keys meet. */
export type FindTemplate = (orgId: string, key: string) => Promise<Template>

/** The app store: what there is, what installing does, and the one click. */
export function storeRoutes(app: FastifyInstance, records: Records): void {
  const { installations, platform } = records
  const templates = new Templates(bundled)
  const all = async (orgId: string): Promise<ReadonlyMap<string, Template>> =>
    new Map([...(await templates.all()), ...offered(await ownTemplates(platform, orgId))])
  const find: FindTemplate = async (orgId, key) => {
    const template = (await all(orgId)).get(key)
    if (template === undefined) throw notFound()
    return template
  }
  const described = async (template: Template, caller: Caller) => {
    const { key, definition, pictures } = template
    const installed = await installations.find(caller.orgId, key)
    const { version, name, description, icon, category } = definition
    const from = installed?.origin?.version ?? installed?.app.definition.version
    return {
      key,
      version,
      name,
      description: description ?? null,
      icon: icon ?? null,
      category: category ?? null,
      notes: template.notes ?? null,
      author: await authorOf(platform.database.pool, caller.orgId, template),
      pictures: pictures.map(picture => `/api/store/${key}/pictures/${picture}`),
      ...templateFacts(template),
      installed: from ?? null,
      upgradable: installed?.origin != null && isLater(version, installed.origin.version),
    }
  }

  app.get('/api/store', async request => {
    const caller = callerOf(request)
    const waiting = caller.admin
      ? (await ownTemplates(platform, caller.orgId)).filter(one => one.state === 'waiting')
      : []
    return {
      policy: await storePolicy(platform.database.pool, caller.orgId),
      templates: await Promise.all([...(await all(caller.orgId)).values()].map(one => described(one, caller))),
      waiting: waiting.map(({ key, version, publishedAt, bundle }) => ({
        ...{ key, version, publishedAt, name: bundle.definition.name, notes: bundle.notes ?? null },
        ...templateFacts(bundle),
      })),
    }
  })
  app.get('/api/store/:template', async request => {
    const caller = callerOf(request)
    return described(await find(caller.orgId, (request as Request).params.template), caller)
  })
  app.get('/api/store/:template/pictures/:picture', async (request, reply) => {
    const { template: key, picture } = (request as Request).params
    const template = await find(callerOf(request).orgId, key)
    if (!template.pictures.includes(picture)) throw notFound()
    return reply
      .type(picture.endsWith('.png') ? 'image/png' : picture.endsWith('.webp') ? 'image/webp' : 'image/jpeg')
      .send(createReadStream(join(template.folder, 'pictures', picture)))
  })
  app.post(
    '/api/store/:template/install',
    { schema: { body: closedObject({ sampleData: shapes.yesNo, key: shapes.key, trust: shapes.yesNo }) } },
    async (request, reply) => {
      const caller = adminOf(request)
      const template = await find(caller.orgId, (request as Request).params.template)
      const { sampleData, ...how } = ((request as Request).body ?? {}) as {
        sampleData?: boolean
        key?: string
        trust?: boolean
      }
      const installed = await install(records, request, caller, template, { sampleData: sampleData === true, ...how })
      return reply.code(201).send({ app: installed })
    },
  )
  demoRoutes(app, records, find)
  const secrets = new Secrets(platform.config, platform.random)
  publishingRoutes(app, records, secrets)
  upgradeRoutes(app, records, find)
  transferRoutes(app, records, secrets)
  copyRoutes(app, records)
  storeSettingRoutes(app, platform, secrets)
  sheetRoutes(app, records)
}

/** Publishing an app as a template, and the administrator's word on it. */
function publishingRoutes(app: FastifyInstance, { installations, platform }: Records, secrets: Secrets): void {
  const body = closedObject(
    {
      app: shapes.key,
      key: shapes.key,
      version: shapes.text(20),
      notes: { type: 'object' },
      sampleData: { type: 'boolean' },
    },
    ['app', 'version'],
  )
  app.post('/api/store/templates', { schema: { body } }, async (request, reply) => {
    const caller = adminOf(request)
    const wish = (request as Request).body as {
      app: string
      key?: string
      version: string
      notes?: Label
      sampleData?: boolean
    }
    const installation = await installations.get(caller.orgId, wish.app)
    const definition = forOthers(installation.app.definition, {
      sampleData: wish.sampleData === true,
      version: wish.version,
      ...(wish.key === undefined ? {} : { key: wish.key }),
    })
    await platform.transaction(async transaction => {
      const key = await signingKey(platform, secrets, transaction, caller)
      await publishTemplate(platform, transaction, caller, makeBundle(definition, wish.notes, key))
      await audit(platform, transaction, request, caller, {
        action: 'template_published',
        subject: { app: wish.app },
        detail: { template: definition.key, version: wish.version },
      })
    })
    return reply.code(201).send({ template: definition.key, version: wish.version, state: 'waiting' })
  })
  for (const [act, state] of [
    ['approve', 'approved'],
    ['withdraw', 'withdrawn'],
  ] as const)
    app.post(`/api/store/templates/:template/:version/${act}`, async request => {
      const caller = adminOf(request)
      const { template: key, version } = (request as Request).params
      await platform.transaction(async transaction => {
        await decideTemplate(platform, transaction, caller, { key, version }, state)
        await audit(platform, transaction, request, caller, {
          action: `template_${state}`,
          subject: { template: key },
          detail: { version },
        })
      })
      return { template: key, version, state }
    })
}

/** Taking a template's newer version into an app that was installed from it. */
function upgradeRoutes(app: FastifyInstance, records: Records, find: FindTemplate): void {
  const open = async (request: FastifyRequest) => {
    const caller = adminOf(request)
    const installation = await records.installations.get(caller.orgId, (request as Request).params.app)
    if (installation.origin === null) throw notFound()
    return { caller, installation, template: await find(caller.orgId, installation.origin.template) }
  }
  app.get('/api/apps/:app/upgrade', async request => {
    const { caller, installation, template } = await open(request)
    return previewUpgrade(records, caller, installation, template)
  })
  const body = closedObject({ ...mergeWishes, otherSigner: shapes.yesNo, trust: shapes.yesNo })
  app.post('/api/apps/:app/upgrade', { schema: { body } }, async request => {
    const { caller, installation, template } = await open(request)
    const wish = ((request as Request).body ?? {}) as UpgradeWish
    return upgrade(records, request, caller, installation, template, wish)
  })
}
