import type { CompiledApp } from '../../engine/index.ts'
import type { StorageStep } from '../../engine/storage/plan.ts'

export interface Texts {
  readonly zh: string
  readonly en: string
}

type Kind = StorageStep['kind']
type Names = { readonly form: Texts; readonly field: Texts; readonly option: Texts }

/** A step of a publish in a reader's words; `count` is the number of records it concerns. */
export function textOfStep(step: StorageStep, count: number, before: CompiledApp, after: CompiledApp): Texts {
  return texts[step.kind](count, namesOf(step, before, after))
}

const said = (zh: string, en: string): Texts => ({ zh, en })

const texts: Readonly<Record<Kind, (count: number, names: Names) => Texts>> = {
  create_table: (_, { form }) => said(`新增表单“${form.zh}”`, `New form “${form.en}”`),
  keep_table: (n, { form }) =>
    said(
      `移除“${form.zh}”；其中 ${n} 条数据保留，可恢复`,
      `“${form.en}” is removed; its ${n} entries are kept and can be restored`,
    ),
  restore_table: (n, { form }) =>
    said(`恢复“${form.zh}”，其中 ${n} 条数据随之恢复`, `“${form.en}” comes back with its ${n} entries`),
  add_column: (_, { form, field }) =>
    said(`“${form.zh}”新增字段“${field.zh}”`, `“${form.en}”: new field “${field.en}”`),
  restore_column: (n, { form, field }) =>
    said(
      `“${form.zh}”恢复字段“${field.zh}”，${n} 条记录的值随之恢复`,
      `“${form.en}”: field “${field.en}” comes back with the values of ${n} records`,
    ),
  keep_column: (n, { form, field }) =>
    said(
      `“${form.zh}”移除字段“${field.zh}”；${n} 条记录的值保留，可恢复`,
      `“${form.en}”: field “${field.en}” is removed; the values of ${n} records are kept and can be restored`,
    ),
  keep_entered: (n, { form, field }) =>
    said(
      `“${form.zh}”的“${field.zh}”改为自动计算；${n} 条记录里填写过的值保留，可恢复`,
      `“${form.en}”: “${field.en}” is worked out from now on; what was entered in ${n} records is kept`,
    ),
  convert: (n, { form, field }) =>
    n === 0
      ? said(
          `“${form.zh}”字段“${field.zh}”更换类型，所有值都能转换`,
          `“${form.en}”: field “${field.en}” changes its type; every value converts`,
        )
      : said(
          `“${form.zh}”字段“${field.zh}”更换类型：${n} 条记录的值无法完整转换`,
          `“${form.en}”: field “${field.en}” changes its type: ${n} values do not fit`,
        ),
  compute: (n, { form, field }) =>
    said(
      `“${form.zh}”的“${field.zh}”将重新计算（${n} 条记录）`,
      `“${form.en}”: “${field.en}” is worked out again (${n} records)`,
    ),
  require: (n, { form, field }) =>
    n === 0
      ? said(
          `“${form.zh}”的“${field.zh}”改为必填，现有记录都已填写`,
          `“${form.en}”: “${field.en}” becomes required; every record has it`,
        )
      : said(
          `“${form.zh}”的“${field.zh}”改为必填；${n} 条旧记录为空，下次保存时需补填`,
          `“${form.en}”: “${field.en}” becomes required; ${n} records are blank and must be filled in when next saved`,
        ),
  unique: (n, { form, field }) =>
    n === 0
      ? said(`“${form.zh}”的“${field.zh}”不允许重复`, `“${form.en}”: “${field.en}” takes no value twice`)
      : said(
          `“${form.zh}”的“${field.zh}”不允许重复，但有 ${n} 条记录的值重复；请先修改这些记录`,
          `“${form.en}”: “${field.en}” takes no value twice, but ${n} records share theirs; change them first`,
        ),
  retire_option: (n, { form, field, option }) =>
    said(
      `“${form.zh}”的“${field.zh}”删除了选项“${option.zh}”，${n} 条记录仍在使用`,
      `“${form.en}”: option “${option.en}” of “${field.en}” is removed; ${n} records use it`,
    ),
  turn: (n, { form, field }) =>
    said(
      `关联换了方向：${n} 条“${form.zh}”原来被关联着，现在记在它们的“${field.zh}”里`,
      `A link changes its side: ${n} records of “${form.en}” were linked to, which “${field.en}” of theirs tells now`,
    ),
  restore_option: (n, { form, field, option }) =>
    said(
      `“${form.zh}”的“${field.zh}”恢复选项“${option.zh}”，${n} 条记录的值随之恢复`,
      `“${form.en}”: option “${option.en}” of “${field.en}” comes back, and with it the values of ${n} records`,
    ),
}

/** A label in both languages; where one is missing the other speaks. */
export const inBothLanguages = (label: { zh?: string; en?: string } | undefined, fallback: string): Texts => ({
  zh: label?.zh ?? label?.en ?? fallback,
  en: label?.en ?? label?.zh ?? fallback,
})

/** What a step speaks of; names that a publish changes are told as they will be. */
export function namesOf(step: StorageStep, before: CompiledApp, after: CompiledApp): Names {
  const places = [after, before].map(app => app.forms.get(step.form))
  const keys = step.kind === 'unique' ? step.fields : 'field' in step ? [step.field] : []
  const labels = keys.map(key => inBothLanguages(places.map(form => form?.fields.get(key)?.label).find(Boolean), key))
  const option = 'option' in step ? step.option : ''
  const known = places
    .map(form => form?.fields.get(keys[0] ?? '')?.library?.options.get(option)?.label)
    .find(label => label !== undefined)
  return {
    form: inBothLanguages(places.find(Boolean)?.name, step.form),
    field: { zh: labels.map(({ zh }) => zh).join('、'), en: labels.map(({ en }) => en).join(', ') },
    option: inBothLanguages(known, option),
  }
}
