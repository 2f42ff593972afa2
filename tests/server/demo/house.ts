import { Installations } from '../../../server/apps/installation.ts'
import { Demos } from '../../../server/demo/demos.ts'
import type { TestServer } from '../testServer.ts'

/** Every row of the database but those that only count requests or sign-ins, as one sum a table. */
export async function everything({ database }: Pick<TestServer, 'database'>): Promise<Record<string, string>> {
  const { pool } = database
  const { rows } = await pool.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_type = 'BASE TABLE' and (table_schema = 'formwork' or table_schema like 'app\\_%') and table_name not in ('session', 'rate')`,
  )
  const sums: Record<string, string> = {}
  for (const { name } of rows) {
    const { rows: found } = await pool.query<{ sum: string }>(
      `select count(*) || ':' || coalesce(md5(string_agg(to_jsonb(x)::text, '|' order by to_jsonb(x)::text)), '') as sum from ${name} x`,
    )
    sums[name] = found[0]!.sum
  }
  return sums
}

/** Tables that hold anything of an organisation. */
export async function holding({ database }: Pick<TestServer, 'database'>, org: string): Promise<string[]> {
  const { pool } = database
  const { rows } = await pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_type = 'BASE TABLE' and table_schema = 'formwork'`,
  )
  const found: string[] = []
  for (const { name } of rows) {
    const { rowCount } = await pool.query(
      `select 1 from formwork."${name}" x where to_jsonb(x)::text like $1 limit 1`,
      [`%${org}%`],
    )
    if (rowCount !== 0) found.push(name)
  }
  return found
}

export const schemas = async ({ database }: Pick<TestServer, 'database'>): Promise<string[]> =>
  (
    await database.pool.query<{ name: string }>(
      `select nspname as name from pg_namespace where nspname like 'app\\_%' order by 1`,
    )
  ).rows.map(({ name }) => name)

export const demosNow = async ({ database }: Pick<TestServer, 'database'>): Promise<string[]> =>
  (await database.pool.query<{ id: string }>('select org_id as id from formwork.demo order by created_at')).rows.map(
    ({ id }) => id,
  )

export const demosOf = ({ platform, database }: TestServer): Demos =>
  new Demos({
    platform,
    installations: new Installations(database, { on: () => {}, onGap: () => {} }),
    listeners: [],
  })
