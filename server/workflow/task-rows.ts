import type { RecordValues } from '../../engine/index.ts'
import type { InstanceState } from '../../engine/workflow/state.ts'
import type { Caller } from '../http/caller.ts'
import type { NoticeText } from '../notifications/store.ts'
import type { Connection } from '../records/scope.ts'

/** Values and words of an act that is not sent yet. */
export interface TaskDraft {
  readonly values?: RecordValues
  readonly opinion?: string
}

/** A task as it lies in the database, with its instance's state for what may be done with it. */
export interface TaskRow {
  readonly id: string
  readonly appId: string
  readonly app: string
  readonly form: string
  readonly record: string
  readonly instance: string | null
  readonly workflow: string | null
  readonly node: string | null
  readonly kind: 'approve' | 'fill' | 'cc' | 'todo'
  readonly title: NoticeText
  readonly assignee: string
  readonly applicant: string | null
  readonly state: 'open' | 'done' | 'cancelled'
  readonly outcome: string | null
  readonly actedBy: string | null
  readonly actedAt: string | null
  readonly dueAt: string | null
  readonly at: string
  readonly data: {
    readonly waiting?: boolean
    readonly closed?: { readonly by: string | null; readonly act: string }
    /** for whom the holder stands in */
    readonly standsFor?: string
    /** the record as it was when the task came, for `view: snapshot` */
    readonly snapshot?: RecordValues
    /** what its holder typed and has not sent yet */
    readonly draft?: TaskDraft
  }
  readonly appVersion: number | null
  readonly status: string | null
  readonly instanceState: InstanceState | null
  readonly instanceOutcome: string | null
}

const iso = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

const SELECT = `select t.id, t.app_id as "appId", a.key as app, t.form_key as form, t.record_id as record, t.instance_id as instance, t.workflow_key as workflow,
  t.node_key as node, t.kind, t.title, t.assignee_id as assignee, t.applicant_id as applicant, t.state, t.outcome, t.acted_by as "actedBy",
  ${iso('t.acted_at')} as "actedAt", ${iso('t.due_at')} as "dueAt", ${iso('t.created_at')} as at, t.data,
  i.app_version as "appVersion", i.status, i.state as "instanceState", i.outcome as "instanceOutcome"`
const FROM = `from formwork.task t
  join formwork.app a on a.org_id = t.org_id and a.id = t.app_id and a.deleted_at is null
  left join formwork.workflow_instance i on i.org_id = t.org_id and i.id = t.instance_id`

export type Box = 'todo' | 'done' | 'started' | 'cc'

/** $2 is the person. `started` shows one task of each instance he began: an open one, else the newest. */
const boxes: Readonly<Record<Box, string>> = {
  todo: `t.assignee_id = $2 and t.state = 'open' and t.kind <> 'cc' and not t.data ? 'waiting'`,
  cc: `t.assignee_id = $2 and t.kind = 'cc'`,
  done: `t.kind <> 'cc' and t.id in (select m.id from formwork.task m where m.org_id = $1 and m.acted_by = $2
    union select d.task_id from formwork.decision d where d.org_id = $1 and d.user_id = $2 and d.act not in ('urge', 'withdraw', 'late'))`,
  started: `t.id in (select distinct on (s.instance_id) s.id from formwork.task s
    join formwork.workflow_instance w on w.org_id = s.org_id and w.id = s.instance_id and w.applicant_id = $2
    where s.org_id = $1 and s.kind <> 'cc' order by s.instance_id, (s.state = 'open') desc, s.id desc)`,
}

/** Which tasks of a box, newest first; `before` is the id a page goes on from. */
export interface TaskPage {
  readonly size: number
  readonly before: string | null
  /** `app/workflow`; tasks without a workflow are `app/` */
  readonly workflow?: string | null
  /** open tasks due before this instant */
  readonly dueBefore?: string | null
}

/** `apps` limits a token's view. */
export async function listTaskRows(
  connection: Connection,
  caller: Caller,
  box: Box,
  { size, before, workflow = null, dueBefore = null }: TaskPage,
): Promise<TaskRow[]> {
  const { rows } = await connection.query<TaskRow>(
    `${SELECT} ${FROM} where t.org_id = $1 and ${boxes[box]} and ($3::uuid is null or t.id < $3) and ($5::text[] is null or a.key = any($5))
       and ($6::text is null or a.key || '/' || coalesce(t.workflow_key, '') = $6) and ($7::timestamptz is null or (t.state = 'open' and t.due_at < $7))
     order by t.id desc limit $4`,
    [caller.orgId, caller.userId, before, size, caller.apps, workflow, dueBefore],
  )
  return rows
}

/** What a box holds, by workflow; most first. */
export interface BoxContent {
  readonly app: string
  readonly workflow: string | null
  readonly count: number
}

export async function boxContent(connection: Connection, caller: Caller, box: Box): Promise<BoxContent[]> {
  const { rows } = await connection.query<BoxContent>(
    `select a.key as app, t.workflow_key as workflow, count(*)::int as count ${FROM}
     where t.org_id = $1 and ${boxes[box]} and ($3::text[] is null or a.key = any($3)) group by 1, 2 order by 3 desc, 1, 2 limit 50`,
    [caller.orgId, caller.userId, caller.apps],
  )
  return rows
}

export async function readTaskRow(connection: Connection, orgId: string, id: string): Promise<TaskRow | undefined> {
  const { rows } = await connection.query<TaskRow>(`${SELECT} ${FROM} where t.org_id = $1 and t.id = $2`, [orgId, id])
  return rows[0]
}

/** Whether somebody ever had to do with a task: holder now or once, applicant. */
export async function tookPart(connection: Connection, orgId: string, task: TaskRow, userId: string): Promise<boolean> {
  if (task.assignee === userId || task.applicant === userId || task.actedBy === userId) return true
  const { rows } = await connection.query(
    `select 1 from formwork.decision where org_id = $1 and (user_id = $2 or data->>'assignee' = $2::text) and (task_id = $3 or instance_id = $4) limit 1`,
    [orgId, userId, task.id, task.instance],
  )
  return rows.length > 0
}
