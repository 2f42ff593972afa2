import { memo } from 'react'
import type { Field, Section } from '../../schemas/generated/definition.ts'
import { entryKey } from '../commands/layout.ts'
import { SortableFields, useSectionDrop } from '../drag/DragArea.tsx'
import { useDesign } from '../texts.ts'
import { type CardActs, FieldCard } from './FieldCard.tsx'

/** Where a dragged field would land. */
export interface Landing {
  readonly section: string
  /** its position among the section's other fields */
  readonly at: number
  /** the field before which that is shown */
  readonly mark: number
}

interface SectionViewProps {
  readonly section: Section
  readonly fields: ReadonlyMap<string, Field>
  readonly columns: number
  readonly selected: string | null
  readonly chosen: ReadonlySet<string>
  /** the field of this section before which a dragged one would land; -1 = not here */
  readonly landing: number
  /** the field being carried */
  readonly carried: string | null
  readonly faulty: ReadonlySet<string>
  readonly onSelect: (section: string) => void
  readonly acts: CardActs
}

const WIDE = new Set(['long_text', 'rich_text', 'subform', 'attachment', 'image', 'address'])

export const SectionView = memo(function SectionView({
  section,
  fields,
  columns,
  selected,
  chosen,
  landing,
  carried,
  faulty,
  onSelect,
  acts,
}: SectionViewProps) {
  const { d, label } = useDesign()
  const keys = section.fields.map(entryKey).filter(key => fields.has(key))
  const { ref, isOver } = useSectionDrop(section.key, keys.length)
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
        <SortableFields fields={keys}>
          {keys.map((key, index) => {
            const field = fields.get(key)!
            return (
              <div key={key} className={`fd-slot${columns > 1 && WIDE.has(field.type) ? ' is-wide' : ''}`}>
                {landing === index ? <div className="fd-landing" aria-hidden="true" /> : null}
                <FieldCard
                  field={field}
                  section={section.key}
                  index={index}
                  wide={WIDE.has(field.type)}
                  selected={chosen.has(key)}
                  faulty={faulty.has(key)}
                  carried={carried === key}
                  acts={acts}
                />
              </div>
            )
          })}
        </SortableFields>
        {landing >= keys.length ? <div className="fd-landing is-last" aria-hidden="true" /> : null}
        {keys.length === 0 && landing < 0 ? <p className="fd-empty">{d('designer.emptySection')}</p> : null}
      </div>
    </section>
  )
})
