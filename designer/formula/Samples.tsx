import { useMemo } from 'react'
import type { CompiledField } from '../../engine/definition/compiled.ts'
import { Row } from '../properties/inputs.tsx'
import { useDesign } from '../texts.ts'
import { dress } from './dress.ts'
import type { FormulaPlace } from './place.ts'

export type SampleValues = Readonly<Record<string, string | boolean>>

/** Kinds of fields whose value can be typed or chosen in one control. */
const SAMPLED = new Set([
  'text',
  'long_text',
  'number',
  'money',
  'percent',
  'date',
  'time',
  'yes_no',
  'select',
  'rating',
])

interface SamplesProps {
  readonly place: FormulaPlace
  readonly formula: string | null
  readonly values: SampleValues
  readonly open: boolean
  readonly onChange: (values: SampleValues) => void
}

/** Other values for the fields the formula reads: what would it be if ...? */
export function Samples({ place, formula, values, open, onChange }: SamplesProps) {
  const { d } = useDesign()
  const fields = useMemo(() => sampledFields(place, formula ?? ''), [formula, place])
  if (fields.length === 0) return null
  const set = (key: string, value: string | boolean) => {
    const { [key]: _, ...others } = values
    onChange(value === '' ? others : { ...others, [key]: value })
  }
  return (
    <details className="fd-try-samples" open={open || undefined}>
      <summary>{d(open ? 'try.samples' : 'try.whatIf')}</summary>
      <div className="fd-pair">
        {fields.map(field => (
          <SampleRow
            key={field.key}
            field={field}
            value={values[field.key] ?? ''}
            onChange={value => set(field.key, value)}
          />
        ))}
      </div>
    </details>
  )
}

interface SampleRowProps {
  readonly field: CompiledField
  readonly value: string | boolean
  readonly onChange: (value: string | boolean) => void
}

function SampleRow({ field: { label: name, kind, library }, value, onChange }: SampleRowProps) {
  const { label } = useDesign()
  return (
    <Row name={label(name)}>
      {id =>
        kind === 'yes_no' ? (
          <input id={id} type="checkbox" checked={value === true} onChange={event => onChange(event.target.checked)} />
        ) : library !== undefined ? (
          <select id={id} className="fw-input" value={String(value)} onChange={event => onChange(event.target.value)}>
            <option value="">—</option>
            {[...library.options.values()].map(option => (
              <option key={option.key} value={option.key}>
                {label(option.label)}
              </option>
            ))}
          </select>
        ) : (
          <input
            id={id}
            className="fw-input"
            type={kind === 'date' || kind === 'time' ? kind : 'text'}
            value={String(value)}
            onChange={event => onChange(event.target.value)}
          />
        )
      }
    </Row>
  )
}

/** Fields of the form itself that the formula names and people fill in. */
function sampledFields(place: FormulaPlace, formula: string): readonly CompiledField[] {
  const read = dress(formula, place).pieces.flatMap(({ meant }) => (meant?.keys.length === 1 ? meant.keys : []))
  return [...new Set(read)].flatMap(key => {
    const field = place.form?.fields.get(key)
    return field === undefined || field.computed || field.list || !SAMPLED.has(field.kind) ? [] : [field]
  })
}
