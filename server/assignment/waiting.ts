import type { CompiledPolicy } from '../../engine/assignment/compiled.ts'
import type { WriteScope } from '../records/records.ts'
import type { Connection } from '../records/scope.ts'

/** Kind of the timers of records that wait for working time. */
export const KIND = 'assignment'

const keyOf = ({ installation }: WriteScope, policy: CompiledPolicy, record: string): string =>
  `${KIND}:${installation.id}:${policy.key}:${record}`

/** The record is given when working time begins. */
export async function waitFor(
  write: WriteScope,
  policy: CompiledPolicy,
  record: string,
  opens: string,
  connection: Connection,
): Promise<void> {
  const { installation, form, records } = write
  await connection.query(
    `insert into formwork.timer as t (org_id, id, key, app_id, kind, subject, due_at, state, version) values ($1, $2, $3, $4, '${KIND}', $5, $6, 'waiting', 1)
     on conflict (org_id, key) do update set id = excluded.id, due_at = excluded.due_at, state = 'waiting', fired_at = null, version = t.version + 1`,
    [
      installation.orgId,
      records.platform.newId(),
      keyOf(write, policy, record),
      installation.id,
      JSON.stringify({ form: form.key, record, policy: policy.key }),
      opens,
    ],
  )
}

/** Somebody has it now, or it is his no longer: nothing is to be given later. */
export async function forgetWaiting(
  write: WriteScope,
  policy: CompiledPolicy,
  record: string,
  connection: Connection,
): Promise<void> {
  await connection.query(
    `update formwork.timer set state = 'cancelled', version = version + 1 where org_id = $1 and key = $2 and state = 'waiting'`,
    [write.installation.orgId, keyOf(write, policy, record)],
  )
}
