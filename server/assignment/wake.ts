import type { Transaction } from '../database/statements.ts'
import { type DueTimer, type DueWork, startDue } from '../due.ts'
import { type Records, writeScope } from '../records/records.ts'
import { readStored } from '../records/stored.ts'
import { assignRecord } from './assign.ts'
import { KIND } from './waiting.ts'

/** Gives what waited, in the order it came. Answers how to stop. */
export const startWaiting = (records: Records, onError: (error: unknown) => void): (() => Promise<void>) =>
  startDue(records.platform, waitingWork(records), onError)

export const waitingWork = (records: Records): DueWork => ({
  kind: KIND,
  fire: (transaction, timer) => fire(records, transaction, timer),
})

/** What was claimed or deleted meanwhile is left alone. */
async function fire(records: Records, transaction: Transaction, { orgId, appId, subject }: DueTimer): Promise<void> {
  const installation = await records.installations.byId(orgId, appId)
  const policy = installation?.app.policies.get(String(subject.policy))
  const form = installation?.app.forms.get(String(subject.form))
  if (installation === undefined || policy === undefined || form === undefined) return
  const record = await readStored(records.platform, installation, form, String(subject.record), transaction, {
    lock: true,
  })
  if (record === undefined || record.deleted || (record.values[policy.into] ?? null) !== null) return
  const directory = await records.platform.directories.of({ orgId, directoryVersion: 0 })
  const actor = { kind: 'system', userId: null, cause: { policy: policy.key } } as const
  const write = writeScope(records, installation, form, directory, actor, true)
  await assignRecord({ write, policy, record, except: [], connection: transaction })
}
