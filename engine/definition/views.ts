import type { View } from '../../schemas/generated/definition.ts'
import { BOOLEAN } from '../expression/index.ts'
import { knownField } from './conditions.ts'
import { formEnvironment, type NameSpace } from './environment.ts'
import { compileExpression } from './expressions.ts'
import type { Findings } from './finding.ts'

/** Fields a view shows, sorts and groups by exist, and its condition can be read: a mistake is found before people open the page. */
export function checkView(space: NameSpace, view: View, findings: Findings): void {
  const form = space.forms.get(view.form)
  if (form === undefined) return
  for (const [index, key] of (view.columns ?? []).entries()) {
    // An inverse list is no column; everything else of the form is.
    knownField(form, key, findings.at('columns', index))
  }
  for (const [index, term] of (view.sort ?? []).entries()) {
    const key = term.replace(/^-/, '')
    const place = findings.at('sort', index)
    if (knownField(form, key, place) && form.fields.get(key)?.list === true)
      place.error('wrong_field_type', { field: key, actual: 'list', expected: 'single value' })
  }
  if (view.type === 'kanban' && view.group !== undefined && knownField(form, view.group, findings.at('group'))) {
    const group = form.fields.get(view.group)
    if (group?.library === undefined)
      findings.at('group').error('wrong_field_type', { field: view.group, actual: group?.kind, expected: 'select' })
  }
  if (view.where !== undefined)
    compileExpression(view.where, formEnvironment(space, form), findings.at('where'), BOOLEAN)
}
