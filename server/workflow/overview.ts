import type { FastifyInstance } from 'fastify'
import { type Caller, callerOf, mayUseApp } from '../http/caller.ts'
import { page, pageSize } from '../http/paging.ts'
import { HttpProblem } from '../http/problem.ts'
import { queryOf } from '../http/schema.ts'
import { isId } from '../ids.ts'
import type { Records } from '../records/records.ts'
import { readStored } from '../records/stored.ts'
import { workflowOf } from './instances.ts'
import { recordTitle } from './record-title.ts'
import { inBoth, stepLabel } from './texts.ts'

/** `stuck`: it fell to an administrator because nobody was found; `overdue`: a task is late; `outdated`: its workflow was published anew since. */
const SHOW = ['all', 'stuck', 'overdue', 'outdated'] as const

interface Row {
  readonly id: string
  readonly app: string
  readonly version: number
  readonly current: number
  readonly form: string
  readonly record: string
  readonly workflow: string
  readonly applicant: string | null
  readonly startedAt: string
  readonly holders: readonly {
    readonly task: string
    readonly node: string
    readonly assignee: string
    readonly since: string
    readonly dueAt: string | null
    readonly stuck: boolean
  }[]
}

interface Query {
  readonly app?: string
  readonly show?: string
  readonly limit?: string
  readonly cursor?: string
}

/** `GET /api/workflows`: what runs in the organisation, newest first, for administrators: who has it, since when, what is stuck. */
export function overviewRoute(app: FastifyInstance, records: Records): void {
  app.get(
    '/api/workflows',
    { config: { anyApp: true }, schema: { querystring: queryOf('app', 'show', 'limit', 'cursor') } },
    async request => {
      const caller = callerOf(request)
      if (!caller.admin) throw new HttpProblem(403, 'forbidden')
      const { app: key, show = 'all', limit, cursor } = request.query as Query
      if (!SHOW.some(one => one === show))
        throw new HttpProblem(400, 'invalid_parameter', { parameter: 'show', reason: show.slice(0, 20) })
      if (cursor !== undefined && !isId(cursor)) throw new HttpProblem(400, 'invalid_cursor')
      const size = pageSize(limit)
      const found = page(await read(records, caller, key ?? null, show, size + 1, cursor ?? null), size)
      const shown = await Promise.all(found.rows.map(row => describe(records, caller, row)))
      return {
        workflows: shown.filter(one => one !== undefined && (show !== 'outdated' || one.outdated)),
        nextCursor: found.nextCursor,
      }
    },
  )
}

async function read(
  { platform }: Records,
  { orgId, apps }: Caller,
  app: string | null,
  show: string,
  size: number,
  before: string | null,
): Promise<Row[]> {
  const tasks = `from formwork.task t where t.org_id = i.org_id and t.instance_id = i.id and t.state = 'open' and t.kind <> 'cc'`
  const { rows } = await platform.database.pool.query<Row>(
    `select i.id, a.key as app, i.app_version as version, a.version as current, i.form_key as form, i.record_id as record, i.workflow_key as workflow,
       i.applicant_id as applicant, i.started_at as "startedAt",
       (select coalesce(json_agg(json_build_object('task', t.id, 'node', t.node_key, 'assignee', t.assignee_id, 'since', t.created_at, 'dueAt', t.due_at,
          'stuck', t.data ? 'fallback') order by t.id), '[]') ${tasks} and not t.data ? 'waiting') as holders
     from formwork.workflow_instance i join formwork.app a on a.org_id = i.org_id and a.id = i.app_id and a.deleted_at is null
     where i.org_id = $1 and i.status = 'running' and ($2::text is null or a.key = $2) and ($3::uuid is null or i.id < $3) and ($4::text[] is null or a.key = any($4))
       and case $5 when 'stuck' then exists (select 1 ${tasks} and t.data ? 'fallback') when 'overdue' then exists (select 1 ${tasks} and t.due_at < $6)
         when 'outdated' then i.app_version < a.version else true end
     order by i.id desc limit $7`,
    [orgId, app, before, apps, show, platform.clock.now(), size],
  )
  return rows
}

async function describe(records: Records, caller: Caller, row: Row) {
  const installation = await records.installations.find(caller.orgId, row.app)
  const form = installation?.app.forms.get(row.form)
  if (installation === undefined || form === undefined || !mayUseApp(caller, row.app)) return undefined
  const { pool } = records.platform.database
  const workflow = await workflowOf(installation, row.version, row.workflow, pool)
  const stored = await readStored(records.platform, installation, form, row.record, pool)
  const newest = installation.app.workflows.get(row.workflow)
  const now = records.platform.clock.now()
  return {
    ...row,
    name: inBoth(workflow?.definition.name, row.workflow),
    recordTitle: stored === undefined ? '' : recordTitle(form, stored.values),
    outdated: JSON.stringify(workflow?.definition) !== JSON.stringify(newest?.definition),
    stuck: row.holders.some(({ stuck }) => stuck),
    overdue: row.holders.some(({ dueAt }) => dueAt !== null && Date.parse(dueAt) < Date.parse(now)),
    holders: row.holders.map(({ stuck: _, ...holder }) => ({ ...holder, label: stepLabel(workflow, holder.node) })),
  }
}
