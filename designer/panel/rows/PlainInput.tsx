import { useEffect, useState } from 'react'

interface PlainInputProps {
  readonly name: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly type?: 'text' | 'time'
}

const KEEP_AFTER_MS = 400

/** One value in a row of several: it becomes an edit when the author pauses or leaves. */
export function PlainInput({ name, value, onChange, type = 'text' }: PlainInputProps) {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => onChange(text), KEEP_AFTER_MS)
    return () => clearTimeout(timer)
  }, [text, value, onChange])
  return (
    <input
      className="fw-input"
      type={type}
      aria-label={name}
      value={text}
      onChange={event => setText(event.target.value)}
      onBlur={() => (text === value ? undefined : onChange(text))}
    />
  )
}
