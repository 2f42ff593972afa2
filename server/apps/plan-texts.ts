import type { CompiledApp } from '../../engine/index.ts'
import type { StorageStep } from '../../engine/storage/plan.ts'
import type { StorageMap } from '../../engine/storage/storage-map.ts'
import type { Transaction } from '../database/statements.ts'
import { conversion } from '../storage/ddl.ts'
import { columnPlace } from './publish.ts'

type Texts = { readonly zh: string; readonly en: string }

/** A step of a publish in a reader's words, with the number of records it concerns. */
export interface PlanItem {
  readonly kind: StorageStep['kind']
  readonly effect: StorageStep['effect']
  readonly form: string
  readonly field: string | null
  readonly count: number | null
  readonly text: Texts
}

/** Counts each step on the real data and says it in words. Steps that concern no record say so by a count of 0. */
export async function describePlan(
  steps: readonly StorageStep[],
  schema: string,
  storage: StorageMap,
  before: CompiledApp,
  after: CompiledApp,
  transaction: Transaction,
): Promise<PlanItem[]> {
  const items: PlanItem[] = []
  for (const step of steps) {
    const count = await countOf(step, schema, storage, transaction)
    const field = 'field' in step ? step.field : null
    const effect = step.kind === 'convert' && count === 0 ? 'lossless' : step.effect
    items.push({
      kind: step.kind,
      effect,
      form: step.form,
      field,
      count,
      text: textOf(step, count ?? 0, names(step, before, after)),
    })
  }
  return items
}

function names(step: StorageStep, before: CompiledApp, after: CompiledApp): { form: Texts; field: Texts } {
  const form = after.forms.get(step.form) ?? before.forms.get(step.form)
  const key = 'field' in step ? step.field : ''
  const field = after.forms.get(step.form)?.fields.get(key) ?? before.forms.get(step.form)?.fields.get(key)
  const both = (label: { zh?: string; en?: string } | undefined, fallback: string): Texts => ({
    zh: label?.zh ?? label?.en ?? fallback,
    en: label?.en ?? label?.zh ?? fallback,
  })
  return { form: both(form?.name, step.form), field: both(field?.label, key) }
}

async function countOf(
  step: StorageStep,
  schema: string,
  storage: StorageMap,
  transaction: Transaction,
): Promise<number | null> {
  if (!('field' in step)) return null
  const place = columnPlace(storage, step.form, step.field)
  if (place === undefined) return null
  const live = step.form.includes('.') ? 'true' : 'deleted_at is null'
  const { column, former } = place.column
  const blank = place.column.type === 'text' ? `(${column} is null or ${column} = '')` : `${column} is null`
  const failing =
    step.kind === 'convert' && former?.at(-1) !== undefined
      ? conversion(step.from, step.to, former.at(-1)!.column)
      : undefined
  const conditions: Partial<Record<StorageStep['kind'], string>> = {
    keep_column: `${column} is not null`,
    restore_column: `${column} is not null`,
    require: blank,
    convert: `${former?.at(-1)?.column ?? column} is not null and ${failing === undefined ? 'true' : `(${failing}) is null`}`,
    compute: 'true',
    ...(step.kind === 'retire_option'
      ? { retire_option: place.column.type === 'text' ? `${column} = $1` : `$1 = any(${column})` }
      : {}),
  }
  const condition = conditions[step.kind]
  if (condition === undefined) return null
  const values = step.kind === 'retire_option' ? [step.option] : []
  // A column that this publish adds does not exist yet: nothing can be counted in it.
  const { rows } = await transaction
    .query<{ n: number }>(
      `select count(*)::int as n from "${schema}"."${place.table}" where ${live} and ${condition}`,
      values,
    )
    .catch(() => ({ rows: [{ n: 0 }] }))
  return rows[0]?.n ?? 0
}

function textOf(step: StorageStep, count: number, { form, field }: { form: Texts; field: Texts }): Texts {
  switch (step.kind) {
    case 'create_table':
      return { zh: `新增表单“${form.zh}”`, en: `New form “${form.en}”` }
    case 'keep_table':
      return {
        zh: `移除表单“${form.zh}”；数据保留，可恢复`,
        en: `Form “${form.en}” is removed; its data is kept and can be restored`,
      }
    case 'add_column':
      return { zh: `“${form.zh}”新增字段“${field.zh}”`, en: `“${form.en}”: new field “${field.en}”` }
    case 'restore_column':
      return {
        zh: `“${form.zh}”恢复字段“${field.zh}”，${count} 条记录的值随之恢复`,
        en: `“${form.en}”: field “${field.en}” comes back with the values of ${count} records`,
      }
    case 'keep_column':
      return {
        zh: `“${form.zh}”移除字段“${field.zh}”；${count} 条记录的值保留，可恢复`,
        en: `“${form.en}”: field “${field.en}” is removed; the values of ${count} records are kept and can be restored`,
      }
    case 'convert':
      return count === 0
        ? {
            zh: `“${form.zh}”字段“${field.zh}”更换类型，所有值都能转换`,
            en: `“${form.en}”: field “${field.en}” changes its type; every value converts`,
          }
        : {
            zh: `“${form.zh}”字段“${field.zh}”更换类型：${count} 条记录的值无法转换，将留空（原值保留，可恢复）`,
            en: `“${form.en}”: field “${field.en}” changes its type: ${count} values do not fit and become blank (the originals are kept)`,
          }
    case 'compute':
      return {
        zh: `“${form.zh}”的“${field.zh}”将重新计算（${count} 条记录）`,
        en: `“${form.en}”: “${field.en}” is worked out again (${count} records)`,
      }
    case 'require':
      return {
        zh: `“${form.zh}”的“${field.zh}”改为必填；${count} 条旧记录为空，下次保存时需补填`,
        en: `“${form.en}”: “${field.en}” becomes required; ${count} records are blank and must be filled in when next saved`,
      }
    case 'unique':
      return { zh: `“${form.zh}”的“${field.zh}”不允许重复`, en: `“${form.en}”: “${field.en}” takes no value twice` }
    case 'retire_option':
      return {
        zh: `“${form.zh}”的“${field.zh}”删除了选项“${step.option}”，${count} 条记录仍在使用`,
        en: `“${form.en}”: option “${step.option}” of “${field.en}” is removed; ${count} records use it`,
      }
  }
}
