import type { FastifyRequest } from 'fastify'
import type { Installation } from '../apps/installation.ts'
import type { Outcome } from '../apps/publishing.ts'
import type { Caller } from '../http/caller.ts'
import { HttpProblem } from '../http/problem.ts'
import type { Records } from '../records/records.ts'
import { rememberTaken } from './ancestry.ts'
import { isLater } from './bundle.ts'
import { type Incoming, previewTaking, takeIn, type Wish } from './take-in.ts'
import { addressOf, type Template } from './templates.ts'
import { authorOf, isOtherSigner, welcome } from './trust.ts'

/** A template's newer version over the customer's own app: the base is the template as it was installed. @throws HttpProblem 409 `nothing_to_upgrade` */
function newer({ origin }: Installation, { definition, notes }: Template): Incoming {
  if (origin === null || !isLater(definition.version, origin.version)) throw new HttpProblem(409, 'nothing_to_upgrade')
  return { base: origin.definition, theirs: definition, version: definition.version, notes: notes ?? null }
}

/** What an upgrade would do, before it is done, and who made it. */
export async function previewUpgrade(records: Records, caller: Caller, installation: Installation, template: Template) {
  const preview = await previewTaking(records, caller, installation, newer(installation, template))
  const author = await authorOf(records.platform.database.pool, caller.orgId, template)
  /** otherSigner: signed by another than the version that is installed */
  const { checksum = null } = template
  return { author, checksum, otherSigner: isOtherSigner(installation.origin?.signer, author), ...preview }
}

export interface UpgradeWish extends Wish {
  /** although another signed it than the version that is installed */
  readonly otherSigner?: boolean
  /** from now on its author is trusted */
  readonly trust?: boolean
  /** of what was looked at; another server may have changed it since */
  readonly checksum?: string
}

/**
 * Publishes the app with the template's newer version taken in, which the next upgrade merges with.
 * @throws HttpProblem 409 `store_template_changed` | `upgrade_other_signer` unless that is wanted, 422 `publisher_not_trusted`, and as `takeIn`
 */
export async function upgrade(
  records: Records,
  request: FastifyRequest,
  caller: Caller,
  installation: Installation,
  template: Template,
  { otherSigner = false, trust = false, checksum, ...wish }: UpgradeWish,
): Promise<Outcome> {
  const incoming = newer(installation, template)
  const { version } = incoming
  if (checksum !== undefined && template.checksum !== checksum) throw new HttpProblem(409, 'store_template_changed')
  const author = await records.platform.transaction(async transaction => {
    const found = await welcome(records.platform, transaction, caller, template, trust)
    if (!otherSigner && isOtherSigner(installation.origin?.signer, found))
      throw new HttpProblem(409, 'upgrade_other_signer', { publisher: found.publisher ?? '' })
    return found
  })
  const origin = { template: addressOf(template), version, definition: template.definition, signer: author.keyId }
  return takeIn(records, request, caller, installation, incoming, wish, {
    note: `↑ ${version}`,
    remember: async (transaction, outcome) => {
      const taken = { definition: template.definition, lineage: [] }
      await rememberTaken(records.platform, transaction, installation, taken, outcome)
      await transaction.query('update formwork.app set origin = $3 where org_id = $1 and id = $2', [
        caller.orgId,
        installation.id,
        JSON.stringify(origin),
      ])
    },
    entry: { action: 'app_upgraded', detail: { from: installation.origin?.version, to: version, author } },
  })
}
