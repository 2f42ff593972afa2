import { useMemo, useState } from 'react'
import { useDesign } from '../texts.ts'
import type { FormulaPlace } from './place.ts'
import { suggestionsAt } from './suggestions.ts'
import { wordsOfType } from './words.ts'

/** The fields a formula can read, searched also one relation further; a press puts one in. */
export function FieldList({
  place,
  onInsert,
}: {
  readonly place: FormulaPlace
  readonly onInsert: (text: string) => void
}) {
  const { d } = useDesign()
  const [wanted, setWanted] = useState('')
  const items = useMemo(() => {
    // A brace asks for names only.
    const text = `{${wanted.trim()}`
    return suggestionsAt(text, text.length, place, true)?.items ?? []
  }, [wanted, place])
  return (
    <>
      <input
        className="fw-input"
        type="search"
        aria-label={d('formula.searchFields')}
        placeholder={d('formula.searchFields')}
        value={wanted}
        onChange={event => setWanted(event.target.value)}
      />
      {items.length === 0 ? <p className="fd-hint">{d('formula.noField')}</p> : null}
      <ul className="fd-fields">
        {items.map(item => (
          <li key={item.insert}>
            <button type="button" onClick={() => onInsert(item.insert)}>
              <span className="fd-chip is-name">
                {item.shown.split('.').map(part => (
                  <span key={part}>{part}</span>
                ))}
              </span>
              <small>{item.type === undefined ? '' : wordsOfType(item.type, place)}</small>
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}
