import { type AskedPolicy, askPolicy, concerns, laneOf } from '../../engine/assignment/ask.ts'
import type { CompiledPolicy } from '../../engine/assignment/compiled.ts'
import { refusedClaim } from '../../engine/assignment/decide.ts'
import type { CompiledForm, RecordValues } from '../../engine/index.ts'
import { fieldProblem } from '../../engine/record/values.ts'
import type { Transaction } from '../database/statements.ts'
import { forbidden, HttpProblem, invalidValues, notFound } from '../http/problem.ts'
import { isId } from '../ids.ts'
import { actorOf } from '../records/actor.ts'
import { visibleRecord } from '../records/one.ts'
import { type Records, type WriteScope, writeScope } from '../records/records.ts'
import type { Saved } from '../records/save.ts'
import type { FormScope } from '../records/scope.ts'
import { readStored, type StoredRecord } from '../records/stored.ts'
import { giveTo } from './assign.ts'
import { type HeldLane, holdLane } from './lane.ts'
import { logEntry, readTallies } from './log.ts'
import { forgetWaiting } from './waiting.ts'
import { absenceIn, policyContext, readHolder } from './world.ts'

/** What somebody says who takes a record, or gives it back. */
export interface ClaimRequest {
  readonly reason?: string | undefined
  /** needed where the form has several policies that allow it */
  readonly policy?: string | undefined
}

interface Claim {
  readonly write: WriteScope
  readonly scope: FormScope
  readonly policy: CompiledPolicy
  readonly record: StoredRecord
  readonly asked: AskedPolicy
  readonly lane: HeldLane
  readonly connection: Transaction
}

/**
 * A person takes a record that is nobody's. Of two at once exactly one gets it, the other hears who was first (M27).
 * @throws HttpProblem 403 who may not claim, 404, 409 `claimed_already`, 422 `claim_limit`, `held_by_other`, or a reason that is missing
 */
export function claimRecord(
  records: Records,
  scope: FormScope,
  id: string,
  request: ClaimRequest,
  requestId: string,
  inside?: Transaction,
): Promise<Saved> {
  const late = (policy: CompiledPolicy, record: StoredRecord): void => assertFree(scope, policy, record)
  return onRecord(records, scope, id, request, requestId, inside, late, async claim => {
    const { write, policy, record, asked, lane, connection } = claim
    const user = scope.caller.userId
    assertFree(scope, policy, record)
    const place = { ...write, connection }
    const question = askPolicy(asked, {
      kind: 'claim',
      claimant: user,
      absence: absenceIn(place, scope.form),
      former: new Set(),
      except: new Set(),
      load: () => 0,
      holder: await readHolder(place, policy, scope.form, record.values),
    })
    if (question.holder !== null && question.holder !== user)
      throw new HttpProblem(422, 'held_by_other', { by: nameOf(scope, question.holder) })
    const tally = await readTallies(write.installation, policy, question, connection)
    const limit = refusedClaim(question, user, tally)
    if (limit !== undefined) {
      const definition = policy.limits.find(({ key }) => key === limit.key)?.definition
      throw new HttpProblem(422, 'claim_limit', { limit: definition?.label ?? limit.key })
    }
    const reason = reasonOf(scope.form, policy, request)
    const said = { form: scope.form, record: id, user, previous: null, by: user, reason, question }
    await logEntry(
      records.platform,
      write.installation,
      policy,
      lane,
      { ...said, kind: 'claim', outcome: 'claimed' },
      connection,
    )
    await forgetWaiting(write, policy, id, connection)
    const key = policy.definition.claim?.reason
    return giveTo(write, policy, record, user, connection, key === undefined ? {} : { [key]: reason ?? null })
  })
}

/** The holder gives a record back: it is nobody's until somebody claims it, or a policy gives it to another. @throws HttpProblem 403, 404, 422 */
export function releaseRecord(
  records: Records,
  scope: FormScope,
  id: string,
  request: ClaimRequest,
  requestId: string,
  inside?: Transaction,
): Promise<Saved> {
  return onRecord(
    records,
    scope,
    id,
    request,
    requestId,
    inside,
    () => undefined,
    async ({ write, policy, record, lane, connection }) => {
      const user = scope.caller.userId
      if (record.values[policy.into] !== user) throw forbidden()
      const said = { form: scope.form, record: id, user: null, previous: user, by: user, reason: request.reason }
      await logEntry(
        records.platform,
        write.installation,
        policy,
        lane,
        { ...said, kind: 'release', outcome: 'released' },
        connection,
      )
      return giveTo(write, policy, record, null, connection)
    },
  )
}

/** Opens a record for a claim: seen before it is held, as who comes second may see it no longer. */
async function onRecord(
  records: Records,
  scope: FormScope,
  id: string,
  request: ClaimRequest,
  requestId: string,
  inside: Transaction | undefined,
  unseen: (policy: CompiledPolicy, record: StoredRecord) => void,
  work: (claim: Claim) => Promise<{ readonly values: RecordValues; readonly warnings: Saved['warnings'] }>,
): Promise<Saved> {
  scope.access.assert('read')
  const { installation, form, directory } = scope
  const write = writeScope(records, installation, form, directory, actorOf(scope.caller, requestId), true)
  const open = async (connection: Transaction): Promise<Saved> => {
    const seen = await seenRecord(scope, id, connection)
    const policy = policyOf(scope, request, seen.readable)
    const context = await policyContext({ ...write, connection }, policy, form, seen.values)
    const first: AskedPolicy = { policy, place: { form, values: seen.values }, context }
    if (!concerns(first, policy.claimants, scope.caller.userId)) throw seen.readable ? forbidden() : notFound()
    const record = await readStored(records.platform, installation, form, id, connection, { lock: true })
    if (record === undefined || record.deleted) throw notFound()
    if (!seen.readable) {
      unseen(policy, record)
      throw notFound()
    }
    if ((record.locks?.record?.length ?? 0) > 0) throw new HttpProblem(409, 'record_locked')
    const asked = { ...first, place: { form, values: record.values } }
    const lane = await holdLane(installation, policy, laneOf(asked), record.values, connection)
    const { values, warnings } = await work({ write, scope, policy, record, asked, lane, connection })
    return { record: visibleRecord(scope, values), version: Number(values.version), warnings }
  }
  return inside === undefined ? records.platform.transaction(open) : open(inside)
}

/** The record as the caller may see it, or as he may have seen it a moment ago while it was nobody's. */
async function seenRecord(
  scope: FormScope,
  id: string,
  connection: Transaction,
): Promise<{ readonly values: RecordValues; readonly readable: boolean }> {
  if (!isId(id)) throw notFound()
  const conditions = [scope.access.rows('read')]
  const stored = await readStored(scope.platform, scope.installation, scope.form, id, connection, { conditions })
  if (stored === undefined || stored.deleted) throw notFound()
  return { values: stored.values, readable: stored.allowed[0] === true }
}

/** Who may not see the record is not told that there is one. */
function policyOf({ installation, form }: FormScope, { policy }: ClaimRequest, readable: boolean): CompiledPolicy {
  const offered = claimable(installation.app.policies.values(), form)
  const found = policy === undefined ? offered[0] : offered.find(({ key }) => key === policy)
  if (found === undefined) throw readable ? new HttpProblem(422, 'not_claimable', { form: form.name }) : notFound()
  return found
}

/** The policies by which records of a form can be claimed. */
export const claimable = (policies: Iterable<CompiledPolicy>, form: Pick<CompiledForm, 'key'>): CompiledPolicy[] =>
  [...policies].filter(policy => policy.form === form.key && policy.definition.claim !== undefined)

const nameOf = ({ directory }: FormScope, user: unknown): string => directory.people.get(String(user))?.name ?? ''

/** The compare of compare-and-set; the record is held. */
function assertFree(scope: FormScope, policy: CompiledPolicy, { values }: StoredRecord): void {
  const holder = values[policy.into] ?? null
  if (holder !== null)
    throw new HttpProblem(409, 'claimed_already', { by: nameOf(scope, holder) }, [], {
      holder: { id: holder, name: nameOf(scope, holder) },
    })
}

/** The motive: asked for wherever the policy keeps it in a field. */
function reasonOf(form: CompiledForm, policy: CompiledPolicy, { reason = '' }: ClaimRequest): string | undefined {
  const text = reason.trim()
  const field = form.fields.get(policy.definition.claim?.reason ?? '')
  if (field !== undefined && text === '') {
    const { path: _, ...missing } = fieldProblem(field, 'required')
    throw invalidValues([{ ...missing, path: '/reason' }])
  }
  return text === '' ? undefined : text
}
