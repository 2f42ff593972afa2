import { useMemo, useState } from 'react'
import { confirm, IconButton } from '../../runtime/index.ts'
import type { AppDefinition, Option, OptionLibrary } from '../../schemas/generated/definition.ts'
import { checkTexts } from '../check/texts.ts'
import { neighbourAt } from '../commands/fields.ts'
import { nameSpaceOf } from '../formula/place.ts'
import { run } from '../model/draft.ts'
import { usesOf } from '../model/usage.ts'
import { ElementPanel } from '../panel/Panel.tsx'
import { ChoiceRow } from '../properties/inputs.tsx'
import { PlainInput } from '../properties/PlainInput.tsx'
import { stageColors, stageTexts } from '../stages/texts.ts'
import { useDesign, usePageTexts } from '../texts.ts'
import { libraryTexts } from './texts.ts'

interface OptionRowProps {
  readonly definition: AppDefinition
  readonly library: OptionLibrary
  readonly option: Option
  /** its position among all options */
  readonly index: number
}

/** One option on a line: colour, names, whether it is offered; the rest folds open below. */
export function OptionRow({ definition, library, option, index }: OptionRowProps) {
  const { d, label } = useDesign()
  const w = usePageTexts(libraryTexts)
  const said = usePageTexts(checkTexts)
  const colors = usePageTexts(stageTexts)
  const [open, setOpen] = useState(false)
  const place = ['optionLibraries', library.key, 'options', option.key]
  const name = label(option.label)
  const set = (values: Record<string, unknown>) => run({ do: 'set', at: place, set: values })
  const keys = library.options.map(({ key }) => key)
  const move = (at: number) => run({ do: 'move', at: place, after: neighbourAt(keys, at, option.key) })
  const remove = async () => {
    const uses = usesOf(definition, place).map(label)
    const question = {
      title: said('removeOption', { name }),
      text: `${d('designer.usedBy', { places: uses.join('、') })} ${said('retireHint')}`,
      action: d('designer.remove'),
    }
    if (uses.length > 0 && !(await confirm({ ...question, danger: true }))) return
    run({ do: 'remove', at: place })
  }
  return (
    <li className={option.active === false ? 'is-retired' : ''}>
      <div className="fd-option">
        <span className="fd-option-color">
          <span className={`fd-color is-${option.color ?? 'grey'}`} aria-hidden="true" />
          <select
            className="fw-input"
            aria-label={`${d('designer.optionColor')} ${name}`}
            value={option.color ?? 'grey'}
            onChange={event => set({ color: event.target.value })}
          >
            {stageColors.map(color => (
              <option key={color} value={color}>
                {colors(color)}
              </option>
            ))}
          </select>
        </span>
        <span className="fd-option-names">
          <PlainInput
            name={`${d('designer.nameZh')} ${index + 1}`}
            value={option.label.zh ?? ''}
            onChange={zh => set({ label: { ...option.label, zh } })}
          />
          <PlainInput
            name={`${d('designer.nameEn')} ${index + 1}`}
            value={option.label.en ?? ''}
            onChange={en => set({ label: { ...option.label, en } })}
          />
        </span>
        <span className="fd-option-tools">
          <label className="fd-active">
            <input
              type="checkbox"
              checked={option.active !== false}
              onChange={event => set({ active: event.target.checked ? null : false })}
            />
            {d('designer.optionActive')}
          </label>
          <IconButton
            icon="arrowUp"
            size={14}
            name={`${d('designer.up')} ${name}`}
            disabled={index === 0}
            onClick={() => move(index - 1)}
          />
          <IconButton
            icon="arrowDown"
            size={14}
            name={`${d('designer.down')} ${name}`}
            disabled={index === library.options.length - 1}
            onClick={() => move(index + 1)}
          />
          <IconButton
            icon={open ? 'chevronDown' : 'chevronRight'}
            size={15}
            name={w('details', { name })}
            onClick={() => setOpen(!open)}
          />
          <IconButton icon="trash" size={15} name={`${d('designer.remove')} ${name}`} onClick={() => void remove()} />
        </span>
      </div>
      {open ? <Details definition={definition} library={library} option={option} place={place} /> : null}
    </li>
  )
}

type DetailsProps = Omit<OptionRowProps, 'index'> & { readonly place: readonly string[] }

/** What an option counts, what else it is called, and which option of the library above it belongs to. */
function Details({ definition, library, option, place }: DetailsProps) {
  const { d, label } = useDesign()
  const w = usePageTexts(libraryTexts)
  const space = useMemo(() => nameSpaceOf(definition), [definition])
  const above = definition.optionLibraries?.find(({ key }) => key === library.parent)
  return (
    <div className="fd-option-details">
      {above === undefined ? null : (
        <ChoiceRow
          name={w('belongs')}
          value={option.parent ?? ''}
          options={[
            ['', d('designer.none')],
            ...above.options.map(one => [one.key, label(one.label) || one.key] as const),
          ]}
          onChange={parent => run({ do: 'set', at: place, set: { parent: parent === '' ? null : parent } })}
        />
      )}
      <ElementPanel
        of="option"
        value={option}
        place={place}
        context={{ definition, space, form: undefined }}
        lead={['score', 'words']}
        omit={['label', 'color', 'active', 'parent']}
      />
    </div>
  )
}
