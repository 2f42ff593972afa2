import type { CompiledWorkflow } from '../../engine/workflow/compiled.ts'
import { progressOf } from '../../engine/workflow/progress.ts'
import type { InstanceState } from '../../engine/workflow/state.ts'
import { openReadable } from '../records/open.ts'
import type { Connection, FormScope } from '../records/scope.ts'
import type { StoredRecord } from '../records/stored.ts'
import { titleOf } from './effects.ts'
import { workflowOf } from './instances.ts'
import { mayReopen } from './reopen.ts'
import { choicesOf, startableWorkflows } from './start.ts'
import { inBoth, stepLabel } from './texts.ts'

interface Entry {
  readonly at: string
  readonly by: string | null
  readonly act: string
  readonly opinion: string | null
  readonly node: string
  readonly files: readonly string[]
  readonly onBehalfOf: string | null
  readonly data: Readonly<Record<string, unknown>>
}

/** Every decision of an instance in order: who, when, what, with which words. Nothing of it can be changed. */
export async function readTrail(
  connection: Connection,
  orgId: string,
  instance: string,
  workflow: CompiledWorkflow | undefined,
): Promise<Record<string, unknown>[]> {
  const { rows } = await connection.query<Entry>(
    `select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, user_id as by, act, opinion, node_key as node, files, data,
       on_behalf_of as "onBehalfOf"
     from formwork.decision where org_id = $1 and instance_id = $2 order by at, id`,
    [orgId, instance],
  )
  return rows.map(({ data, onBehalfOf, ...entry }) => ({
    ...entry,
    label: stepLabel(workflow, entry.node),
    ...(data.to === undefined ? {} : { to: data.to }),
    ...(data.users === undefined ? {} : { users: data.users }),
    ...(data.user === undefined ? {} : { user: data.user }),
    ...(data.act === undefined ? {} : { tried: data.act }),
    ...(onBehalfOf === null ? {} : { onBehalfOf }),
    ...(data.signature === undefined ? {} : { signature: data.signature }),
  }))
}

interface InstanceRow {
  readonly id: string
  readonly version: number
  readonly workflow: string
  readonly status: string
  readonly outcome: string | null
  readonly applicant: string | null
  readonly startedAt: string
  readonly endedAt: string | null
  /** of what runs */
  readonly state: InstanceState | null
  readonly holders: readonly {
    readonly task: string
    readonly node: string
    readonly kind: string
    readonly assignee: string
    readonly dueAt: string | null
  }[]
}

/** The workflows of a record its reader may see: their trail, who has them now, and which he may start. */
export async function recordWorkflows(scope: FormScope, id: string, connection: Connection) {
  const values = (await openReadable(scope, id, connection)) as StoredRecord['values']
  const { installation, form } = scope
  const { rows } = await connection.query<InstanceRow>(
    `select i.id, i.app_version as version, i.workflow_key as workflow, i.status, i.outcome, i.applicant_id as applicant,
       i.started_at as "startedAt", i.ended_at as "endedAt", case when i.status = 'running' then i.state end as state,
       (select coalesce(json_agg(json_build_object('task', t.id, 'node', t.node_key, 'kind', t.kind, 'assignee', t.assignee_id, 'dueAt', t.due_at) order by t.id), '[]')
        from formwork.task t where t.org_id = i.org_id and t.instance_id = i.id and t.state = 'open' and t.kind <> 'cc' and not t.data ? 'waiting') as holders
     from formwork.workflow_instance i where i.org_id = $1 and i.app_id = $2 and i.form_key = $3 and i.record_id = $4 order by i.started_at desc, i.id desc limit 100`,
    [installation.orgId, installation.id, form.key, id],
  )
  const instances: Record<string, unknown>[] = []
  for (const { version, state, ...row } of rows) {
    const workflow = await workflowOf(installation, version, row.workflow, connection)
    instances.push({
      ...row,
      name: inBoth(workflow?.definition.name, row.workflow),
      holders: row.holders.map(holder => ({
        ...holder,
        label: workflow === undefined ? inBoth(undefined, holder.node) : titleOf({ workflow }, holder.node),
      })),
      reopen:
        row.status !== 'running' &&
        !rows.some(other => other.workflow === row.workflow && other.status === 'running') &&
        (await mayReopen(scope, workflow, { values }, row.applicant, connection)),
      progress: workflow === undefined || state === null ? null : progressOf(workflow, state),
      trail: await readTrail(connection, installation.orgId, row.id, workflow),
    })
  }
  const startable = await startableWorkflows(scope, id, connection)
  const running = new Set(rows.flatMap(({ status, workflow }) => (status === 'running' ? [workflow] : [])))
  return {
    instances,
    startable: await Promise.all(
      startable
        .filter(({ key }) => !running.has(key))
        .map(async workflow => ({
          key: workflow.key,
          name: inBoth(workflow.definition.name, workflow.key),
          choose: await choicesOf(scope, workflow, { values }, connection),
        })),
    ),
  }
}
