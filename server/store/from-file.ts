import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isAddOn } from '../../engine/definition/add-on.ts'
import { inCommon } from '../../engine/definition/in-common.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { withoutPeople } from '../apps/fingerprint.ts'
import type { Installation } from '../apps/installation.ts'
import { adminOf, assertApp } from '../http/caller.ts'
import { HttpProblem } from '../http/problem.ts'
import { closedObject, shapes } from '../http/schema.ts'
import type { Records } from '../records/records.ts'
import { type AddOnWish, previewAddOn, takeAddOn } from './add-on-routes.ts'
import { bringing } from './add-ons.ts'
import { commonOf, rememberTaken } from './ancestry.ts'
import { bundleRoute } from './bundle-route.ts'
import { mergeWishes } from './merge-body.ts'
import { type Incoming, previewTaking, takeIn } from './take-in.ts'
import { templateIn } from './template-in.ts'
import type { Template } from './templates.ts'
import { authorOf, storePolicy, welcome } from './trust.ts'

/** What both sides last had in common: a version, the template both were installed from, or nothing that is known. */
type Basis = 'version' | 'template' | 'none'

interface Brought {
  readonly basis: Basis
  readonly incoming: Incoming
}

/**
 * What a file of the same app from another server brings. Each keeps its own name, version number, sample records and people.
 * @throws HttpProblem 422 `bundle_other_app` for a file of an app that has nothing to do with this one
 */
async function broughtBy({ platform }: Records, installation: Installation, file: Template): Promise<Brought> {
  const { definition, lineage = [], notes = null } = file
  const common = await commonOf(installation, { definition, lineage }, platform.database.pool)
  const { name, version, sampleData } = installation.app.definition
  if (common === undefined && definition.key !== installation.key)
    throw new HttpProblem(422, 'bundle_other_app', { file: definition.name.zh, app: name.zh })
  const here = (one: AppDefinition): AppDefinition => {
    const { sampleData: _, ...content } = withoutPeople(one)
    return { ...content, key: installation.key, name, version, ...(sampleData === undefined ? {} : { sampleData }) }
  }
  const theirs = here(definition)
  const base = common === undefined ? inCommon(here(installation.app.definition), theirs) : here(common.definition)
  const basis = common === undefined ? 'none' : common.template ? 'template' : 'version'
  return { basis, incoming: { base, theirs, version, notes } }
}

type Request = FastifyRequest<{ Params: { app: string }; Body: AddOnWish & { bundle: unknown } }>

/**
 * A change carried from one server to another by file, from a test server to the real one and back, by merging (X3). A file of an add-on
 * meant for the app is added to it, or upgrades it.
 */
export function fromFileRoutes(app: FastifyInstance, records: Records): void {
  const { platform } = records
  const open = async (request: FastifyRequest) => {
    const caller = adminOf(request)
    const { app: key } = (request as Request).params
    assertApp(caller, key)
    const installation = await records.installations.get(caller.orgId, key)
    return { caller, installation, file: templateIn((request as Request).body.bundle) }
  }

  app.post(
    '/api/apps/:app/from-file/look',
    {
      ...bundleRoute,
      config: { ...bundleRoute.config, reads: true },
      schema: { body: closedObject({ bundle: {} }, ['bundle']) },
    },
    async request => {
      const { caller, installation, file } = await open(request)
      if (isAddOn(file.definition)) {
        const brought = await bringing(installation, file, platform.database.pool)
        return previewAddOn(records, caller, installation, file, brought)
      }
      const { basis, incoming } = await broughtBy(records, installation, file)
      return {
        basis,
        author: await authorOf(platform.database.pool, caller.orgId, file),
        policy: await storePolicy(platform.database.pool, caller.orgId),
        ...(await previewTaking(records, caller, installation, incoming)),
      }
    },
  )

  app.post(
    '/api/apps/:app/from-file/take',
    {
      ...bundleRoute,
      schema: {
        body: closedObject(
          { bundle: {}, trust: shapes.yesNo, otherSigner: shapes.yesNo, checksum: shapes.text(100), ...mergeWishes },
          ['bundle'],
        ),
      },
    },
    async request => {
      const { caller, installation, file } = await open(request)
      const { bundle: _, ...wishes } = (request as Request).body
      if (isAddOn(file.definition)) {
        const brought = await bringing(installation, file, platform.database.pool)
        return takeAddOn(records, request, caller, installation, file, brought, wishes)
      }
      const { basis, incoming } = await broughtBy(records, installation, file)
      const { trust = false, ...wish } = wishes
      const { definition, lineage = [] } = file
      const author = await platform.transaction(transaction => welcome(platform, transaction, caller, file, trust))
      return takeIn(records, request, caller, installation, incoming, wish, {
        note: `⇥ ${author.publisher ?? ''}`.trim(),
        remember: (transaction, outcome) =>
          rememberTaken(platform, transaction, installation, { definition, lineage }, outcome),
        entry: { action: 'app_changes_from_file', detail: { author, basis } },
      })
    },
  )
}
