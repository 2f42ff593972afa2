import type { RecordValues } from '../../engine/index.ts'
import { allowedActs, removableSigners } from '../../engine/workflow/allowed.ts'
import type { CompiledWorkflow } from '../../engine/workflow/compiled.ts'
import { progressOf } from '../../engine/workflow/progress.ts'
import type { Installation } from '../apps/installation.ts'
import { type Caller, mayUseApp } from '../http/caller.ts'
import { notFound } from '../http/problem.ts'
import type { Records } from '../records/records.ts'
import { type Connection, type FormScope, scopeOf } from '../records/scope.ts'
import { readStored } from '../records/stored.ts'
import { workflowOf } from './instances.ts'
import { recordTitle } from './record-title.ts'
import { taskFields, visibleValues } from './task-rights.ts'
import { type Box, listTaskRows, readTaskRow, type TaskPage, type TaskRow, tookPart } from './task-rows.ts'
import { inBoth } from './texts.ts'
import { readTrail } from './trail.ts'

/** A task with the app, form and workflow it stands in. */
export interface OpenTask {
  readonly row: TaskRow
  readonly installation: Installation
  readonly scope: FormScope
  readonly workflow: CompiledWorkflow | undefined
}

/** @throws HttpProblem 404 for what is not there and for what the caller had nothing to do with alike */
export async function openTaskOf(
  records: Records,
  caller: Caller,
  id: string,
  connection: Connection,
): Promise<OpenTask> {
  const row = await readTaskRow(connection, caller.orgId, id)
  if (row === undefined || !mayUseApp(caller, row.app)) throw notFound()
  if (!caller.admin && !(await tookPart(connection, caller.orgId, row, caller.userId))) throw notFound()
  const task = await placed(records, caller, row, connection)
  if (task === undefined) throw notFound()
  return task
}

async function placed(
  records: Records,
  caller: Caller,
  row: TaskRow,
  connection: Connection,
): Promise<OpenTask | undefined> {
  const installation = await records.installations.find(caller.orgId, row.app)
  if (installation?.app.forms.has(row.form) !== true) return undefined
  const directory = await records.platform.directories.of(caller)
  const scope = scopeOf(records.platform, installation, caller, directory, row.form)
  const workflow =
    row.workflow === null || row.appVersion === null
      ? undefined
      : await workflowOf(installation, row.appVersion, row.workflow, connection)
  return { row, installation, scope, workflow }
}

export async function listTasks(
  records: Records,
  caller: Caller,
  box: Box,
  page: TaskPage,
  connection: Connection,
): Promise<Record<string, unknown>[]> {
  const rows = await listTaskRows(connection, caller, box, page)
  const tasks = await Promise.all(rows.map(row => placed(records, caller, row, connection)))
  const open = tasks.filter(task => task !== undefined)
  return Promise.all(open.map(async task => shown(task, await recordOf(records, task, connection))))
}

/** The record a task is about, as its reader may see it. */
interface SeenRecord {
  readonly title: string
  readonly values: Record<string, unknown> | null
}

/** Through an open task its holder reads the record whatever his role says; everybody else reads by his role. */
async function recordOf(
  records: Records,
  { row, installation, scope, workflow }: OpenTask,
  connection: Connection,
): Promise<SeenRecord> {
  const { form, access } = scope
  const rows = access.can('read') ? access.rows('read') : undefined
  const stored = await readStored(
    records.platform,
    installation,
    form,
    row.record,
    connection,
    rows === undefined ? {} : { conditions: [rows] },
  )
  if (stored === undefined || stored.deleted) return { title: '', values: null }
  const holds = row.assignee === scope.caller.userId && (row.state === 'open' || row.kind === 'cc')
  if (holds) {
    const fields = taskFields(scope, workflow, row)
    const shown = asItCame(stored.values, row.data.snapshot, fields)
    const values = visibleValues(form, shown, fields, workflow, row.node)
    return { title: recordTitle(form, values), values }
  }
  // Who took part knows what it was about; the rest of the record follows his role.
  const hidden = access.can('read') && access.field(form.titleField) === 'hidden'
  const title = hidden ? '' : recordTitle(form, stored.values)
  if (rows === undefined || stored.allowed[0] !== true) return { title, values: null }
  const fields = new Map(form.fields.keys().map(key => [key, access.field(key)]))
  return { title, values: visibleValues(form, stored.values, fields, undefined, null) }
}

/** The record as it was when the task came, but for what the holder writes. */
function asItCame(
  now: RecordValues,
  snapshot: RecordValues | undefined,
  fields: ReadonlyMap<string, string>,
): RecordValues {
  if (snapshot === undefined) return now
  const live = Object.keys(now).filter(key => key === 'id' || key === 'version' || fields.get(key) === 'write')
  return { ...snapshot, ...Object.fromEntries(live.map(key => [key, now[key]])) }
}

function shown({ row, scope, workflow }: OpenTask, record: SeenRecord): Record<string, unknown> {
  const definition = workflow?.nodes.get(row.node ?? '')?.definition
  const holds = row.assignee === scope.caller.userId && row.state === 'open'
  return {
    id: row.id,
    app: row.app,
    form: row.form,
    record: row.record,
    recordTitle: record.title,
    title: row.title,
    workflow: row.workflow,
    workflowName: workflow === undefined ? null : inBoth(workflow.definition.name, workflow.key),
    node: row.node,
    kind: row.kind,
    state: row.state,
    outcome: row.outcome,
    waiting: row.data.waiting === true,
    standsFor: row.data.standsFor ?? null,
    owner: ownerOf(row),
    overdue: row.state === 'open' && row.dueAt !== null && row.dueAt < scope.now,
    assignee: row.assignee,
    applicant: row.applicant,
    at: row.at,
    actedAt: row.actedAt,
    dueAt: row.dueAt,
    instance: row.instance === null ? null : { id: row.instance, status: row.status, outcome: row.instanceOutcome },
    acts: actsOf(row, workflow, scope.caller),
    require: definition !== undefined && 'require' in definition ? (definition.require ?? []) : [],
    allow: definition?.type === 'approve' ? (definition.allow ?? {}) : {},
    fields: holds ? Object.fromEntries(taskFields(scope, workflow, row)) : {},
  }
}

/** Whose task it is while its holder is only asked for his word. */
const ownerOf = ({ id, instanceState }: TaskRow): string | null =>
  instanceState?.activations.flatMap(({ tasks }) => tasks).find(task => task.id === id)?.owner ?? null

function actsOf(row: TaskRow, workflow: CompiledWorkflow | undefined, caller: Caller): readonly string[] {
  const own = row.assignee === caller.userId && row.state === 'open'
  if (row.kind === 'todo' || row.kind === 'cc') return own ? ['done'] : []
  if (workflow === undefined || row.instanceState === null) return []
  return allowedActs(workflow, row.instanceState, row.id, caller.userId, caller.admin)
}

/** One task whole: with its record, the trail so far and where it goes next. */
export async function readTask(
  records: Records,
  caller: Caller,
  id: string,
  connection: Connection,
): Promise<Record<string, unknown>> {
  const task = await openTaskOf(records, caller, id, connection)
  const record = await recordOf(records, task, connection)
  const { row, workflow } = task
  return {
    ...shown(task, record),
    values: record.values,
    draft: row.assignee === caller.userId && row.state === 'open' ? (row.data.draft ?? null) : null,
    signers: signersOf(task),
    trail: row.instance === null ? [] : await readTrail(connection, caller.orgId, row.instance, workflow),
    progress: workflow === undefined || row.instanceState === null ? null : progressOf(workflow, row.instanceState),
    next: nextLabel(workflow, row.node),
    returnTo: returnTargets(task),
  }
}

/** The step after this one, when only one can be. */
function nextLabel(workflow: CompiledWorkflow | undefined, key: string | null): unknown {
  const good = (workflow?.nodes.get(key ?? '')?.next ?? []).filter(({ on }) => on !== 'rejected' && on !== 'timeout')
  const targets = [...new Set(good.map(({ to }) => to))]
  return targets.length === 1 ? inBoth(workflow?.nodes.get(targets[0]!)?.definition.label, targets[0]!) : null
}

/** People the holder added who have not decided. */
function signersOf({ row }: OpenTask): string[] {
  for (const activation of row.instanceState?.activations ?? []) {
    const task = activation.tasks.find(({ id }) => id === row.id)
    if (task !== undefined) return removableSigners(activation, task).map(({ assignee }) => assignee)
  }
  return []
}

/** Earlier steps a return may name. */
function returnTargets({ row, workflow }: OpenTask): unknown[] {
  const definition = workflow?.nodes.get(row.node ?? '')?.definition
  if (definition?.type !== 'approve' || definition.allow?.return === undefined) return []
  const to = definition.allow.return.to ?? ['applicant']
  const passed = (row.instanceState?.activations ?? []).filter(
    ({ state, node, tasks }) => state === 'done' && node !== row.node && tasks.some(({ acted }) => acted === true),
  )
  const nodes = to.includes('any') ? [...new Set(passed.map(({ node }) => node))] : []
  return [
    ...(to.includes('applicant') || to.includes('any')
      ? [{ to: 'applicant', label: { zh: '申请人', en: 'Applicant' } }]
      : []),
    ...(to.includes('previous') && passed.length > 0
      ? [{ to: 'previous', label: { zh: '上一步', en: 'Previous step' } }]
      : []),
    ...nodes.flatMap(node =>
      workflow?.nodes.has(node) === true
        ? [{ to: node, label: inBoth(workflow.nodes.get(node)?.definition.label, node) }]
        : [],
    ),
  ]
}
