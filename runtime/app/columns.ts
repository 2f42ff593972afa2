import type { CompiledField, CompiledForm } from '../../engine/index.ts'
import type { OpenApp } from './appContext.tsx'

const TELLING = new Set([
  'money',
  'relation',
  'user',
  'date',
  'datetime',
  'select',
  'formula',
  'score',
  'percent',
  'serial',
  'number',
])

/** What says most of a record in few words: the columns its author put into the form's first view, else money, people and days. Title and stage apart. */
export function tellingColumns(app: OpenApp, form: CompiledForm): CompiledField[] {
  const views = app.visible.definition.views ?? []
  const written =
    (views.find(view => view.form === form.key && view.type === 'table') ?? views.find(view => view.form === form.key))
      ?.columns ?? []
  const fields =
    written.length > 0
      ? written.flatMap(key => form.fields.get(key) ?? [])
      : form.fieldList.filter(({ kind }) => TELLING.has(kind))
  return fields.filter(
    ({ key }) => key !== form.titleField && key !== form.stageField && app.right(form.key, key) !== undefined,
  )
}
