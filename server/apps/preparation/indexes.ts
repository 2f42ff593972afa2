import type { Database } from '../../database/connect.ts'
import type { Transaction } from '../../database/statements.ts'
import type { IndexPlan } from '../../storage/ddl.ts'
import type { Installation } from '../installation.ts'
import { asPublishProblem, indexChanges } from '../publish.ts'
import type { PublishPlan } from '../publish-plan.ts'

/** Indexes that can be made while people work: none of them takes the place of one of the same name, none is more than an index. */
export function newIndexes(current: Installation, plan: PublishPlan): IndexPlan[] {
  const tables = new Set(Object.values(current.storage.forms).map(({ table }) => table))
  const { dropped, created } = indexChanges(current.schema, current, plan)
  return created.filter(
    ({ name, table, statement }) =>
      tables.has(table) && CREATE.test(statement) && !dropped.some(text => text.includes(`"${name}"`)),
  )
}

const CREATE = /^create (unique )?index if not exists/
/** The transaction that waits for the index says so before it would be thought dead. */
const ALIVE_MS = 15_000

/**
 * Makes an index without holding writers up; it cannot be part of a transaction. What an earlier try left unfinished is taken away first.
 * @throws HttpProblem 409 `unique_has_duplicates`
 */
export async function makeIndex(
  database: Database,
  schema: string,
  { name, statement }: IndexPlan,
  waiting: Transaction,
): Promise<void> {
  const connection = await database.connectDirect()
  const alive = setInterval(() => void waiting.query('select 1').catch(() => undefined), ALIVE_MS)
  try {
    const { rows } = await connection.query<{ valid: boolean }>(
      `select i.indisvalid as valid from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and c.relname = $2`,
      [schema, name],
    )
    if (rows[0]?.valid === true) return
    if (rows[0] !== undefined) await connection.query(`drop index concurrently if exists "${schema}"."${name}"`)
    await connection.query(statement.replace(CREATE, 'create $1index concurrently if not exists'))
  } catch (error) {
    throw asPublishProblem(error)
  } finally {
    clearInterval(alive)
    await connection.end()
  }
}
