import type { CompiledField, CompiledForm } from '../definition/compiled.ts'
import type { CompiledApp } from '../definition/compiled-app.ts'
import { type Content, contentOf, isComputedContent, meaningOf, plainMeaning, sameContent } from './content.ts'
import { type StorageMap, type StoredColumn, type StoredTable, storedFields, timelineOf } from './storage-map.ts'
import { type TurnStep, turnedRelations } from './turned.ts'

interface At {
  readonly form: string
  readonly field: string
}

/** Values get another content; what does not fit is for the publisher to decide. */
export interface ConvertStep extends At {
  readonly kind: 'convert'
  readonly effect: 'lossless' | 'lossy'
  readonly from: Content
  readonly to: Content
}

/** What a publish does to the database; `effect` says what it means for the data (P31, X6). Counts are taken by the server on the real rows. */
export type StorageStep =
  | { readonly kind: 'create_table'; readonly effect: 'lossless'; readonly form: string }
  /** the form, or the sub-form (`form.subform`), leaves; its records stay in the database and come back with it */
  | { readonly kind: 'keep_table'; readonly effect: 'lossless'; readonly form: string }
  | { readonly kind: 'restore_table'; readonly effect: 'lossless'; readonly form: string }
  | (At & { readonly kind: 'add_column'; readonly effect: 'lossless' })
  | (At & { readonly kind: 'restore_column'; readonly effect: 'lossless' })
  /** the field leaves the form; its values stay in the database and come back with it */
  | (At & { readonly kind: 'keep_column'; readonly effect: 'lossless' })
  /** the field is worked out from now on; what people entered stays in the database and comes back when it is entered again */
  | (At & { readonly kind: 'keep_entered'; readonly effect: 'lossless' })
  | ConvertStep
  | (At & { readonly kind: 'compute'; readonly effect: 'lossless' })
  /** required now: blank ones stay as they are until somebody saves them */
  | (At & { readonly kind: 'require'; readonly effect: 'lossless' })
  /** impossible while values stand twice: then nothing is published */
  | (At & { readonly kind: 'unique'; readonly effect: 'lossless'; readonly fields: readonly string[] })
  | (At & { readonly kind: 'retire_option'; readonly effect: 'lossy'; readonly option: string })
  /** a link is kept on the other side from now on */
  | TurnStep
  /** an option that an earlier publish replaced is there again, and so are the values that had it */
  | (At & { readonly kind: 'restore_option'; readonly effect: 'lossless'; readonly option: string })

/** Names a step in a request: the same as long as the draft says the same. */
export function stepKey(step: StorageStep): string {
  const field = step.kind === 'unique' ? `.${step.fields.join('+')}` : 'field' in step ? `.${step.field}` : ''
  const option = 'option' in step ? `:${step.option}` : ''
  return `${step.kind}:${step.form}${field}${option}`
}

/** Conversions that keep every value as it was written; all others may leave values behind in the former column. */
const lossless: ReadonlySet<string> = new Set(['date>datetime', 'boolean>number', 'text>rich_text'])

/** Compares two compiled definitions and their storage. `form` of a sub-form's field is `form.subform`. */
export function planStorage(
  previous: { app: CompiledApp; storage: StorageMap } | null,
  next: { app: CompiledApp; storage: StorageMap },
): StorageStep[] {
  const steps: StorageStep[] = []
  for (const [key, stored] of Object.entries(next.storage.forms)) {
    const before = previous?.storage.forms[key]
    compareTables(key, stored, next.app.forms.get(key), before, previous?.app.forms.get(key), steps)
  }
  if (previous !== null) steps.push(...turnedRelations(previous, next))
  return steps
}

function compareTables(
  key: string,
  stored: StoredTable,
  form: CompiledForm | undefined,
  before: StoredTable | undefined,
  formBefore: CompiledForm | undefined,
  steps: StorageStep[],
): void {
  if (stored.removed === true || form === undefined) {
    if (before !== undefined && before.removed !== true)
      steps.push({ kind: 'keep_table', effect: 'lossless', form: key })
  } else if (before === undefined) steps.push({ kind: 'create_table', effect: 'lossless', form: key })
  else {
    if (before.removed === true) steps.push({ kind: 'restore_table', effect: 'lossless', form: key })
    compareColumns(form, stored, formBefore, before, steps)
  }
}

function compareColumns(
  form: CompiledForm,
  stored: StoredTable,
  formBefore: CompiledForm | undefined,
  before: StoredTable,
  steps: StorageStep[],
): void {
  for (const [key, column] of Object.entries(stored.columns)) {
    const [known, fieldBefore] = [before.columns[key], formBefore?.fields.get(key)]
    compareColumn({ form: form.key, field: key }, column, known, fieldBefore, before.removed === true, steps)
    if (known?.column === column.column) restoredOptions(form.fields.get(key), fieldBefore, known, form.key, steps)
  }
  for (const field of storedFields(form)) compareField(form, field, formBefore?.fields.get(field.key), steps)
  for (const unique of form.unique) {
    const known = formBefore?.unique.some(one => one.fields.join() === unique.fields.join() && one.where === undefined)
    if (known !== true && unique.where === undefined)
      steps.push({
        kind: 'unique',
        effect: 'lossless',
        form: form.key,
        field: unique.fields[0] ?? '',
        fields: unique.fields,
      })
  }
  for (const [key, rows] of Object.entries(stored.rows))
    compareTables(
      `${form.key}.${key}`,
      rows,
      form.fields.get(key)?.rows,
      before.rows[key],
      formBefore?.fields.get(key)?.rows,
      steps,
    )
}

function compareColumn(
  at: At,
  column: StoredColumn,
  known: StoredColumn | undefined,
  fieldBefore: CompiledField | undefined,
  tableComes: boolean,
  steps: StorageStep[],
): void {
  if (column.removed === true) {
    if (known !== undefined && known.removed !== true) steps.push({ kind: 'keep_column', effect: 'lossless', ...at })
    return
  }
  if (known === undefined) {
    steps.push({ kind: 'add_column', effect: 'lossless', ...at })
    return
  }
  if (known.removed === true && !tableComes) steps.push({ kind: 'restore_column', effect: 'lossless', ...at })
  if (known.column === column.column) return
  const to = contentOf(column, '')
  const assumed = fieldBefore === undefined ? to.holds : meaningOf(fieldBefore)
  if (isComputedContent(to)) {
    if (!isComputedContent(contentOf(known, assumed))) steps.push({ kind: 'keep_entered', effect: 'lossless', ...at })
    return
  }
  const source = timelineOf(known, assumed).at(-1) ?? known
  const from = contentOf(source, assumed)
  if (sameContent(from, to)) {
    // Entered again after it was worked out for a while.
    if (source.column !== known.column) steps.push({ kind: 'restore_column', effect: 'lossless', ...at })
    return
  }
  const [meant, means] = [plainMeaning(from), plainMeaning(to)]
  const keeps = from.type === to.type ? meant === means : to.type.endsWith('[]') && meant === means
  const safe = keeps || lossless.has(`${meant}>${means}`)
  steps.push({ kind: 'convert', effect: safe ? 'lossless' : 'lossy', ...at, from, to })
}

/** Options that are there again, of a field in which a publish had replaced them. */
function restoredOptions(
  field: CompiledField | undefined,
  before: CompiledField | undefined,
  known: StoredColumn,
  form: string,
  steps: StorageStep[],
): void {
  if (field?.library === undefined || before?.library?.key !== field.library.key) return
  const replaced = new Set((known.former ?? []).flatMap(one => Object.keys(one.replaced ?? {})))
  for (const option of replaced)
    if (field.library.options.has(option) && !before.library.options.has(option))
      steps.push({ kind: 'restore_option', effect: 'lossless', form, field: field.key, option })
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
  if (form.parent === undefined && now?.unique === true && then?.unique !== true)
    steps.push({ kind: 'unique', effect: 'lossless', ...at, fields: [field.key] })
  if (field.computed && (differs(field.definition, before?.definition) || differs(field.scorecard, before?.scorecard)))
    steps.push({ kind: 'compute', effect: 'lossless', ...at })
  if (before?.library?.key !== field.library?.key) return
  for (const option of before?.library?.options.keys() ?? [])
    if (field.library !== undefined && !field.library.options.has(option))
      steps.push({ kind: 'retire_option', effect: 'lossy', ...at, option })
}
