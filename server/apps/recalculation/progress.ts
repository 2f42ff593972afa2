import { graphOf } from '../../../engine/definition/cascade.ts'
import type { CompiledApp } from '../../../engine/index.ts'
import type { Label } from '../../../schemas/generated/definition.ts'
import type { Database } from '../../database/connect.ts'
import type { Installation } from '../installation.ts'
import { RECALCULATION, type Recalculation } from './job.ts'

/** How far the recalculations of an app are, the newest first; finished ones stay as the record of what was worked out again. */
export async function readRecalculations(database: Database, { orgId, id, app }: Installation) {
  const { rows } = await database.pool.query<{ id: string; state: string; subject: Recalculation }>(
    `select id, state, subject from formwork.timer where org_id = $1 and key >= '${RECALCULATION}:' and key < '${RECALCULATION};' and app_id = $2
     order by key desc limit 20`,
    [orgId, id],
  )
  return rows.map(({ id: key, state, subject }) => ({
    id: key,
    reason: subject.reason,
    version: subject.version,
    fields: subject.fields,
    /** what the fields are called, form and field; those a later version removed are gone */
    names: subject.fields.flatMap(name => namesOf(app, name)),
    /** the last pass, for what was stored by the old rules meanwhile, changes nothing that a reader could wait for */
    running: state === 'waiting' && subject.phase !== 'sweep',
    done: subject.done,
    total: subject.total,
    startedAt: subject.startedAt,
    finishedAt: subject.finishedAt ?? null,
    by: subject.by,
  }))
}

function namesOf(app: CompiledApp, name: string): { form: Label; field: Label }[] {
  const node = graphOf(app).nodes.get(name)
  const form = app.forms.get(node?.root ?? '')
  return node === undefined || form === undefined ? [] : [{ form: form.name, field: node.field.label }]
}
