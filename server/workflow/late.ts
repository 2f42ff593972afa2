import type { Caller } from '../http/caller.ts'
import { HttpProblem } from '../http/problem.ts'
import type { Records } from '../records/records.ts'

/**
 * Of two acts at one moment one wins; the other is refused, and the trail shows both (RL-08). Written after the refused act was rolled back: it changed nothing
 * but is told; however often somebody tries, once.
 */
export async function tellingLate<T>(
  records: Records,
  caller: Caller,
  task: string,
  act: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof HttpProblem && error.code === 'task_finished') await tell(records, caller, task, act)
    throw error
  }
}

async function tell({ platform }: Records, caller: Caller, task: string, act: string): Promise<void> {
  await platform.database.pool.query(
    `insert into formwork.decision (org_id, id, app_id, form_key, record_id, instance_id, task_id, node_key, user_id, act, opinion, files, at, data)
     select t.org_id, $3, t.app_id, t.form_key, t.record_id, t.instance_id, t.id, t.node_key, $4, 'late', null, '{}', $5, $6
     from formwork.task t where t.org_id = $1 and t.id = $2 and t.instance_id is not null and t.acted_by is distinct from $4::uuid
       and not exists (select 1 from formwork.decision d where d.org_id = $1 and d.instance_id = t.instance_id and d.task_id = t.id and d.user_id = $4 and d.act = 'late')`,
    [caller.orgId, task, platform.newId(), caller.userId, platform.clock.now(), JSON.stringify({ act })],
  )
}
