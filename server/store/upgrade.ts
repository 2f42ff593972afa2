import type { FastifyRequest } from 'fastify'
import { compareDefinitions } from '../../engine/definition/compare.ts'
import { type Conflict, type Side, settleConflict } from '../../engine/definition/conflict.ts'
import { mergeDefinitions } from '../../engine/definition/merge.ts'
import { conflictInWords } from '../../engine/definition/words/conflict.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { changeDraft } from '../apps/drafts.ts'
import type { Installation } from '../apps/installation.ts'
import { checkOf, type Outcome, planItemFor, publishDefinition } from '../apps/publishing.ts'
import type { Caller } from '../http/caller.ts'
import { HttpProblem } from '../http/problem.ts'
import { audit } from '../identity/audit.ts'
import type { Records } from '../records/records.ts'
import { isLater } from './bundle.ts'
import type { Template } from './templates.ts'
import { authorOf, isOtherSigner, welcome } from './trust.ts'

/** Sides chosen for conflicts, by place (`forms/customer/fields/name/label/zh`). */
export type Choices = Readonly<Record<string, Side>>

/** A template's newer version over the customer's own app (X3): the base is the template as it was installed. */
interface Upgrade {
  readonly definition: AppDefinition
  readonly conflicts: readonly Conflict[]
}

/** The version's own key stays what the app is called here. @throws HttpProblem 409 `nothing_to_upgrade` */
function upgradeOf(installation: Installation, template: Template): Upgrade {
  const { origin, app } = installation
  if (origin === null || !isLater(template.definition.version, origin.version))
    throw new HttpProblem(409, 'nothing_to_upgrade')
  // Whose app it is and which version it follows are settled: nobody is asked.
  const { key } = installation
  const { version } = template.definition
  const theirs = { ...template.definition, key }
  const { merged, conflicts } = mergeDefinitions(
    { ...origin.definition, key, version },
    { ...app.definition, version },
    theirs,
  )
  return { definition: merged, conflicts }
}

const placeOf = ({ place }: Conflict): string => place.join('/')

/** What an upgrade would do, before it is done: what is new, what stands apart, what becomes of the data. */
export async function previewUpgrade(records: Records, caller: Caller, installation: Installation, template: Template) {
  const { definition, conflicts } = upgradeOf(installation, template)
  const { language } = caller
  const theirs = { ...template.definition, key: installation.key }
  const check = await checkOf(records, installation, definition)
  const author = await authorOf(records.platform.database.pool, caller.orgId, template)
  return {
    author,
    /** signed by another than the version that is installed */
    otherSigner: isOtherSigner(installation.origin?.signer, author),
    from: installation.origin?.version,
    to: template.definition.version,
    base: installation.version,
    notes: template.notes ?? null,
    /** what the customer made of the template so far: none of it is lost */
    own: compareDefinitions({ ...installation.origin!.definition, key: installation.key }, installation.app.definition)
      .length,
    changes: check.changes,
    findings: check.findings,
    plan: check.plan.map(item => planItemFor(item, caller)),
    conflicts: conflicts.map(conflict => {
      const told = conflictInWords(installation.app.definition, theirs, conflict)
      return {
        at: placeOf(conflict),
        place: told.place[language],
        reason: told.reason[language],
        ours: told.ours[language],
        theirs: told.theirs[language],
      }
    }),
  }
}

interface Wish {
  readonly choices: Choices
  readonly confirm: boolean
  readonly despite: boolean
  readonly base: number | undefined
  /** although another signed it than the version that is installed */
  readonly otherSigner: boolean
  /** from now on its author is trusted */
  readonly trust: boolean
}

/**
 * Publishes the app with the template's newer version taken in; an unpublished draft takes it in as well.
 * @throws HttpProblem 409 `upgrade_conflicts` unless every conflict has a choice, 409 `upgrade_other_signer` unless that is wanted,
 *   422 `publisher_not_trusted`, and as `publishDefinition`
 */
export async function upgrade(
  records: Records,
  request: FastifyRequest,
  caller: Caller,
  installation: Installation,
  template: Template,
  { choices, otherSigner, trust, ...wish }: Wish,
): Promise<Outcome> {
  const { definition, conflicts } = upgradeOf(installation, template)
  const author = await records.platform.transaction(async transaction => {
    const found = await welcome(records.platform, transaction, caller, template, trust)
    if (!otherSigner && isOtherSigner(installation.origin?.signer, found))
      throw new HttpProblem(409, 'upgrade_other_signer', { publisher: found.publisher ?? '' })
    return found
  })
  const open = conflicts.filter(conflict => choices[placeOf(conflict)] === undefined)
  if (open.length > 0)
    throw new HttpProblem(409, 'upgrade_conflicts', { count: open.length }, [], { at: open.map(placeOf) })
  const settled = conflicts.reduce((now, one) => settleConflict(now, one, choices[placeOf(one)]!), definition)
  const { version } = template.definition
  const outcome = await publishDefinition(records, request, caller, installation, {
    ...wish,
    definition: settled,
    note: `↑ ${version}`,
  })
  await records.platform.transaction(async transaction => {
    const origin = { template: template.key, version, definition: template.definition, signer: author.keyId }
    await transaction.query('update formwork.app set origin = $3 where org_id = $1 and id = $2', [
      caller.orgId,
      installation.id,
      JSON.stringify(origin),
    ])
    const before = installation.app.definition
    await changeDraft(
      records.platform,
      installation,
      caller,
      draft => mergeDefinitions(before, draft, settled).merged,
      transaction,
    )
    await audit(records.platform, transaction, request, caller, {
      action: 'app_upgraded',
      subject: { app: installation.key },
      detail: { from: installation.origin?.version, to: version, author },
    })
  })
  records.installations.forget(caller.orgId, installation.key)
  return { version: outcome.version, publishing: outcome.publishing }
}
