import { useState } from 'react'
import { Button, confirm, IconButton } from '../../runtime/index.ts'
import type { AppDefinition, Option, OptionLibrary } from '../../schemas/generated/definition.ts'
import { checkTexts } from '../check/texts.ts'
import { WhereUsed } from '../check/WhereUsed.tsx'
import { neighbourAt } from '../commands/fields.ts'
import { run } from '../model/draft.ts'
import { usesOf, usesOfLibrary } from '../model/usage.ts'
import { TextRow } from '../properties/inputs.tsx'
import { useDesign, usePageTexts } from '../texts.ts'
import { addOptions } from './plans.ts'

const colors = ['grey', 'blue', 'cyan', 'green', 'lime', 'gold', 'orange', 'red', 'magenta', 'purple'] as const

/** The options that drop-downs of any form share: names, colours, order; retired ones stay readable on old records. */
export function LibraryEditor({
  definition,
  library,
}: {
  readonly definition: AppDefinition
  readonly library: OptionLibrary
}) {
  const { d, label } = useDesign()
  const [pasted, setPasted] = useState('')
  const uses = usesOfLibrary(definition, library.key, label)
  const set = (values: Record<string, unknown>) => run({ do: 'set', at: ['optionLibraries', library.key], set: values })
  const lines = pasted
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean)
  const add = (names: readonly string[]) => run(...addOptions(library, names))
  return (
    <div className="fd-library">
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
      {uses.length === 0 ? null : <p className="fd-hint">{d('designer.libraryUsed', { fields: uses.join('、') })}</p>}
      <ol className="fd-options">
        {library.options.map((option, index) => (
          <OptionRow key={option.key} definition={definition} library={library} option={option} index={index} />
        ))}
      </ol>
      <Button icon="plus" onClick={() => add([d('designer.newOption', { n: library.options.length + 1 })])}>
        {d('designer.addOption')}
      </Button>
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
            add(lines)
            setPasted('')
          }}
        >
          {d('designer.addThese')}
        </Button>
      </details>
      <WhereUsed definition={definition} place={['optionLibraries', library.key]} />
    </div>
  )
}

function OptionRow({
  definition,
  library,
  option,
  index,
}: {
  readonly definition: AppDefinition
  readonly library: OptionLibrary
  readonly option: Option
  readonly index: number
}) {
  const { d, label } = useDesign()
  const place = ['optionLibraries', library.key, 'options', option.key]
  const set = (values: Record<string, unknown>) => run({ do: 'set', at: place, set: values })
  const keys = library.options.map(({ key }) => key)
  const move = (at: number) => run({ do: 'move', at: place, after: neighbourAt(keys, at, option.key) })
  const w = usePageTexts(checkTexts)
  const remove = async () => {
    const uses = usesOf(definition, place).map(label)
    const question = {
      title: w('removeOption', { name }),
      text: `${d('designer.usedBy', { places: uses.join('、') })} ${w('retireHint')}`,
      action: d('designer.remove'),
    }
    if (uses.length > 0 && !(await confirm({ ...question, danger: true }))) return
    run({ do: 'remove', at: place })
  }
  const name = label(option.label)
  return (
    <li className={option.active === false ? 'is-retired' : ''}>
      <span className={`fd-color is-${option.color ?? 'grey'}`} aria-hidden="true" />
      <select
        className="fw-input fd-color-choice"
        aria-label={`${d('designer.optionColor')} ${name}`}
        value={option.color ?? 'grey'}
        onChange={event => set({ color: event.target.value })}
      >
        {colors.map(color => (
          <option key={color} value={color}>
            {color}
          </option>
        ))}
      </select>
      <input
        className="fw-input"
        aria-label={`${d('designer.nameZh')} ${index + 1}`}
        defaultValue={option.label.zh ?? ''}
        onBlur={event => set({ label: { ...option.label, zh: event.target.value } })}
      />
      <input
        className="fw-input"
        aria-label={`${d('designer.nameEn')} ${index + 1}`}
        defaultValue={option.label.en ?? ''}
        onBlur={event => set({ label: { ...option.label, en: event.target.value } })}
      />
      <label className="fd-active">
        <input
          type="checkbox"
          checked={option.active !== false}
          onChange={event => set({ active: event.target.checked ? null : false })}
        />
        {d('designer.optionActive')}
      </label>
      <button
        type="button"
        className="fd-move"
        aria-label={`${d('designer.up')} ${name}`}
        disabled={index === 0}
        onClick={() => move(index - 1)}
      >
        ↑
      </button>
      <button
        type="button"
        className="fd-move"
        aria-label={`${d('designer.down')} ${name}`}
        disabled={index === library.options.length - 1}
        onClick={() => move(index + 1)}
      >
        ↓
      </button>
      <IconButton icon="trash" size={15} name={`${d('designer.remove')} ${name}`} onClick={() => void remove()} />
    </li>
  )
}
