import { columnsOfField, type StorageMap, type StoredTable } from '../../../engine/storage/storage-map.ts'
import type { Transaction } from '../../database/statements.ts'
import { BRIDGED, dropBridge } from '../../storage/bridge.ts'
import type { Installation } from '../installation.ts'
import type { PublishPlan } from '../publish-plan.ts'
import { newIndexes } from './indexes.ts'

/** Takes away what was made ready for a publish that does not come: its bridges, indexes and new columns. What was there before stays as it is. */
export async function takeBack(current: Installation, plan: PublishPlan, transaction: Transaction): Promise<void> {
  const { schema } = current
  await transaction.query(`set local lock_timeout = '5s'`)
  const { rows: bridged } = await transaction.query<{ table: string }>(BRIDGED, [schema])
  const statements = [
    ...bridged.flatMap(({ table }) => dropBridge(schema, table)),
    ...newIndexes(current, plan).map(({ name }) => `drop index if exists "${schema}"."${name}"`),
    ...newColumns(current.storage, plan.storage).map(
      ({ table, column }) => `alter table "${schema}"."${table}" drop column if exists ${column}`,
    ),
  ]
  if (statements.length > 0) await transaction.query(statements.join(';\n'))
}

function newColumns(before: StorageMap, after: StorageMap): { table: string; column: string }[] {
  const known = columnsOf(before)
  return [...columnsOf(after)].flatMap(([table, columns]) => {
    const had = known.get(table)
    return had === undefined ? [] : [...columns].flatMap(column => (had.has(column) ? [] : [{ table, column }]))
  })
}

/** All columns of fields by table, also those that hold what a field was before. */
function columnsOf({ forms }: StorageMap): Map<string, Set<string>> {
  const tables = new Map<string, Set<string>>()
  const add = (stored: StoredTable): void => {
    const columns = Object.values(stored.columns).flatMap(columnsOfField)
    tables.set(stored.table, new Set(columns))
    for (const rows of Object.values(stored.rows)) add(rows)
  }
  for (const stored of Object.values(forms)) add(stored)
  return tables
}
