import { memo, type RefObject, useRef } from 'react'
import { Icon, IconButton } from '../../runtime/index.ts'
import type { Field } from '../../schemas/generated/definition.ts'
import { useFieldItem } from '../drag/DragArea.tsx'
import { type FieldType, typeOf } from '../fields/fieldTypes.ts'
import { useDesign } from '../texts.ts'
import { useNear } from './useNear.ts'

/** Kinds that are shown but not offered: they come with templates. */
const computedTypes: Readonly<Record<string, Pick<FieldType, 'name' | 'icon'>>> = {
  rollup: { name: ['汇总', 'Roll-up'], icon: 'chart' },
  lookup: { name: ['引用', 'Lookup'], icon: 'link' },
}

/** What can be done to the cards of a form; the same functions at every drawing. */
export interface CardActs {
  /** `more`: beside what is selected already */
  readonly select: (field: string, more: boolean) => void
  readonly duplicate: (field: string) => void
  readonly remove: (field: string) => void
}

interface FieldCardProps {
  readonly field: Field
  readonly section: string
  readonly index: number
  readonly wide: boolean
  readonly selected: boolean
  readonly faulty: boolean
  /** it is being carried: its grip stays wherever the form is scrolled to */
  readonly carried: boolean
  readonly acts: CardActs
}

/**
 * A field on the canvas: it looks as it will on the form; a click selects it, the grip (or the whole card by keyboard) moves it. In a form of hundreds only
 * what changed is drawn again, and only cards near the view have their tools.
 */
export const FieldCard = memo(function FieldCard(props: FieldCardProps) {
  const { field, wide, selected, faulty, carried, acts } = props
  const { label, pair } = useDesign()
  const card = useRef<HTMLDivElement>(null)
  const near = useNear(card)
  const type = typeOf(field.type) ?? computedTypes[field.type]
  const required = 'required' in field && field.required === true
  const classes = ['fd-field', wide ? 'is-wide' : '', selected ? 'is-selected' : '', faulty ? 'is-faulty' : '']
  return (
    <div ref={card} className={classes.join(' ')} data-field={field.key}>
      <button
        type="button"
        className="fd-field-face"
        onClick={event => acts.select(field.key, event.ctrlKey || event.metaKey || event.shiftKey)}
        aria-pressed={selected}
      >
        <span className="fd-field-label">
          {label(field.label)}
          {required ? <span className="fd-required"> *</span> : null}
        </span>
        <span className="fd-field-control">
          <Icon name={type?.icon ?? 'edit'} size={15} />
          <span>{type === undefined ? field.type : pair(type.name)}</span>
        </span>
      </button>
      {near || selected || carried ? <Tools {...props} card={card} /> : null}
    </div>
  )
})

function Tools({
  field,
  section,
  index,
  acts,
  card,
}: FieldCardProps & { readonly card: RefObject<HTMLDivElement | null> }) {
  const { d, label } = useDesign()
  const handle = useFieldItem(card, field.key, section, index)
  const name = label(field.label)
  return (
    <div className="fd-field-tools">
      <button type="button" className="fd-grip" {...handle} aria-label={`${d('designer.move')} ${name}`}>
        <Icon name="grip" size={16} />
      </button>
      <IconButton
        icon="copy"
        size={15}
        name={`${d('designer.duplicate')} ${name}`}
        onClick={() => acts.duplicate(field.key)}
      />
      <IconButton
        icon="trash"
        size={15}
        name={`${d('designer.remove')} ${name}`}
        onClick={() => acts.remove(field.key)}
      />
    </div>
  )
}
