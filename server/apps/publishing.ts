import type { FastifyRequest } from 'fastify'
import { type Change, compareDefinitions } from '../../engine/definition/compare.ts'
import type { CompiledApp, Finding } from '../../engine/index.ts'
import { stepKey } from '../../engine/storage/plan.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import type { Transaction } from '../database/statements.ts'
import type { Caller } from '../http/caller.ts'
import type { Platform } from '../http/platform.ts'
import { busy, HttpProblem, notFound } from '../http/problem.ts'
import type { Records } from '../records/records.ts'
import { nameOf, scenariosOf } from '../scenarios/played.ts'
import { type RunningWork, runningWork } from './carry-over/running.ts'
import { readDraft } from './drafts.ts'
import { checkFailed } from './findings.ts'
import { type PublishDecisions, putInPlace } from './in-place.ts'
import type { Installation } from './installation.ts'
import { describePlan, type PlanItem, settleChoices } from './plan-items.ts'
import { sizeOf } from './preparation/size.ts'
import { insertPreparation, refuseWhilePreparing } from './preparation/store.ts'
import { checkDefinition } from './publish.ts'
import { planPublish } from './publish-plan.ts'
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
  return { revision, ...(await checkOf(records, current, definition)) }
}

/** The same of any definition. */
export async function checkOf(
  { platform }: Records,
  current: Installation,
  definition: AppDefinition,
): Promise<Omit<DraftCheck, 'revision'>> {
  const { app, findings } = checkDefinition(definition)
  const found = { base: current.version, findings }
  if (app === null) return { ...found, changes: [], plan: [], running: nothingRuns, scenarios: 0 }
  const { pool } = platform.database
  return {
    ...found,
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

/** What a publish came to. */
export interface Outcome {
  /** the new version; null while it is made ready */
  readonly version: number | null
  /** names what is being made ready, when that takes longer than a moment */
  readonly publishing: string | null
}

/** How somebody publishes. */
export interface PublishOptions extends Omit<PublishDecisions, 'choices'> {
  /** agrees to the first choice of every step for which none is given */
  readonly confirm: boolean
  readonly choices?: PublishDecisions['choices']
  /** the published version that was looked at; undefined: whichever is there now */
  readonly base?: number | undefined
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
): Promise<Outcome & { plan: readonly unknown[] }> {
  const { definition } = await readDraft(records.platform, installation)
  return publishDefinition(records, request, caller, installation, { ...options, definition })
}

/**
 * Publishes a definition as the next version.
 * @throws HttpProblem 422 `check_failed`, 409 `needs_confirmation` and `unique_has_duplicates` with the plan, 409 `published_meanwhile` with what
 *   somebody else changed since the base, `publish_running`
 */
export async function publishDefinition(
  records: Records,
  request: FastifyRequest,
  caller: Caller,
  { orgId, key }: Pick<Installation, 'orgId' | 'key'>,
  { definition, ...options }: PublishOptions & { definition: AppDefinition },
): Promise<Outcome & { plan: readonly unknown[] }> {
  const { platform, installations } = records
  const { app, findings } = checkDefinition(definition)
  if (app === null) throw checkFailed(findings)
  const current = await installations.readIn(platform.database.pool, orgId, key)
  if (options.base !== undefined) await refuseOtherBase(current, options.base, platform.database.pool)
  const items = await describePlan(planPublish(current, app), platform.database.pool)
  const plan = items.map(item => planItemFor(item, caller))
  const choices = settleChoices(items, options, plan)
  if (options.despite !== true) await refuseFailingScenarios(platform, app)
  const { note, workflows, ladders } = options
  const decisions = {
    ...{ choices, note },
    ...(workflows === undefined ? {} : { workflows }),
    ...(ladders === undefined ? {} : { ladders }),
  }
  const next = { ...decisions, app, base: current.version }
  const outcome = await withLockRetries(() => publishOnce(records, request, caller, key, next))
  installations.forget(orgId, key)
  return { ...outcome, plan }
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

interface Next extends PublishDecisions {
  readonly app: CompiledApp
  readonly base: number
}

/** At once where it takes a moment, else it is made ready in batches while the old version serves. */
async function publishOnce(
  records: Records,
  request: FastifyRequest,
  caller: Caller,
  key: string,
  { app, base, ...decisions }: Next,
): Promise<Outcome> {
  // Asked for before: who waits for the app's row holds a connection, and whoever has it must not need a second.
  const directory = await records.platform.directories.of(caller)
  return records.platform.transaction(async transaction => {
    await transaction.query(
      'select 1 from formwork.app where org_id = $1 and key = $2 and deleted_at is null for update',
      [caller.orgId, key],
    )
    const current = await records.installations.readIn(transaction, caller.orgId, key)
    await refuseOtherBase(current, base, transaction)
    await refuseWhilePreparing(current, transaction)
    const plan = planPublish(current, app, decisions.choices)
    const size = await sizeOf(current, plan, transaction)
    if (!size.atOnce) {
      const { definition } = app
      return {
        version: null,
        publishing: await insertPreparation(
          records.platform,
          current,
          definition,
          decisions,
          caller.userId,
          size.rows,
          transaction,
        ),
      }
    }
    const publisher = { orgId: caller.orgId, userId: caller.userId, tokenId: caller.tokenId, request, directory }
    const { version } = await putInPlace(records, publisher, current, plan, decisions, transaction)
    return { version, publishing: null }
  })
}

const TRIES = 5
const LOCK_NOT_AVAILABLE = '55P03'

/** A publish waits for a table only shortly, then lets the writers pass and tries again. */
async function withLockRetries<T>(work: () => Promise<T>): Promise<T> {
  for (let n = 1; ; n += 1) {
    try {
      return await work()
    } catch (error) {
      const code = (error as { code?: string }).code
      if (code !== LOCK_NOT_AVAILABLE) throw error
      if (n >= TRIES) throw busy(2)
      await new Promise(resolve => setTimeout(resolve, 100 * n))
    }
  }
}
