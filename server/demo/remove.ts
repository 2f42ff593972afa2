import type { Transaction } from '../database/statements.ts'
import type { Platform } from '../http/platform.ts'

/** Tables whose rows belong to an organisation, and what they refer to: who refers goes first. */
const TABLES = `
  select c.relname as name, array(
    select t.relname::text from pg_constraint k join pg_class t on t.oid = k.confrelid
    where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as refers
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'formwork' and c.relkind = 'r' and c.relname not in ('organisation', 'audit', 'demo')
    and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'org_id' and not a.attisdropped)
  order by c.relname`

interface Table {
  readonly name: string
  readonly refers: readonly string[]
}

/** Takes a demo away whole: its app's schema and every row of its organisation. It has no audit: nobody could do anything there. */
export async function removeDemo(platform: Pick<Platform, 'transaction'>, orgId: string): Promise<void> {
  await platform.transaction(async transaction => {
    const { rowCount } = await transaction.query('delete from formwork.demo where org_id = $1', [orgId])
    if (rowCount === 0) return
    const { rows: apps } = await transaction.query<{ schema: string }>(
      'select schema_name as schema from formwork.app where org_id = $1',
      [orgId],
    )
    for (const { schema } of apps) await transaction.query(`drop schema "${schema}" cascade`)
    // Departments and their heads refer to each other.
    await transaction.query('update formwork.department set head_id = null where org_id = $1', [orgId])
    for (const name of await leavesFirst(transaction))
      await transaction.query(`delete from formwork."${name}" where org_id = $1`, [orgId])
    await transaction.query('delete from formwork.organisation where id = $1', [orgId])
  })
}

async function leavesFirst(transaction: Transaction): Promise<string[]> {
  const { rows } = await transaction.query<Table>(TABLES)
  const tables = new Map(rows.map(({ name, refers }) => [name, refers]))
  const ordered: string[] = []
  const visit = (name: string): void => {
    const refers = tables.get(name)
    if (refers === undefined) return
    tables.delete(name)
    for (const other of refers) if (!(name === 'department' && other === 'app_user')) visit(other)
    ordered.push(name)
  }
  for (const { name } of rows) visit(name)
  return ordered.reverse()
}
