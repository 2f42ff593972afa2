import type { Language } from '../../schemas/problem.ts'
import type { CompiledForm } from '../definition/compiled.ts'
import { labelText } from '../definition/labels.ts'
import type { RecordValues } from '../record/context.ts'
import { type Shape, shapeOf } from '../record/shape.ts'
import { valueWords } from '../record/value-words.ts'
import type { Source } from './source.ts'

/** What a path of field keys leads to, in words; a link is told by its record's title. Blank, and what the reader may not see, is an empty text. */
export function pathWords(source: Source, form: CompiledForm, values: RecordValues, path: readonly string[]): string {
  const [key = '', ...rest] = path
  const field = form.fields.get(key)
  const { app, related, zone } = source.context
  const { language, named } = source
  if (field === undefined) return ''
  const value = values[key]
  const target = app.forms.get(field.target ?? '')
  if (target === undefined) return valueWords(value, shapeOf(app, form, field), { language, zone, named })
  const ids = ([] as unknown[]).concat(value ?? [])
  const texts = ids.flatMap(id => {
    const record = related.get(target.key, String(id))
    const next = rest.length === 0 ? [target.titleField] : rest
    return record === undefined || next[0] === 'id' ? [] : [pathWords(source, target, record, next)]
  })
  return texts.filter(text => text !== '').join(language === 'zh' ? '、' : ', ')
}

const bracketed = (name: string, language: Language): string => (language === 'zh' ? `〔${name}〕` : `[${name}]`)

/** The name that stands for a value while there is no record: 〔客户 · 电话〕. */
export function nameWords(source: Source, form: CompiledForm, path: readonly string[]): string {
  const names: string[] = []
  let at: CompiledForm | undefined = form
  for (const key of path) {
    const field = at?.fields.get(key)
    names.push(labelText(field?.label, source.language) ?? key)
    at = source.context.app.forms.get(field?.target ?? '')
  }
  return bracketed(names.join(' · '), source.language)
}

/** A setting in words, or its name while there is no record. */
export function settingWords({ context, language, named, values }: Source, key: string): string {
  const setting = context.app.settings.get(key)
  if (setting === undefined) return ''
  if (values === null) return bracketed(labelText(setting.label, language) ?? key, language)
  return valueWords(context.settings[key], plain(setting.type), { language, zone: context.zone, named })
}

const plain = (kind: string): Shape => ({
  ...{ kind, list: false, scale: undefined, unit: undefined, currency: undefined },
  ...{ library: undefined, target: undefined, max: undefined },
})
