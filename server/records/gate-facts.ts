import { joinSql } from '../../engine/expression/fragment.ts'
import { rawSql, sql, sqlText, toSqlCondition } from '../../engine/expression/index.ts'
import type { CompiledStage } from '../../engine/index.ts'
import { type CompiledForm, type GateFacts, type RecordValues, recordScope } from '../../engine/index.ts'
import { foldKnown } from '../../engine/record/fold.ts'
import type { Installation } from '../apps/installation.ts'
import { sqlEnvironment } from './environment.ts'
import type { WriteScope } from './records.ts'
import { type Connection, recordContext } from './scope.ts'

type World = Pick<WriteScope, 'installation' | 'form' | 'directory' | 'now' | 'today'>

/** Counts the related records a stage's gate asks for, and looks up its approval since the stage was entered (M9). */
export async function gateFacts(
  world: World,
  stage: CompiledStage | undefined,
  values: RecordValues,
  connection: Connection,
): Promise<GateFacts> {
  if (stage === undefined) return { related: [], approval: 'none' }
  const related: number[] = []
  for (const query of stage.related) related.push(await countRelated(world, query, values, connection))
  const approval = stage.definition.gate?.approval
  return {
    related,
    approval: approval === undefined ? 'none' : await approvalState(world, approval, values, connection),
  }
}

async function countRelated(
  world: World,
  query: CompiledStage['related'][number],
  values: RecordValues,
  connection: Connection,
): Promise<number> {
  const { installation, form, now, today } = world
  const target = installation.app.forms.get(query.form)
  const table = installation.tables.get(query.form)
  if (target === undefined || table === undefined) return 0
  const conditions = [rawSql('t.deleted_at is null')]
  if (query.where !== undefined) {
    const scope = recordScope({ form, values }, recordContext({ ...world, caller: null }))
    const folded = foldKnown(query.where.typed, path => path[0] === '$record' || path[0] === '$settings', scope)
    const condition = toSqlCondition(folded, sqlEnvironment(installation, target, 't', { now, today }))
    if ('unsupported' in condition) return 0
    conditions.push(sql`(${condition})`)
  }
  const rendered = sqlText(
    sql`select count(*)::int as n from (select 1 from ${rawSql(table.name)} t where ${joinSql(conditions, ' and ')} limit ${query.atLeast}) x`,
  )
  const { rows } = await connection.query<{ n: number }>(rendered.text, [...rendered.values])
  return rows[0]?.n ?? 0
}

interface Approval {
  readonly workflow: string
  readonly voidOn?: readonly string[]
}

/** `approved` only while nothing in `voidOn` changed after it. */
async function approvalState(
  { installation, form }: { installation: Installation; form: CompiledForm },
  approval: Approval,
  values: RecordValues,
  connection: Connection,
): Promise<GateFacts['approval']> {
  const { rows } = await connection.query<{ status: string; outcome: string | null; ended_at: string | null }>(
    `select status, outcome, ended_at from formwork.workflow_instance
     where org_id = $1 and app_id = $2 and form_key = $3 and record_id = $4 and workflow_key = $5 and started_at >= coalesce($6::timestamptz, '-infinity')
     order by started_at desc, id desc limit 1`,
    [installation.orgId, installation.id, form.key, values.id, approval.workflow, values.stage_entered_at ?? null],
  )
  const latest = rows[0]
  if (latest === undefined) return 'none'
  if (latest.status === 'running') return 'running'
  if (latest.outcome !== 'approved') return 'none'
  if (approval.voidOn === undefined || approval.voidOn.length === 0) return 'approved'
  const changed = await connection.query(
    `select 1 from "${installation.schema}".history where record_id = $1 and at > $2 and changes ?| $3::text[] limit 1`,
    [values.id, latest.ended_at, approval.voidOn],
  )
  return changed.rows.length === 0 ? 'approved' : 'none'
}
