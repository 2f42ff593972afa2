import type { FastifyRequest } from 'fastify'
import { type Change, compareDefinitions } from '../../engine/definition/compare.ts'
import { changedRules } from '../../engine/definition/rule-changes.ts'
import type { CompiledApp, Finding } from '../../engine/index.ts'
import { withAdditions } from '../../engine/storage/additions.ts'
import { type StorageStep, stepKey } from '../../engine/storage/plan.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { keepEverybody, peopleFormChanged } from '../assignment/people.ts'
import type { Transaction } from '../database/statements.ts'
import type { Caller } from '../http/caller.ts'
import type { Platform } from '../http/platform.ts'
import { HttpProblem, notFound } from '../http/problem.ts'
import { audit } from '../identity/audit.ts'
import type { OrganisationDirectory } from '../identity/directory.ts'
import type { Records } from '../records/records.ts'
import { nameOf, scenariosOf } from '../scenarios/played.ts'
import { carryOver } from './carry-over/job.ts'
import { type RunningWork, runningWork } from './carry-over/running.ts'
import { changeDraft, readDraft } from './drafts.ts'
import { checkFailed } from './findings.ts'
import type { Installation } from './installation.ts'
import { describePlan, type PlanItem, settleChoices } from './plan-items.ts'
import { checkDefinition, publishVersion } from './publish.ts'
import { type PublishPlan, planPublish } from './publish-plan.ts'
import { recalculate } from './recalculation/job.ts'
import { recordsOfStep, type StepRecord } from './step-rows.ts'

export interface DraftCheck {
  /** the published version the draft was compared with, and the draft's own revision */
  readonly base: number
  readonly revision: number
  readonly findings: readonly Finding[]
  readonly changes: readonly Change[]
  readonly plan: readonly PlanItem[]
  /** what runs or waits by rules that the draft has otherwise */
  readonly running: RunningWork
  /** how many scenarios there are to be played */
  readonly scenarios: number
}

const nothingRuns: RunningWork = { workflows: [], ladders: [] }

/** What stands against publishing the draft, what it changes, and what that does to the data. */
export async function checkDraft(records: Records, installation: Installation): Promise<DraftCheck> {
  const { platform } = records
  const current = await records.installations.readIn(platform.database.pool, installation.orgId, installation.key)
  const { definition, revision } = await readDraft(platform, current)
  const { app, findings } = checkDefinition(definition)
  const told = { base: current.version, revision, findings }
  if (app === null) return { ...told, changes: [], plan: [], running: nothingRuns, scenarios: 0 }
  const { pool } = platform.database
  return {
    ...told,
    changes: compareDefinitions(current.app.definition, definition),
    plan: await describePlan(planPublish(current, app), pool),
    running: await runningWork(current, app, pool),
    scenarios: app.scenarios.size,
  }
}

/** The records a step of the draft's publish concerns, by page. @throws HttpProblem 404 when the draft has no such step */
export async function recordsOfDraftStep(
  records: Records,
  installation: Installation,
  key: string,
  after: string | undefined,
  limit: number,
): Promise<StepRecord[]> {
  const { platform } = records
  const current = await records.installations.readIn(platform.database.pool, installation.orgId, installation.key)
  const { app } = checkDefinition((await readDraft(platform, current)).definition)
  const plan = app === null ? undefined : planPublish(current, app)
  const step = plan?.steps.find(one => stepKey(one) === key)
  if (plan === undefined || step === undefined) throw notFound()
  return recordsOfStep(step, plan, after, limit, platform.database.pool)
}

/** How somebody publishes. */
export interface PublishOptions {
  /** agrees to the first choice of every step for which none is given */
  readonly confirm: boolean
  /** by the step's key: what is done with values that do not fit */
  readonly choices?: Readonly<Record<string, string>>
  /** the published version that was looked at; undefined: whichever is there now */
  readonly base?: number | undefined
  readonly note: string | null
  /** `move`: running instances go on by the new version where they can; else they finish by theirs (M19) */
  readonly workflows?: 'finish' | 'move'
  /** `apply`: reminders that wait take the new steps */
  readonly ladders?: 'keep' | 'apply'
  /** also when scenarios fail */
  readonly despite?: boolean
  /** goes back to an earlier definition: nothing is added to it */
  readonly restoring?: boolean
}

/** Publishes the draft as the next version. @throws HttpProblem as `publishDefinition` */
export async function publishDraft(
  records: Records,
  request: FastifyRequest,
  caller: Caller,
  installation: Installation,
  options: PublishOptions,
): Promise<{ version: number; plan: readonly unknown[] }> {
  const { definition } = await readDraft(records.platform, installation)
  return publishDefinition(records, request, caller, installation, { ...options, definition })
}

/**
 * Publishes a definition as the next version.
 * @throws HttpProblem 422 `check_failed`, 409 `needs_confirmation` and `unique_has_duplicates` with the plan, 409 `published_meanwhile` with what
 *   somebody else changed since the base
 */
export async function publishDefinition(
  records: Records,
  request: FastifyRequest,
  caller: Caller,
  { orgId, key }: Pick<Installation, 'orgId' | 'key'>,
  { definition, ...options }: PublishOptions & { definition: AppDefinition },
): Promise<{ version: number; plan: readonly unknown[] }> {
  const { platform, installations } = records
  const { app, findings } = checkDefinition(definition)
  if (app === null) throw checkFailed(findings)
  const current = await installations.readIn(platform.database.pool, orgId, key)
  if (options.base !== undefined) await refuseOtherBase(current, options.base, platform.database.pool)
  const items = await describePlan(planPublish(current, app), platform.database.pool)
  const plan = items.map(item => planItemFor(item, caller))
  const choices = settleChoices(items, options, plan)
  if (options.despite !== true) await refuseFailingScenarios(platform, app)
  const version = await withLockRetries(() =>
    publishOnce(records, request, caller, key, { ...options, app, choices, base: current.version }),
  )
  installations.forget(orgId, key)
  return { version, plan }
}

/** A step in the caller's language. */
export const planItemFor = (item: PlanItem, { language }: Pick<Caller, 'language'>) => ({
  ...item,
  text: item.text[language],
  choices: item.choices.map(({ key, text }) => ({ key, text: text[language] })),
})

/** Scenarios are what the app promises: one that fails is published only by somebody who has seen it. */
async function refuseFailingScenarios(platform: Platform, app: CompiledApp): Promise<void> {
  const { scenarios, skipped } = await scenariosOf(platform).results(app)
  const failed = [...scenarios.filter(({ passed }) => !passed).map(({ key }) => key), ...skipped]
  if (failed.length === 0) return
  const names = failed.map(key => nameOf(app, key))
  throw new HttpProblem(409, 'scenarios_failed', { count: failed.length }, [], { scenarios: names })
}

/** Whoever compared with another version has not seen what this publish would undo (RL-18). */
async function refuseOtherBase(current: Installation, base: number, connection: Transaction): Promise<void> {
  if (current.version === base) return
  const { rows } = await connection.query<{ definition: AppDefinition }>(
    'select definition from formwork.app_version where org_id = $1 and app_id = $2 and version = $3',
    [current.orgId, current.id, base],
  )
  const seen = rows[0]?.definition
  const changes = seen === undefined ? [] : compareDefinitions(seen, current.app.definition)
  throw new HttpProblem(409, 'published_meanwhile', { version: current.version }, [], {
    current: current.version,
    changes,
  })
}

type Next = Pick<PublishOptions, 'note' | 'workflows' | 'ladders'> & {
  readonly app: CompiledApp
  readonly choices: Readonly<Record<string, string>>
  readonly base: number
}

async function publishOnce(
  records: Records,
  request: FastifyRequest,
  caller: Caller,
  key: string,
  next: Next,
): Promise<number> {
  // Asked for before: who waits for the app's row holds a connection, and whoever has it must not need a second.
  const directory = await records.platform.directories.of(caller)
  return records.platform.transaction(async transaction => {
    await transaction.query(
      'select 1 from formwork.app where org_id = $1 and key = $2 and deleted_at is null for update',
      [caller.orgId, key],
    )
    const current = await records.installations.readIn(transaction, caller.orgId, key)
    await refuseOtherBase(current, next.base, transaction)
    const plan = planPublish(current, next.app, next.choices)
    const published = await putInPlace(records, { caller, directory }, current, plan, next, transaction)
    await audit(records.platform, transaction, request, caller, {
      action: 'app_published',
      subject: { app: key },
      detail: { version: published.version, ...(plan.fills.length === 0 ? {} : { choices: next.choices }) },
    })
    return published.version
  })
}

/** The publish itself, and all that follows from it at once. */
async function putInPlace(
  records: Records,
  { caller, directory }: { caller: Caller; directory: OrganisationDirectory },
  current: Installation,
  plan: PublishPlan,
  { note, ...over }: Pick<PublishOptions, 'note' | 'workflows' | 'ladders'>,
  transaction: Transaction,
): Promise<Installation> {
  const { platform } = records
  await publishVersion(platform, transaction, current, current, plan, { userId: caller.userId, note })
  const published = await records.installations.readIn(transaction, current.orgId, current.key)
  if (plan.additions.length > 0)
    await changeDraft(platform, current, caller, draft => withAdditions(draft, plan.additions), transaction)
  await askToCarryOver(platform, current, published, caller, over, transaction)
  if (peopleFormChanged(current.app, published.app)) await keepEverybody(platform, published, transaction)
  const fields = changedRules(current.app, published.app, movedFields(plan))
  await recalculate(records, published, fields, { reason: 'publish', by: caller.userId, directory }, transaction)
  return published
}

async function askToCarryOver(
  platform: Platform,
  current: Installation,
  published: Installation,
  { userId }: Caller,
  { workflows, ladders }: Pick<PublishOptions, 'workflows' | 'ladders'>,
  transaction: Transaction,
): Promise<void> {
  if (workflows !== 'move' && ladders !== 'apply') return
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

const TRIES = 5
const LOCK_NOT_AVAILABLE = '55P03'

/** A publish waits for a table only shortly, then lets the writers pass and tries again. */
async function withLockRetries<T>(work: () => Promise<T>): Promise<T> {
  for (let n = 1; ; n += 1) {
    try {
      return await work()
    } catch (error) {
      const code = (error as { code?: string }).code
      if (code !== LOCK_NOT_AVAILABLE || n >= TRIES) throw error
      await new Promise(resolve => setTimeout(resolve, 100 * n))
    }
  }
}
