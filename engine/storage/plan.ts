import type { CompiledField, CompiledForm } from '../definition/compiled.ts'
import type { CompiledApp } from '../definition/compiled-app.ts'
import { type ColumnType, type StorageMap, type StoredTable, storedFields } from './storage-map.ts'

/** What a publish does to the database; `effect` says what it means for the data (P31, X6). Counts are taken by the server on the real rows. */
export type StorageStep =
  | { readonly kind: 'create_table'; readonly effect: 'lossless'; readonly form: string }
  | { readonly kind: 'add_column'; readonly effect: 'lossless'; readonly form: string; readonly field: string }
  | { readonly kind: 'restore_column'; readonly effect: 'lossless'; readonly form: string; readonly field: string }
  | { readonly kind: 'keep_table'; readonly effect: 'lossless'; readonly form: string }
  /** the field leaves the form; its values stay in the database and come back with it */
  | { readonly kind: 'keep_column'; readonly effect: 'lossless'; readonly form: string; readonly field: string }
  | {
      readonly kind: 'convert'
      readonly effect: 'lossless' | 'lossy'
      readonly form: string
      readonly field: string
      readonly from: ColumnType
      readonly to: ColumnType
    }
  | { readonly kind: 'compute'; readonly effect: 'lossless'; readonly form: string; readonly field: string }
  /** required now: blank ones stay as they are until somebody saves them */
  | { readonly kind: 'require'; readonly effect: 'lossless'; readonly form: string; readonly field: string }
  | { readonly kind: 'unique'; readonly effect: 'lossless'; readonly form: string; readonly field: string }
  | {
      readonly kind: 'retire_option'
      readonly effect: 'lossy'
      readonly form: string
      readonly field: string
      readonly option: string
    }

/** Conversions that keep every value; all others may leave values behind in the former column. */
const lossless: ReadonlySet<string> = new Set([
  'numeric>text',
  'date>text',
  'date>timestamptz',
  'boolean>text',
  'bigint>numeric',
  'bigint>text',
  'uuid>uuid[]',
  'text>text[]',
  'timestamptz>text',
])

/** Compares two compiled definitions and their storage. `form` of a sub-form's field is `form.subform`. */
export function planStorage(
  previous: { app: CompiledApp; storage: StorageMap } | null,
  next: { app: CompiledApp; storage: StorageMap },
): StorageStep[] {
  const steps: StorageStep[] = []
  for (const [key, stored] of Object.entries(next.storage.forms)) {
    const before = previous?.storage.forms[key]
    const form = next.app.forms.get(key)
    if (stored.removed === true || form === undefined) {
      if (before !== undefined && before.removed !== true)
        steps.push({ kind: 'keep_table', effect: 'lossless', form: key })
      continue
    }
    if (before === undefined) steps.push({ kind: 'create_table', effect: 'lossless', form: key })
    else compareTable(form, stored, previous!.app.forms.get(key), before, steps)
  }
  return steps
}

function compareTable(
  form: CompiledForm,
  stored: StoredTable,
  formBefore: CompiledForm | undefined,
  before: StoredTable,
  steps: StorageStep[],
): void {
  for (const [key, column] of Object.entries(stored.columns)) {
    const known = before.columns[key]
    const at = { form: form.key, field: key }
    if (column.removed === true) {
      if (known !== undefined && known.removed !== true) steps.push({ kind: 'keep_column', effect: 'lossless', ...at })
    } else if (known === undefined) steps.push({ kind: 'add_column', effect: 'lossless', ...at })
    else if (known.type !== column.type)
      steps.push({
        kind: 'convert',
        effect: lossless.has(`${known.type}>${column.type}`) ? 'lossless' : 'lossy',
        ...at,
        from: known.type,
        to: column.type,
      })
    else if (known.removed === true) steps.push({ kind: 'restore_column', effect: 'lossless', ...at })
  }
  for (const field of storedFields(form)) compareField(form, field, formBefore?.fields.get(field.key), steps)
  for (const [key, rows] of Object.entries(stored.rows)) {
    const rowForm = form.fields.get(key)?.rows
    if (rowForm === undefined || rows.removed === true) continue
    const known = before.rows[key]
    if (known === undefined) steps.push({ kind: 'create_table', effect: 'lossless', form: rowForm.key })
    else compareTable(rowForm, rows, formBefore?.fields.get(key)?.rows, known, steps)
  }
}

const differs = (now: unknown, then: unknown): boolean => JSON.stringify(now) !== JSON.stringify(then)

function compareField(
  form: CompiledForm,
  field: CompiledField,
  before: CompiledField | undefined,
  steps: StorageStep[],
): void {
  const at = { form: form.key, field: field.key }
  const now = field.definition as { required?: boolean; unique?: boolean } | undefined
  const then = before?.definition as { required?: boolean; unique?: boolean } | undefined
  if (now?.required === true && then?.required !== true) steps.push({ kind: 'require', effect: 'lossless', ...at })
  if (now?.unique === true && then?.unique !== true) steps.push({ kind: 'unique', effect: 'lossless', ...at })
  if (field.computed && (differs(field.definition, before?.definition) || differs(field.scorecard, before?.scorecard)))
    steps.push({ kind: 'compute', effect: 'lossless', ...at })
  for (const option of before?.library?.options.keys() ?? [])
    if (field.library !== undefined && !field.library.options.has(option))
      steps.push({ kind: 'retire_option', effect: 'lossy', ...at, option })
}
