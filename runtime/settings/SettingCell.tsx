// biome-ignore-all lint/a11y/useSemanticElements: two buttons in a line, named together
import { useState } from 'react'
import type { Setting } from '../../schemas/generated/definition.ts'
import { useOpenApp } from '../app/appContext.tsx'
import { groupDigits } from '../app/format.ts'
import { keptNumber, typedNumber } from '../form/controls/number.tsx'
import { usePeopleItems } from '../form/controls/people.tsx'
import { useText } from '../i18n/useText.ts'
import { Picker } from '../ui/Picker.tsx'

interface SettingCellProps {
  readonly type: Exclude<Setting['type'], 'table'> | 'select'
  /** library of a column of choices */
  readonly options?: string | undefined
  readonly label: string
  readonly value: unknown
  readonly onChange: (value: unknown) => void
}

/** One value of a setting, or one cell of a table of them. */
export function SettingCell({ type, options, label, value, onChange }: SettingCellProps) {
  const { t } = useText()
  const people = usePeopleItems()
  if (type === 'number' || type === 'money' || type === 'percent')
    return <NumberCell type={type} label={label} value={value} onChange={onChange} />
  if (type === 'yes_no')
    return (
      <div className="fw-segments" role="group" aria-label={label}>
        {[true, false].map(one => (
          <button key={String(one)} type="button" aria-pressed={value === one} onClick={() => onChange(one)}>
            {t(one ? 'word.yes' : 'word.no')}
          </button>
        ))}
      </div>
    )
  if (type === 'select') return <ChoiceCell library={options ?? ''} label={label} value={value} onChange={onChange} />
  if (type === 'user')
    return (
      <Picker
        label={label}
        items={people}
        chosen={typeof value === 'string' ? [value] : []}
        onChoose={([id]) => onChange(id ?? '')}
      />
    )
  return (
    <input
      className="fw-input"
      type={type === 'date' ? 'date' : 'text'}
      aria-label={label}
      value={String(value ?? '')}
      onChange={event => onChange(event.target.value)}
    />
  )
}

function ChoiceCell({
  library,
  label,
  value,
  onChange,
}: Omit<SettingCellProps, 'type' | 'options'> & { readonly library: string }) {
  const { label: worded } = useText()
  const options = [...(useOpenApp().compiled.libraries.get(library)?.options.values() ?? [])]
  return (
    <Picker
      label={label}
      items={options.filter(({ active }) => active).map(option => ({ key: option.key, text: worded(option.label) }))}
      chosen={typeof value === 'string' ? [value] : []}
      onChoose={([key]) => onChange(key ?? null)}
    />
  )
}

function NumberCell({ type, label, value, onChange }: SettingCellProps) {
  const percent = type === 'percent'
  const [typing, setTyping] = useState<string>()
  return (
    <div className="fw-affixed">
      {type === 'money' ? <span aria-hidden="true">¥</span> : null}
      <input
        className="fw-input fw-number"
        inputMode="decimal"
        aria-label={label}
        value={typing ?? groupDigits(typedNumber(value, percent))}
        onFocus={() => setTyping(typedNumber(value, percent))}
        onChange={event => {
          setTyping(event.target.value)
          onChange(keptNumber(event.target.value, percent))
        }}
        onBlur={() => setTyping(undefined)}
      />
      {percent ? <span aria-hidden="true">%</span> : null}
    </div>
  )
}
