import { memo, useMemo, useState } from 'react'
import type { Finding } from '../../engine/index.ts'
import { Button, Icon } from '../../runtime/index.ts'
import type { AppDefinition, Form } from '../../schemas/generated/definition.ts'
import { sectionsOf } from '../commands/layout.ts'
import { DragArea, type DragData } from '../drag/DragArea.tsx'
import { type FieldType, typeOf } from '../fields/fieldTypes.ts'
import { Properties as PropertiesPane } from '../properties/Properties.tsx'
import { useDesign } from '../texts.ts'
import { Palette } from './Palette.tsx'
import { type Landing, SectionView } from './SectionView.tsx'
import { useCanvasKeys } from './useCanvasKeys.ts'
import { useFormEdits } from './useFormEdits.ts'
import { useStable } from './useStable.ts'

const Properties = memo(PropertiesPane)

interface FormEditorProps {
  readonly definition: AppDefinition
  readonly form: Form
  readonly findings: readonly Finding[]
  readonly selected: string | null
  readonly onSelect: (selected: string | null) => void
  readonly onEditLibrary: (library: string) => void
}

/** Three panes: palette, the form itself, properties of what is selected. */
export function FormEditor({ definition, form, findings, selected, onSelect, onEditLibrary }: FormEditorProps) {
  const { d, label, pair } = useDesign()
  const [phone, setPhone] = useState(false)
  const [landing, setLanding] = useState<Landing | null>(null)
  const [dragged, setDragged] = useState<DragData | null>(null)
  const [fresh, setFresh] = useState<string | null>(null)
  const sections = useMemo(() => sectionsOf(form), [form])
  const fields = useMemo(() => new Map(form.fields.map(field => [field.key, field])), [form.fields])
  const faulty = useMemo(() => faultyFields(definition, form, findings), [definition, form, findings])
  const chosen = useMemo(() => selectedFields(form, selected), [form, selected])
  const marked = useMemo(() => new Set(chosen), [chosen])
  const edits = useFormEdits({ definition, form, sections, chosen, onSelect, onFresh: setFresh })
  const acts = useStable({
    add: (type: FieldType) => edits.add(type),
    select: edits.select,
    duplicate: edits.duplicate,
    remove: (key: string) => void edits.remove([key]),
    removeAll: (keys: readonly string[]) => void edits.remove(keys),
    copy: edits.copy,
    open: onSelect,
    openSection: (key: string) => onSelect(`section:${key}`),
    editLibrary: onEditLibrary,
  })
  useCanvasKeys({
    remove: () => acts.removeAll(chosen),
    copy: () => edits.copy(chosen),
    paste: edits.paste,
    leave: () => onSelect(null),
  })
  const drop = (active: DragData, over: DragData | null) => {
    const target = over === null ? null : landingOf(active, over)
    setDragged(null)
    setLanding(null)
    if (target === null) return
    if (active.kind === 'new') edits.add(typeOf(active.type)!, target.section, target.at)
    else if (active.kind === 'field') edits.move(active.field, target)
  }
  const overlayType = dragged?.kind === 'new' ? typeOf(dragged.type) : undefined
  const overlayField = dragged?.kind === 'field' ? fields.get(dragged.field) : undefined

  return (
    <DragArea
      onStart={setDragged}
      onOver={(active, over) => setLanding(over === null ? null : landingOf(active, over))}
      onDrop={drop}
      overlay={
        dragged === null ? null : (
          <div className="fd-overlay">
            <Icon name={overlayType?.icon ?? 'edit'} size={16} />
            {overlayType === undefined ? label(overlayField?.label) : pair(overlayType.name)}
          </div>
        )
      }
    >
      <Palette onAdd={acts.add} />
      <div className="fd-canvas-pane">
        <div className="fd-canvas-bar">
          <div className="fd-widths">
            {[false, true].map(narrow => (
              <button
                key={String(narrow)}
                type="button"
                aria-pressed={phone === narrow}
                onClick={() => setPhone(narrow)}
              >
                {narrow ? d('designer.phone') : d('designer.desk')}
              </button>
            ))}
          </div>
        </div>
        <div className={`fd-canvas${phone ? ' is-phone' : ''}`}>
          <button
            type="button"
            className={`fd-form-title${selected === null ? ' is-selected' : ''}`}
            onClick={() => onSelect(null)}
          >
            {label(form.name)}
          </button>
          {sections.map(section => (
            <SectionView
              key={section.key}
              section={section}
              fields={fields}
              columns={phone ? 1 : (section.columns ?? 2)}
              selected={selected}
              chosen={marked}
              landing={landing?.section === section.key ? landing.mark : -1}
              carried={overlayField?.key ?? null}
              faulty={faulty}
              onSelect={acts.openSection}
              acts={acts}
            />
          ))}
          <Button kind="quiet" icon="plus" onClick={edits.addSection}>
            {d('designer.addSection')}
          </Button>
        </div>
      </div>
      <Properties
        definition={definition}
        form={form}
        selected={selected}
        findings={findings}
        onSelect={acts.open}
        onEditLibrary={acts.editLibrary}
        chosen={chosen}
        fresh={fresh}
        onCopy={acts.copy}
        onRemove={acts.removeAll}
      />
    </DragArea>
  )
}

/** The fields that are selected: one, or several (`?at=industry,phone`). */
const selectedFields = (form: Form, selected: string | null): readonly string[] =>
  (selected ?? '').split(',').filter(key => form.fields.some(field => field.key === key))

/** On a field: in its place, so before it, or behind it when it comes from further up. On a section: at its end. */
function landingOf(active: DragData, over: DragData): Landing | null {
  if (over.kind === 'field') {
    const { section, index: at } = over
    const below = active.kind === 'field' && active.section === section && active.index < at
    return { section, at, mark: below ? at + 1 : at }
  }
  const { count } = over.kind === 'section' ? over : { count: 0 }
  return over.kind === 'section' && over.section !== '' ? { section: over.section, at: count, mark: count } : null
}

/** Fields that a finding points at. */
function faultyFields(definition: AppDefinition, form: Form, findings: readonly Finding[]): ReadonlySet<string> {
  const at = definition.forms.indexOf(form)
  const prefix = `/forms/${at}/fields/`
  return new Set(
    findings.flatMap(({ path }) =>
      path.startsWith(prefix) ? (form.fields[Number(path.slice(prefix.length).split('/')[0])]?.key ?? []) : [],
    ),
  )
}
