import { type GateFacts, gateProblems, moveProblems, nextStage, type RecordValues } from '../../engine/index.ts'
import { computeFields } from '../../engine/record/compute.ts'
import { applicableStages, currentStage, enterProblems } from '../../engine/record/stages.ts'
import { same } from '../../engine/record/validate.ts'
import type { Problem } from '../../schemas/problem.ts'
import type { Transaction } from '../database/statements.ts'
import { HttpProblem, invalidValues } from '../http/problem.ts'
import { actorOf } from './actor.ts'
import { changesOf, storedWrite } from './changes.ts'
import { gateFacts } from './gate-facts.ts'
import { visibleRecord } from './one.ts'
import { settleOwners } from './one-owner.ts'
import { openReadable } from './open.ts'
import { type Records, type WriteScope, writeScope } from './records.ts'
import { loadRelated } from './related.ts'
import { assertVersion, openRecord, type Saved } from './save.ts'
import { type Connection, type FormScope, recordContext } from './scope.ts'
import { updateRecord } from './store.ts'
import type { StoredRecord } from './stored.ts'
import { follow, unique } from './write.ts'

/**
 * A person moves a record to a stage; gates hold as on every way (M9). When nothing is missing but an approval that the move itself asks for, that
 * approval starts and the record stays (`pending`). @throws HttpProblem 422 with all that is missing
 */
export function moveByPerson(
  records: Records,
  scope: FormScope,
  id: string,
  to: string,
  version: number | undefined,
  requestId: string,
  inside?: Transaction,
): Promise<Saved> {
  scope.access.assert('move')
  const work = async (connection: Transaction): Promise<Saved> => {
    const before = await openRecord(scope, id, 'move', connection, true)
    assertVersion(scope, before, version)
    if ((before.locks?.record?.length ?? 0) > 0) throw new HttpProblem(409, 'record_locked')
    const write = writeScope(records, scope.installation, scope.form, scope.directory, actorOf(scope.caller, requestId))
    const roles = scope.caller.admin
      ? (scope.form.definition?.stages?.back?.roles ?? [])
      : scope.directory.roles(scope.caller.userId, scope.installation.key)
    const pending = await approvalOnMove(write, before, to, roles, connection)
    if (pending !== undefined)
      return { record: visibleRecord(scope, before.values), version: before.values.version, warnings: [], pending }
    const after = await moveStored(write, before, to, roles, connection)
    return { record: visibleRecord(scope, after), version: Number(after.version), warnings: [] }
  }
  return inside === undefined ? records.platform.transaction(work) : work(inside)
}

/** Starts the approval a move lacks, when it lacks nothing else; answers the workflow's key. */
async function approvalOnMove(
  write: WriteScope,
  before: StoredRecord,
  to: string,
  roles: readonly string[],
  connection: Connection,
): Promise<string | undefined> {
  const approval = currentStage(write.form, before.values)?.definition.gate?.approval
  const listener = write.records.listeners.find(({ startApproval }) => startApproval !== undefined)
  if (approval?.start !== 'on_move' || listener?.startApproval === undefined) return undefined
  const { problems, facts } = await obstacles(write, before, to, roles, connection)
  if (problems.length === 0 || problems.some(({ code }) => code !== 'stage_gate_approval')) return undefined
  const workflow = write.installation.app.workflows.get(approval.workflow)?.definition.name ?? approval.workflow
  if (facts.approval === 'running') throw new HttpProblem(409, 'approval_running', { workflow })
  await listener.startApproval(connection, write, before, approval.workflow)
  return approval.workflow
}

/** What stands against a move. */
export async function obstacles(
  write: WriteScope,
  before: StoredRecord,
  to: string,
  roles: readonly string[],
  connection: Connection,
): Promise<{ problems: readonly Problem[]; facts: GateFacts }> {
  const context = await stageContext(write, before.values, connection)
  const facts = await gateFacts(write, currentStage(write.form, before.values), before.values, connection)
  return { problems: moveProblems(write.form, before.values, to, facts, roles, context), facts }
}

/** Checks gates and moves, in the caller's transaction; the row is locked. */
export async function moveStored(
  write: WriteScope,
  before: StoredRecord,
  to: string,
  roles: readonly string[],
  connection: Connection,
): Promise<RecordValues> {
  const { form, installation, records } = write
  const { problems } = await obstacles(write, before, to, roles, connection)
  if (problems.length > 0) throw invalidValues(problems)
  const stage = currentStage(form, before.values)
  const field = form.stageField
  if (field === undefined || stage?.key === to) return before.values
  const from = stage?.key ?? null
  const values: Record<string, unknown> = { ...before.values, [field]: to, stage_entered_at: write.now }
  computeFields(form, values, before.values, await stageContext(write, before.values, connection))
  const computed = form.fieldList.filter(one => one.computed && !same(values[one.key], before.values[one.key]))
  const changed = [field, ...computed.map(({ key }) => key)]
  const after = await unique(write, () =>
    updateRecord(
      records.platform,
      storedWrite(write, before.values.id, changesOf(form, before.values, values, changed), []),
      {
        set: Object.fromEntries(changed.map(key => [key, values[key] ?? null])),
        errors: values._errors,
        kind: 'move',
        before: before.values,
      },
      connection,
    ),
  )
  if (after === undefined) throw new HttpProblem(409, 'database_conflict')
  const entered = before.values.stage_entered_at
  const seconds =
    typeof entered === 'string' ? Math.max(0, Math.round((Date.parse(write.now) - Date.parse(entered)) / 1000)) : null
  await connection.query(
    'insert into formwork.move (org_id, id, app_id, form_key, record_id, from_stage, to_stage, at, by, seconds_in_stage) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
    [
      installation.orgId,
      records.platform.newId(),
      installation.id,
      form.key,
      before.values.id,
      from,
      to,
      write.now,
      write.actor.userId,
      seconds,
    ],
  )
  await follow(
    write,
    { kind: 'updated', id: before.values.id, before: before.values, after, changed, move: { from, to } },
    connection,
  )
  await unique(write, () => settleOwners(write, undefined, connection))
  return after
}

export async function stageContext(
  world: Pick<WriteScope, 'installation' | 'form' | 'directory' | 'now' | 'today'>,
  values: RecordValues,
  connection: Connection,
) {
  const related = world.form.needs.length === 0 ? undefined : await loadRelated(world, world.form, values, connection)
  return recordContext({ ...world, caller: null }, related)
}

/** Where a record stands: the stages that apply, what the next gate still needs, and every move so far. */
export async function stageState(scope: FormScope, id: string, connection: Connection) {
  const values = await openReadable(scope, id, connection)
  const { form } = scope
  const context = await stageContext(scope, values, connection)
  const current = currentStage(form, values)
  const next = nextStage(form, values, context)
  const missing: Problem[] = []
  if (next !== undefined && current !== undefined) {
    const facts = await gateFacts(scope, current, values, connection)
    missing.push(
      ...gateProblems(form, current, values, facts, context, next),
      ...enterProblems(form, next, values, context),
    )
  }
  const moves = await connection.query<{
    from: string | null
    to: string
    at: string
    by: string | null
    seconds: string | null
  }>(
    `select from_stage as "from", to_stage as "to", at, by, seconds_in_stage as seconds from formwork.move where org_id = $1 and app_id = $2 and form_key = $3 and record_id = $4 order by at, id limit 500`,
    [scope.installation.orgId, scope.installation.id, form.key, id],
  )
  return {
    stage: current?.key ?? null,
    since: values.stage_entered_at ?? null,
    stages: applicableStages(form, values, context).map(({ key, definition }) => ({
      key,
      label: definition.label,
      kind: definition.kind ?? 'open',
      color: definition.color ?? null,
    })),
    next: next === undefined ? null : { key: next.key, label: next.definition.label, missing },
    moves: moves.rows.map(move => ({ ...move, seconds: move.seconds === null ? null : Number(move.seconds) })),
  }
}
