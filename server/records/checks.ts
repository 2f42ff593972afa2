import { fileTypes } from '../../engine/definition/field-type.ts'
import type { CompiledField, RecordValues } from '../../engine/index.ts'
import { fieldProblem } from '../../engine/record/values.ts'
import type { Problem } from '../../schemas/problem.ts'
import { invalidValues } from '../http/problem.ts'
import type { WriteScope } from './records.ts'
import type { Connection } from './scope.ts'
import type { TargetCheck } from './store.ts'

const idsIn = (value: unknown): string[] =>
  value === null || value === undefined ? [] : ([] as unknown[]).concat(value).map(String)

/** Relations a write sets, as guards of its statement. */
export function targetChecks(
  { installation, form }: WriteScope,
  values: RecordValues,
  changed: readonly string[],
): TargetCheck[] {
  return relationsIn(form.fieldList, changed).flatMap(field => {
    const table = installation.tables.get(field.target!)
    const ids = idsIn(values[field.key])
    return table === undefined || ids.length === 0 ? [] : [{ table: table.name, ids }]
  })
}

const relationsIn = (fields: readonly CompiledField[], changed: readonly string[]): CompiledField[] =>
  fields.filter(field => field.target !== undefined && !field.computed && changed.includes(field.key))

/** Which relations name a record that is not there: the reason a guarded statement stored nothing. */
export async function missingTargets(
  { installation, form }: WriteScope,
  values: RecordValues,
  changed: readonly string[],
  connection: Connection,
): Promise<Problem[]> {
  const problems: Problem[] = []
  for (const field of relationsIn(form.fieldList, changed)) {
    const table = installation.tables.get(field.target!)
    const ids = idsIn(values[field.key])
    if (table === undefined || ids.length === 0) continue
    const { rows } = await connection.query<{ n: number }>(
      `select count(*)::int as n from ${table.name} where id = any($1::uuid[]) and deleted_at is null`,
      [ids],
    )
    if (rows[0]?.n !== ids.length) problems.push(fieldProblem(field, 'related_record_missing'))
  }
  return problems
}

/** Users and departments a write names must be of the organisation; people who left cannot be newly chosen. */
export function peopleProblems(
  { directory, form }: WriteScope,
  values: RecordValues,
  before: RecordValues | null,
  changed: readonly string[],
): Problem[] {
  return [...form.fields.values()].flatMap(field => {
    const kind = field.valueType.kind === 'list' ? field.valueType.of.kind : field.valueType.kind
    if ((kind !== 'user' && kind !== 'department') || field.computed || !changed.includes(field.key)) return []
    const kept = new Set(idsIn(before?.[field.key]))
    const unknown = idsIn(values[field.key]).filter(
      id =>
        !kept.has(id) && (kind === 'user' ? directory.people.get(id)?.active !== true : !directory.departments.has(id)),
    )
    return unknown.length === 0 ? [] : [fieldProblem(field, 'invalid_reference')]
  })
}

/** Files newly named by a write: they must be the writer's pending uploads (or already this record's), and become the record's. */
export async function attachFiles(
  scope: WriteScope,
  id: string,
  values: RecordValues,
  before: RecordValues | null,
  changed: readonly string[],
  connection: Connection,
): Promise<void> {
  const problems: Problem[] = []
  const { installation, form, actor } = scope
  for (const field of form.fieldList) {
    if (!fileTypes.has(field.kind) || !changed.includes(field.key)) continue
    const kept = new Set(idsIn(before?.[field.key]))
    const fresh = idsIn(values[field.key]).filter(file => !kept.has(file))
    if (fresh.length === 0) continue
    const { rows } = await connection.query<{ type: string; size: string }>(
      `update formwork.file set state = 'attached', app_id = $3, form_key = $4, record_id = $5, field_key = $6
       where org_id = $1 and id = any($2::uuid[]) and ((state = 'pending' and (by = $7 or $8)) or (state = 'attached' and app_id = $3 and record_id = $5)) returning type, size`,
      [installation.orgId, fresh, installation.id, form.key, id, field.key, actor.userId, scope.trusted],
    )
    if (rows.length !== fresh.length) problems.push(fieldProblem(field, 'invalid_reference'))
    problems.push(...rows.flatMap(file => fileProblems(field, file.type, Number(file.size))))
  }
  if (problems.length > 0) throw invalidValues(problems)
}

const kinds: Readonly<Record<string, string>> = {
  image: 'image/',
  video: 'video/',
  audio: 'audio/',
  signature: 'image/',
}

function fileProblems(field: CompiledField, type: string, size: number): Problem[] {
  const { accept, maxSize } = (field.definition ?? {}) as { accept?: readonly string[]; maxSize?: number }
  const wanted = accept ?? (kinds[field.kind] === undefined ? undefined : [`${kinds[field.kind]}*`])
  const fits =
    wanted === undefined ||
    wanted.some(pattern => (pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : pattern === type))
  return [
    ...(fits ? [] : [fieldProblem(field, 'file_type_refused', { type })]),
    ...(maxSize !== undefined && size > maxSize ? [fieldProblem(field, 'file_too_large', { limit: maxSize })] : []),
  ]
}
