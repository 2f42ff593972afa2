import { useEffect, useState } from 'react'
import { useDesign, usePageTexts } from '../../texts.ts'
import { type DurationUnit, durationParts, durationUnits } from '../words/duration.ts'
import { panelTexts } from './texts.ts'

interface DurationInputProps {
  readonly name: string
  readonly value: string
  readonly onChange: (value: string) => void
}

/** A number and its unit; one a setting holds is shown as it is. */
export function DurationInput({ name, value, onChange }: DurationInputProps) {
  const w = usePageTexts(panelTexts)
  const { pair } = useDesign()
  const parts = durationParts(value)
  const [amount, setAmount] = useState(String(parts?.amount ?? ''))
  useEffect(() => setAmount(String(durationParts(value)?.amount ?? '')), [value])
  if (parts === undefined) return <code className="wf-code">{value}</code>
  const keep = () => {
    const wanted = Math.floor(Number(amount))
    if (Number.isFinite(wanted) && wanted > 0 && wanted < 10_000_000) onChange(`${wanted}${parts.unit}`)
    else setAmount(String(parts.amount))
  }
  return (
    <span className="wf-duration">
      <input
        className="fw-input"
        inputMode="numeric"
        aria-label={`${name} ${w('amount')}`}
        value={amount}
        onChange={event => setAmount(event.target.value)}
        onBlur={keep}
        onKeyDown={event => (event.key === 'Enter' ? keep() : undefined)}
      />
      <select
        className="fw-input"
        aria-label={`${name} ${w('unit')}`}
        value={parts.unit}
        onChange={event => onChange(`${parts.amount}${event.target.value as DurationUnit}`)}
      >
        {Object.entries(durationUnits).map(([unit, words]) => (
          <option key={unit} value={unit}>
            {pair(words)}
          </option>
        ))}
      </select>
    </span>
  )
}
