import { lockChainsOf } from '../../engine/definition/cascade.ts'
import { fileTypes } from '../../engine/definition/field-type.ts'
import { type CompiledField, type CompiledForm, prepareRecord, type RecordValues } from '../../engine/index.ts'
import { fieldProblem } from '../../engine/record/values.ts'
import type { Problem } from '../../schemas/problem.ts'
import { HttpProblem, invalidValues } from '../http/problem.ts'
import { EXCLUSION_VIOLATION, indexPlan } from '../storage/ddl.ts'
import { changesOf, storedWrite } from './changes.ts'
import { attachFiles, missingTargets, peopleProblems, targetChecks } from './checks.ts'
import { holdRecords } from './held.ts'
import { lockForWrite } from './locks.ts'
import { hasOwned, holdOwned, settleOwners } from './one-owner.ts'
import { recomputeDependents } from './recompute.ts'
import type { RecordEvent, WriteScope } from './records.ts'
import { loadRelated } from './related.ts'
import { type Connection, recordContext } from './scope.ts'
import { nextSerial } from './serial.ts'
import { insertRecord, storeRows, type UpdateValues, updateRecord } from './store.ts'
import { readStored, type StoredRecord } from './stored.ts'
import { tellViewers } from './viewers.ts'

/** What a write may say beyond the author's fields; installers and imports set these, requests do not. */
export interface SystemPatch {
  readonly owner?: string | null
  readonly department?: string | null
  readonly stage?: string
  readonly stageEnteredAt?: string
  readonly sample?: boolean
  /** what the record links to is held already, or nobody else can see it yet */
  readonly held?: boolean
  readonly id?: string
}

export interface Written {
  readonly values: RecordValues
  readonly warnings: readonly Problem[]
}

/** Whether a write of this form is more than its own row: then it needs a transaction, else one statement does. */
export function needsTransaction(scope: WriteScope, patch: RecordValues): boolean {
  const { form, installation, records } = scope
  const own = form.fieldList.some(
    field =>
      field.kind === 'serial' ||
      field.rows !== undefined ||
      (fileTypes.has(field.kind) && Object.hasOwn(patch, field.key)),
  )
  const linked = form.dependents.size > 0 || lockChainsOf(installation.app, form.key).length > 0
  return own || linked || hasOwned(scope) || records.listeners.some(listener => listener.listens(installation, form))
}

/**
 * Creates a record: rules and formulas, then row and history in one statement, then what follows in the same transaction (sub-form rows,
 * roll-ups of other records, workflows). `connection` is a transaction when `needsTransaction`.
 * @throws HttpProblem 422 with every problem
 */
export async function createRecord(
  scope: WriteScope,
  patch: RecordValues,
  connection: Connection,
  system: SystemPatch = {},
): Promise<Written> {
  const { form, records, actor, directory } = scope
  const person = actor.userId === null ? undefined : directory.people.get(actor.userId)
  const start: Record<string, unknown> = {
    owner: system.owner === undefined ? actor.userId : system.owner,
    department: system.department === undefined ? (person?.department ?? null) : system.department,
    created_at: scope.now,
    ...(form.stageField === undefined
      ? {}
      : {
          [form.stageField]: system.stage ?? form.stages[0]?.key ?? null,
          stage_entered_at: system.stageEnteredAt ?? scope.now,
        }),
  }
  const id = system.id ?? records.platform.newId()
  if (system.held !== true)
    await lockForWrite(records.platform, scope.installation, form, { ids: [], values: [patch] }, connection)
  const prepared = await prepare(scope, null, { ...start, id }, patch, connection)
  const values: Record<string, unknown> = { ...prepared.values }
  const changed = [...new Set([...prepared.changed, 'owner', 'department'])]
  refuse([...prepared.problems, ...peopleProblems(scope, values, null, changed)])
  for (const field of form.fieldList)
    if (field.kind === 'serial') values[field.key] = await nextSerial(scope, field, connection)
  await attachFiles(scope, id, values, null, changed, connection)
  const write = storedWrite(
    scope,
    id,
    changesOf(form, null, values, prepared.changed),
    targetChecks(scope, values, changed),
  )
  const owner = values.owner as string | null
  await holdOwned(scope, [values], connection)
  const stored = await unique(scope, () =>
    insertRecord(
      records.platform,
      write,
      values,
      { owner, department: values.department as string | null, sample: system.sample === true },
      connection,
    ),
  )
  if (stored === undefined) throw invalidValues(await missingTargets(scope, values, changed, connection))
  holdRecords(connection, form.key, [id])
  const after = await withRows(scope, id, values, stored, changed, connection)
  const left = await follow(scope, { kind: 'created', id, before: null, after, changed }, connection)
  await unique(scope, () => settleOwners(scope, undefined, connection))
  return { values: left, warnings: prepared.warnings }
}

/**
 * Changes a stored record. `before` was read by the caller (with a lock when in a transaction).
 * Answers undefined when the version moved on meanwhile.
 */
export async function changeRecord(
  scope: WriteScope,
  before: StoredRecord,
  patch: RecordValues,
  connection: Connection,
  kind: UpdateValues['kind'] = 'update',
): Promise<Written | undefined> {
  const { form, records } = scope
  const { id } = before.values
  const links = before.linked.includes(patch) ? [] : Object.keys(patch).filter(key => isLink(form.fields.get(key)))
  if (links.length > 0)
    await lockForWrite(
      records.platform,
      scope.installation,
      form,
      { ids: [], values: [patch], changed: links },
      connection,
    )
  const prepared = await prepare(scope, before.values, before.values, patch, connection)
  refuse([
    ...lockProblems(form, before, prepared.changed, scope),
    ...prepared.problems,
    ...peopleProblems(scope, prepared.values, before.values, prepared.changed),
  ])
  if (prepared.changed.length === 0) return { values: before.values, warnings: prepared.warnings }
  await attachFiles(scope, id, prepared.values, before.values, prepared.changed, connection)
  const set = Object.fromEntries(prepared.changed.map(key => [key, prepared.values[key] ?? null]))
  const write = storedWrite(
    scope,
    id,
    changesOf(form, before.values, prepared.values, prepared.changed),
    targetChecks(scope, prepared.values, prepared.changed),
  )
  await holdOwned(scope, [prepared.values], connection)
  const stored = await unique(scope, () =>
    updateRecord(
      records.platform,
      write,
      { set, errors: prepared.values._errors, kind, before: before.values },
      connection,
    ),
  )
  if (stored === undefined) {
    const missing = await missingTargets(scope, prepared.values, prepared.changed, connection)
    refuse(missing)
    return undefined
  }
  const after = await withRows(scope, id, prepared.values, stored, prepared.changed, connection)
  const event = { kind: 'updated', id, before: before.values, after, changed: prepared.changed } as const
  const left = await follow(scope, event, connection)
  await unique(scope, () => settleOwners(scope, prepared.changed, connection))
  return { values: left, warnings: prepared.warnings }
}

/** Runs the engine over a record with what its rules and formulas read of others. */
export async function prepare(
  scope: WriteScope,
  before: RecordValues | null,
  base: RecordValues,
  patch: RecordValues,
  connection: Connection,
) {
  const { form } = scope
  const related =
    form.needs.length === 0 ? undefined : await loadRelated(scope, form, { ...base, ...patch }, connection)
  const context = recordContext(
    { ...scope, caller: scope.actor.userId === null ? null : { userId: scope.actor.userId } },
    related,
  )
  return prepareRecord(form, before, patch, context, {
    trusted: scope.trusted,
    ...(before === null ? { start: base } : {}),
  })
}

export function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw invalidValues(problems)
}

/** A whole record or a field that is locked takes no change, whoever makes it; the app's own actions go on (M16). */
function lockProblems(
  form: CompiledForm,
  { locks }: StoredRecord,
  changed: readonly string[],
  scope: WriteScope,
): Problem[] {
  if (locks === null || scope.trusted || scope.atTask === true) return []
  if ((locks.record?.length ?? 0) > 0) throw new HttpProblem(409, 'record_locked')
  return (locks.fields ?? [])
    .filter(key => changed.includes(key))
    .flatMap(key => {
      const field = form.fields.get(key)
      return field === undefined ? [] : [fieldProblem(field, 'field_locked')]
    })
}

async function withRows(
  scope: WriteScope,
  id: string,
  values: RecordValues,
  stored: RecordValues,
  changed: readonly string[],
  connection: Connection,
): Promise<RecordValues> {
  const subforms = scope.form.fieldList.filter(field => field.rows !== undefined && changed.includes(field.key))
  if (subforms.length === 0) return stored
  for (const field of subforms)
    await storeRows(
      scope.installation,
      field.rows!,
      id,
      (values[field.key] ?? []) as RecordValues[],
      connection,
      scope.records.platform.newId,
    )
  return (await readStored(scope.records.platform, scope.installation, scope.form, id, connection))?.values ?? stored
}

const isLink = (field: CompiledField | undefined): boolean => field?.target !== undefined || field?.rows !== undefined

/** Other records that depend on this one, then whoever listens. Answers the record as it stands when what followed led back to it. */
export async function follow(
  scope: WriteScope,
  event: Pick<RecordEvent, 'kind' | 'id' | 'before' | 'after' | 'changed' | 'move'>,
  connection: Connection,
): Promise<RecordValues> {
  const { installation, form, actor, directory, now, records } = scope
  tellViewers(scope, event, connection)
  const again = form.dependents.size > 0 && (await recomputeDependents(scope, event, connection))
  for (const listener of records.listeners)
    if (listener.listens(installation, form))
      await listener.onEvent(connection, { ...event, installation, form, actor, directory, now })
  const stored = again ? await readStored(records.platform, installation, form, event.id, connection) : undefined
  return stored?.values ?? event.after
}

const UNIQUE_VIOLATION = '23505'

/** Turns a broken unique index, or a second holder of what has one, into the problem of its fields. */
export async function unique<T>(scope: WriteScope, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const { code, constraint } = error as { code?: string; constraint?: string }
    if (code !== UNIQUE_VIOLATION && code !== EXCLUSION_VIOLATION) throw error
    const { installation, form } = scope
    const plan = indexPlan(installation.schema, installation.app, installation.storage).find(
      ({ name }) => name === constraint,
    )
    const per = form.fields.get(plan?.oneOwner?.per ?? '')
    if (per !== undefined) throw invalidValues([fieldProblem(per, 'one_owner')])
    const fields = (plan?.unique?.fields ?? []).flatMap(key => form.fields.get(key) ?? [])
    if (fields.length === 0) throw error
    const rule = form.unique.find(one => one.fields.join() === plan?.unique?.fields.join())
    throw invalidValues(
      fields.map(field =>
        rule?.message === undefined
          ? fieldProblem(field, 'not_unique')
          : { code: 'rule_violated', path: `/${field.key}`, params: { message: rule.message } },
      ),
    )
  }
}
