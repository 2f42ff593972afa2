import { joinSql } from '../../engine/expression/fragment.ts'
import { rawSql, type SqlFragment, sql, sqlText, toSqlCondition } from '../../engine/expression/index.ts'
import { type CompiledExpression, type CompiledForm, type RecordValues, recordScope } from '../../engine/index.ts'
import { foldKnown } from '../../engine/record/fold.ts'
import { relationPaths } from '../../engine/workflow/needs.ts'
import type { Installation } from '../apps/installation.ts'
import { columnOf, tableOfForm } from '../storage/columns.ts'
import { sqlEnvironment } from './environment.ts'
import { freshColumn, readSource } from './fresh.ts'
import type { WriteScope } from './records.ts'
import { joinRelated, knownRecord, loadRelatedOf } from './related.ts'
import { type Connection, recordContext } from './scope.ts'
import { storedColumns } from './stored.ts'

type World = Pick<WriteScope, 'installation' | 'directory' | 'now' | 'today'>

/** Which records an app's own work is for: regardless of anybody's rights (M8). */
export interface Search {
  readonly form: string
  readonly where: CompiledExpression | undefined
  /** field keys, `-` before one that goes down */
  readonly sort?: readonly string[]
  readonly limit: number
  /** what `$event`, `$out` and the like are here, and `$record`: the record the work is about */
  readonly scopes?: Readonly<Record<string, unknown>>
  readonly about?: { readonly form: CompiledForm; readonly values: RecordValues }
}

const FIRST = '00000000-0000-0000-0000-000000000000'
const BATCH = 500

/**
 * Ids of the records a condition holds for, sorted as asked, then in the order of their ids: PostgreSQL finds them, or, where it cannot say the condition, the closure does in
 * batches.
 */
export async function findRecords(world: World, search: Search, connection: Connection): Promise<readonly string[]> {
  const { installation, now, today } = world
  const form = installation.app.forms.get(search.form)
  if (form === undefined || !installation.tables.has(search.form)) return []
  const source = readSource(installation, tableOfForm(installation, form), 't', { now, today })
  const conditions = [rawSql('t.deleted_at is null')]
  if (search.where !== undefined) {
    const condition = conditionSql(world, form, search)
    if ('unsupported' in condition) return findByTrying(world, form, search, source, connection)
    conditions.push(sql`(${condition})`)
  }
  return sorted(installation, form, search, source, joinSql(conditions, ' and '), connection)
}

async function sorted(
  installation: Installation,
  form: CompiledForm,
  { sort = [], limit }: Search,
  source: SqlFragment,
  condition: SqlFragment,
  connection: Connection,
): Promise<readonly string[]> {
  const table = tableOfForm(installation, form)
  const order = sort.map(key => {
    const field = key.replace(/^-/, '')
    const column = freshColumn(installation, form, 't', field)?.value ?? rawSql(`t.${columnOf(table, field)}`)
    return sql`${column} ${rawSql(key.startsWith('-') ? 'desc' : 'asc')} nulls last`
  })
  const found = sql`select t.id from ${source} where ${condition} order by ${joinSql([...order, rawSql('t.id')], ', ')} limit ${limit}`
  const { text, values } = sqlText(found)
  const { rows } = await connection.query<{ id: string }>(text, [...values])
  return rows.map(({ id }) => id)
}

function conditionSql(world: World, form: CompiledForm, { where, scopes = {}, about }: Search) {
  const { installation, now, today } = world
  const context = { ...recordContext({ ...world, caller: null }), scopes }
  const known = recordScope({ form: about?.form ?? form, values: about?.values ?? {} }, context)
  const isKnown = (path: readonly string[]): boolean =>
    path[0] === '$settings' || Object.hasOwn(scopes, path[0]!) || (about !== undefined && path[0] === '$record')
  const own = (key: string) => freshColumn(installation, form, 't', key)
  return toSqlCondition(
    foldKnown(where!.typed, isKnown, known),
    sqlEnvironment(installation, form, 't', { now, today }, own),
  )
}

async function findByTrying(
  world: World,
  form: CompiledForm,
  search: Search,
  source: SqlFragment,
  connection: Connection,
): Promise<readonly string[]> {
  const { where, scopes = {}, about, sort = [], limit } = search
  const { installation } = world
  const paths = relationPaths(form, [where])
  const known = about === undefined ? scopes : { ...scopes, $record: about.values.id }
  const own = about && (await knownRecord(world, about.form, about.values, connection, []))
  const found: string[] = []
  for (let after = FIRST; found.length < limit || sort.length > 0; ) {
    const read = sql`select row_to_json(x) as record from (select ${rawSql(storedColumns(installation, form))} from ${rawSql(tableOfForm(installation, form).name)} t
      where t.id > ${after}::uuid and t.deleted_at is null order by t.id limit ${BATCH}) x`
    const { text, values } = sqlText(read)
    const { rows } = await connection.query<{ record: RecordValues & { id: string } }>(text, [...values])
    const records = rows.map(({ record }) => record)
    const related = await loadRelatedOf(world, form, records, connection, paths)
    const context = { ...recordContext({ ...world, caller: null }, joinRelated([related, own])), scopes: known }
    for (const record of records)
      if (where!.evaluate(recordScope({ form, values: record, scopes: known }, context)) === true) found.push(record.id)
    if (records.length < BATCH) break
    after = records.at(-1)!.id
  }
  if (sort.length === 0) return found.slice(0, limit)
  return sorted(installation, form, search, source, sql`t.id = any(${found}::uuid[])`, connection)
}

/** Records by their ids, every stored field, without the deleted ones. */
export async function recordsById(
  { installation }: World,
  form: CompiledForm,
  ids: readonly string[],
  connection: Connection,
): Promise<readonly RecordValues[]> {
  if (ids.length === 0) return []
  const { rows } = await connection.query<{ record: RecordValues }>(
    `select row_to_json(x) as record from (select ${storedColumns(installation, form)} from ${tableOfForm(installation, form).name} t
      where t.id = any($1::uuid[]) and t.deleted_at is null) x`,
    [ids],
  )
  return rows.map(({ record }) => record)
}
