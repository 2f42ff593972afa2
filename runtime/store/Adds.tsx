import type { Template } from '../api/types.ts'
import { addOnWords } from '../i18n/texts/addOns.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'

export type AddOnFacts = NonNullable<Template['addOn']>
type AddOnTemplate = Pick<Template, 'automations'> & { readonly addOn: AddOnFacts }

/** What an add-on puts into an app, in lines. */
export function Adds({ template: { addOn, automations = [] } }: { readonly template: AddOnTemplate }) {
  const { label } = useText()
  const w = useWords(addOnWords)
  const comma = label({ zh: '、', en: ', ' })
  const rules = addOn.adds.reduce((sum, one) => sum + one.rules, 0)
  const lines = [
    ...addOn.adds
      .filter(({ fields }) => fields.length > 0)
      .map(({ form, fields }) => {
        const names = fields.map(label).join(comma)
        return form === null
          ? w('addOn.fieldsAlone', { fields: names })
          : w('addOn.fields', { form: label(form), fields: names })
      }),
    ...(rules === 0 ? [] : [w('addOn.rules', { n: rules })]),
    ...(automations.length === 0
      ? []
      : [
          w('addOn.automations', {
            names: automations.map(({ name }) => label(name)).join(label({ zh: '；', en: '; ' })),
          }),
        ]),
  ]
  return (
    <ul className="fw-plain-list">
      {lines.map(line => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}

interface AppChoiceProps {
  readonly apps: AddOnFacts['apps']
  readonly chosen: string
  readonly onChoose: (app: string) => void
}

/** Which of the apps it is meant for; one that has the newest version already says so. */
export function AppChoice({ apps, chosen, onChoose }: AppChoiceProps) {
  const { label } = useText()
  const w = useWords(addOnWords)
  return (
    <fieldset className="fw-conflict-choice">
      <legend>
        <strong>{w('addOn.which')}</strong>
      </legend>
      {apps.map(({ app, name, installed, upgradable }) => (
        <label key={app} className="fw-check">
          <input
            type="radio"
            name="app"
            disabled={installed !== null && !upgradable}
            checked={chosen === app}
            onChange={() => onChoose(app)}
          />
          <span>
            {label(name)}
            {installed === null ? null : <span className="fw-hint"> · {w('addOn.has', { version: installed })}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
