import { Icon, IconButton } from '../../runtime/index.ts'
import type { Field } from '../../schemas/generated/definition.ts'
import { useFieldItem } from '../drag/DragArea.tsx'
import { type FieldType, typeOf } from '../fields/fieldTypes.ts'
import { useDesign } from '../texts.ts'

/** Kinds that are shown but not offered: they come with templates. */
const computedTypes: Readonly<Record<string, Pick<FieldType, 'name' | 'icon'>>> = {
  rollup: { name: ['汇总', 'Roll-up'], icon: 'chart' },
  lookup: { name: ['引用', 'Lookup'], icon: 'link' },
}

interface FieldCardProps {
  readonly field: Field
  readonly section: string
  readonly index: number
  readonly wide: boolean
  readonly selected: boolean
  readonly faulty: boolean
  /** `more`: beside what is selected already */
  readonly onSelect: (more: boolean) => void
  readonly onDuplicate: () => void
  readonly onRemove: () => void
}

/** A field on the canvas: it looks as it will on the form; a click selects it, the grip (or the whole card by keyboard) moves it. */
export function FieldCard({
  field,
  section,
  index,
  wide,
  selected,
  faulty,
  onSelect,
  onDuplicate,
  onRemove,
}: FieldCardProps) {
  const { d, label, pair } = useDesign()
  const { ref, handle, style, isDragging } = useFieldItem(field.key, section, index)
  const type = typeOf(field.type) ?? computedTypes[field.type]
  const name = label(field.label)
  const required = 'required' in field && field.required === true
  const classes = [
    'fd-field',
    wide ? 'is-wide' : '',
    selected ? 'is-selected' : '',
    isDragging ? 'is-dragging' : '',
    faulty ? 'is-faulty' : '',
  ]
  return (
    <div ref={ref} style={style} className={classes.join(' ')} data-field={field.key}>
      <button
        type="button"
        className="fd-field-face"
        onClick={event => onSelect(event.ctrlKey || event.metaKey || event.shiftKey)}
        aria-pressed={selected}
      >
        <span className="fd-field-label">
          {name}
          {required ? <span className="fd-required"> *</span> : null}
        </span>
        <span className="fd-field-control">
          <Icon name={type?.icon ?? 'edit'} size={15} />
          <span>{type === undefined ? field.type : pair(type.name)}</span>
        </span>
      </button>
      <div className="fd-field-tools">
        <button type="button" className="fd-grip" {...handle} aria-label={`${d('designer.move')} ${name}`}>
          <Icon name="grip" size={16} />
        </button>
        <IconButton icon="copy" size={15} name={`${d('designer.duplicate')} ${name}`} onClick={onDuplicate} />
        <IconButton icon="trash" size={15} name={`${d('designer.remove')} ${name}`} onClick={onRemove} />
      </div>
    </div>
  )
}
