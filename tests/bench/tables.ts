import type { StorageMap } from '../../engine/storage/storage-map.ts'

/** Physical columns of the benchmark's forms, by field key. */
export function tablesForBench(storage: StorageMap) {
  const table = (key: string) => {
    const stored = storage.forms[key]!
    return {
      table: stored.table,
      columns: Object.fromEntries(Object.entries(stored.columns).map(([field, { column }]) => [field, column])),
    }
  }
  return { customer: table('customer'), opportunity: table('opportunity') }
}
