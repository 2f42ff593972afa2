import { IconButton, Picker } from '../../runtime/index.ts'
import { usePageTexts } from '../texts.ts'
import type { Editor } from './editor.ts'
import { comparisonsOf } from './fields.ts'
import { type Comparison, type FieldKind, isComplete, needs, type Row } from './term.ts'
import { type ConditionTextKey, conditionTexts } from './texts.ts'
import { ValueInput } from './ValueInput.tsx'

interface ConditionRowProps {
  readonly editor: Editor
  readonly row: Row
  readonly onChange: (row: Row) => void
  readonly onRemove: () => void
}

/** How a comparison is called for a kind of field: dates are before and after, not less and more. */
function wordOf(compare: Comparison, kind: FieldKind): ConditionTextKey {
  if (compare === 'today') return 'today_'
  if (kind === 'date' && ['more', 'atLeast', 'less', 'atMost'].includes(compare))
    return `${compare as 'more' | 'atLeast' | 'less' | 'atMost'}Date`
  return compare
}

/** One line: field · comparison · value. */
export function ConditionRow({ editor, row, onChange, onRemove }: ConditionRowProps) {
  const w = usePageTexts(conditionTexts)
  const field = editor.byPath.get(row.path)
  const kind = field?.kind ?? 'other'
  const choose = ([path = '']: readonly string[]): void => {
    const next = editor.byPath.get(path)
    if (next === undefined || path === row.path) return
    const offered = comparisonsOf[next.kind]
    const compare = next.kind === kind && offered.includes(row.compare) ? row.compare : offered[0]!
    onChange({ kind: 'row', path, compare, values: [] })
  }
  const compareBy = (compare: Comparison): void =>
    onChange({ ...row, compare, values: needs(compare) === needs(row.compare) ? row.values : [] })
  return (
    <div className={`fc-row${field !== undefined && !isComplete(row) ? ' is-open' : ''}`}>
      <div className="fc-field">
        <Picker
          label={w('field')}
          placeholder={w('chooseField')}
          clearable={false}
          items={editor.fields.map(({ path, text }) => ({ key: path, text }))}
          chosen={row.path === '' ? [] : [row.path]}
          onChoose={choose}
        />
      </div>
      {field === undefined ? null : (
        <>
          <select
            className="fw-input fc-compare"
            aria-label={w('comparison')}
            value={row.compare}
            onChange={event => compareBy(event.target.value as Comparison)}
          >
            {comparisonsOf[kind].map(compare => (
              <option key={compare} value={compare}>
                {w(wordOf(compare, kind))}
              </option>
            ))}
          </select>
          {needs(row.compare) === 0 ? null : (
            <ValueInput editor={editor} field={field} row={row} onChange={values => onChange({ ...row, values })} />
          )}
        </>
      )}
      <IconButton icon="trash" size={15} name={w('remove')} onClick={onRemove} />
      {field !== undefined && !isComplete(row) ? <small className="fc-open">{w('incomplete')}</small> : null}
    </div>
  )
}
