import type { CompiledPolicy } from '../../engine/assignment/compiled.ts'
import type { SeenCandidate } from '../../engine/assignment/decide.ts'
import type { Tally } from '../../engine/assignment/limits.ts'
import type { LimitFact, Question } from '../../engine/assignment/question.ts'
import type { CompiledForm } from '../../engine/index.ts'
import type { Installation } from '../apps/installation.ts'
import type { Stamps } from '../ids.ts'
import type { Connection } from '../records/scope.ts'
import type { HeldLane } from './lane.ts'

/** A decision about a record, as the log keeps it (M28). */
export interface NewEntry {
  readonly form: CompiledForm
  readonly record: string
  readonly kind: 'assign' | 'claim' | 'release'
  readonly outcome: 'given' | 'kept' | 'otherwise' | 'waits' | 'nobody' | 'claimed' | 'released'
  readonly user: string | null
  readonly previous: string | null
  /** who set it off; null = time */
  readonly by: string | null
  readonly reason?: string | undefined
  readonly question?: Question
  readonly candidates?: readonly SeenCandidate[]
}

export async function logEntry(
  platform: Stamps,
  { orgId, id }: Installation,
  policy: CompiledPolicy,
  { locked, position }: HeldLane,
  entry: NewEntry,
  connection: Connection,
): Promise<void> {
  const { question, candidates } = entry
  // What went to nobody counts for nobody.
  const limits = entry.user === null ? [] : (question?.limits ?? []).filter(({ counted }) => counted)
  await connection.query(
    `insert into formwork.assignment (org_id, id, app_id, policy_key, form_key, record_id, at, kind, outcome, user_id, previous_id, by, reason,
       locked, position, question, candidates, counted, in_share)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
    [
      orgId,
      platform.newId(),
      id,
      policy.key,
      entry.form.key,
      entry.record,
      question?.at ?? platform.clock.now(),
      entry.kind,
      entry.outcome,
      entry.user,
      entry.previous,
      entry.by,
      entry.reason ?? null,
      locked,
      position,
      question === undefined ? null : JSON.stringify(question),
      candidates === undefined ? null : JSON.stringify(candidates),
      limits.map(({ key }) => key),
      limits.filter(({ inShare }) => inShare).map(({ key }) => key),
    ],
  )
}

/** Everybody a record was with by a policy's decision or his own claim. */
export async function formerHolders(
  { orgId, id }: Installation,
  form: CompiledForm,
  record: string,
  connection: Connection,
): Promise<ReadonlySet<string>> {
  const { rows } = await connection.query<{ user: string }>(
    `select distinct user_id as user from formwork.assignment where org_id = $1 and app_id = $2 and form_key = $3 and record_id = $4 and user_id is not null`,
    [orgId, id, form.key, record],
  )
  return new Set(rows.map(({ user }) => user))
}

const NOTHING: Tally = { counted: 0, inShare: 0 }

/** What people were given within the windows of limits, from the log; the same count as the engine's `tallyOf`. */
export async function readTallies(
  { orgId, id }: Installation,
  policy: CompiledPolicy,
  { limits, candidates }: Question,
  connection: Connection,
): Promise<(user: string, limit: LimitFact) => Tally> {
  const found = new Map<string, Tally>()
  for (const { key, applies, since } of limits) {
    const users = candidates.filter(candidate => candidate.limits.includes(key)).map(({ user }) => user)
    if (users.length === 0) continue
    const { rows } = await connection.query<{ user: string; counted: number; share: number }>(
      `select user_id as user, count(*)::int as counted, (count(*) filter (where $4 = any(in_share)))::int as share
       from formwork.assignment where org_id = $1 and app_id = $2 and policy_key = $3 and $4 = any(counted) and kind = any($5)
         and user_id = any($6) and ($7::timestamptz is null or at >= $7) group by user_id`,
      [orgId, id, policy.key, key, applies, users, since],
    )
    for (const { user, counted, share } of rows) found.set(`${key} ${user}`, { counted, inShare: share })
  }
  return (user, { key }) => found.get(`${key} ${user}`) ?? NOTHING
}
