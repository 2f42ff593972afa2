import type { Standing } from '../../../engine/workflow/move.ts'
import type { Transaction } from '../../database/statements.ts'
import type { Installation } from '../installation.ts'

/** The part of an instance's state that `Standing` names, of what is live alone: an instance keeps every step it ever took. */
const STANDING = `jsonb_build_object(
  'activations', coalesce((
    select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
      'node', a->'node',
      'state', a->'state',
      'tasks', (select coalesce(jsonb_agg(distinct jsonb_build_object('kind', t->'kind')), '[]') from jsonb_array_elements(a->'tasks') t),
      'alarms', (select jsonb_agg(distinct jsonb_build_object('alarm', r->'alarm')) from jsonb_array_elements(a->'alarms') r),
      'children', case when a ? 'children' then true end,
      'backTo', case when a ? 'backTo' then jsonb_build_object('node', a->'backTo'->'node') end
    )) order by n)
    from jsonb_array_elements(state->'activations') with ordinality as s(a, n) where a->>'state' in ('live', 'held')
  ), '[]'),
  'waiting', coalesce((
    select jsonb_agg(jsonb_build_object('node', w->'node', 'edge', w->'edge') order by n)
    from jsonb_array_elements(state->'waiting') with ordinality as s(w, n)
  ), '[]'))`

/** Where all running instances of some versions stand, counted: any number of them in one statement. */
export async function standings(
  { orgId, id }: Pick<Installation, 'orgId' | 'id'>,
  workflow: string,
  versions: readonly { readonly version: number }[],
  connection: Transaction,
): Promise<{ standing: Standing; count: number }[]> {
  const { rows } = await connection.query<{ standing: Standing; count: number }>(
    `select ${STANDING} as standing, count(*)::int as count from formwork.workflow_instance
     where org_id = $1 and app_id = $2 and status = 'running' and workflow_key = $3 and app_version = any($4)
     group by 1`,
    [orgId, id, workflow, versions.map(({ version }) => version)],
  )
  return rows
}
