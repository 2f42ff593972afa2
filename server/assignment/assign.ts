import { askPolicy, laneOf } from '../../engine/assignment/ask.ts'
import type { CompiledPolicy } from '../../engine/assignment/compiled.ts'
import { type Decision, decide } from '../../engine/assignment/decide.ts'
import type { Question } from '../../engine/assignment/question.ts'
import type { CompiledForm } from '../../engine/index.ts'
import { errorMessage } from '../../schemas/errors/catalogue.ts'
import { HttpProblem } from '../http/problem.ts'
import { notify } from '../notifications/store.ts'
import type { WriteScope } from '../records/records.ts'
import type { Connection } from '../records/scope.ts'
import type { StoredRecord } from '../records/stored.ts'
import { changeRecord } from '../records/write.ts'
import { holdLane, keepLane } from './lane.ts'
import { formerHolders, logEntry, readTallies } from './log.ts'
import { forgetWaiting, waitFor } from './waiting.ts'
import { absenceIn, policyContext, readHolder, readLoads } from './world.ts'

/** A record to be given to somebody, in the caller's transaction; the record is held. */
export interface Assignment {
  readonly write: WriteScope
  readonly policy: CompiledPolicy
  readonly record: StoredRecord
  /** people who are not to get it */
  readonly except: readonly string[]
  readonly connection: Connection
}

/**
 * Gives a record to somebody by a policy and keeps the decision with all it was made of (M26-M28). Outside the calendar, or with nobody left, the
 * record is nobody's: it can be claimed, and a timer gives it when working time begins. Answers the person.
 */
export async function assignRecord(assignment: Assignment): Promise<string | null> {
  const { write, policy, record, connection } = assignment
  const { installation, form } = write
  const place = { ...write, connection }
  const asked = {
    policy,
    place: { form, values: record.values },
    context: await policyContext(place, policy, form, record.values),
  }
  const held = await holdLane(installation, policy, laneOf(asked), record.values, connection)
  const question = askPolicy(asked, {
    kind: 'assign',
    absence: absenceIn(place, form),
    former: await formerHolders(installation, form, record.values.id, connection),
    except: new Set(assignment.except),
    load: await readLoads(place, policy, form),
    holder: await readHolder(place, policy, form, record.values),
  })
  const decision = decide(question, held.state, await readTallies(installation, policy, question, connection))
  await keepLane(installation, policy, held, decision.next, connection)
  const previous = (record.values[policy.into] as string | null | undefined) ?? null
  await logEntry(
    write.records.platform,
    installation,
    policy,
    held,
    {
      form,
      record: record.values.id,
      kind: 'assign',
      outcome: decision.outcome,
      user: decision.user,
      previous,
      by: write.actor.userId,
      question,
      candidates: decision.candidates,
    },
    connection,
  )
  await settle(assignment, question, decision)
  await giveTo(write, policy, record, decision.user, connection)
  return decision.user
}

/** Puts a person into the record, or nobody. @throws HttpProblem 422 what its rules refuse, 409 */
export async function giveTo(
  write: WriteScope,
  policy: CompiledPolicy,
  record: StoredRecord,
  user: string | null,
  connection: Connection,
  further: Readonly<Record<string, unknown>> = {},
) {
  const written = await changeRecord(write, record, { ...further, [policy.into]: user }, connection)
  if (written === undefined) throw new HttpProblem(409, 'database_conflict')
  return written
}

/** What follows but the write itself: the timer of a record that waits, and word to the administrators when nobody is left. */
async function settle(assignment: Assignment, { opens }: Question, { outcome }: Decision): Promise<void> {
  const { write, policy, record, connection } = assignment
  if (outcome === 'waits' && opens !== null) await waitFor(write, policy, record.values.id, opens, connection)
  else await forgetWaiting(write, policy, record.values.id, connection)
  if (outcome === 'nobody') await tellNobody(write, policy, write.form, record.values.id, connection)
}

async function tellNobody(
  { records, installation, directory, now }: WriteScope,
  policy: CompiledPolicy,
  form: CompiledForm,
  record: string,
  connection: Connection,
): Promise<void> {
  const name = policy.definition.name ?? { zh: policy.key, en: policy.key }
  const params = { policy: name, form: form.name }
  await notify(records.platform, connection, {
    orgId: installation.orgId,
    users: [...directory.people.values()].filter(({ active, admin }) => active && admin).map(({ id }) => id),
    text: {
      zh: errorMessage('nobody_to_assign', params, 'zh'),
      en: errorMessage('nobody_to_assign', params, 'en'),
    },
    link: { app: installation.key, form: form.key, record },
    dedupeKey: `nobody:${policy.key}:${record}:${now}`,
  })
}
