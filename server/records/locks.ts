import { type LockChain, lockChainsOf } from '../../engine/definition/cascade.ts'
import { joinSql } from '../../engine/expression/fragment.ts'
import { rawSql, type SqlFragment, sql, sqlText } from '../../engine/expression/index.ts'
import type { CompiledField, CompiledForm, RecordValues } from '../../engine/index.ts'
import type { Installation } from '../apps/installation.ts'
import { isId } from '../ids.ts'
import { columnOf } from '../storage/columns.ts'
import type { Connection } from './scope.ts'

/**
 * Holds the records up the relations of records about to be written (`lockChainsOf`), the farthest first and each form by id: all writers take them
 * in one order, before their own record, so that they wait for each other in a line and not in a circle. What is worked out afterwards sees
 * everything that was committed before. One statement, and none for a form nothing depends on.
 * @param ids stored records about to change; their links count as they are
 * @param values relations about to be set
 */
export async function lockParents(
  installation: Installation,
  form: CompiledForm,
  ids: readonly string[],
  values: RecordValues | null,
  connection: Connection,
): Promise<void> {
  const chains = lockChainsOf(installation.app, form.key)
  const locks = chains.flatMap(chain => {
    const linked = linkedIds(installation, form, chain, ids, values)
    const table = installation.tables.get(chain.form)
    if (linked === undefined || table === undefined) return []
    const strength = rawSql(chain.exclusive ? 'for no key update' : 'for share')
    return [sql`select id from ${rawSql(table.name)} where id = any(${linked}) order by id ${strength}`]
  })
  if (locks.length === 0) return
  const parts = locks.map((lock, index) => sql`${rawSql(`k${index}`)} as (${lock})`)
  const counts = locks.map((_, index) => `(select count(*) from k${index})`)
  const { text, values: parameters } = sqlText(sql`with ${joinSql(parts, ', ')} select ${rawSql(counts.join(', '))}`)
  await connection.query(text, [...parameters])
}

/** The ids at the end of a chain as an array in SQL; undefined when there is no way there. */
function linkedIds(
  installation: Installation,
  form: CompiledForm,
  { path }: LockChain,
  ids: readonly string[],
  values: RecordValues | null,
): SqlFragment | undefined {
  const given = givenIds(path, values)
  const named = path.length > 1 && form.fields.get(path[0]!)?.rows !== undefined ? 2 : 1
  const stored = ids.length === 0 ? undefined : walk(installation, form, sql`${ids}::uuid[]`, path)
  const target = targetOf(installation, form, path.slice(0, named))
  const set =
    given.length === 0 || target === undefined
      ? undefined
      : walk(installation, target, sql`${given}::uuid[]`, path.slice(named))
  if (stored === undefined || set === undefined) return stored ?? set
  return sql`${stored} || ${set}`
}

/** What a write names itself: a relation's value, or those of a sub-form's rows. */
function givenIds(path: readonly string[], values: RecordValues | null): string[] {
  if (values === null) return []
  const value = values[path[0]!]
  const [, inner] = path
  const isRows = Array.isArray(value) && value.some(item => typeof item === 'object' && item !== null)
  const found = isRows ? value.map(row => (row as RecordValues)[inner ?? '']) : [value]
  return found.flat().filter(isId)
}

function targetOf(installation: Installation, form: CompiledForm, path: readonly string[]): CompiledForm | undefined {
  let at: CompiledForm | undefined = form
  for (const name of path) {
    const field: CompiledField | undefined = at?.fields.get(name)
    at = field?.rows ?? installation.app.forms.get(field?.target ?? '')
  }
  return at
}

/** Ids followed along relations, each step an array worked out once. */
function walk(
  installation: Installation,
  start: CompiledForm,
  ids: SqlFragment,
  path: readonly string[],
): SqlFragment | undefined {
  let form: CompiledForm = start
  let found = ids
  let key = 'id'
  for (const name of path) {
    const field: CompiledField | undefined = form.fields.get(name)
    const table = installation.tables.get(form.key)
    const next: CompiledForm | undefined = field?.rows ?? installation.app.forms.get(field?.target ?? '')
    if (field === undefined || table === undefined || next === undefined) return undefined
    form = next
    if (field.rows !== undefined) {
      key = 'record_id'
      continue
    }
    const column = columnOf(table, name)
    if (column === undefined) return undefined
    const wanted = field.list ? `unnest(${column})` : column
    found = sql`array(select ${rawSql(wanted)} from ${rawSql(table.name)} where ${rawSql(key)} = any(${found}))`
    key = 'id'
  }
  return found
}
