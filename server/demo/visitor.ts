import type { Clock } from '../clock.ts'
import type { Database } from '../database/connect.ts'
import type { Caller } from '../http/caller.ts'
import { forbidden, notFound } from '../http/problem.ts'
import { ADMINISTRATOR, type DemoPlace } from './place.ts'

/** A demo is taken away after so long. */
export const DEMO_MS = 24 * 3_600_000

/** The first person made for a role: ids follow the order of making. The administrator where nobody has a role: the template has none. */
const VISITED = `
  select u.id as "userId", u.admin, o.zone, o.directory_version::float8 as "directoryVersion"
  from formwork.demo d
  join formwork.organisation o on o.id = d.org_id
  join formwork.app_user u on u.org_id = d.org_id
  where d.org_id = $1 and d.for_org = $2 and d.created_at > $3
    and case when $4 = '${ADMINISTRATOR}' then u.admin and not exists (select 1 from formwork.user_role r where r.org_id = d.org_id)
      else exists (select 1 from formwork.user_role r where r.org_id = d.org_id and r.user_id = u.id and r.role_key = $4) end
  order by u.id limit 1`

/**
 * Somebody of the house as a person of the demo. Who may install may look; a token may not.
 * @throws HttpProblem 403 `forbidden`; 404 for a demo of others, one that is gone, or a role it does not have
 */
export async function visitorOf(
  { pool }: Database,
  clock: Clock,
  { demo, role }: DemoPlace,
  caller: Caller,
): Promise<Caller> {
  if (!caller.admin || caller.kind !== 'user') throw forbidden()
  const since = new Date(clock.epochMs() - DEMO_MS).toISOString()
  const { rows } = await pool.query<Pick<Caller, 'userId' | 'admin' | 'zone' | 'directoryVersion'>>(VISITED, [
    ...[demo, caller.orgId, since, role],
  ])
  if (rows[0] === undefined) throw notFound()
  return { ...caller, ...rows[0], orgId: demo }
}
