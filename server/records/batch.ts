import type { RecordValues } from '../../engine/index.ts'
import type { Problem } from '../../schemas/problem.ts'
import { pointerStep } from '../../schemas/problem.ts'
import { HttpProblem } from '../http/problem.ts'
import { isId } from '../ids.ts'
import { columnOf } from '../storage/columns.ts'
import { tableOf } from './list.ts'
import { lockForWrite, type Planned } from './locks.ts'
import { holdOwned } from './one-owner.ts'
import type { Records } from './records.ts'
import { deleteRecord, saveChange, saveNew } from './save.ts'
import type { Connection, FormScope } from './scope.ts'

export type Operation =
  | { readonly create: RecordValues }
  | { readonly update: string; readonly values: RecordValues; readonly version?: number }
  | { readonly delete: string; readonly version?: number }

/** All that the operations touch is taken at once, so that two batches wait in a line. */
function plannedBy(operations: readonly Operation[]): Planned {
  const values = operations.flatMap(operation =>
    'create' in operation ? [operation.create] : 'update' in operation ? [operation.values] : [],
  )
  const ids = operations.flatMap(operation =>
    'update' in operation ? [operation.update] : 'delete' in operation ? [operation.delete] : [],
  )
  return { ids: ids.filter(isId), values }
}

/** Several writes in one transaction: all or nothing; a failure names its operation. */
export async function runBatch(
  records: Records,
  scope: FormScope,
  operations: readonly Operation[],
  requestId: string,
  connection: Connection,
): Promise<unknown[]> {
  const results: unknown[] = []
  const planned = plannedBy(operations)
  await lockForWrite(records.platform, scope.installation, scope.form, planned, connection)
  await holdOwned(scope, planned.values, connection)
  for (const [index, operation] of operations.entries()) {
    try {
      if ('create' in operation)
        results.push((await saveNew(records, scope, operation.create, requestId, connection, true)).record)
      else if ('update' in operation)
        results.push(
          (
            await saveChange(
              records,
              scope,
              operation.update,
              operation.values,
              operation.version,
              requestId,
              connection,
              true,
            )
          ).record,
        )
      else {
        await deleteRecord(records, scope, operation.delete, operation.version, requestId, connection, true)
        results.push({ id: operation.delete, deleted: true })
      }
    } catch (error) {
      if (!(error instanceof HttpProblem)) throw error
      const errors: Problem[] =
        error.errors.length > 0
          ? error.errors.map(item => ({ ...item, path: `/operations/${index}${item.path}` }))
          : [{ code: error.code, path: `/operations/${index}`, params: error.params }]
      throw new HttpProblem(error.status, error.code, error.params, errors, error.extra)
    }
  }
  return results
}

export interface ImportRequest {
  readonly rows: readonly RecordValues[]
  readonly by?: string
  readonly dryRun?: boolean
}

export interface ImportReport {
  readonly created: number
  readonly updated: number
  readonly failed: number
  readonly errors: readonly { readonly row: number; readonly errors: readonly Problem[] }[]
}

/** Imports rows one by one: each whole or not at all, a report per row. With `by` a row whose value is found updates that record. */
export async function importRows(
  records: Records,
  scope: FormScope,
  request: ImportRequest,
  requestId: string,
): Promise<ImportReport> {
  scope.access.assert('import')
  const report = { created: 0, updated: 0, failed: 0, errors: [] as { row: number; errors: readonly Problem[] }[] }
  for (const [row, values] of request.rows.entries()) {
    try {
      const updated = await records.platform.transaction(connection =>
        importRow(records, scope, values, request, requestId, connection),
      )
      if (updated) report.updated += 1
      else report.created += 1
    } catch (error) {
      if (error instanceof DryRun) {
        if (error.updated) report.updated += 1
        else report.created += 1
        continue
      }
      if (!(error instanceof HttpProblem) || error.status >= 500) throw error
      report.failed += 1
      report.errors.push({
        row,
        errors:
          error.errors.length > 0
            ? error.errors
            : [{ code: error.code, path: `/${pointerStep(row)}`, params: error.params }],
      })
    }
  }
  return report
}

/** Thrown at the end of a row that was only tried, so that its transaction leaves nothing. */
class DryRun extends Error {
  readonly updated: boolean
  constructor(updated: boolean) {
    super('dry run')
    this.updated = updated
  }
}

async function importRow(
  records: Records,
  scope: FormScope,
  values: RecordValues,
  request: ImportRequest,
  requestId: string,
  connection: Connection,
): Promise<boolean> {
  const known = request.by === undefined ? undefined : await findBy(scope, request.by, values[request.by], connection)
  if (known === undefined) await saveNew(records, scope, values, requestId, connection)
  else await saveChange(records, scope, known, values, undefined, requestId, connection)
  if (request.dryRun === true) throw new DryRun(known !== undefined)
  return known !== undefined
}

/** Matching is reading: a field the caller cannot read matches nothing, and only rows he may see are found (ORACLE). */
async function findBy(
  scope: FormScope,
  key: string,
  value: unknown,
  connection: Connection,
): Promise<string | undefined> {
  const table = tableOf(scope)
  const column = scope.access.field(key) === 'hidden' ? undefined : columnOf(table, key)
  if (column === undefined) throw new HttpProblem(400, 'invalid_parameter', { parameter: 'by', reason: key })
  if (value === undefined || value === null || value === '') return undefined
  const { rows } = await connection.query<{ id: string }>(
    `select id from ${table.name} where ${column}::text = $1 and deleted_at is null order by id limit 2`,
    [String(value)],
  )
  if (rows.length > 1) throw new HttpProblem(409, 'not_unique', { field: key })
  return rows[0]?.id
}
