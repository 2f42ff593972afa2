import type { Field, Section } from '../../schemas/generated/definition.ts'
import { entryKey } from '../commands/layout.ts'
import { SortableFields, useSectionDrop } from '../drag/DragArea.tsx'
import { useDesign } from '../texts.ts'
import { FieldCard } from './FieldCard.tsx'

/** Where a dragged field would land. */
export interface Landing {
  readonly section: string
  readonly at: number
}

interface SectionViewProps {
  readonly section: Section
  readonly fields: ReadonlyMap<string, Field>
  readonly columns: number
  readonly selected: string | null
  readonly chosen: readonly string[]
  readonly landing: Landing | null
  readonly faulty: ReadonlySet<string>
  readonly onSelect: (section: string) => void
  readonly onSelectField: (key: string, more: boolean) => void
  readonly onDuplicate: (key: string) => void
  readonly onRemove: (key: string) => void
}

const WIDE = new Set(['long_text', 'rich_text', 'subform', 'attachment', 'image', 'address'])

export function SectionView({
  section,
  fields,
  columns,
  selected,
  chosen,
  landing,
  faulty,
  onSelect,
  onSelectField,
  onDuplicate,
  onRemove,
}: SectionViewProps) {
  const { d, label } = useDesign()
  const keys = section.fields.map(entryKey).filter(key => fields.has(key))
  const { ref, isOver } = useSectionDrop(section.key, keys.length)
  const here = landing?.section === section.key ? landing.at : -1
  const mark = <div className="fd-landing" aria-hidden="true" />
  return (
    <section className={`fd-section${isOver ? ' is-over' : ''}`}>
      <button
        type="button"
        className={`fd-section-title${selected === `section:${section.key}` ? ' is-selected' : ''}`}
        onClick={() => onSelect(section.key)}
      >
        {label(section.label) || d('designer.section')}
      </button>
      <div
        ref={ref}
        className="fd-section-fields"
        style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
      >
        <SortableFields fields={keys} columns={columns}>
          {keys.map((key, index) => {
            const field = fields.get(key)!
            return (
              <div key={key} className={`fd-slot${columns > 1 && WIDE.has(field.type) ? ' is-wide' : ''}`}>
                {here === index ? mark : null}
                <FieldCard
                  field={field}
                  section={section.key}
                  index={index}
                  wide={WIDE.has(field.type)}
                  selected={chosen.includes(key)}
                  faulty={faulty.has(key)}
                  onSelect={more => onSelectField(key, more)}
                  onDuplicate={() => onDuplicate(key)}
                  onRemove={() => onRemove(key)}
                />
              </div>
            )
          })}
        </SortableFields>
        {here >= keys.length ? mark : null}
        {keys.length === 0 && here < 0 ? <p className="fd-empty">{d('designer.emptySection')}</p> : null}
      </div>
    </section>
  )
}
