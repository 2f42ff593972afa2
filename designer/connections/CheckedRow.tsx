import { useCallback } from 'react'
import { Row } from '../properties/inputs.tsx'
import { useKept } from '../properties/useKept.ts'

interface CheckedRowProps {
  readonly name: string
  readonly hint?: string
  /** said while what is typed cannot be taken */
  readonly wrong: string
  readonly value: string
  /** what the typed text stands for; undefined: nothing yet */
  readonly read: (text: string) => string | undefined
  readonly onChange: (value: string) => void
}

/** Text of a fixed form: taken when it has it, with the reason while it has not. */
export function CheckedRow({ name, hint, wrong, value, read, onChange }: CheckedRowProps) {
  const keep = useCallback(
    (text: string) => {
      const taken = read(text)
      if (taken !== undefined && taken !== value) onChange(taken)
    },
    [read, value, onChange],
  )
  const kept = useKept(value, keep)
  const isWrong = read(kept.value) === undefined
  return (
    <Row name={name} hint={isWrong ? wrong : hint}>
      {id => <input {...kept} id={id} className="fw-input" aria-invalid={isWrong || undefined} />}
    </Row>
  )
}
