import type { CompiledField, CompiledForm } from '../definition/compiled.ts'
import type { Findings } from '../definition/finding.ts'

/** The field of a form with `extends: "user"` that says whose attributes a record holds. */
export const personField = (form: CompiledForm): CompiledField | undefined =>
  form.fieldList.find(
    ({ definition, list }) =>
      !list && definition?.type === 'user' && definition.required === true && definition.unique === true,
  )

/** A form that extends people says by one field whose record it is; there is one such form. */
export function checkPeopleForms(forms: readonly CompiledForm[], findings: Findings): void {
  const extending = forms.filter(({ definition, parent }) => parent === undefined && definition?.extends === 'user')
  for (const form of extending) {
    const place = findings.at(forms.filter(({ parent }) => parent === undefined).indexOf(form), 'extends')
    if (form !== extending[0]) place.error('people_form_twice', { form: extending[0]!.key })
    if (personField(form) === undefined) place.error('people_form_needs_person')
  }
}
