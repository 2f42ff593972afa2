import type { FastifyRequest } from 'fastify'
import { changedRules } from '../../engine/definition/rule-changes.ts'
import { withAdditions } from '../../engine/storage/additions.ts'
import type { StorageStep } from '../../engine/storage/plan.ts'
import { keepEverybody, peopleFormChanged } from '../assignment/people.ts'
import type { Transaction } from '../database/statements.ts'
import { audit } from '../identity/audit.ts'
import type { OrganisationDirectory } from '../identity/directory.ts'
import type { Records } from '../records/records.ts'
import { carryOver } from './carry-over/job.ts'
import { runningWork } from './carry-over/running.ts'
import { changeDraft } from './drafts.ts'
import type { Installation } from './installation.ts'
import { publishVersion } from './publish.ts'
import type { PublishPlan } from './publish-plan.ts'
import { recalculate } from './recalculation/job.ts'

/** What a publisher decided beside the definition. */
export interface PublishDecisions {
  /** by the step's key: what is done with values that do not fit */
  readonly choices: Readonly<Record<string, string>>
  readonly note: string | null
  /** `move`: running instances go on by the new version where they can; else they finish by theirs (M19) */
  readonly workflows?: 'finish' | 'move'
  /** `apply`: reminders that wait take the new steps */
  readonly ladders?: 'keep' | 'apply'
}

/** Who publishes, and by which request; a prepared publish has none of its own. */
export interface Publisher {
  readonly orgId: string
  readonly userId: string | null
  readonly tokenId?: string | null
  readonly request: Pick<FastifyRequest, 'id' | 'ip'> | null
  readonly directory: OrganisationDirectory
}

/** The publish itself, and all that follows from it at once, in one transaction. `prepared`: values and indexes are ready already. */
export async function putInPlace(
  records: Records,
  publisher: Publisher,
  current: Installation,
  plan: PublishPlan,
  decisions: PublishDecisions,
  transaction: Transaction,
  prepared = false,
): Promise<Installation> {
  const { platform } = records
  const by = { userId: publisher.userId, note: decisions.note }
  await publishVersion(platform, transaction, current, current, plan, by, prepared)
  const published = await records.installations.readIn(transaction, current.orgId, current.key)
  if (plan.additions.length > 0)
    await changeDraft(platform, current, publisher, draft => withAdditions(draft, plan.additions), transaction)
  await askToCarryOver(records, current, published, publisher, decisions, transaction)
  if (peopleFormChanged(current.app, published.app)) await keepEverybody(platform, published, transaction)
  const fields = changedRules(current.app, published.app, movedFields(plan))
  const why = { reason: 'publish', by: publisher.userId, directory: publisher.directory } as const
  await recalculate(records, published, fields, why, transaction)
  await audit(platform, transaction, publisher.request, publisher, {
    action: 'app_published',
    subject: { app: current.key },
    detail: { version: published.version, ...(plan.fills.length === 0 ? {} : { choices: decisions.choices }) },
  })
  return published
}

async function askToCarryOver(
  { platform }: Records,
  current: Installation,
  published: Installation,
  { userId }: Publisher,
  { workflows, ladders }: PublishDecisions,
  transaction: Transaction,
): Promise<void> {
  if (userId === null || (workflows !== 'move' && ladders !== 'apply')) return
  const running = await runningWork(current, published.app, transaction)
  const what = {
    workflows: workflows === 'move' ? running.workflows.map(({ workflow }) => workflow) : [],
    ladders: ladders === 'apply' ? running.ladders.map(({ ladder }) => ladder) : [],
  }
  await carryOver(platform, published, userId, what, transaction)
}

const MOVING: ReadonlySet<StorageStep['kind']> = new Set(['convert', 'restore_column', 'add_column', 'restore_option'])

/** Fields whose stored values are no longer the ones that were read: what reads them is worked out again. */
const movedFields = ({ steps, fills }: PublishPlan): ReadonlySet<string> =>
  new Set([
    ...steps.flatMap(step => (MOVING.has(step.kind) && 'field' in step ? [`${step.form}.${step.field}`] : [])),
    ...fills.map(({ form, field }) => `${form}.${field}`),
  ])
