import { type Caller, mayUseApp } from '../http/caller.ts'
import type { RecordAccess } from '../http/recordAccess.ts'
import { isId } from '../ids.ts'
import type { Records } from '../records/records.ts'
import { taskFields } from './task-rights.ts'
import { openTaskOf } from './task-view.ts'

/**
 * Who holds an open task may open the files of its record that his step may see, and what was attached to decisions, though his role says nothing of the
 * form: an approver must see what he approves. Comments, lists and live events stay with the role.
 */
export function filesThroughTasks(
  records: Records,
  role: RecordAccess['canReadRecord'],
): RecordAccess['canReadRecord'] {
  return async (caller, app, form, record, field) =>
    (await role(caller, app, form, record, field)) ||
    (field !== undefined && mayUseApp(caller, app) && (await holderMayRead(records, caller, app, form, record, field)))
}

async function holderMayRead(
  records: Records,
  caller: Caller,
  app: string,
  form: string,
  record: string,
  field: string,
): Promise<boolean> {
  const { pool } = records.platform.database
  if (!isId(record)) return false
  const { rows } = await pool.query<{ id: string }>(
    `select t.id from formwork.task t join formwork.app a on a.org_id = t.org_id and a.id = t.app_id and a.key = $3 and a.deleted_at is null
     where t.org_id = $1 and t.assignee_id = $2 and t.state = 'open' and t.form_key = $4 and t.record_id = $5 limit 20`,
    [caller.orgId, caller.userId, app, form, record],
  )
  for (const { id } of rows) {
    const { scope, workflow, row } = await openTaskOf(records, caller, id, pool)
    if (field === 'id' || (taskFields(scope, workflow, row).get(field) ?? 'hidden') !== 'hidden') return true
  }
  return false
}
