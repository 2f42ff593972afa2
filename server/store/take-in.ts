import type { FastifyRequest } from 'fastify'
import { compareDefinitions } from '../../engine/definition/compare.ts'
import { type Conflict, type Side, settleConflict } from '../../engine/definition/conflict.ts'
import { mergeDefinitions } from '../../engine/definition/merge.ts'
import { conflictInWords } from '../../engine/definition/words/conflict.ts'
import { errorMessage } from '../../schemas/errors/catalogue.ts'
import type { AppDefinition, Label } from '../../schemas/generated/definition.ts'
import { changeDraft } from '../apps/drafts.ts'
import type { Installation } from '../apps/installation.ts'
import { checkOf, type Outcome, planItemFor, publishDefinition } from '../apps/publishing.ts'
import type { Transaction } from '../database/statements.ts'
import type { Caller } from '../http/caller.ts'
import { HttpProblem } from '../http/problem.ts'
import { type AuditEntry, audit } from '../identity/audit.ts'
import type { Records } from '../records/records.ts'

/** Sides chosen for conflicts, by place (`forms/customer/fields/name/label/zh`). */
export type Choices = Readonly<Record<string, Side>>

/** What others made of the same app, to be taken into the customer's own (X3). */
export interface Incoming {
  /** what both began with */
  readonly base: AppDefinition
  readonly theirs: AppDefinition
  /** what the app is called afterwards: the template's version, else its own */
  readonly version: string
  readonly notes: Label | null
}

interface Merged {
  readonly definition: AppDefinition
  readonly conflicts: readonly Conflict[]
}

/** Whose app it is and which version it follows are settled: nobody is asked. */
function mergeIncoming({ key, app }: Installation, { base, theirs, version }: Incoming): Merged {
  const ours = { ...app.definition, version }
  const { merged, conflicts } = mergeDefinitions({ ...base, key, version }, ours, { ...theirs, key, version })
  return { definition: merged, conflicts }
}

const placeOf = ({ place }: Conflict): string => place.join('/')

/** What taking it in would do, before it is done: what is new, what stands apart, what becomes of the data. */
export async function previewTaking(records: Records, caller: Caller, installation: Installation, incoming: Incoming) {
  const { definition, conflicts } = mergeIncoming(installation, incoming)
  const { language } = caller
  const { key, app } = installation
  const check = await checkOf(records, installation, definition)
  return {
    from: incoming.base.version,
    to: incoming.version,
    base: installation.version,
    notes: incoming.notes,
    /** what the customer made of it so far: none of it is lost */
    own: compareDefinitions({ ...incoming.base, key }, app.definition).length,
    changes: check.changes,
    findings: check.findings.map(({ severity, code, path, params }) => ({
      ...{ severity, code, path, params },
      message: errorMessage(code, params, language),
    })),
    plan: check.plan.map(item => planItemFor(item, caller)),
    conflicts: conflicts.map(conflict => {
      const told = conflictInWords(app.definition, { ...incoming.theirs, key }, conflict)
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

export interface Wish {
  readonly choices?: Choices
  readonly confirm?: boolean
  readonly despite?: boolean
  readonly base?: number
}

/** What is written down besides: what the next merge begins with, and the audit's entry. */
export interface TakenIn {
  readonly note: string
  readonly remember: (transaction: Transaction, outcome: Outcome) => Promise<void>
  readonly entry: Omit<AuditEntry, 'subject'>
}

/**
 * Publishes the app with what comes in; an unpublished draft takes it in as well.
 * @throws HttpProblem 409 `upgrade_conflicts` unless every conflict has a choice, and as `publishDefinition`
 */
export async function takeIn(
  records: Records,
  request: FastifyRequest,
  caller: Caller,
  installation: Installation,
  incoming: Incoming,
  { choices = {}, confirm = false, despite = false, base }: Wish,
  { note, remember, entry }: TakenIn,
): Promise<Outcome> {
  const { definition, conflicts } = mergeIncoming(installation, incoming)
  const open = conflicts.filter(conflict => choices[placeOf(conflict)] === undefined)
  if (open.length > 0)
    throw new HttpProblem(409, 'upgrade_conflicts', { count: open.length }, [], { at: open.map(placeOf) })
  const settled = conflicts.reduce((now, one) => settleConflict(now, one, choices[placeOf(one)]!), definition)
  const outcome = await publishDefinition(records, request, caller, installation, {
    confirm,
    despite,
    base,
    definition: settled,
    note,
  })
  await records.platform.transaction(async transaction => {
    await remember(transaction, outcome)
    const before = installation.app.definition
    await changeDraft(
      records.platform,
      installation,
      caller,
      draft => mergeDefinitions(before, draft, settled).merged,
      transaction,
    )
    await audit(records.platform, transaction, request, caller, { ...entry, subject: { app: installation.key } })
  })
  records.installations.forget(caller.orgId, installation.key)
  return { version: outcome.version, publishing: outcome.publishing }
}
