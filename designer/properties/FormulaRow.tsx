import { type ReactNode, useId, useMemo, useState } from 'react'
import { Button } from '../../runtime/index.ts'
import { dress } from '../formula/dress.ts'
import { FormulaDialog } from '../formula/FormulaDialog.tsx'
import { FormulaText } from '../formula/FormulaText.tsx'
import { Mistakes } from '../formula/Mistakes.tsx'
import type { FormulaPlace } from '../formula/place.ts'
import { useDesign } from '../texts.ts'

interface FormulaRowProps {
  readonly name: string
  /** the field it belongs to */
  readonly of: string
  readonly hint?: string
  /** stored text; empty = there is none */
  readonly formula: string
  readonly place: FormulaPlace
  /** empty = taken away; absent: it must stay */
  readonly onChange: (formula: string) => void
  readonly removable?: boolean
  readonly result?: (formula: string | null) => ReactNode
}

/** A formula of a property: shown by labels with what is wrong with it; a press opens the editor. */
export function FormulaRow({ name, of, hint, formula, place, onChange, removable = false, result }: FormulaRowProps) {
  const { d } = useDesign()
  const [open, setOpen] = useState(false)
  const id = useId()
  const { errors } = useMemo(() => dress(formula, place), [formula, place])
  return (
    <div className="fd-row">
      <span id={id} className="fd-row-name">
        {name}
      </span>
      {formula === '' ? (
        <Button size="small" icon="plus" aria-describedby={id} onClick={() => setOpen(true)}>
          {d('formula.add')}
        </Button>
      ) : (
        <button type="button" className="fd-formula-face" onClick={() => setOpen(true)}>
          <span className="fw-hidden">{d('formula.edit', { name })}</span>
          <FormulaText formula={formula} place={place} />
        </button>
      )}
      {formula === '' ? null : <Mistakes formula={formula} place={place} errors={errors} />}
      {removable && formula !== '' ? (
        <Button size="small" kind="link" onClick={() => onChange('')}>
          {d('formula.remove')}
        </Button>
      ) : null}
      {hint === undefined ? null : <p className="fd-hint">{hint}</p>}
      {open ? (
        <FormulaDialog
          title={d('formula.title', { of, name })}
          formula={formula}
          place={place}
          onSave={onChange}
          onClose={() => setOpen(false)}
          {...(result === undefined ? {} : { result })}
        />
      ) : null}
    </div>
  )
}
