import { type CompiledForm, compileApp } from '../../engine/index.ts'
import type { ColumnType } from '../../engine/storage/column-type.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import type { Installation } from '../apps/installation.ts'
import { notFound } from '../http/problem.ts'
import type { TableAddress } from '../storage/columns.ts'

type Kind = 'text' | 'user' | 'datetime' | 'number'
interface SystemForm {
  readonly zh: string
  readonly en: string
  /** fields by key: type, words, and the SQL of the column */
  readonly fields: Readonly<Record<string, readonly [Kind, zh: string, en: string, column: string]>>
  /** FROM, with the organisation and the app; `h` is the row */
  from(installation: Installation): string
  /** who made the row, and when */
  readonly by: string
  readonly at: string
}

const ours =
  (table: string) =>
  ({ orgId, id }: Installation) =>
    `formwork.${table} h where h.org_id = '${orgId}' and h.app_id = '${id}'`

const about = {
  form: ['text', '表单', 'Form', 'h.form_key'],
  record: ['text', '记录', 'Record', 'h.record_id::text'],
} as const

/** What happens, as read-only forms: moves, assignments, tasks, decisions, changes of fields, runs of automations. */
const forms: Readonly<Record<string, SystemForm>> = {
  move: {
    ...{ zh: '阶段变动', en: 'Move', from: ours('move'), by: 'h.by', at: 'h.at' },
    fields: {
      ...about,
      from_stage: ['text', '原阶段', 'From', 'h.from_stage'],
      to_stage: ['text', '新阶段', 'To', 'h.to_stage'],
      seconds: ['number', '停留秒数', 'Seconds in the former stage', 'h.seconds_in_stage::numeric'],
      user: ['user', '操作人', 'By', 'h.by'],
      at: ['datetime', '时间', 'At', 'h.at'],
    },
  },
  assignment: {
    ...{ zh: '分配', en: 'Assignment', from: ours('assignment'), by: 'h.by', at: 'h.at' },
    fields: {
      ...about,
      policy: ['text', '策略', 'Policy', 'h.policy_key'],
      kind: ['text', '方式', 'Kind', 'h.kind'],
      outcome: ['text', '结果', 'Outcome', 'h.outcome'],
      user: ['user', '归属', 'Given to', 'h.user_id'],
      previous: ['user', '原负责人', 'Taken from', 'h.previous_id'],
      reason: ['text', '理由', 'Reason', 'h.reason'],
      at: ['datetime', '时间', 'At', 'h.at'],
    },
  },
  task: {
    ...{ zh: '待办', en: 'Task', from: ours('task'), by: 'h.applicant_id', at: 'h.created_at' },
    fields: {
      ...about,
      title: ['text', '标题', 'Title', `h.title ->> 'zh'`],
      kind: ['text', '类型', 'Kind', 'h.kind'],
      workflow: ['text', '流程', 'Workflow', 'h.workflow_key'],
      node: ['text', '节点', 'Step', 'h.node_key'],
      assignee: ['user', '处理人', 'Assignee', 'h.assignee_id'],
      applicant: ['user', '申请人', 'Applicant', 'h.applicant_id'],
      state: ['text', '状态', 'State', 'h.state'],
      outcome: ['text', '结果', 'Outcome', 'h.outcome'],
      due_at: ['datetime', '期限', 'Due', 'h.due_at'],
      acted_by: ['user', '实际处理人', 'Acted by', 'h.acted_by'],
      acted_at: ['datetime', '处理时间', 'Acted at', 'h.acted_at'],
      seconds: [
        'number',
        '用时秒数',
        'Seconds it took',
        'extract(epoch from h.acted_at - h.created_at)::bigint::numeric',
      ],
    },
  },
  decision: {
    ...{ zh: '审批动作', en: 'Decision', from: ours('decision'), by: 'h.user_id', at: 'h.at' },
    fields: {
      ...about,
      node: ['text', '节点', 'Step', 'h.node_key'],
      act: ['text', '动作', 'Act', 'h.act'],
      opinion: ['text', '意见', 'Opinion', 'h.opinion'],
      user: ['user', '处理人', 'By', 'h.user_id'],
      on_behalf_of: ['user', '代谁处理', 'On behalf of', 'h.on_behalf_of'],
      at: ['datetime', '时间', 'At', 'h.at'],
    },
  },
  change: {
    ...{ zh: '字段变更', en: 'Change', by: 'h.by', at: 'h.at' },
    from: ({ schema }) =>
      `(select md5(o.id::text || '.' || c.key)::uuid as id, o.form as form_key, o.record_id, o.at, o.by, o.kind, c.key as field_key, c.value ->> 0 as old, c.value ->> 1 as new
        from "${schema}".history o cross join lateral jsonb_each(o.changes) c where jsonb_typeof(c.value) = 'array') h where true`,
    fields: {
      ...about,
      field: ['text', '字段', 'Field', 'h.field_key'],
      kind: ['text', '类型', 'Kind', 'h.kind'],
      old: ['text', '原值', 'Before', 'h.old'],
      new: ['text', '新值', 'After', 'h.new'],
      user: ['user', '操作人', 'By', 'h.by'],
      at: ['datetime', '时间', 'At', 'h.at'],
    },
  },
  run: {
    ...{ zh: '自动化运行', en: 'Run', from: ours('run'), by: `(h.actor ->> 'user')::uuid`, at: 'h.created_at' },
    fields: {
      ...about,
      automation: ['text', '自动化', 'Automation', 'h.automation'],
      outcome: ['text', '结果', 'Outcome', 'h.state'],
      attempts: ['number', '次数', 'Attempts', 'h.attempts::numeric'],
      error: ['text', '原因', 'Why', `h.error ->> 'zh'`],
      ended_at: ['datetime', '结束时间', 'Ended at', 'h.ended_at'],
    },
  },
}

const types: Readonly<Record<Kind, ColumnType>> = {
  text: 'text',
  user: 'uuid',
  datetime: 'timestamptz',
  number: 'numeric',
}

const definition: AppDefinition = {
  ...{ formatVersion: 1, key: 'system', version: '0.1.0', name: { zh: '系统', en: 'System' } },
  forms: Object.entries(forms).map(([key, { zh, en, fields }]) => ({
    ...{ key, name: { zh, en }, titleField: 'record' },
    fields: Object.entries(fields).map(([name, [type, chinese, english]]) => ({
      ...{ key: name, label: { zh: chinese, en: english }, type },
    })),
  })),
}
const { app: system } = compileApp(definition)

/** An installation in which a system form stands beside the app's own. */
export function withSystemForm(
  installation: Installation,
  key: string,
): { installation: Installation; form: CompiledForm } {
  const name = key.slice(1)
  const known = installation.plans.get(`system ${key}`) as ReturnType<typeof withSystemForm> | undefined
  if (known !== undefined) return known
  const compiled = key.startsWith('$') && Object.hasOwn(forms, name) ? system?.forms.get(name) : undefined
  if (compiled === undefined) throw notFound()
  const form: CompiledForm = { ...compiled, key }
  const made = {
    form,
    installation: {
      ...installation,
      plans: new Map<string, unknown>(),
      app: { ...installation.app, forms: new Map([...installation.app.forms, [key, form]]) },
      tables: new Map([...installation.tables, [key, addressOf(installation, forms[name]!, form)]]),
    },
  }
  installation.plans.set(`system ${key}`, made)
  return made
}

function addressOf(installation: Installation, { fields, from, by, at }: SystemForm, form: CompiledForm): TableAddress {
  const columns = Object.entries(fields).map(([key, [, , , column]]) => `${column} as "x_${key}"`)
  const name = `(select h.id, 1 as version, null::uuid as owner, null::uuid as department, ${at} as created_at, ${by} as created_by, ${at} as updated_at, ${by} as updated_by,
    null::timestamptz as deleted_at, null::jsonb as _errors, null::jsonb as locks, h.record_id, ${columns.join(', ')} from ${from(installation)})`
  const stored = {
    table: form.key,
    columns: Object.fromEntries(
      Object.entries(fields).map(([key, [type]]) => [key, { column: `x_${key}`, type: types[type] }]),
    ),
    rows: {},
  }
  return { name, schema: installation.schema, stored, form }
}
