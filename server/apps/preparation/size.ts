import type { Transaction } from '../../database/statements.ts'
import type { Installation } from '../installation.ts'
import type { PublishPlan } from '../publish-plan.ts'
import { newIndexes } from './indexes.ts'

/** Rows whose values a publish may fill within its own transaction: below, it takes less than a second. Rows of a new index weigh a tenth. */
export const AT_ONCE = 20_000
const INDEXED = 0.1

/** How many rows a publish fills, and how much work it is in all, by the database's own estimate of its tables. */
export async function sizeOf(
  current: Installation,
  plan: PublishPlan,
  connection: Transaction,
): Promise<{ rows: number; weight: number }> {
  const filled = [...new Set(plan.fills.map(({ table }) => table))]
  const indexed = newIndexes(current, plan).map(({ table }) => table)
  if (filled.length + indexed.length === 0) return { rows: 0, weight: 0 }
  const { rows: known } = await connection.query<{ table: string; rows: number }>(
    `select c.relname as table, greatest(c.reltuples, pg_relation_size(c.oid) / 400)::float as rows
     from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and c.relname = any($2)`,
    [current.schema, [...filled, ...indexed]],
  )
  const of = new Map(known.map(({ table, rows }) => [table, rows]))
  const sum = (tables: readonly string[]): number => tables.reduce((all, table) => all + (of.get(table) ?? 0), 0)
  return { rows: Math.round(sum(filled)), weight: sum(filled) + INDEXED * sum(indexed) }
}
