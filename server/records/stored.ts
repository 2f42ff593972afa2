import { type SqlFragment, sqlText } from '../../engine/expression/index.ts'
import type { CompiledForm, RecordValues } from '../../engine/index.ts'
import type { Installation } from '../apps/installation.ts'
import type { Platform } from '../http/platform.ts'
import { recordFields } from '../storage/columns.ts'
import type { Connection } from './scope.ts'
import { fieldValue } from './select.ts'
import { named } from './statement.ts'

/** Locks on a record: workflow instances that hold it whole, and single fields. */
export interface Locks {
  readonly record?: readonly string[]
  readonly fields?: readonly string[]
}

/** A record as it lies in the database, all fields, with what a write must know beside them. */
export interface StoredRecord {
  readonly values: RecordValues & { readonly id: string; readonly version: number }
  readonly locks: Locks | null
  readonly deleted: boolean
  /** whether each of the asked row conditions holds for it */
  readonly allowed: readonly boolean[]
}

/**
 * Reads one record whole, regardless of field rights: the before-image of a write. `conditions` are row rules to be answered with it;
 * `lock` takes the row for the transaction.
 */
export async function readStored(
  platform: Pick<Platform, 'database'>,
  installation: Installation,
  form: CompiledForm,
  id: string,
  connection: Connection,
  options: { lock?: boolean; conditions?: readonly (SqlFragment | null)[] } = {},
): Promise<StoredRecord | undefined> {
  const table = installation.tables.get(form.key)
  if (table === undefined) return undefined
  const values: unknown[] = [id]
  const checks = (options.conditions ?? []).map(condition => {
    if (condition === null) return 'true'
    const rendered = sqlText(condition, values.length + 1)
    values.push(...rendered.values)
    return `coalesce((${rendered.text}), false)`
  })
  const text = `select (select row_to_json(r) from (select ${storedColumns(installation, form)}) r) as record, t.locks, t.deleted_at is not null as deleted, array[${checks.join(', ')}]::boolean[] as allowed
    from ${table.name} t where t.id = $1${options.lock === true ? ' for update of t' : ''}`
  const { rows } = await connection.query<{
    record: StoredRecord['values']
    locks: Locks | null
    deleted: boolean
    allowed: boolean[]
  }>(named(platform, { text, values }))
  const row = rows[0]
  return row === undefined
    ? undefined
    : { values: row.record, locks: row.locks, deleted: row.deleted, allowed: row.allowed }
}

/** Every stored field as it travels; the same text for every record of a version. */
export function storedColumns(installation: Installation, form: CompiledForm): string {
  const key = `stored ${form.key}`
  const known = installation.plans.get(key)
  if (typeof known === 'string') return known
  const table = installation.tables.get(form.key)!
  const columns = recordFields(form).flatMap(field => {
    const value = fieldValue(installation, table, field)
    return value === undefined ? [] : [`${value} as "${field.key}"`]
  })
  const text = [...columns, 't._errors as "_errors"'].join(', ')
  installation.plans.set(key, text)
  return text
}
