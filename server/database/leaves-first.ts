import type { Transaction } from './statements.ts'

/** Platform tables with a column, and what they refer to. */
const TABLES = `
  select c.relname as name, array(
    select t.relname::text from pg_constraint k join pg_class t on t.oid = k.confrelid
    where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as refers
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'formwork' and c.relkind = 'r' and c.relname <> all($2)
    and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = $1 and not a.attisdropped)
  order by c.relname`

interface Table {
  readonly name: string
  readonly refers: readonly string[]
}

/**
 * Names of the platform's tables that have a column, but for those left out, in an order to delete by: who refers goes first.
 * @param loose tables whose reference to another does not count (`department app_user`): whoever deletes has let go of it before
 */
export async function leavesFirst(
  transaction: Transaction,
  column: string,
  without: readonly string[],
  loose: readonly string[] = [],
): Promise<string[]> {
  const { rows } = await transaction.query<Table>(TABLES, [column, without])
  const tables = new Map(rows.map(({ name, refers }) => [name, refers]))
  const ordered: string[] = []
  const visit = (name: string): void => {
    const refers = tables.get(name)
    if (refers === undefined) return
    tables.delete(name)
    for (const other of refers) if (!loose.includes(`${name} ${other}`)) visit(other)
    ordered.push(name)
  }
  for (const { name } of rows) visit(name)
  return ordered.reverse()
}
