import type { ExpressionError } from '../../engine/expression/index.ts'
import { useDesign } from '../texts.ts'
import { dress } from './dress.ts'
import { mend, type TextEdit } from './mend.ts'
import type { FormulaPlace } from './place.ts'
import { mistakeText } from './words.ts'

/** What an edit puts in, as a reader knows it: a field by its label. */
const shownAs = (text: string, place: FormulaPlace): string =>
  dress(text, place).pieces[0]?.shown?.join('.') ?? text.replace(/^\{|\}$/g, '')

interface MistakesProps {
  readonly id?: string
  readonly formula: string
  readonly place: FormulaPlace
  readonly errors: readonly ExpressionError[]
  readonly hints?: readonly ExpressionError[]
  readonly onMend?: (edit: TextEdit) => void
}

/** Mistakes in words, each with its piece of the formula and, where the language can guess, a button that mends it. */
export function Mistakes({ id, formula, place, errors, hints = [], onMend }: MistakesProps) {
  const { d } = useDesign()
  const line = (error: ExpressionError, severity: 'error' | 'warning') => {
    const edit = onMend === undefined ? undefined : mend(formula, error)
    const piece = formula.slice(error.start, error.end)
    return (
      <p key={`${error.code}${error.start}`} className={`fd-finding is-${severity}`}>
        {piece === '' || piece.length > 40 ? null : <code>{piece}</code>} {mistakeText(error, place)}
        {edit === undefined || onMend === undefined ? null : (
          <button type="button" className="fd-mend" onClick={() => onMend(edit)}>
            {d('formula.mend', { text: shownAs(edit.insert, place) })}
          </button>
        )}
      </p>
    )
  }
  return (
    <div id={id} className="fd-mistakes" role={errors.length > 0 ? 'alert' : undefined}>
      {errors.map(error => line(error, 'error'))}
      {hints.map(error => line(error, 'warning'))}
    </div>
  )
}
