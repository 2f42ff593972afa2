import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Installation } from '../apps/installation.ts'
import { adminOf, assertApp, type Caller } from '../http/caller.ts'
import { HttpProblem, notFound } from '../http/problem.ts'
import { closedObject, shapes } from '../http/schema.ts'
import type { Records } from '../records/records.ts'
import { type AddedAddOn, addOnsOf, type Bringing, bringing, rememberAddOn, removing } from './add-ons.ts'
import { isLater } from './bundle.ts'
import { mergeBody, mergeWishes } from './merge-body.ts'
import { previewTaking, takeIn, type Wish } from './take-in.ts'
import type { FindTemplate, Template } from './templates.ts'
import { authorOf, isOtherSigner, storePolicy, welcome } from './trust.ts'

export interface AddOnWish extends Wish {
  readonly trust?: boolean
  readonly otherSigner?: boolean
  readonly checksum?: string
}

type Request = FastifyRequest<{ Params: { app: string; addOn: string }; Body: AddOnWish | undefined }>

/** What adding or upgrading would do, before it is done, and who made it. */
export async function previewAddOn(
  records: Records,
  caller: Caller,
  installation: Installation,
  template: Template,
  { incoming, before }: Bringing,
) {
  const { pool } = records.platform.database
  const author = await authorOf(pool, caller.orgId, template)
  return {
    author,
    policy: await storePolicy(pool, caller.orgId),
    checksum: template.checksum ?? null,
    otherSigner: before !== null && isOtherSigner(before.signer, author),
    ...(await previewTaking(records, caller, installation, incoming)),
    from: before?.version ?? null,
    to: template.definition.version,
  }
}

/**
 * Publishes the app with an add-on, or with a newer version of one it has.
 * @throws HttpProblem 409 `store_template_changed` | `upgrade_other_signer` unless that is wanted, 422 `publisher_not_trusted`, and as `takeIn`
 */
export async function takeAddOn(
  records: Records,
  request: FastifyRequest,
  caller: Caller,
  installation: Installation,
  template: Template,
  { incoming, addOn, before }: Bringing,
  { trust = false, otherSigner = false, checksum, ...wish }: AddOnWish,
) {
  const { platform } = records
  if (checksum !== undefined && template.checksum !== checksum) throw new HttpProblem(409, 'store_template_changed')
  const author = await platform.transaction(async transaction => {
    const found = await welcome(platform, transaction, caller, template, trust)
    if (before !== null && !otherSigner && isOtherSigner(before.signer, found))
      throw new HttpProblem(409, 'upgrade_other_signer', { publisher: found.publisher ?? '' })
    return found
  })
  const { name, version } = template.definition
  return takeIn(records, request, caller, installation, incoming, wish, {
    note: `⊕ ${name.zh} ${version}`,
    remember: (transaction, outcome) =>
      rememberAddOn(platform, transaction, installation, { ...addOn, signer: author.keyId }, outcome),
    entry: {
      action: before === null ? 'add_on_added' : 'add_on_upgraded',
      detail: { addOn: addOn.address, from: before?.version ?? null, to: version, author },
    },
  })
}

/** Add-ons of an app: which it has, adding and upgrading them, taking them out. */
export function addOnRoutes(app: FastifyInstance, records: Records, find: FindTemplate): void {
  const { platform } = records
  const open = async (request: FastifyRequest) => {
    const caller = adminOf(request)
    const { app: key, addOn: address } = (request as Request).params
    assertApp(caller, key)
    return { caller, address, installation: await records.installations.get(caller.orgId, key) }
  }
  const openTemplate = async (request: FastifyRequest) => {
    const { caller, address, installation } = await open(request)
    const template = await find(caller.orgId, address)
    return { caller, installation, template, brought: await bringing(installation, template, platform.database.pool) }
  }
  const openAdded = async (request: FastifyRequest) => {
    const { caller, address, installation } = await open(request)
    const added = (await addOnsOf(installation, platform.database.pool)).find(one => one.address === address)
    if (added === undefined) throw notFound()
    return { caller, installation, added }
  }

  app.get('/api/apps/:app/add-ons', async request => {
    const { caller, installation } = await open(request)
    const added = await addOnsOf(installation, platform.database.pool)
    return { addOns: await Promise.all(added.map(one => shown(one, caller, find))) }
  })
  app.get('/api/apps/:app/add-ons/:addOn', async request => {
    const { caller, installation, template, brought } = await openTemplate(request)
    return previewAddOn(records, caller, installation, template, brought)
  })
  const body = closedObject({
    ...mergeWishes,
    otherSigner: shapes.yesNo,
    trust: shapes.yesNo,
    checksum: shapes.text(100),
  })
  app.post('/api/apps/:app/add-ons/:addOn', { schema: { body } }, async request => {
    const { caller, installation, template, brought } = await openTemplate(request)
    return takeAddOn(records, request, caller, installation, template, brought, (request as Request).body ?? {})
  })
  app.get('/api/apps/:app/add-ons/:addOn/removal', async request => {
    const { caller, installation, added } = await openAdded(request)
    return previewTaking(records, caller, installation, removing(installation, added))
  })
  app.post('/api/apps/:app/add-ons/:addOn/remove', { schema: { body: mergeBody } }, async request => {
    const { caller, installation, added } = await openAdded(request)
    const { address, version, definition } = added
    const wish = (request as Request).body ?? {}
    return takeIn(records, request, caller, installation, removing(installation, added), wish, {
      note: `⊖ ${definition.name.zh}`,
      remember: (transaction, outcome) =>
        rememberAddOn(platform, transaction, installation, { ...added, definition: null, host: null }, outcome),
      entry: { action: 'add_on_removed', detail: { addOn: address, version } },
    })
  })
}

/** An add-on as its app's settings show it. `newer`: the version its store has; null = none, or the store has it no more. */
async function shown({ address, version, definition }: AddedAddOn, caller: Caller, find: FindTemplate) {
  const { name, description } = definition
  const store = await find(caller.orgId, address).catch((error: unknown) => {
    // A store that is gone or cannot be reached takes nothing from what is here.
    if (error instanceof HttpProblem) return undefined
    throw error
  })
  const newer = store !== undefined && isLater(store.definition.version, version) ? store.definition.version : null
  return { address, version, name, description: description ?? null, newer }
}
