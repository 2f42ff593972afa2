import { useMemo } from 'react'
import { dress } from './dress.ts'
import { shownFormula } from './names.ts'
import type { FormulaPlace } from './place.ts'

/** A formula to read: colours and chips as in the editor. */
export function FormulaText({ formula, place }: { readonly formula: string; readonly place: FormulaPlace }) {
  const { pieces } = useMemo(() => dress(formula, place), [formula, place])
  const parts = pieces.map((piece, index) => ({
    ...piece,
    before: formula.slice(pieces[index - 1]?.end ?? 0, piece.start),
  }))
  return (
    <code className="fd-formula-text" title={shownFormula(formula, place)}>
      {parts.map(({ before, start, end, kind, shown, hint }) => (
        <span key={start}>
          {before}
          {shown === undefined ? (
            <span className={`fd-code-${kind}`}>{formula.slice(start, end)}</span>
          ) : (
            <span className={`fd-chip is-${kind}`}>
              {shown.map((label, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a path, in order
                <span key={at}>{label}</span>
              ))}
              {hint === undefined ? null : <small>{hint}</small>}
            </span>
          )}
        </span>
      ))}
    </code>
  )
}
