import type { Form, Role } from '../../schemas/generated/definition.ts'
import { choiceWord } from '../../schemas/words/choices.ts'
import { run } from '../model/draft.ts'
import { useDesign, usePageTexts } from '../texts.ts'
import { setFieldRight } from './rights.ts'
import { roleTexts } from './texts.ts'

const choices = ['write', 'read', 'hidden'] as const

interface FieldRightsProps {
  readonly role: Role
  readonly form: Form
  readonly grant: Role['grants'][number]
}

/** Rights on single fields of a form: what is not said follows the form. */
export function FieldRights({ role, form, grant }: FieldRightsProps) {
  const { d, pair, label } = useDesign()
  const w = usePageTexts(roleTexts)
  const row = (key: string, name: string) => (
    <label key={key} className="fd-field-right">
      <span className="fw-cut">{name}</span>
      <select
        className="fw-input"
        value={grant.fields?.[key] ?? ''}
        onChange={event =>
          run(...setFieldRight(role, form.key, key, event.target.value === '' ? null : (event.target.value as 'read')))
        }
      >
        <option value="">{w('asForm')}</option>
        {choices.map(choice => (
          <option key={choice} value={choice}>
            {pair(choiceWord('fields', choice))}
          </option>
        ))}
      </select>
    </label>
  )
  return (
    <fieldset className="fd-field-rights">
      <legend>{w('fieldsOf', { form: label(form.name) })}</legend>
      {row('*', d('designer.allFields'))}
      {form.fields.map(field => row(field.key, label(field.label)))}
    </fieldset>
  )
}
