import type { Transaction } from '../../database/statements.ts'
import type { Installation } from '../installation.ts'
import type { PublishPlan } from '../publish-plan.ts'
import { newIndexes } from './indexes.ts'

/** Rows a publish fills within its own transaction: 19,000 took 0.34 s, all of the publish counted. */
const FILLED_AT_ONCE = 20_000
/** Rows of tables for which it makes indexes within its own transaction. */
const INDEXED_AT_ONCE = 200_000

/** How many rows a publish fills, and whether that and its indexes are done in a moment. */
export async function sizeOf(
  current: Installation,
  plan: PublishPlan,
  connection: Transaction,
): Promise<{ rows: number; atOnce: boolean }> {
  const filled = [...new Set(plan.fills.map(({ table }) => table))]
  const indexed = newIndexes(current, plan).map(({ table }) => table)
  const atOnce =
    (await upTo(FILLED_AT_ONCE, current.schema, filled, connection)) &&
    (await upTo(INDEXED_AT_ONCE, current.schema, indexed, connection))
  return { rows: atOnce ? 0 : await countOf(current.schema, filled, connection), atOnce }
}

/** Counted only as far as it matters. */
async function upTo(
  most: number,
  schema: string,
  tables: readonly string[],
  connection: Transaction,
): Promise<boolean> {
  let rows = 0
  for (const table of tables) {
    const { rows: counted } = await connection.query<{ n: number }>(
      `select count(*)::int as n from (select 1 from "${schema}"."${table}" limit ${most + 1 - rows}) x`,
    )
    rows += counted[0]?.n ?? 0
    if (rows > most) return false
  }
  return true
}

/** For who waits: a count, what the database believes of its tables may be old. */
async function countOf(schema: string, tables: readonly string[], connection: Transaction): Promise<number> {
  let rows = 0
  for (const table of tables) {
    const { rows: counted } = await connection.query<{ n: number }>(
      `select count(*)::int as n from "${schema}"."${table}"`,
    )
    rows += counted[0]?.n ?? 0
  }
  return rows
}
