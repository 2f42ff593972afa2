import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isAddOn } from '../../engine/definition/add-on.ts'
import type { AppDefinition, Label } from '../../schemas/generated/definition.ts'
import { checkFailed } from '../apps/findings.ts'
import { outgoingClient } from '../channels/client.ts'
import { Boundary } from '../channels/inside.ts'
import { Secrets } from '../channels/secrets.ts'
import { demoRoutes } from '../demo/routes.ts'
import { adminOf, callerOf } from '../http/caller.ts'
import { HttpProblem, notFound } from '../http/problem.ts'
import { closedObject, shapes } from '../http/schema.ts'
import { audit } from '../identity/audit.ts'
import { pictureRoutes } from '../pictures/routes.ts'
import type { Records } from '../records/records.ts'
import { addOnRoutes } from './add-on-routes.ts'
import { forOthers, makeBundle } from './bundle.ts'
import { bundleRoute } from './bundle-route.ts'
import { connectingRoutes } from './connecting.ts'
import { copyRoutes } from './copies.ts'
import { describeEntries, describeTemplate } from './describe.ts'
import { fromFileRoutes } from './from-file.ts'
import { install } from './install.ts'
import { mergeWishes } from './merge-body.ts'
import { offeringRoutes } from './others/offering-routes.ts'
import { otherStoreRoutes, shownStore } from './others/routes.ts'
import { isElsewhere, Stores } from './others/stores.ts'
import { approved, decideTemplate, ownTemplates, publishTemplate } from './own-templates.ts'
import { pictureType } from './pictures.ts'
import { storeSettingRoutes } from './settings-routes.ts'
import { sheetRoutes } from './sheet/routes.ts'
import { signingKey } from './signing.ts'
import { addOnFindings } from './template-in.ts'
import { type FindTemplate, type Template, Templates, templateFacts } from './templates.ts'
import { transferRoutes } from './transfer-routes.ts'
import { storePolicy } from './trust.ts'
import { uninstallRoutes } from './uninstall/routes.ts'
import { previewUpgrade, type UpgradeWish, upgrade } from './upgrade.ts'

interface Path {
  readonly template: string
  readonly picture: string
  readonly version: string
  readonly app: string
}
type Request = FastifyRequest<{ Params: Path; Body: Record<string, unknown> }>

const installBody = closedObject({
  sampleData: shapes.yesNo,
  key: shapes.key,
  trust: shapes.yesNo,
  checksum: shapes.text(100),
})

const bundled = fileURLToPath(new URL('../../templates', import.meta.url))

/** The app store: what there is, what installing does, and the one click. */
export function storeRoutes(app: FastifyInstance, records: Records): void {
  const { platform } = records
  const secrets = new Secrets(platform.config, platform.random)
  const stores = new Stores(platform, secrets, outgoingClient(new Boundary(platform.config.outgoing.inside)))
  const templates = new Templates(bundled)
  const all = async (orgId: string): Promise<ReadonlyMap<string, Template>> =>
    new Map([
      ...(await templates.all()),
      ...(await approved(platform, orgId)).map(({ template }) => [template.key, template] as const),
    ])
  const find: FindTemplate = async (orgId, address) => {
    if (isElsewhere(address)) return stores.template(orgId, address)
    const template = (await all(orgId)).get(address)
    if (template === undefined) throw notFound()
    return template
  }

  app.get('/api/store', async request => {
    const caller = callerOf(request)
    const waiting = caller.admin
      ? (await ownTemplates(platform, caller.orgId)).filter(one => one.state === 'waiting')
      : []
    const found = [...(await all(caller.orgId)).values()]
    return {
      policy: await storePolicy(platform.database.pool, caller.orgId),
      templates: await Promise.all(found.map(one => describeTemplate(records, caller, one))),
      waiting: waiting.map(({ key, version, publishedAt, bundle }) => ({
        ...{ key, version, publishedAt, name: bundle.definition.name, notes: bundle.notes ?? null },
        ...templateFacts(bundle),
      })),
    }
  })
  /** What the other servers have, asked now; one that fails says so in a line, and shows what it had. */
  app.get('/api/stores', async request => {
    const caller = adminOf(request)
    const found = await stores.refreshed(caller.orgId)
    return {
      stores: found.map(store => shownStore(store, request)),
      templates: await Promise.all(found.map(store => describeEntries(records, caller, store))).then(lists =>
        lists.flat(),
      ),
    }
  })
  app.get('/api/store/:template', async request => {
    const { template: address } = (request as Request).params
    const caller = isElsewhere(address) ? adminOf(request) : callerOf(request)
    return describeTemplate(records, caller, await find(caller.orgId, address))
  })
  app.get('/api/store/:template/pictures/:picture', async (request, reply) => {
    const { template: address, picture } = (request as Request).params
    if (isElsewhere(address))
      return reply.type(pictureType(picture)).send(await stores.picture(adminOf(request).orgId, address, picture))
    const template = await find(callerOf(request).orgId, address)
    if (!template.pictures.includes(picture)) throw notFound()
    return reply.type(pictureType(picture)).send(createReadStream(join(template.folder, 'pictures', picture)))
  })
  app.post('/api/store/:template/install', { schema: { body: installBody } }, async (request, reply) => {
    const caller = adminOf(request)
    const template = await find(caller.orgId, (request as Request).params.template)
    const { sampleData, checksum, ...how } = ((request as Request).body ?? {}) as {
      sampleData?: boolean
      key?: string
      trust?: boolean
      checksum?: string
    }
    // What is installed is what was looked at.
    if (checksum !== undefined && template.checksum !== checksum) throw new HttpProblem(409, 'store_template_changed')
    const installed = await install(records, request, caller, template, { sampleData: sampleData === true, ...how })
    return reply.code(201).send({ app: installed })
  })
  demoRoutes(app, records, find)
  pictureRoutes(app, platform)
  offeringRoutes(app, platform)
  otherStoreRoutes(app, platform, stores)
  publishingRoutes(app, records, secrets)
  upgradeRoutes(app, records, find)
  addOnRoutes(app, records, find)
  connectingRoutes(app, records)
  transferRoutes(app, records, secrets)
  copyRoutes(app, records)
  fromFileRoutes(app, records)
  storeSettingRoutes(app, platform, secrets)
  sheetRoutes(app, records)
  uninstallRoutes(app, records, secrets)
}

/** Publishing an app as a template, and the administrator's word on it. */
function publishingRoutes(app: FastifyInstance, { installations, platform }: Records, secrets: Secrets): void {
  const body = closedObject(
    {
      app: shapes.key,
      addOn: { type: 'object' },
      key: shapes.key,
      version: shapes.text(20),
      notes: { type: 'object' },
      sampleData: { type: 'boolean' },
    },
    ['version'],
  )
  /** An app of the house, or an add-on as it was written: it is nobody's app. @throws HttpProblem 404, 422 `check_failed` */
  const published = async (orgId: string, { app: key, addOn }: { app?: string; addOn?: AppDefinition }) => {
    if (addOn === undefined) return (await installations.get(orgId, key ?? '')).app.definition
    if (!isAddOn(addOn)) throw new HttpProblem(422, 'add_on_wanted')
    const findings = addOnFindings(addOn)
    if (findings.length > 0) throw checkFailed(findings)
    return addOn
  }
  app.post('/api/store/templates', { ...bundleRoute, schema: { body } }, async (request, reply) => {
    const caller = adminOf(request)
    const wish = (request as Request).body as {
      app?: string
      addOn?: AppDefinition
      key?: string
      version: string
      notes?: Label
      sampleData?: boolean
    }
    const definition = forOthers(await published(caller.orgId, wish), {
      sampleData: wish.sampleData === true,
      version: wish.version,
      ...(wish.key === undefined ? {} : { key: wish.key }),
    })
    await platform.transaction(async transaction => {
      const key = await signingKey(platform, secrets, transaction, caller)
      await publishTemplate(platform, transaction, caller, makeBundle(definition, wish.notes, key))
      await audit(platform, transaction, request, caller, {
        action: 'template_published',
        subject: wish.app === undefined ? {} : { app: wish.app },
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
  const body = closedObject({
    ...mergeWishes,
    otherSigner: shapes.yesNo,
    trust: shapes.yesNo,
    checksum: shapes.text(100),
  })
  app.post('/api/apps/:app/upgrade', { schema: { body } }, async request => {
    const { caller, installation, template } = await open(request)
    const wish = ((request as Request).body ?? {}) as UpgradeWish
    return upgrade(records, request, caller, installation, template, wish)
  })
}
