import { formulaText } from '../../formula/names.ts'
import { FormulaRow } from '../../properties/FormulaRow.tsx'
import { TextRow } from '../../properties/inputs.tsx'
import { useDesign } from '../../texts.ts'
import type { PanelContext } from '../context.ts'
import { usePanelPlace } from './ExprRow.tsx'

interface ValueRowProps {
  readonly name: string
  readonly value: unknown
  readonly context: PanelContext
  readonly onChange: (value: unknown) => void
}

/** A constant, or a formula behind "=". */
export function ValueRow({ name, value, context, onChange }: ValueRowProps) {
  const { d } = useDesign()
  const place = usePanelPlace(context, undefined)
  const text = value === undefined || value === null ? '' : typeof value === 'object' ? '' : String(value)
  const formula = text.startsWith('=') ? text.slice(1) : ''
  const keep = (next: string) => onChange(next === '' ? undefined : next)
  return (
    <>
      {formula === '' ? <TextRow name={name} value={text} onChange={keep} /> : null}
      <FormulaRow
        of=""
        name={formula === '' ? d('designer.orFormula') : name}
        formula={formulaText(formula)}
        place={place}
        removable
        onChange={next => keep(next === '' ? '' : `=${next}`)}
      />
    </>
  )
}
