import { useId, useMemo, useState } from 'react'
import { Button } from '../../runtime/index.ts'
import { useDesign, usePageTexts } from '../texts.ts'
import { type Example, examples, readGiven, readsToday } from './examples.ts'
import { filledExample, fittings } from './fitting.ts'
import type { FormulaPlace } from './place.ts'
import { exampleTexts } from './texts.ts'

interface ExampleListProps {
  readonly place: FormulaPlace
  readonly onInsert: (text: string) => void
}

/** Formulas by example: found by what they are for, put in with the form's own fields. */
export function ExampleList({ place, onInsert }: ExampleListProps) {
  const { pair } = useDesign()
  const w = usePageTexts(exampleTexts)
  const [wanted, setWanted] = useState('')
  const word = wanted.trim().toLowerCase()
  const found = examples.filter(({ title, says }) =>
    [...title, ...says].some(text => text.toLowerCase().includes(word)),
  )
  return (
    <>
      <input
        className="fw-input"
        type="search"
        aria-label={w('search')}
        placeholder={w('search')}
        value={wanted}
        onChange={event => setWanted(event.target.value)}
      />
      {found.length === 0 ? <p className="fd-hint">{w('none')}</p> : null}
      {found.map(example => (
        <details key={example.key} className="fd-function" open={found.length === 1 || undefined}>
          <summary>
            <strong>{pair(example.title)}</strong>
          </summary>
          <p>{pair(example.says)}</p>
          <Filled example={example} place={place} onInsert={onInsert} />
        </details>
      ))}
    </>
  )
}

function Filled({ example, place, onInsert }: ExampleListProps & { readonly example: Example }) {
  const { pair } = useDesign()
  const w = usePageTexts(exampleTexts)
  const id = useId()
  const [own, setOwn] = useState<Readonly<Record<string, string>>>({})
  const options = useMemo(
    () => Object.entries(example.holes).map(([hole, what]) => ({ hole, what, fields: fittings(place, what) })),
    [example, place],
  )
  const chosen = Object.fromEntries(options.map(({ hole, fields }) => [hole, own[hole] ?? fields[0]?.path]))
  const text = filledExample(example, chosen, place)
  const lacking = options.filter(({ fields }) => fields.length === 0)
  return (
    <div className="fd-example">
      {options.map(({ hole, what, fields }) =>
        fields.length === 0 ? null : (
          <div key={hole} className="fd-example-hole">
            <label htmlFor={`${id}-${hole}`}>{pair(what.label)}</label>
            <select
              id={`${id}-${hole}`}
              className="fw-input"
              value={chosen[hole]}
              onChange={event => setOwn({ ...own, [hole]: event.target.value })}
            >
              {fields.map(field => (
                <option key={field.path} value={field.path}>
                  {field.names.join(' · ')}
                </option>
              ))}
            </select>
          </div>
        ),
      )}
      <code>{text ?? pair(example.formula)}</code>
      <p className="fd-hint">
        {w('worked', {
          given: Object.values(example.holes)
            .map(({ label, given }) => `${pair(label)} ${readGiven(given)}`)
            .concat(readsToday(example) ? [w('today')] : [])
            .join(w('and')),
          result: pair(example.result),
        })}
      </p>
      {lacking.length > 0 ? (
        <p className="fd-hint">
          {w('lacking', { fields: lacking.map(({ what }) => pair(what.label)).join(w('and')) })}
        </p>
      ) : (
        <Button size="small" onClick={() => text !== undefined && onInsert(text)}>
          {w('insert')}
        </Button>
      )}
    </div>
  )
}
