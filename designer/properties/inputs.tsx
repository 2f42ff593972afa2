import { type ReactNode, useId } from 'react'
import { useKept } from './useKept.ts'

interface RowProps {
  readonly name: string
  readonly hint?: string | undefined
  readonly children: (id: string) => ReactNode
}

export function Row({ name, hint, children }: RowProps) {
  const id = useId()
  return (
    <div className="fd-row">
      <label htmlFor={id}>{name}</label>
      {children(id)}
      {hint === undefined ? null : <p className="fd-hint">{hint}</p>}
    </div>
  )
}

interface TextRowProps {
  readonly name: string
  readonly hint?: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly lines?: number
  readonly numeric?: boolean
  readonly className?: string
}

/** Text that becomes one edit when the author pauses or leaves, so that undo takes back words, not letters. */
export function TextRow({ name, hint, value, onChange, lines, numeric = false, className = '' }: TextRowProps) {
  const shared = { ...useKept(value, onChange), className: `fw-input ${className}` }
  return (
    <Row name={name} hint={hint}>
      {id =>
        lines === undefined ? (
          <input {...shared} id={id} inputMode={numeric ? 'decimal' : 'text'} />
        ) : (
          <textarea {...shared} id={id} rows={lines} />
        )
      }
    </Row>
  )
}

export function SwitchRow({
  name,
  value,
  onChange,
}: {
  readonly name: string
  readonly value: boolean
  readonly onChange: (value: boolean) => void
}) {
  const id = useId()
  return (
    <div className="fd-switch">
      <input id={id} type="checkbox" checked={value} onChange={event => onChange(event.target.checked)} />
      <label htmlFor={id}>{name}</label>
    </div>
  )
}

interface ChoiceRowProps {
  readonly name: string
  readonly value: string
  readonly options: readonly (readonly [value: string, text: string])[]
  readonly onChange: (value: string) => void
  readonly after?: ReactNode
}

export function ChoiceRow({ name, value, options, onChange, after }: ChoiceRowProps) {
  return (
    <Row name={name}>
      {id => (
        <div className="fd-choice">
          <select id={id} className="fw-input" value={value} onChange={event => onChange(event.target.value)}>
            {options.map(([key, text]) => (
              <option key={key} value={key}>
                {text}
              </option>
            ))}
          </select>
          {after}
        </div>
      )}
    </Row>
  )
}
