import type { FastifyRequest } from 'fastify'
import { type Change, compareDefinitions } from '../../engine/definition/compare.ts'
import { changedRules } from '../../engine/definition/rule-changes.ts'
import type { CompiledApp, Finding } from '../../engine/index.ts'
import type { StorageStep } from '../../engine/storage/plan.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { keepEverybody, peopleFormChanged } from '../assignment/people.ts'
import type { Caller } from '../http/caller.ts'
import { HttpProblem } from '../http/problem.ts'
import { audit } from '../identity/audit.ts'
import type { Records } from '../records/records.ts'
import { readDraft } from './drafts.ts'
import { checkFailed } from './findings.ts'
import type { Installation } from './installation.ts'
import { describePlan, type PlanItem } from './plan-texts.ts'
import { checkDefinition, planPublish, publishVersion } from './publish.ts'
import { recalculate } from './recalculation/job.ts'

export interface DraftCheck {
  readonly findings: readonly Finding[]
  readonly changes: readonly Change[]
  readonly plan: readonly PlanItem[]
}

/** What stands against publishing the draft, what it changes, and what that does to the data. */
export async function checkDraft(records: Records, installation: Installation): Promise<DraftCheck> {
  const { definition } = await readDraft(records.platform, installation)
  const { app, findings } = checkDefinition(definition)
  const changes = app === null ? [] : compareDefinitions(installation.app.definition, definition)
  if (app === null) return { findings, changes, plan: [] }
  const { steps, storage } = planPublish(installation, app)
  const plan = await describePlan(
    steps,
    installation.schema,
    storage,
    installation.app,
    app,
    records.platform.database.pool,
  )
  return { findings, changes, plan }
}

const TRIES = 5

/** Publishes the draft as the next version. @throws HttpProblem 422 `check_failed`, 409 `needs_confirmation` with the plan */
export async function publishDraft(
  records: Records,
  request: FastifyRequest,
  caller: Caller,
  installation: Installation,
  options: { confirm: boolean; note: string | null },
): Promise<{ version: number; plan: readonly unknown[] }> {
  const { definition } = await readDraft(records.platform, installation)
  return publishDefinition(records, request, caller, installation, { ...options, definition })
}

/** Publishes a definition as the next version. @throws HttpProblem 422 `check_failed`, 409 `needs_confirmation` with the plan */
export async function publishDefinition(
  records: Records,
  request: FastifyRequest,
  caller: Caller,
  installation: Installation,
  { definition, ...options }: { definition: AppDefinition; confirm: boolean; note: string | null },
): Promise<{ version: number; plan: readonly unknown[] }> {
  const { platform, installations } = records
  const { app, findings } = checkDefinition(definition)
  if (app === null) throw checkFailed(findings)
  const planned = planPublish(installation, app)
  const plan = (
    await describePlan(
      planned.steps,
      installation.schema,
      planned.storage,
      installation.app,
      app,
      platform.database.pool,
    )
  ).map(item => ({ ...item, text: item.text[caller.language] }))
  const loses = plan.some(item => item.effect !== 'lossless' && item.count !== 0)
  if (loses && !options.confirm) throw new HttpProblem(409, 'needs_confirmation', {}, [], { plan })
  const version = await withLockRetries(() =>
    publishOnce(records, request, caller, installation.key, { definition, app, note: options.note }),
  )
  installations.forget(caller.orgId, installation.key)
  return { version, plan }
}

async function publishOnce(
  records: Records,
  request: FastifyRequest,
  caller: Caller,
  key: string,
  next: { definition: AppDefinition; app: CompiledApp; note: string | null },
): Promise<number> {
  return records.platform.transaction(async transaction => {
    await transaction.query(
      'select 1 from formwork.app where org_id = $1 and key = $2 and deleted_at is null for update',
      [caller.orgId, key],
    )
    const current = await records.installations.readIn(transaction, caller.orgId, key)
    const { steps } = await publishVersion(records.platform, transaction, current, current, next, {
      userId: caller.userId,
      note: next.note,
    })
    const published = await records.installations.readIn(transaction, caller.orgId, key)
    if (peopleFormChanged(current.app, published.app)) await keepEverybody(records.platform, published, transaction)
    const directory = await records.platform.directories.of(caller)
    const fields = changedRules(current.app, published.app, convertedFields(steps))
    await recalculate(records, published, fields, { reason: 'publish', by: caller.userId, directory }, transaction)
    await audit(records.platform, transaction, request, caller, {
      action: 'app_published',
      subject: { app: key },
      detail: { version: published.version },
    })
    return published.version
  })
}

/** Fields whose stored values are no longer the ones that were read: what reads them is worked out again. */
const convertedFields = (steps: readonly StorageStep[]): ReadonlySet<string> =>
  new Set(
    steps.flatMap(step =>
      step.kind === 'convert' || step.kind === 'restore_column' || step.kind === 'add_column'
        ? [`${step.form}.${step.field}`]
        : [],
    ),
  )

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
