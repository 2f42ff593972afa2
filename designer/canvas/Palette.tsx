import { memo, useState } from 'react'
import { Icon } from '../../runtime/index.ts'
import { useNewItem } from '../drag/DragArea.tsx'
import { type FieldType, fieldTypes, groups } from '../fields/fieldTypes.ts'
import { useDesign } from '../texts.ts'

/** Every kind of field: dragged into the form, or added at the end by a click or Enter. */
export const Palette = memo(function Palette({ onAdd }: { readonly onAdd: (type: FieldType) => void }) {
  const { d, pair } = useDesign()
  const [wanted, setWanted] = useState('')
  const text = wanted.trim().toLowerCase()
  const found = fieldTypes.filter(
    type => text === '' || [...type.name, ...type.help, type.type].some(word => word.toLowerCase().includes(text)),
  )
  return (
    <aside className="fd-palette" aria-label={d('designer.palette')}>
      <input
        className="fw-input"
        type="search"
        value={wanted}
        placeholder={d('designer.searchFields')}
        aria-label={d('designer.searchFields')}
        onChange={event => setWanted(event.target.value)}
      />
      <p className="fd-hint">{d('designer.paletteHint')}</p>
      {found.length === 0 ? <p className="fd-empty">{d('designer.nothingFound')}</p> : null}
      {(Object.keys(groups) as FieldType['group'][]).map(group => {
        const items = found.filter(type => type.group === group)
        return items.length === 0 ? null : (
          <div key={group} className="fd-palette-group">
            <h3>{pair(groups[group])}</h3>
            <div className="fd-palette-items">
              {items.map(type => (
                <PaletteItem key={type.type} type={type} onAdd={onAdd} />
              ))}
            </div>
          </div>
        )
      })}
    </aside>
  )
})

function PaletteItem({ type, onAdd }: { readonly type: FieldType; readonly onAdd: (type: FieldType) => void }) {
  const { pair } = useDesign()
  const { ref, props, isDragging } = useNewItem(type.type)
  return (
    <button
      ref={ref}
      type="button"
      {...props}
      className={`fd-palette-item${isDragging ? ' is-dragging' : ''}`}
      title={pair(type.help)}
      data-type={type.type}
      onClick={() => onAdd(type)}
    >
      <Icon name={type.icon} size={16} />
      <span>{pair(type.name)}</span>
    </button>
  )
}
