import { useMemo, useState } from 'react'
import { Button } from '../../runtime/index.ts'
import type { AppDefinition, OptionLibrary } from '../../schemas/generated/definition.ts'
import { WhereUsed } from '../check/WhereUsed.tsx'
import { nameSpaceOf } from '../formula/place.ts'
import { run } from '../model/draft.ts'
import { usesOfLibrary } from '../model/usage.ts'
import { ElementPanel } from '../panel/Panel.tsx'
import { TextRow } from '../properties/inputs.tsx'
import { useDesign, usePageTexts } from '../texts.ts'
import { OptionRow } from './OptionRow.tsx'
import { addOptions } from './plans.ts'
import { libraryTexts } from './texts.ts'

interface LibraryEditorProps {
  readonly definition: AppDefinition
  readonly library: OptionLibrary
}

/** Options drawn at once; a library may have 10,000. */
const SHOWN = 100
/** From so many on there is something to search. */
const MANY = 15

/** The options that drop-downs of any form share: names, colours, order; retired ones stay readable on old records. */
export function LibraryEditor({ definition, library }: LibraryEditorProps) {
  const { d, label, pair } = useDesign()
  const uses = usesOfLibrary(definition, library.key, label)
  const space = useMemo(() => nameSpaceOf(definition), [definition])
  const place = ['optionLibraries', library.key]
  const set = (values: Record<string, unknown>) => run({ do: 'set', at: place, set: values })
  return (
    <>
      <div className="fd-block">
        <div className="fd-pair">
          <TextRow
            name={d('designer.nameZh')}
            value={library.label.zh ?? ''}
            onChange={zh => set({ label: { ...library.label, zh } })}
          />
          <TextRow
            name={d('designer.nameEn')}
            value={library.label.en ?? ''}
            onChange={en => set({ label: { ...library.label, en } })}
          />
        </div>
        {uses.length === 0 ? null : (
          <p className="fd-hint">{d('designer.libraryUsed', { fields: uses.join(pair(['、', ', '])) })}</p>
        )}
        <ElementPanel
          of="optionLibrary"
          value={library}
          place={place}
          context={{ definition, space, form: undefined }}
          omit={['label', 'options']}
        />
        <WhereUsed definition={definition} place={place} />
      </div>
      <Options definition={definition} library={library} />
    </>
  )
}

function Options({ definition, library }: LibraryEditorProps) {
  const { d, label } = useDesign()
  const w = usePageTexts(libraryTexts)
  const [wanted, setWanted] = useState('')
  const [most, setMost] = useState(SHOWN)
  const text = wanted.trim().toLowerCase()
  const found = library.options
    .map((option, index) => ({ option, index }))
    .filter(({ option }) => `${label(option.label)} ${option.label.en ?? ''}`.toLowerCase().includes(text))
  const add = (names: readonly string[]) => {
    run(...addOptions(library, names))
    setWanted('')
    setMost(library.options.length + names.length)
  }
  return (
    <div className="fd-block">
      <h2>{w('options', { n: library.options.length })}</h2>
      {library.options.length < MANY ? null : (
        <input
          className="fw-input"
          type="search"
          aria-label={w('search')}
          placeholder={w('search')}
          value={wanted}
          onChange={event => setWanted(event.target.value)}
        />
      )}
      {found.length === 0 ? <p className="fd-empty">{w(text === '' ? 'none' : 'nothing')}</p> : null}
      <ol className="fd-options">
        {found.slice(0, most).map(({ option, index }) => (
          <OptionRow key={option.key} definition={definition} library={library} option={option} index={index} />
        ))}
      </ol>
      {found.length > most ? (
        <Button kind="quiet" onClick={() => setMost(most + SHOWN)}>
          {w('more', { n: Math.min(SHOWN, found.length - most) })}
        </Button>
      ) : null}
      <Button icon="plus" onClick={() => add([d('designer.newOption', { n: library.options.length + 1 })])}>
        {d('designer.addOption')}
      </Button>
      <Paste onAdd={add} />
    </div>
  )
}

/** Several options at once, one a line, as they come from a table. */
function Paste({ onAdd }: { readonly onAdd: (names: readonly string[]) => void }) {
  const { d } = useDesign()
  const [pasted, setPasted] = useState('')
  const lines = pasted
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean)
  return (
    <details className="fd-more">
      <summary>{d('designer.pasteOptions')}</summary>
      <textarea
        className="fw-input"
        rows={4}
        aria-label={d('designer.pasteOptions')}
        value={pasted}
        onChange={event => setPasted(event.target.value)}
      />
      <Button
        size="small"
        disabled={lines.length === 0}
        onClick={() => {
          onAdd(lines)
          setPasted('')
        }}
      >
        {d('designer.addThese')}
      </Button>
    </details>
  )
}
