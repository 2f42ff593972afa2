import type { CompiledForm, RecordValues } from '../../engine/index.ts'
import type { ColumnType } from '../../engine/storage/column-type.ts'
import type { Installation } from '../apps/installation.ts'
import type { Platform } from '../http/platform.ts'
import { columnOf, recordFields, typeOf } from '../storage/columns.ts'
import type { Actor } from './actor.ts'
import type { Connection } from './scope.ts'
import { named } from './statement.ts'
import type { StoredRecord } from './stored.ts'

/** Changes of one write: field -> [before, after], as history keeps them. */
export type Changes = Readonly<Record<string, readonly [unknown, unknown]>>

/** Relation targets a write names; the statement refuses to store unless all of them are live. */
export interface TargetCheck {
  readonly table: string
  readonly ids: readonly string[]
}

export interface StoredWrite {
  readonly installation: Installation
  readonly form: CompiledForm
  readonly id: string
  readonly actor: Actor
  readonly now: string
  readonly changes: Changes
  readonly historyId: string
  readonly targets: readonly TargetCheck[]
}

/** A value as a parameter of its column: objects of jsonb columns as JSON text, the rest as it travels. */
const parameter = (value: unknown, type: string): unknown =>
  value === null || value === undefined ? null : type === 'jsonb' ? JSON.stringify(value) : value

/** A value as a read of its column gives it. */
function readBack(value: unknown, type: ColumnType): unknown {
  if (value === undefined || value === null) return null
  if (type === 'timestamptz') {
    const text = String(value)
    return text.length === 24 && text.endsWith('Z') ? text : new Date(text).toISOString()
  }
  return type === 'bigint' ? Number(value) : value
}

interface ReadBack {
  readonly key: string
  /** of its column; undefined for sub-forms */
  readonly type: ColumnType | undefined
}

/** What a read of a whole record answers, in its order; the same for every record of a version. */
function readsBack(installation: Installation, form: CompiledForm): readonly ReadBack[] {
  const name = `reads back ${form.key}`
  const known = installation.plans.get(name) as readonly ReadBack[] | undefined
  if (known !== undefined) return known
  const table = installation.tables.get(form.key)!
  const made = recordFields(form)
    .filter(field => field.rows !== undefined || columnOf(table, field.key) !== undefined)
    .map(field => ({ key: field.key, type: field.rows === undefined ? typeOf(table, field) : undefined }))
  installation.plans.set(name, made)
  return made
}

/** The record a write leaves, from the values in hand: what a read of it would answer, in the same order, without asking. */
function storedRecord(installation: Installation, form: CompiledForm, values: RecordValues): RecordValues {
  const record: Record<string, unknown> = {}
  for (const { key, type } of readsBack(installation, form)) {
    if (type === undefined) record[key] = values[key] ?? []
    else record[key] = key === 'version' ? values[key] : readBack(values[key], type)
  }
  record._errors = values._errors ?? null
  return record
}

class Parameters {
  readonly values: unknown[] = []
  add(value: unknown, type: string): string {
    this.values.push(value)
    return `$${this.values.length}::${type}`
  }
}

const HISTORY = '(id, form, record_id, version, at, by, actor, on_behalf_of, request_id, cause, kind, changes)'

function historyValues(parameters: Parameters, write: StoredWrite, kind: string, version: string): string {
  const { actor } = write
  const p = (value: unknown, type: string): string => parameters.add(value ?? null, type)
  return [
    p(write.historyId, 'uuid'),
    p(write.form.key, 'text'),
    p(write.id, 'uuid'),
    version,
    p(write.now, 'timestamptz'),
    p(actor.userId, 'uuid'),
    p(actor.kind, 'text'),
    p(actor.onBehalfOf, 'uuid'),
    p(actor.requestId, 'text'),
    p(actor.cause === undefined ? null : JSON.stringify(actor.cause), 'jsonb'),
    p(kind, 'text'),
    p(JSON.stringify(write.changes), 'jsonb'),
  ].join(', ')
}

function targetGuard(parameters: Parameters, targets: readonly TargetCheck[]): string[] {
  return targets.map(({ table, ids }) =>
    ids.length === 1
      ? `exists (select 1 from ${table} g where g.id = ${parameters.add(ids[0], 'uuid')} and g.deleted_at is null)`
      : `(select count(*) from ${table} g where g.id = any(${parameters.add(ids, 'uuid[]')}) and g.deleted_at is null) = ${ids.length}`,
  )
}

interface SystemValues {
  readonly owner: string | null
  readonly department: string | null
  readonly sample: boolean
}

/** Row and history in ONE statement. Answers the record as a read gives it, or undefined when a relation's target is not there. */
export async function insertRecord(
  platform: Pick<Platform, 'database'>,
  write: StoredWrite,
  values: RecordValues,
  system: SystemValues,
  connection: Connection,
): Promise<RecordValues | undefined> {
  const { installation, form } = write
  const table = installation.tables.get(form.key)!
  const p = new Parameters()
  const columns: [string, string][] = [
    ['id', p.add(write.id, 'uuid')],
    ['version', '1'],
    ['owner', p.add(system.owner, 'uuid')],
    ['department', p.add(system.department, 'uuid')],
    ['created_at', p.add(write.now, 'timestamptz')],
    ['updated_at', p.add(write.now, 'timestamptz')],
    ['created_by', p.add(write.actor.userId, 'uuid')],
    ['updated_by', p.add(write.actor.userId, 'uuid')],
    ['rules_version', p.add(installation.version, 'integer')],
    ['is_sample', String(system.sample)],
    ['_errors', p.add(values._errors === undefined ? null : JSON.stringify(values._errors), 'jsonb')],
  ]
  for (const [key, stored] of Object.entries(table.stored.columns)) {
    if (stored.removed !== true) columns.push([stored.column, p.add(parameter(values[key], stored.type), stored.type)])
  }
  if (form.stageField !== undefined)
    columns.push(['stage_entered_at', p.add(values.stage_entered_at ?? write.now, 'timestamptz')])
  const guards = targetGuard(p, write.targets)
  const where = guards.length === 0 ? '' : ` where ${guards.join(' and ')}`
  const text = `with t as (insert into ${table.name} (${columns.map(([name]) => name).join(', ')}) select ${columns.map(([, value]) => value).join(', ')}${where} returning 1)
    insert into "${installation.schema}".history ${HISTORY} select ${historyValues(p, write, 'create', '1')} from t`
  const { rowCount } = await connection.query(named(platform, { text, values: p.values }))
  if (rowCount === 0) return undefined
  const { actor, now } = write
  return storedRecord(installation, form, {
    ...values,
    id: write.id,
    version: 1,
    ...(form.stageField === undefined ? {} : { stage_entered_at: values.stage_entered_at ?? now }),
    owner: system.owner,
    department: system.department,
    created_at: now,
    created_by: actor.userId,
    updated_at: now,
    updated_by: actor.userId,
  })
}

/** What an update stores beside the changed fields. */
export interface UpdateValues {
  /** field key -> value; `owner` and `department` too */
  readonly set: RecordValues
  readonly errors: unknown
  readonly kind: 'update' | 'move' | 'delete' | 'restore' | 'compute'
  /** the record as it was read; it must still have this version */
  readonly before: StoredRecord['values']
  readonly deleted?: boolean
}

/** Changes a row and writes history in ONE statement. Undefined when the version moved on or a relation's target is not there. */
export async function updateRecord(
  platform: Pick<Platform, 'database'>,
  write: StoredWrite,
  update: UpdateValues,
  connection: Connection,
): Promise<RecordValues | undefined> {
  const { installation, form } = write
  const table = installation.tables.get(form.key)!
  const p = new Parameters()
  const version = p.add(update.before.version, 'integer')
  const id = p.add(write.id, 'uuid')
  const sets = [
    'version = t.version + 1',
    `updated_at = ${p.add(write.now, 'timestamptz')}`,
    `updated_by = ${p.add(write.actor.userId, 'uuid')}`,
    `rules_version = ${p.add(installation.version, 'integer')}`,
  ]
  sets.push(
    `_errors = ${p.add(update.errors === undefined || update.errors === null ? null : JSON.stringify(update.errors), 'jsonb')}`,
  )
  for (const [key, value] of Object.entries(update.set)) {
    const field = form.fields.get(key)
    const column = columnOf(table, key)
    if (field === undefined || column === undefined) continue
    const type = typeOf(table, field)
    sets.push(`${column} = ${p.add(parameter(value, type), type)}`)
  }
  const moved = form.stageField !== undefined && Object.hasOwn(update.set, form.stageField)
  if (moved) sets.push(`stage_entered_at = ${p.add(write.now, 'timestamptz')}`)
  if (update.deleted !== undefined) sets.push(...deletion(p, write, update.deleted))
  const guards = [`t.id = ${id}`, `t.version = ${version}`, ...targetGuard(p, write.targets)]
  const text = `with t as (update ${table.name} t set ${sets.join(', ')} where ${guards.join(' and ')} returning t.version)
    insert into "${installation.schema}".history ${HISTORY} select ${historyValues(p, write, update.kind, 't.version')} from t`
  const { rowCount } = await connection.query(named(platform, { text, values: p.values }))
  if (rowCount === 0) return undefined
  return storedRecord(installation, form, {
    ...update.before,
    ...update.set,
    version: update.before.version + 1,
    updated_at: write.now,
    updated_by: write.actor.userId,
    ...(moved ? { stage_entered_at: write.now } : {}),
    _errors: update.errors,
  })
}

const deletion = (p: Parameters, write: StoredWrite, deleted: boolean): string[] =>
  deleted
    ? [`deleted_at = ${p.add(write.now, 'timestamptz')}`, `deleted_by = ${p.add(write.actor.userId, 'uuid')}`]
    : ['deleted_at = null', 'deleted_by = null']

/** Replaces the rows of a sub-form; rows keep their ids, new ones get one from `newId`. */
export async function storeRows(
  installation: Installation,
  rowForm: CompiledForm,
  recordId: string,
  rows: readonly RecordValues[],
  connection: Connection,
  newId: () => string,
): Promise<void> {
  const table = installation.tables.get(rowForm.key)!
  await connection.query(`delete from ${table.name} where record_id = $1`, [recordId])
  if (rows.length === 0) return
  const live = Object.entries(table.stored.columns).filter(([, stored]) => stored.removed !== true)
  const data = rows.map((row, position) => ({
    id: row.id ?? newId(),
    position,
    ...Object.fromEntries(live.map(([key, stored]) => [stored.column, row[key] ?? null])),
  }))
  const columns = live.map(([, stored]) => stored.column)
  const shape = ['id uuid', 'position integer', ...live.map(([, stored]) => `${stored.column} ${stored.type}`)].join(
    ', ',
  )
  await connection.query(
    `insert into ${table.name} (record_id, ${['id', 'position', ...columns].join(', ')}) select $1, ${['x.id', 'x.position', ...columns.map(column => `x.${column}`)].join(', ')} from jsonb_to_recordset($2::jsonb) as x(${shape})`,
    [recordId, JSON.stringify(data)],
  )
}
