import { type ReactNode, useEffect, useId, useState } from 'react'

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

const KEEP_AFTER_MS = 400

/** Text that becomes one edit when the author pauses or leaves, so that undo takes back words, not letters. */
export function TextRow({ name, hint, value, onChange, lines, numeric = false, className = '' }: TextRowProps) {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => onChange(text), KEEP_AFTER_MS)
    return () => clearTimeout(timer)
  }, [text, value, onChange])
  const shared = {
    value: text,
    className: `fw-input ${className}`,
    onBlur: () => (text === value ? undefined : onChange(text)),
  }
  return (
    <Row name={name} hint={hint}>
      {id =>
        lines === undefined ? (
          <input
            {...shared}
            id={id}
            inputMode={numeric ? 'decimal' : 'text'}
            onChange={event => setText(event.target.value)}
          />
        ) : (
          <textarea {...shared} id={id} rows={lines} onChange={event => setText(event.target.value)} />
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
