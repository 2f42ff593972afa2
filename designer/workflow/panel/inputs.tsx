import { useId } from 'react'
import type { CompiledForm } from '../../../engine/index.ts'
import { Picker } from '../../../runtime/index.ts'
import type { Label } from '../../../schemas/generated/definition.ts'
import { TextRow } from '../../properties/inputs.tsx'
import { usePageTexts } from '../../texts.ts'
import type { Speaking } from '../words/speaking.ts'
import { panelTexts } from './texts.ts'

/** A name in both languages; the second is folded under the first where it is long enough. */
export function NameRows({
  value,
  onChange,
}: {
  readonly value: Label | undefined
  readonly onChange: (label: Label) => void
}) {
  const w = usePageTexts(panelTexts)
  return (
    <div className="fd-pair">
      <TextRow name={w('nameZh')} value={value?.zh ?? ''} onChange={zh => onChange({ ...value, zh })} />
      <TextRow name={w('nameEn')} value={value?.en ?? ''} onChange={en => onChange({ ...value, en })} />
    </div>
  )
}

interface FieldsRowProps {
  readonly name: string
  readonly hint?: string
  readonly form: CompiledForm | undefined
  readonly speaking: Pick<Speaking, 'label'>
  readonly chosen: readonly string[]
  readonly onChange: (keys: readonly string[]) => void
}

/** Fields of the form by their labels. */
export function FieldsRow({ name, hint, form, speaking, chosen, onChange }: FieldsRowProps) {
  const id = useId()
  const items = (form?.fieldList ?? []).map(({ key, label }) => ({ key, text: speaking.label(label) || key }))
  return (
    <div className="fd-row">
      <label htmlFor={id}>{name}</label>
      <Picker
        id={id}
        label={name}
        multiple
        items={items}
        chosen={chosen}
        onChoose={onChange}
        shown={
          <span className="fd-people">
            {chosen.map(key => (
              <span key={key} className="fd-person">
                {items.find(item => item.key === key)?.text ?? key}
              </span>
            ))}
          </span>
        }
      />
      {hint === undefined ? null : <p className="fd-hint">{hint}</p>}
    </div>
  )
}

interface ChecksProps {
  readonly name: string
  readonly options: readonly (readonly [key: string, text: string])[]
  readonly chosen: readonly string[]
  readonly onToggle: (key: string, on: boolean) => void
}

/** Several of a few: one check box each. */
export function Checks({ name, options, chosen, onToggle }: ChecksProps) {
  return (
    <fieldset className="wf-checks">
      <legend>{name}</legend>
      {options.map(([key, text]) => (
        <label key={key}>
          <input
            type="checkbox"
            checked={chosen.includes(key)}
            onChange={event => onToggle(key, event.target.checked)}
          />
          {text}
        </label>
      ))}
    </fieldset>
  )
}
