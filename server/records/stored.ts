import { type SqlFragment, sqlText } from '../../engine/expression/index.ts'
import type { CompiledForm, RecordValues } from '../../engine/index.ts'
import type { Installation } from '../apps/installation.ts'
import type { Platform } from '../http/platform.ts'
import { columnOf, recordFields, type TableAddress, typeOf, wireValue } from '../storage/columns.ts'
import { lockForWrite, type Planned } from './locks.ts'
import { asRows, type Row, wireValueOf } from './row.ts'
import type { Connection } from './scope.ts'
import { type ReadColumn, readColumn, rowsValue } from './select.ts'
import { named } from './statement.ts'

/** Locks on a record: workflow instances that hold it whole, and single fields. */
export interface Locks {
  readonly record?: readonly string[]
  readonly fields?: readonly string[]
}

/** `true`: for a change of any field; what is planned: for that; `held`: the caller has taken everything already. */
export type RecordLock = boolean | 'held' | Omit<Planned, 'ids'>

/** A record as it lies in the database, all fields, with what a write must know beside them. */
export interface StoredRecord {
  readonly values: RecordValues & { readonly id: string; readonly version: number }
  readonly locks: Locks | null
  readonly deleted: boolean
  /** values whose links are held with it */
  readonly linked: readonly RecordValues[]
  /** whether each of the asked row conditions holds for it */
  readonly allowed: readonly boolean[]
}

/**
 * Reads one record whole, regardless of field rights: the before-image of a write. `conditions` are row rules to be answered with it;
 * `lock` takes the row for the transaction, with everything a change may reach.
 */
export async function readStored(
  platform: Pick<Platform, 'database'>,
  installation: Installation,
  form: CompiledForm,
  id: string,
  connection: Connection,
  options: { lock?: RecordLock; conditions?: readonly (SqlFragment | null)[] } = {},
): Promise<StoredRecord | undefined> {
  const table = installation.tables.get(form.key)
  if (table === undefined) return undefined
  const { lock } = options
  const locks = lock !== undefined && lock !== false
  if (locks && lock !== 'held')
    await lockForWrite(
      platform,
      installation,
      form,
      { ids: [id], values: lock === true ? [] : lock.values, changed: lock === true ? undefined : lock.changed },
      connection,
    )
  const plan = storedPlan(installation, form, table)
  const values: unknown[] = [id]
  const checks = (options.conditions ?? []).map(condition => {
    if (condition === null) return ''
    const rendered = sqlText(condition, values.length + 1)
    values.push(...rendered.values)
    return `, coalesce((${rendered.text}), false)`
  })
  const text = `${plan.text}${checks.join('')} from ${table.name} t where t.id = $1${locks ? ' for no key update of t' : ''}`
  const { rows } = await connection.query<(string | null)[]>(asRows(named(platform, { text, values })))
  const row = rows[0]
  if (row === undefined) return undefined
  let at = plan.columns.length
  const held = row[at] ?? null
  const deleted = row[at + 1] === 't'
  at += 2
  return {
    values: recordOf(plan, row),
    locks: held === null ? null : (JSON.parse(held) as Locks),
    linked: typeof lock === 'object' ? lock.values : [],
    deleted,
    allowed: checks.map(check => check === '' || row[at++] === 't'),
  }
}

interface StoredPlan {
  readonly columns: readonly ReadColumn[]
  /** the select list, then `locks` and whether it is deleted */
  readonly text: string
}

/** Every stored field and `_errors`; the same text for every record of a version. */
function storedPlan(installation: Installation, form: CompiledForm, table: TableAddress): StoredPlan {
  const key = `stored ${form.key}`
  const known = installation.plans.get(key) as StoredPlan | undefined
  if (known !== undefined) return known
  const columns: ReadColumn[] = [
    ...recordFields(form).flatMap(field => readColumn(installation, table, field) ?? []),
    { key: '_errors', wire: 'raw', sql: 't._errors' },
  ]
  const text = `select ${columns.map(column => column.sql).join(', ')}, t.locks, t.deleted_at is not null`
  const plan = { columns, text }
  installation.plans.set(key, plan)
  return plan
}

function recordOf({ columns }: StoredPlan, row: Row): StoredRecord['values'] {
  const values: Record<string, unknown> = {}
  for (let at = 0; at < columns.length; at += 1) {
    const { key, wire } = columns[at]!
    values[key] = wireValueOf(wire, row[at])
  }
  return values as StoredRecord['values']
}

/** Every stored field as it travels, as SQL named by field keys, for `row_to_json`. */
export function storedColumns(installation: Installation, form: CompiledForm): string {
  const table = installation.tables.get(form.key)!
  const columns = recordFields(form).flatMap(field => {
    const column = columnOf(table, field.key)
    const value =
      field.rows !== undefined
        ? rowsValue(installation, field.rows)
        : column && wireValue(`t.${column}`, typeOf(table, field), field.key)
    return value === undefined ? [] : [`${value} as "${field.key}"`]
  })
  return [...columns, 't._errors as "_errors"'].join(', ')
}
