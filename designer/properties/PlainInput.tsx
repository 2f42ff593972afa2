import { useKept } from './useKept.ts'

interface PlainInputProps {
  readonly name: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly type?: 'text' | 'time'
  readonly numeric?: boolean
}

/** One value in a row of several. */
export function PlainInput({ name, value, onChange, type = 'text', numeric = false }: PlainInputProps) {
  const typed = useKept(value, onChange)
  return (
    <input
      {...typed}
      className="fw-input"
      type={type}
      aria-label={name}
      inputMode={numeric ? 'decimal' : type === 'text' ? 'text' : undefined}
    />
  )
}
