import { type FieldNode, follows, graphOf } from '../../engine/definition/cascade.ts'
import { sql } from '../../engine/expression/index.ts'
import type { CompiledForm, RecordValues } from '../../engine/index.ts'
import { fieldProblem } from '../../engine/record/values.ts'
import type { Problem } from '../../schemas/problem.ts'
import type { Installation } from '../apps/installation.ts'
import type { Transaction } from '../database/statements.ts'
import { forbidden, HttpProblem, notFound } from '../http/problem.ts'
import { isId } from '../ids.ts'
import { columnOf } from '../storage/columns.ts'
import { type Actor, actorOf } from './actor.ts'
import { storedWrite } from './changes.ts'
import { visibleRecord } from './one.ts'
import { settleOwners } from './one-owner.ts'
import { type Records, type WriteScope, writeScope } from './records.ts'
import { type FormScope, siblingScope } from './scope.ts'
import { changeSet } from './set-change.ts'
import { updateRecord } from './store.ts'
import { type RecordLock, readStored, type StoredRecord } from './stored.ts'
import { changeRecord, createRecord, follow, needsTransaction, unique } from './write.ts'

/** A person's writes: rights first, then the same path as every write. */
export interface Saved {
  readonly record: Record<string, unknown>
  readonly version: number
  readonly warnings: readonly Problem[]
  /** a move that waits: the approval it started */
  readonly pending?: string
}

const toWrite = (records: Records, scope: FormScope, requestId: string, actor?: Actor): WriteScope =>
  writeScope(records, scope.installation, scope.form, scope.directory, actor ?? actorOf(scope.caller, requestId))

/** @throws HttpProblem 403 `field_forbidden` naming every field without write right (SR-05) */
function assertWritable(scope: FormScope, patch: RecordValues): void {
  const refused = Object.keys(patch).flatMap(key => {
    const field = scope.form.fields.get(key)
    return field === undefined || field.kind === 'stage' || scope.access.field(key) === 'write'
      ? []
      : [fieldProblem(field, 'field_forbidden')]
  })
  if (refused.length > 0) throw new HttpProblem(403, 'forbidden', {}, refused)
}

/** Relations a person sets must lead to records he may see: what he cannot read he cannot name. */
export async function assertVisibleTargets(
  scope: FormScope,
  patch: RecordValues,
  connection: Transaction,
): Promise<void> {
  if (scope.caller.admin) return
  const problems: Problem[] = []
  for (const field of scope.form.fieldList) {
    const target = scope.installation.app.forms.get(field.target ?? '')
    const value = patch[field.key]
    if (target === undefined || value === undefined || value === null || value === '') continue
    const ids = ([] as unknown[]).concat(value).filter(isId)
    const access = siblingScope(scope, target).access
    const rows = access.can('read') ? access.rows('read') : undefined
    if (rows === null || ids.length === 0) continue
    for (const id of ids) {
      const stored =
        rows === undefined
          ? undefined
          : await readStored(scope.platform, scope.installation, target, id, connection, { conditions: [rows] })
      if (stored === undefined || stored.deleted || stored.allowed[0] !== true)
        problems.push(fieldProblem(field, 'related_record_missing'))
    }
  }
  if (problems.length > 0) throw new HttpProblem(422, 'invalid_request', {}, problems)
}

/** Runs `work` on the pool when one statement is all there is, else in a transaction. */
async function inScope<T>(
  records: Records,
  single: boolean,
  work: (connection: Transaction) => Promise<T>,
): Promise<T> {
  return single ? work(records.platform.database.pool) : records.platform.transaction(work)
}

export async function saveNew(
  records: Records,
  scope: FormScope,
  patch: RecordValues,
  requestId: string,
  inside?: Transaction,
  held = false,
): Promise<Saved> {
  scope.access.assert('create')
  assertWritable(scope, patch)
  const write = toWrite(records, scope, requestId)
  const work = async (connection: Transaction): Promise<Saved> => {
    await assertVisibleTargets(scope, patch, connection)
    const { values, warnings } = await createRecord(write, patch, connection, { held })
    return { record: visibleRecord(scope, values), version: 1, warnings }
  }
  return inside === undefined ? inScope(records, !needsTransaction(write, patch), work) : work(inside)
}

const TRIES = 4

/** Changes one record. With a version a stale write is refused; without one it is applied to the newest. */
export async function saveChange(
  records: Records,
  scope: FormScope,
  id: string,
  patch: RecordValues,
  version: number | undefined,
  requestId: string,
  inside?: Transaction,
  held = false,
): Promise<Saved> {
  // An invisible form is not there, whatever the body says.
  if (!scope.access.can('read')) throw notFound()
  assertWritable(scope, patch)
  const write = toWrite(records, scope, requestId)
  const single = inside === undefined && !needsTransaction(write, patch)
  const work = async (connection: Transaction): Promise<Saved> => {
    await assertVisibleTargets(scope, patch, connection)
    for (let n = 1; ; n += 1) {
      const before = await openRecord(scope, id, 'update', connection, lockFor(scope.form, patch, single, held))
      assertVersion(scope, before, version)
      const written = await changeRecord(write, before, patch, connection)
      if (written !== undefined)
        return {
          record: visibleRecord(scope, written.values),
          version: Number(written.values.version),
          warnings: written.warnings,
        }
      if (n >= TRIES) throw new HttpProblem(409, 'database_conflict')
    }
  }
  return inside === undefined ? inScope(records, single, work) : work(inside)
}

/** In a transaction of several writes all of them are taken at its beginning. */
const lockFor = (form: CompiledForm, patch: RecordValues, single: boolean, held: boolean): RecordLock =>
  single ? false : held ? 'held' : { changed: mayChange(form, patch), values: [patch] }

/** Fields that a patch may change besides those that follow them: what it names, and what rules clear. */
const mayChange = (form: CompiledForm, patch: RecordValues): string[] => {
  const cleared = form.fieldList.filter(
    ({ definition }) => (definition as { whenHidden?: string } | undefined)?.whenHidden !== undefined,
  )
  return [...Object.keys(patch), ...cleared.map(({ key }) => key), 'version', 'updated_at', 'updated_by']
}

/** The before-image of a write the caller may make. @throws HttpProblem 404 when invisible, 403 when only readable */
export async function openRecord(
  scope: FormScope,
  id: string,
  action: 'update' | 'delete' | 'move',
  connection: Transaction,
  lock: RecordLock,
): Promise<StoredRecord> {
  if (!isId(id) || !scope.access.can('read')) throw notFound()
  // What happened is nobody's to change, and its rows cannot be locked.
  if (scope.form.key.startsWith('$')) scope.access.assert(action)
  const conditions = [scope.access.rows('read'), scope.access.can(action) ? scope.access.rows(action) : null]
  const stored = await readStored(scope.platform, scope.installation, scope.form, id, connection, { lock, conditions })
  if (stored === undefined || stored.deleted || stored.allowed[0] !== true) throw notFound()
  if (!scope.access.can(action) || stored.allowed[1] !== true) throw forbidden()
  return stored
}

export function assertVersion(scope: FormScope, before: StoredRecord, version: number | undefined): void {
  if (version === undefined || version === before.values.version) return
  const by = scope.directory.people.get(String(before.values.updated_by))?.name ?? ''
  throw new HttpProblem(409, 'version_conflict', { by }, [], { current: visibleRecord(scope, before.values) })
}

/** Moves a record to the recycle bin; records that refer to it restrict, are cleared, or go with it, as their relation says. */
export async function deleteRecord(
  records: Records,
  scope: FormScope,
  id: string,
  version: number | undefined,
  requestId: string,
  inside?: Transaction,
  held = false,
): Promise<void> {
  scope.access.assert('delete')
  const work = async (connection: Transaction): Promise<void> => {
    const before = await openRecord(scope, id, 'delete', connection, held ? 'held' : true)
    assertVersion(scope, before, version)
    if ((before.locks?.record?.length ?? 0) > 0) throw new HttpProblem(409, 'record_locked')
    await removeStored(toWrite(records, scope, requestId), before, connection)
  }
  await (inside === undefined ? records.platform.transaction(work) : work(inside))
}

/** Puts a record into the recycle bin, with what goes with it. @throws HttpProblem 409 `record_in_use` */
export async function removeStored(
  write: WriteScope,
  before: StoredRecord,
  connection: Transaction,
  depth = 0,
): Promise<void> {
  if (depth > 10) throw new HttpProblem(409, 'record_in_use', { form: write.form.name, count: 1 })
  for (const { form, field, onDelete } of referrers(write.installation, write.form))
    await releaseReferrers({ ...write, form }, field, onDelete, before.values.id, connection, depth)
  const after = await setDeleted(write, before, true, connection)
  if (after !== undefined)
    await follow(
      write,
      { kind: 'deleted', id: before.values.id, before: before.values, after, changed: [] },
      connection,
    )
}

const setDeleted = (
  write: WriteScope,
  before: StoredRecord,
  deleted: boolean,
  connection: Transaction,
): Promise<RecordValues | undefined> =>
  updateRecord(
    write.records.platform,
    storedWrite(write, before.values.id, {}, []),
    {
      set: {},
      errors: before.values._errors,
      kind: deleted ? 'delete' : 'restore',
      before: before.values,
      deleted,
    },
    connection,
  )

function referrers(installation: Installation, target: CompiledForm) {
  return [...installation.app.forms.values()].flatMap(form =>
    form.parent !== undefined
      ? []
      : form.fieldList.flatMap(field =>
          field.definition?.type === 'relation' && field.target === target.key
            ? [{ form, field: field.key, onDelete: field.definition.onDelete ?? 'restrict' }]
            : [],
        ),
  )
}

async function releaseReferrers(
  write: WriteScope,
  field: string,
  onDelete: 'restrict' | 'clear' | 'cascade',
  id: string,
  connection: Transaction,
  depth: number,
): Promise<void> {
  const table = write.installation.tables.get(write.form.key)
  const column = table === undefined ? undefined : columnOf(table, field)
  if (table === undefined || column === undefined) return
  const many = write.form.fields.get(field)?.list === true
  const { rows } = await connection.query<{ id: string }>(
    `select id from ${table.name} where ${many ? `$1 = any(${column})` : `${column} = $1`} and deleted_at is null order by id limit 10001`,
    [id],
  )
  if (rows.length === 0) return
  if (onDelete === 'restrict' || rows.length > 10_000)
    throw new HttpProblem(409, 'record_in_use', { count: rows.length, form: write.form.name })
  for (const row of rows) {
    const stored = await readStored(write.records.platform, write.installation, write.form, row.id, connection, {
      lock: true,
    })
    if (stored === undefined) continue
    if (onDelete === 'cascade') await removeStored(write, stored, connection, depth + 1)
    else
      await changeRecord(
        { ...write, trusted: true },
        stored,
        { [field]: many ? (stored.values[field] as string[]).filter(other => other !== id) : null },
        connection,
      )
  }
}

/** What follows inputs in records of a form, its rows included. */
const ownNodes = ({ installation, form }: WriteScope): FieldNode[] =>
  [...graphOf(installation.app).nodes.values()].filter(({ root, field }) => root === form.key && follows(field))

/** Brings a record back from the recycle bin. */
export async function restoreRecord(records: Records, scope: FormScope, id: string, requestId: string): Promise<Saved> {
  scope.access.assert('delete')
  return records.platform.transaction(async connection => {
    const stored = isId(id)
      ? await readStored(scope.platform, scope.installation, scope.form, id, connection, {
          lock: true,
          conditions: [scope.access.rows('delete')],
        })
      : undefined
    if (stored === undefined || !stored.deleted || stored.allowed[0] !== true) throw notFound()
    const write = toWrite(records, scope, requestId)
    const back = await unique(write, () => setDeleted(write, stored, false, connection))
    if (back === undefined) throw new HttpProblem(409, 'database_conflict')
    // Nothing was worked out for it while it lay in the bin.
    const changes = await changeSet(write, ownNodes(write), sql`${[id]}::uuid[]`, connection)
    const now = await readStored(records.platform, write.installation, write.form, id, connection)
    const after = now?.values ?? back
    const left = await follow(
      write,
      { kind: 'restored', id, before: stored.values, after, changed: Object.keys(changes[0]?.changes ?? {}) },
      connection,
    )
    await unique(write, () => settleOwners(write, undefined, connection))
    return { record: visibleRecord(scope, left), version: Number(left.version), warnings: [] }
  })
}
