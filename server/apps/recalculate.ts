import type { CompiledForm, RecordValues } from '../../engine/index.ts'
import { computeFields } from '../../engine/record/compute.ts'
import { same } from '../../engine/record/validate.ts'
import type { StorageStep } from '../../engine/storage/plan.ts'
import type { Transaction } from '../database/statements.ts'
import type { OrganisationDirectory } from '../identity/directory.ts'
import { type Records, writeScope } from '../records/records.ts'
import { loadRelatedOf } from '../records/related.ts'
import { recordContext } from '../records/scope.ts'
import { storeRows } from '../records/store.ts'
import { storedColumns } from '../records/stored.ts'
import { columnOf, typeOf } from '../storage/columns.ts'
import type { Installation } from './installation.ts'

const BATCH = 500
/** Roll-ups of roll-ups: passes until nothing changes, at most this many. */
export const MOST_PASSES = 6

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

/** Works out all computed values; a roll-up of a roll-up needs another pass, so it goes on until nothing changes. */
export async function settle(
  records: Records,
  installation: Installation,
  directory: OrganisationDirectory,
  transaction: Transaction,
): Promise<void> {
  const forms = [...installation.app.forms.values()].filter(
    form => form.parent === undefined && form.needs.length > 0 && form.computeOrder.length > 0,
  )
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    let changed = 0
    for (const form of forms) changed += await recalculateForm(records, installation, form, directory, transaction)
    if (changed === 0) return
  }
}

/** All records of a form, batch by batch; answers how many changed. */
async function recalculateForm(
  records: Records,
  installation: Installation,
  form: CompiledForm,
  directory: OrganisationDirectory,
  transaction: Transaction,
): Promise<number> {
  let changed = 0
  for (let after: string | undefined = FIRST; after !== undefined; ) {
    const batch = await recalculateBatch(records, installation, form, directory, after, transaction)
    changed += batch.changed
    after = batch.after
  }
  return changed
}

/** Before every id. */
export const FIRST = '00000000-0000-0000-0000-000000000000'

/**
 * The next records of a form by id, locked: read, compute with the browser's own code, write back set-based what differs. No history, no new version:
 * nobody changed anything (M3). `after` is undefined when there are no more.
 */
export async function recalculateBatch(
  records: Records,
  installation: Installation,
  form: CompiledForm,
  directory: OrganisationDirectory,
  after: string,
  transaction: Transaction,
): Promise<{ readonly after: string | undefined; readonly changed: number }> {
  const table = installation.tables.get(form.key)!
  const scope = writeScope(records, installation, form, directory, { kind: 'system', userId: null })
  const { rows } = await transaction.query<{ record: RecordValues & { id: string } }>(
    `select row_to_json(r) as record from (select ${storedColumns(installation, form)} from ${table.name} t where t.id > $1 order by t.id limit ${BATCH} for update of t) r`,
    [after],
  )
  const found = rows.map(({ record }) => record)
  const related = form.needs.length === 0 ? undefined : await loadRelatedOf(installation, form, found, transaction)
  const context = recordContext({ ...scope, caller: null }, related)
  const fields = form.fieldList.filter(field => field.computed)
  const subforms = form.fieldList.filter(field => field.rows?.fieldList.some(column => column.computed))
  const updates: Record<string, unknown>[] = []
  for (const record of found) {
    const values: Record<string, unknown> = structuredClone(record)
    computeFields(form, values, record, context)
    const moved = subforms.filter(({ key }) => !same(values[key], record[key]))
    for (const { key, rows: rowForm } of moved)
      await storeRows(
        installation,
        rowForm!,
        record.id,
        (values[key] ?? []) as RecordValues[],
        transaction,
        records.platform.newId,
      )
    const unchanged = fields.every(field => same(values[field.key], record[field.key]))
    if (moved.length === 0 && unchanged && same(values._errors, record._errors)) continue
    updates.push({
      id: record.id,
      _errors: values._errors ?? null,
      ...Object.fromEntries(fields.map(field => [columnOf(table, field.key), values[field.key] ?? null])),
    })
  }
  if (updates.length > 0) await writeBack(installation, form, updates, transaction)
  return { after: found.length < BATCH ? undefined : found.at(-1)!.id, changed: updates.length }
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
