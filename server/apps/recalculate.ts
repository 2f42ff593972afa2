import type { CompiledForm, RecordValues } from '../../engine/index.ts'
import { computeFields } from '../../engine/record/compute.ts'
import { same } from '../../engine/record/validate.ts'
import type { StorageStep } from '../../engine/storage/plan.ts'
import type { Transaction } from '../database/statements.ts'
import type { OrganisationDirectory } from '../identity/directory.ts'
import { type Records, writeScope } from '../records/records.ts'
import { loadRelated } from '../records/related.ts'
import { recordContext } from '../records/scope.ts'
import { storedColumns } from '../records/stored.ts'
import { columnOf, typeOf } from '../storage/columns.ts'
import type { Installation } from './installation.ts'

const BATCH = 500

/** Works out again every record of the forms whose formulas a publish changed; one summary instead of history per record (M3). */
export async function recalculate(
  records: Records,
  installation: Installation,
  steps: readonly StorageStep[],
  directory: OrganisationDirectory,
  transaction: Transaction,
): Promise<number> {
  const forms = new Set(
    steps.flatMap(step =>
      step.kind === 'compute' || (step.kind === 'add_column' && isComputed(installation, step))
        ? [step.form.split('.')[0]!]
        : [],
    ),
  )
  let changed = 0
  for (const key of forms) {
    const form = installation.app.forms.get(key)
    if (form !== undefined) changed += await recalculateForm(records, installation, form, directory, transaction)
  }
  return changed
}

const isComputed = (installation: Installation, step: { form: string; field: string }): boolean =>
  installation.app.forms.get(step.form)?.fields.get(step.field)?.computed === true

/** All records of a form in batches by id: read, compute with the browser's own code, write back set-based. */
export async function recalculateForm(
  records: Records,
  installation: Installation,
  form: CompiledForm,
  directory: OrganisationDirectory,
  transaction: Transaction,
): Promise<number> {
  const table = installation.tables.get(form.key)!
  const scope = writeScope(records, installation, form, directory, { kind: 'system', userId: null })
  let after = '00000000-0000-0000-0000-000000000000'
  let changed = 0
  for (;;) {
    const { rows } = await transaction.query<{ record: RecordValues & { id: string } }>(
      `select row_to_json(r) as record from (select ${storedColumns(installation, form)} from ${table.name} t where t.id > $1 order by t.id limit ${BATCH}) r`,
      [after],
    )
    if (rows.length === 0) return changed
    after = rows.at(-1)!.record.id
    const updates: Record<string, unknown>[] = []
    for (const { record } of rows) {
      const related = form.needs.length === 0 ? undefined : await loadRelated(installation, form, record, transaction)
      const values: Record<string, unknown> = { ...record }
      computeFields(form, values, record, recordContext({ ...scope, caller: null }, related))
      const fields = form.fieldList.filter(field => field.computed)
      if (fields.every(field => same(values[field.key], record[field.key])) && same(values._errors, record._errors))
        continue
      updates.push({
        id: record.id,
        _errors: values._errors ?? null,
        ...Object.fromEntries(fields.map(field => [columnOf(table, field.key), values[field.key] ?? null])),
      })
    }
    changed += updates.length
    if (updates.length > 0) await writeBack(installation, form, updates, transaction)
  }
}

async function writeBack(
  installation: Installation,
  form: CompiledForm,
  updates: readonly Record<string, unknown>[],
  transaction: Transaction,
): Promise<void> {
  const table = installation.tables.get(form.key)!
  const columns = form.fieldList
    .filter(field => field.computed)
    .flatMap(field => {
      const column = columnOf(table, field.key)
      return column === undefined ? [] : [{ column, type: typeOf(table, field) }]
    })
  const sets = ['_errors', ...columns.map(({ column }) => column)].map(column => `${column} = x.${column}`).join(', ')
  const shape = ['id uuid', '_errors jsonb', ...columns.map(({ column, type }) => `${column} ${type}`)].join(', ')
  await transaction.query(
    `update ${table.name} t set ${sets}, rules_version = $2 from jsonb_to_recordset($1::jsonb) as x(${shape}) where t.id = x.id`,
    [JSON.stringify(updates), installation.version],
  )
}
