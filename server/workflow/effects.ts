import type { CompiledForm, RecordValues } from '../../engine/index.ts'
import type { CompiledWorkflow } from '../../engine/workflow/compiled.ts'
import type { Effect } from '../../engine/workflow/events.ts'
import { errorMessage } from '../../schemas/errors/catalogue.ts'
import { publishEvent } from '../events/listener.ts'
import { isId } from '../ids.ts'
import { type NoticeText, notify } from '../notifications/store.ts'
import { lockRecord, unlockRecord } from './locks.ts'
import { aboutRecord } from './message-text.ts'
import { administratorsOf, type Instance, type Step } from './step.ts'
import { inBoth, notices, stepLabel, taskTitle } from './texts.ts'

/** Where an effect happens. */
export interface Place {
  readonly step: Step
  readonly instance: Instance
  readonly workflow: CompiledWorkflow
  readonly form: CompiledForm
  /** the record as the step saw it */
  readonly values: RecordValues
}

/** Carries out one effect of a step in its transaction: rows of tasks, decisions, timers, notices, the hold on the record. */
export async function carryOut(place: Place, effect: Effect): Promise<void> {
  const { step, instance } = place
  switch (effect.type) {
    case 'createTask':
      return createTask(place, effect.task)
    case 'changeTask':
      return changeTask(place, effect)
    case 'finishTask':
      return closeTask(place, effect.task, 'done', effect.outcome, effect.by, effect.outcome)
    case 'cancelTask':
      return closeTask(place, effect.task, 'cancelled', null, effect.by, effect.act)
    case 'decision':
      return decide(place, effect)
    case 'notify': {
      const text = notices[effect.code](titleOf(place, effect.node))
      const dedupeKey = `${effect.code}:${effect.task}:${step.now}`
      for (const user of new Set(effect.users))
        await notify(step.records.platform, step.connection, {
          ...linked(place, effect.task),
          users: [user],
          text: aboutRecord(step, text, place, user),
          dedupeKey,
          kind: 'task',
        })
      return
    }
    case 'armTimer': {
      const { task, step: key, index } = effect
      return armTimer(step, instance, effect, { task, step: key, index })
    }
    case 'armAlarm':
      return armTimer(step, instance, effect, { activation: effect.activation, alarm: effect.key })
    case 'cancelTimers':
      await step.connection.query(
        `update formwork.timer set state = 'cancelled', version = version + 1 where org_id = $1 and key = any($2) and state = 'waiting'`,
        [step.installation.orgId, effect.keys],
      )
      return
    case 'lockRecord':
      return lockRecord(step, place.form, instance.record, instance.id)
    case 'unlockRecord':
      return unlockRecord(step, place.form, instance.record, instance.id)
    case 'warning':
      return warn(place, effect)
    default:
      return
  }
}

/** The step's title. */
export const titleOf = ({ workflow }: Pick<Place, 'workflow'>, key: string): NoticeText =>
  taskTitle(inBoth(workflow.definition.name, workflow.key), stepLabel(workflow, key))

const linked = ({ step, instance }: Place, task?: string) => ({
  orgId: step.installation.orgId,
  link: {
    app: step.installation.key,
    form: instance.form,
    record: instance.record,
    ...(task === undefined ? {} : { task }),
  },
})

async function createTask(place: Place, task: Extract<Effect, { type: 'createTask' }>['task']): Promise<void> {
  const { step, instance } = place
  const { installation, connection, records } = step
  const title = titleOf(place, task.node)
  await connection.query(
    `insert into formwork.task (org_id, id, app_id, form_key, record_id, instance_id, workflow_key, node_key, activation, kind, title, assignee_id, applicant_id, state, due_at, created_at, version, data)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'open', $14, $15, 1, $16)`,
    [
      installation.orgId,
      task.id,
      installation.id,
      instance.form,
      instance.record,
      instance.id,
      instance.workflow,
      task.node,
      task.activation,
      task.kind,
      JSON.stringify(title),
      task.assignee,
      instance.applicant,
      task.due,
      step.now,
      JSON.stringify({
        ...(task.fallback ? { fallback: true } : {}),
        ...(task.standsFor === null ? {} : { standsFor: task.standsFor }),
        ...(snapshotOf(place, task.node) ?? {}),
      }),
    ],
  )
  await tell(step, [task.assignee], task.id, 'open')
  const text = (task.kind === 'cc' ? notices.cc : notices.task)(title)
  await notify(records.platform, connection, {
    ...linked(place, task.id),
    users: [task.assignee],
    text: aboutRecord(step, text, place, task.assignee),
    dedupeKey: `task:${task.id}`,
    kind: task.kind === 'cc' ? 'cc' : 'task',
  })
}

/** `view: snapshot`: the holder sees the record as it was when the task came to him. */
function snapshotOf({ workflow, values }: Place, node: string): { snapshot: RecordValues } | undefined {
  const definition = workflow.nodes.get(node)?.definition
  const keeps = definition !== undefined && 'view' in definition && definition.view === 'snapshot'
  return keeps ? { snapshot: values } : undefined
}

/** Open pages of these people read the task again. */
export const tell = (
  step: Pick<Step, 'connection' | 'installation'>,
  users: readonly string[],
  id: string,
  state: string,
): Promise<void> => publishEvent(step.connection, { kind: 'task', org: step.installation.orgId, users, id, state })

async function changeTask(place: Place, effect: Extract<Effect, { type: 'changeTask' }>): Promise<void> {
  const { step } = place
  const { rows } = await step.connection.query<{ former: string; assignee: string; title: NoticeText }>(
    `update formwork.task t set assignee_id = coalesce($3, t.assignee_id), version = t.version + 1,
       data = (case when $4::boolean is null then t.data when $4 then t.data || '{"waiting":true}' else t.data - 'waiting' end)
         - (case when $3::uuid is null then '' else 'standsFor' end)
     from formwork.task o where o.org_id = t.org_id and o.id = t.id and t.org_id = $1 and t.id = $2
     returning o.assignee_id as former, t.assignee_id as assignee, t.title`,
    [step.installation.orgId, effect.task, effect.assignee ?? null, effect.waiting ?? null],
  )
  const row = rows[0]
  if (row === undefined) return
  await tell(step, [...new Set([row.former, row.assignee])], effect.task, 'open')
  if (row.former === row.assignee && effect.waiting !== false) return
  const text = (row.former === row.assignee ? notices.task : notices.transferred)(row.title)
  const dedupeKey = `task:${effect.task}:${step.now}`
  await notify(step.records.platform, step.connection, {
    ...linked(place, effect.task),
    users: [row.assignee],
    text: aboutRecord(step, text, place, row.assignee),
    dedupeKey,
    kind: 'task',
  })
}

async function closeTask(
  { step, instance }: Place,
  id: string,
  state: 'done' | 'cancelled',
  outcome: string | null,
  by: string | null,
  act: string,
): Promise<void> {
  const { rows } = await step.connection.query<{ assignee: string }>(
    `update formwork.task set state = $3, outcome = $4, acted_by = case when $3 = 'done' then $5::uuid end, acted_at = $6, version = version + 1, data = data - 'draft' || $7
     where org_id = $1 and id = $2 and state = 'open' returning assignee_id as assignee`,
    [step.installation.orgId, id, state, outcome, by, step.now, JSON.stringify({ closed: { by, act } })],
  )
  const people = [rows[0]?.assignee, instance.applicant].filter(user => user !== undefined && user !== null)
  if (rows[0] !== undefined) await tell(step, [...new Set(people)], id, state)
}

async function decide({ step, instance }: Place, effect: Extract<Effect, { type: 'decision' }>): Promise<void> {
  const { installation, connection, records } = step
  const signature = effect.data.signature
  const files = [...effect.files, ...(isId(signature) ? [signature] : [])]
  await connection.query(
    `insert into formwork.decision (org_id, id, app_id, form_key, record_id, instance_id, task_id, node_key, user_id, act, opinion, files, at, data, on_behalf_of)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      installation.orgId,
      records.platform.newId(),
      installation.id,
      instance.form,
      instance.record,
      instance.id,
      effect.task,
      effect.node,
      effect.by,
      effect.act,
      effect.opinion,
      files,
      step.now,
      JSON.stringify(effect.data),
      effect.onBehalfOf,
    ],
  )
  // Whoever may read the record may read what was attached to its decisions.
  if (files.length > 0)
    await connection.query(
      `update formwork.file set state = 'attached', app_id = $3, form_key = $4, record_id = $5, field_key = 'id'
       where org_id = $1 and id = any($2) and state = 'pending' and by = $6`,
      [installation.orgId, files, installation.id, instance.form, instance.record, effect.by],
    )
}

async function armTimer(
  step: Step,
  instance: Instance,
  timer: { readonly key: string; readonly due: string },
  what: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { installation, connection, records } = step
  await connection.query(
    `insert into formwork.timer (org_id, id, key, app_id, kind, subject, due_at, state, version) values ($1, $2, $3, $4, 'deadline', $5, $6, 'waiting', 1)
     on conflict (org_id, key) do nothing`,
    [
      installation.orgId,
      records.platform.newId(),
      timer.key,
      installation.id,
      JSON.stringify({ instance: instance.id, form: instance.form, record: instance.record, ...what }),
      timer.due,
    ],
  )
}

async function warn(place: Place, { code, params }: Extract<Effect, { type: 'warning' }>): Promise<void> {
  const { step, workflow } = place
  const node = titleOf(place, String(params.node ?? workflow.key))
  const text = {
    zh: `${node.zh} — ${errorMessage(code, { ...params, node: node.zh }, 'zh')}`,
    en: `${node.en} — ${errorMessage(code, { ...params, node: node.en }, 'en')}`,
  }
  const users = administratorsOf(step.directory)
  const dedupeKey = `${code}:${place.instance.id}:${String(params.node)}`
  await notify(step.records.platform, step.connection, { ...linked(place), users, text, dedupeKey, kind: 'warning' })
}
