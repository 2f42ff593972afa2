import { leavesFirst } from '../database/leaves-first.ts'
import type { Platform } from '../http/platform.ts'

/** What goes last, or is not there. */
const APART = ['organisation', 'audit', 'demo']

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
    for (const name of await leavesFirst(transaction, 'org_id', APART, ['department app_user']))
      await transaction.query(`delete from formwork."${name}" where org_id = $1`, [orgId])
    await transaction.query('delete from formwork.organisation where id = $1', [orgId])
  })
}
