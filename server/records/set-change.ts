import type { FieldNode } from '../../engine/definition/cascade.ts'
import { rawSql, type SqlFragment, sql, sqlText } from '../../engine/expression/index.ts'
import type { CompiledForm, RecordValues } from '../../engine/index.ts'
import { computeFields } from '../../engine/record/compute.ts'
import { same } from '../../engine/record/validate.ts'
import type { Installation } from '../apps/installation.ts'
import { columnOf, tableOfForm, typeOf, wireValue } from '../storage/columns.ts'
import { computeSql } from './compute-sql.ts'
import { heldRecords, holdStrangers } from './held.ts'
import type { WriteScope } from './records.ts'
import { loadRelatedOf } from './related.ts'
import { type Connection, recordContext } from './scope.ts'
import { filled, slot, slotted, slotValues, type WrittenStatement, written } from './slots.ts'
import { named } from './statement.ts'
import { storeRows } from './store.ts'
import { storedColumns } from './stored.ts'

/** A record whose computed values changed: what each was and is, as history keeps it. */
export interface ChangedRecord {
  readonly id: string
  readonly version: number
  readonly changes: Readonly<Record<string, readonly [unknown, unknown]>>
  /** values in its rows changed too, or which of its values fail */
  readonly rows: boolean
}

/** A field on its way into the table: its column, and where the new value stands in the source `n`. */
interface Column {
  readonly key: string
  readonly column: string
  readonly type: string
}

/** What stands after FROM, under `x`: `id`, `e1` (`_errors`), `<column>_n` for each, `r` (rows changed). */
interface NewValues {
  readonly source: SqlFragment
  readonly columns: readonly Column[]
}

const BATCH = 500

interface ChangeOptions {
  /** false: no version and no entry, as a recalculation does */
  readonly history?: boolean
  /** the write that is followed holds its records (`lockForWrite`): those that others led it to while it waited for its locks are taken before they are worked out */
  readonly holding?: boolean
}

/**
 * Works out computed fields of the records `targets` (an array of ids in SQL; the caller holds them) and stores what differs with its history: in one
 * statement where SQL expresses the fields, else in batches with the browser's own code.
 */
export async function changeSet(
  scope: WriteScope,
  nodes: readonly FieldNode[],
  targets: SqlFragment,
  connection: Connection,
  options: ChangeOptions = {},
): Promise<readonly ChangedRecord[]> {
  const { history = true, holding = false } = options
  const news = setStatement(scope, nodes, targets, history)
  if (news === undefined) return changeInBatches(scope, nodes, targets, connection, options)
  const given = { ...slotValues(targets, 't'), today: scope.today }
  const held = holding ? heldRecords(connection, scope.form.key) : null
  const { changed, strangers } = await runChanges(scope, news, { ...given, held }, connection)
  if (strangers === null) return changed
  await holdStrangers(scope.records.platform, scope.installation, scope.form, strangers, connection)
  return [...changed, ...(await changeSet(scope, nodes, sql`${strangers}::uuid[]`, connection, { history }))]
}

async function changeInBatches(
  scope: WriteScope,
  nodes: readonly FieldNode[],
  targets: SqlFragment,
  connection: Connection,
  { history = true, holding = false }: ChangeOptions,
): Promise<readonly ChangedRecord[]> {
  const all: ChangedRecord[] = []
  for (let after = FIRST; ; ) {
    let found = await readBatch(scope, targets, after, connection)
    const held = holding ? new Set(heldRecords(connection, scope.form.key)) : undefined
    const strangers = found.flatMap(({ id }) => (held?.has(id) === false ? [id] : []))
    if (strangers.length > 0) {
      await holdStrangers(scope.records.platform, scope.installation, scope.form, strangers, connection)
      found = await readBatch(scope, targets, after, connection)
    }
    if (found.length > 0) {
      const news = JSON.stringify(await computeBatch(scope, nodes, found, connection))
      const { changed } = await runChanges(scope, recordsetStatement(scope, nodes, history), { news }, connection)
      all.push(...changed)
    }
    if (found.length < BATCH) return all
    after = found.at(-1)!.id
  }
}

/** Makes something once per version of an app. */
function once<T>({ plans }: Installation, key: string, make: () => T): T {
  const known = plans.get(key) as { made: T } | undefined
  if (known !== undefined) return known.made
  const made = make()
  plans.set(key, { made })
  return made
}

const nameOf = (nodes: readonly FieldNode[], history: boolean): string =>
  `change ${history} ${nodes.map(({ name }) => name).join()}`

/** PostgreSQL works the values out itself; undefined when it cannot. */
function setStatement(
  { installation, form }: WriteScope,
  nodes: readonly FieldNode[],
  targets: SqlFragment,
  history: boolean,
): WrittenStatement | undefined {
  return once(installation, `${nameOf(nodes, history)} ${targets.text.join('?')}`, () => {
    const compute = computeSql(installation, form, nodes, { now: slot('now'), today: slot('today') })
    if (compute === undefined) return undefined
    const news = compute.columns.map(({ value, column }) => `${value} as ${column}_n`)
    const table = rawSql(tableOfForm(installation, form).name)
    const source = sql`(select t.id, ${rawSql(`${compute.errors} as e1, ${news.join(', ')}, false as r`)} from ${table} t ${compute.layers} where t.id = any(${slotted(targets, 't')}) and t.deleted_at is null) x`
    return changeStatement(installation, form, { source, columns: compute.columns }, history)
  })
}

/** The values come with the statement. */
const recordsetStatement = (
  { installation, form }: WriteScope,
  nodes: readonly FieldNode[],
  history: boolean,
): WrittenStatement =>
  once(installation, `${nameOf(nodes, history)} given`, () =>
    changeStatement(installation, form, recordset(installation, form, nodes), history),
  )

const FIRST = '00000000-0000-0000-0000-000000000000'

type Found = RecordValues & { readonly id: string }

/** The next records by id. */
async function readBatch(
  { installation, form }: WriteScope,
  targets: SqlFragment,
  after: string,
  connection: Connection,
): Promise<readonly Found[]> {
  const table = installation.tables.get(form.key)!
  const read = sql`select row_to_json(x) as record from (select ${rawSql(storedColumns(installation, form))} from ${rawSql(table.name)} t where t.id = any(${targets}) and t.id > ${after}::uuid and t.deleted_at is null order by t.id limit ${BATCH}) x`
  const { text, values } = sqlText(read)
  const { rows } = await connection.query<{ record: Found }>(text, [...values])
  return rows.map(({ record }) => record)
}

/** Their values, worked out in JavaScript; rows of sub-forms that change are stored at once. */
async function computeBatch(
  scope: WriteScope,
  nodes: readonly FieldNode[],
  found: readonly Found[],
  connection: Connection,
): Promise<readonly Record<string, unknown>[]> {
  const { installation, form, records } = scope
  const context = recordContext({ ...scope, caller: null }, await loadRelatedOf(scope, form, found, connection))
  const only = new Set(nodes.map(({ name }) => name))
  const subforms = form.fieldList.filter(field => nodes.some(node => node.form === field.rows))
  const news: Record<string, unknown>[] = []
  for (const record of found) {
    const values: Record<string, unknown> = structuredClone(record)
    computeFields(form, values, record, context, only)
    const moved = subforms.filter(({ key }) => !same(values[key], record[key]))
    for (const { key, rows: rowForm } of moved)
      await storeRows(
        installation,
        rowForm!,
        record.id,
        values[key] as RecordValues[],
        connection,
        records.platform.newId,
      )
    news.push(newRow(form, installation, nodes, record.id, values, moved.length > 0))
  }
  return news
}

function newRow(
  form: CompiledForm,
  installation: Installation,
  nodes: readonly FieldNode[],
  id: string,
  values: RecordValues,
  rows: boolean,
): Record<string, unknown> {
  const table = installation.tables.get(form.key)!
  const own = nodes.filter(node => node.form === form)
  const fields = own.map(({ field }) => [`${columnOf(table, field.key)}_n`, values[field.key] ?? null])
  return { id, e1: values._errors ?? null, r: rows, ...Object.fromEntries(fields) }
}

function recordset(installation: Installation, form: CompiledForm, nodes: readonly FieldNode[]): NewValues {
  const table = installation.tables.get(form.key)!
  const columns = nodes.flatMap(({ form: owner, field }) =>
    owner === form ? [{ key: field.key, column: columnOf(table, field.key)!, type: typeOf(table, field) }] : [],
  )
  const shape = ['id uuid', 'e1 jsonb', 'r boolean', ...columns.map(({ column, type }) => `${column}_n ${type}`)]
  return { source: sql`jsonb_to_recordset(${slot('news')}::jsonb) as x(${rawSql(shape.join(', '))})`, columns }
}

/** Ids of the records that may be changed; null = all. */
const HELD = sql`${slot('held')}::uuid[]`

/** Stores new values where they differ, in one statement: with version and history, or as if the values had always been so. */
function changeStatement(
  installation: Installation,
  form: CompiledForm,
  { source, columns }: NewValues,
  history: boolean,
): WrittenStatement {
  const stored = rawSql(tableOfForm(installation, form).name)
  const olds = columns.map(({ column }) => `t.${column} as ${column}_o, x.${column}_n`)
  const differ = columns.map(({ column }) => `n.${column}_o is distinct from n.${column}_n`)
  const sets = columns.map(({ column }) => `${column} = n.${column}_n`)
  const stamp = sql`, version = t.version + 1, updated_at = ${slot('now')}::timestamptz, updated_by = ${slot('user')}::uuid`
  return written(sql`with n as (select x.id, x.e1, x.r, ${rawSql(['t._errors as e0', ...olds].join(', '))} from ${source} join ${stored} t on t.id = x.id),
    u as (update ${stored} t set ${rawSql(['_errors = n.e1', ...sets].join(', '))}, rules_version = ${installation.version}::integer${history ? stamp : rawSql('')}
      from n where t.id = n.id and (n.id = any(${HELD})) is not false and (${rawSql(['n.r', 'n.e0 is distinct from n.e1', ...differ].join(' or '))})
      returning t.id, t.version, (n.r or n.e0 is distinct from n.e1) as marked, ${rawSql(changesSql(columns))} as changes)
    ${history ? historySql(installation, form) : rawSql('')} select (select coalesce(json_agg(row_to_json(c)), '[]') from (select id, version, marked as rows, changes from u) c) as changed,
      (select array_agg(id)::text[] from n where not id = any(${HELD})) as strangers`)
}

const historySql = ({ schema }: Installation, { key }: CompiledForm): SqlFragment =>
  sql`, h as (insert into ${rawSql(`"${schema}".history`)} (id, form, record_id, version, at, by, actor, on_behalf_of, request_id, cause, kind, changes)
      select overlay(gen_random_uuid()::text placing ${slot('entry')}::text from 1)::uuid, ${key}::text, u.id, u.version, ${slot('now')}::timestamptz,
        ${slot('user')}::uuid, ${slot('actor')}::text, ${slot('onBehalfOf')}::uuid, ${slot('request')}::text, ${slot('cause')}::jsonb, 'compute', u.changes
      from u where u.changes <> '{}'::jsonb)`

interface Outcome {
  readonly changed: readonly ChangedRecord[]
  /** targets beyond `held`, left as they are; null when there are none */
  readonly strangers: readonly string[] | null
}

async function runChanges(
  { records, actor, now }: WriteScope,
  statement: WrittenStatement,
  given: Readonly<Record<string, unknown>>,
  connection: Connection,
): Promise<Outcome> {
  const who = { user: actor.userId, actor: actor.kind, onBehalfOf: actor.onBehalfOf, request: actor.requestId }
  const cause = JSON.stringify({ ...actor.cause, recomputed: true })
  const entry = records.platform.newId().slice(0, 15)
  const { rows } = await connection.query<Outcome>(
    named(records.platform, filled(statement, { held: null, ...given, ...who, now, cause, entry })),
  )
  return rows[0]!
}

/** `{ field: [before, after] }` of what differs. */
function changesSql(columns: readonly Column[]): string {
  const parts = columns.map(({ key, column, type }) => {
    const wire = (name: string): string => wireValue(name, type as 'text')
    const pair = `jsonb_build_object('${key}', jsonb_build_array(${wire(`n.${column}_o`)}, ${wire(`n.${column}_n`)}))`
    return `case when n.${column}_o is distinct from n.${column}_n then ${pair} else '{}'::jsonb end`
  })
  return parts.length === 0 ? `'{}'::jsonb` : `(${parts.join(' || ')})`
}
