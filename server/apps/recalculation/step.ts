import type { CascadeStep, FieldNode } from '../../../engine/definition/cascade.ts'
import { joinSql } from '../../../engine/expression/fragment.ts'
import { rawSql, type SqlFragment, sql, sqlText } from '../../../engine/expression/index.ts'
import type { CompiledForm } from '../../../engine/index.ts'
import { computeSql } from '../../records/compute-sql.ts'
import type { WriteScope } from '../../records/records.ts'
import type { Connection } from '../../records/scope.ts'
import { type ChangedRecord, changeSet } from '../../records/set-change.ts'
import { named } from '../../records/statement.ts'
import { readStored } from '../../records/stored.ts'
import { nextBlocks } from '../../storage/blocks.ts'
import { tableOfForm } from '../../storage/columns.ts'

/** What one transaction takes: blocks of the table (8 kB) when PostgreSQL works the values out, else records that pass through JavaScript or events. */
const BLOCKS = 1_500
const BATCH = 2_000

/** Before every record. */
export const FIRST = '00000000-0000-0000-0000-000000000000'

export interface BatchOptions {
  /** only records still marked with an earlier version: those a writer stored by the old rules meanwhile */
  readonly stragglers?: boolean
  /** one entry of history for each record that changes, as after any write; else none: the recalculation itself is the entry (M3) */
  readonly history?: boolean
}

/**
 * Works out fields of the next records of a form. Set-based in one statement where SQL expresses them and nobody listens to their change, else by id.
 * `after` says where to go on, undefined when there are no more.
 */
export async function recalculateBatch(
  scope: WriteScope,
  step: CascadeStep,
  after: string,
  connection: Connection,
  options: BatchOptions = {},
): Promise<{ after: string | undefined; done: number; changed: number }> {
  const listened = isListenedTo(scope, step.nodes)
  const rules = { now: scope.now, today: scope.today }
  const silent = !listened && options.history !== true && options.stragglers !== true
  const compute = silent ? computeSql(scope.installation, scope.form, step.nodes, rules) : undefined
  if (compute === undefined) return recalculateOneByOne(scope, step, after, connection, options, listened)
  const table = tableOfForm(scope.installation, scope.form)
  const range = await nextBlocks(table.name, after === FIRST ? undefined : after, BLOCKS, connection)
  const within = sql`t.ctid >= ${`(${range.from},0)`}::tid and t.ctid < ${`(${range.to},0)`}::tid and t.deleted_at is null`
  // Values that read others are worked out from what is committed once the records are held.
  if (readsOthers(step.nodes))
    await run(
      sql`select count(*) from (select 1 from ${rawSql(table.name)} t where ${within} for no key update) x`,
      scope,
      connection,
    )
  const targets = [...compute.columns.map(({ column }) => column), '_errors'].join(', ')
  const values = [...compute.columns.map(({ value }) => value), compute.errors].join(', ')
  const done = await run(
    sql`update ${rawSql(table.name)} t set (${rawSql(targets)}) = (select ${rawSql(values)} from ${compute.source}), rules_version = ${scope.installation.version}::integer
    where ${within}`,
    scope,
    connection,
  )
  return { after: range.next, done, changed: done }
}

async function run(statement: SqlFragment, { records }: WriteScope, connection: Connection): Promise<number> {
  const { rowCount } = await connection.query(named(records.platform, sqlText(statement)))
  return rowCount ?? 0
}

/** Where listeners, history or JavaScript need each record: by their ids, and only what differs is stored. */
async function recalculateOneByOne(
  scope: WriteScope,
  step: CascadeStep,
  after: string,
  connection: Connection,
  options: BatchOptions,
  listened: boolean,
): Promise<{ after: string | undefined; done: number; changed: number }> {
  const ids = await nextIds(scope, after, step.nodes, options, connection)
  const last = ids.at(-1)
  if (last === undefined) return { after: undefined, done: 0, changed: 0 }
  const changes = await changeSet(scope, step.nodes, sql`${ids}::uuid[]`, connection, {
    history: options.history === true,
  })
  if (options.stragglers === true) await markVersion(scope, ids, connection)
  if (listened) for (const change of changes) await tellListeners(scope, change, connection)
  return { after: ids.length < BATCH ? undefined : last, done: ids.length, changed: changes.length }
}

/** Whether values read other records: those are then held, so that nothing read is older than what is stored. */
const readsOthers = (nodes: readonly FieldNode[]): boolean =>
  nodes.some(({ reads }) => reads.some(({ hops }) => hops.length > 0))

/** The next records. */
async function nextIds(
  { installation, form }: WriteScope,
  after: string,
  nodes: readonly FieldNode[],
  { stragglers }: BatchOptions,
  connection: Connection,
): Promise<string[]> {
  const table = tableOfForm(installation, form)
  const conditions = [
    sql`t.id > ${after}::uuid and t.deleted_at is null`,
    ...(stragglers === true ? [sql`t.rules_version < ${installation.version}::integer`] : []),
  ]
  const lock = rawSql(readsOthers(nodes) ? ' for no key update' : '')
  const { text, values } = sqlText(
    sql`select t.id from ${rawSql(table.name)} t where ${joinSql(conditions, ' and ')} order by t.id limit ${BATCH}${lock}`,
  )
  const { rows } = await connection.query<[string]>({ text, values: [...values], rowMode: 'array' })
  return rows.map(([id]) => id)
}

async function markVersion(
  { installation, form }: WriteScope,
  ids: readonly string[],
  connection: Connection,
): Promise<void> {
  const table = tableOfForm(installation, form)
  await connection.query(`update ${table.name} set rules_version = $2 where id = any($1) and rules_version < $2`, [
    ids,
    installation.version,
  ])
}

/** Whether an automation or workflow listens to one of the fields: only then a recalculation makes events (M3). */
function isListenedTo({ records, installation, form }: WriteScope, nodes: readonly FieldNode[]): boolean {
  if (!records.listeners.some(listener => listener.listens(installation, form))) return false
  const keys = new Set(nodes.map(({ field }) => field.key))
  const triggers = installation.app.automations.flatMap(({ on }) => on)
  const starts = [...installation.app.workflows.values()].filter(workflow => workflow.definition.form === form.key)
  return (
    starts.length > 0 ||
    triggers.some(
      ({ event, form: of, fields }) =>
        event === 'updated' && of === form.key && (fields === undefined || fields.some(field => keys.has(field))),
    )
  )
}

async function tellListeners(scope: WriteScope, { id, changes }: ChangedRecord, connection: Connection): Promise<void> {
  const { installation, form, records, actor, directory, now } = scope
  const stored = await readStored(records.platform, installation, form, id, connection)
  const changed = Object.keys(changes)
  if (stored === undefined || changed.length === 0) return
  const before = { ...stored.values, ...Object.fromEntries(changed.map(key => [key, changes[key]![0]])) }
  const event = {
    kind: 'updated',
    installation,
    form,
    id,
    before,
    after: stored.values,
    changed,
    actor,
    directory,
    now,
  } as const
  for (const listener of records.listeners)
    if (listener.listens(installation, form)) await listener.onEvent(connection, event)
}

/** How many live records a step has to pass. */
export async function countRecords(
  { installation }: Pick<WriteScope, 'installation'>,
  form: CompiledForm,
  connection: Connection,
  limit?: number,
): Promise<number> {
  const table = tableOfForm(installation, form)
  const bounded = limit === undefined ? '' : ` limit ${limit}`
  const { rows } = await connection.query<{ n: number }>(
    `select count(*)::int as n from (select 1 from ${table.name} where deleted_at is null${bounded}) x`,
  )
  return rows[0]?.n ?? 0
}
