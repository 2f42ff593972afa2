import { useMemo, useState } from 'react'
import type { Finding } from '../../engine/index.ts'
import { Button, confirm, Icon, toast } from '../../runtime/index.ts'
import type { AppDefinition, Field, Form, Section } from '../../schemas/generated/definition.ts'
import { addField, addSection, fieldPlace, moveField, neighbourAt, removeFields } from '../commands/fields.ts'
import { entryKey, sectionsOf } from '../commands/layout.ts'
import { fieldKeys, freeKey } from '../commands/names.ts'
import { DragArea, type DragData } from '../drag/DragArea.tsx'
import { type FieldType, typeOf } from '../fields/fieldTypes.ts'
import { run } from '../model/draft.ts'
import { usesOf } from '../model/usage.ts'
import { Properties } from '../properties/Properties.tsx'
import { useDesign } from '../texts.ts'
import { copyFields, keepClip, keptClip, pasteFields } from './clipboard.ts'
import { Palette } from './Palette.tsx'
import { type Landing, SectionView } from './SectionView.tsx'
import { useCanvasKeys } from './useCanvasKeys.ts'

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
  const sections = sectionsOf(form)
  const fields = useMemo(() => new Map(form.fields.map(field => [field.key, field])), [form.fields])
  const faulty = useMemo(() => faultyFields(definition, form, findings), [definition, form, findings])

  const chosen = useMemo(() => selectedFields(form, selected), [form, selected])

  /** At the place it was dropped; pressed, it goes behind what is selected, else to the end. */
  const add = (type: FieldType, section?: string, at?: number) => {
    const field = newField(definition, form, type)
    const behind = chosen.at(-1)
    const home = sections.find(one => one.fields.some(entry => entryKey(entry) === behind))
    const spot =
      section !== undefined
        ? { section, ...(at === undefined ? {} : { after: neighbourAt(entriesOf(sections, section), at) }) }
        : home === undefined || behind === undefined
          ? {}
          : { section: home.key, after: behind }
    run(...libraryFor(definition, field), ...addField(form, field, spot))
    setFresh(field.key)
    onSelect(field.key)
  }
  const remove = async (keys: readonly string[]) => {
    const [first] = keys.flatMap(key => fields.get(key) ?? [])
    if (first === undefined) return
    const uses = [...new Set(keys.flatMap(key => usesOf(definition, fieldPlace(form, key)).map(label)))]
    const text =
      uses.length === 0
        ? d('designer.removeHint')
        : `${d('designer.usedBy', { places: uses.join('、') })} ${d('designer.removeHint')}`
    if (
      !(await confirm({
        title:
          keys.length > 1
            ? d('designer.removeFields', { n: keys.length })
            : d('designer.removeField', { name: label(first.label) }),
        text,
        action: d('designer.remove'),
        danger: true,
      }))
    )
      return
    run(...removeFields(form, keys))
    onSelect(null)
  }
  const duplicate = (key: string) => {
    const field = fields.get(key)
    const section = sections.find(one => one.fields.includes(key))
    if (field === undefined) return
    const copy = { ...field, key: freeKey(field.type, fieldKeys(form)) } as Field
    run(...addField(form, copy, section === undefined ? {} : { section: section.key, after: key }))
    onSelect(copy.key)
  }
  const paste = () => {
    const clip = keptClip()
    if (clip === null) return
    const last = chosen.at(-1)
    const section = sections.find(one => one.fields.some(entry => entryKey(entry) === last))
    const { plan, keys } = pasteFields(
      definition,
      form,
      clip,
      section === undefined || last === undefined ? {} : { section: section.key, after: last },
    )
    run(...plan)
    onSelect(keys.join(','))
  }
  const copy = (keys: readonly string[]) => {
    if (keys.length === 0) return
    keepClip(copyFields(definition, form, keys))
    toast.done(d('designer.copied', { n: keys.length }))
  }
  useCanvasKeys({
    remove: () => void remove(chosen),
    copy: () => copy(chosen),
    paste,
    leave: () => onSelect(null),
  })
  const select = (key: string, more: boolean) => {
    if (!more) return onSelect(key)
    const next = chosen.includes(key) ? chosen.filter(one => one !== key) : [...chosen, key]
    onSelect(next.length === 0 ? null : next.join(','))
  }
  const drop = (active: DragData, over: DragData | null) => {
    const target = over === null ? null : landingOf(active, over)
    setDragged(null)
    setLanding(null)
    if (target === null) return
    if (active.kind === 'new') add(typeOf(active.type)!, target.section, target.at)
    else if (active.kind === 'field') {
      const after = neighbourAt(entriesOf(sections, target.section), target.at, active.field)
      run(...moveField(form, active.field, { section: target.section, after }))
    }
  }
  const addNewSection = () => {
    const section: Section = {
      key: freeKey(
        'section',
        sections.map(({ key }) => key),
      ),
      label: { zh: '新分组', en: 'New section' },
      columns: 2,
      fields: [],
    }
    run(...addSection(form, section))
    onSelect(`section:${section.key}`)
  }
  const overlayType = dragged?.kind === 'new' ? typeOf(dragged.type) : undefined
  const overlayField = dragged?.kind === 'field' ? fields.get(dragged.field) : undefined

  return (
    <DragArea
      onStart={setDragged}
      onOver={(active, over) => setLanding(active.kind === 'new' && over !== null ? landingOf(active, over) : null)}
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
      <Palette onAdd={type => add(type)} />
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
              chosen={chosen}
              landing={landing}
              faulty={faulty}
              onSelect={key => onSelect(`section:${key}`)}
              onSelectField={select}
              onDuplicate={duplicate}
              onRemove={key => void remove([key])}
            />
          ))}
          <Button kind="quiet" icon="plus" onClick={addNewSection}>
            {d('designer.addSection')}
          </Button>
        </div>
      </div>
      <Properties
        definition={definition}
        form={form}
        selected={selected}
        findings={findings}
        onSelect={onSelect}
        onEditLibrary={onEditLibrary}
        chosen={chosen}
        fresh={fresh}
        onCopy={copy}
        onRemove={keys => void remove(keys)}
      />
    </DragArea>
  )
}

/** The fields that are selected: one, or several (`?at=industry,phone`). */
const selectedFields = (form: Form, selected: string | null): readonly string[] =>
  (selected ?? '').split(',').filter(key => form.fields.some(field => field.key === key))

/** On a field: before it. On a section: at its end. */
function landingOf(active: DragData, over: DragData): Landing | null {
  if (over.kind === 'field') {
    const below = active.kind === 'field' && active.section === over.section && active.index < over.index
    return { section: over.section, at: below ? over.index : over.index }
  }
  return over.kind === 'section' && over.section !== '' ? { section: over.section, at: over.count } : null
}

function newField(definition: AppDefinition, form: Form, type: FieldType): Field {
  const [zh, en] = type.name
  return {
    key: freeKey(type.type, fieldKeys(form)),
    label: { zh, en },
    type: type.type,
    ...type.make?.(definition),
  } as Field
}

const entriesOf = (sections: readonly Section[], key: string | undefined): string[] =>
  (sections.find(section => section.key === key) ?? sections.at(-1))?.fields.map(entryKey) ?? []

/** A drop-down in an app without libraries brings a first one. */
function libraryFor(definition: AppDefinition, field: Field) {
  if (!('options' in field) || definition.optionLibraries?.some(({ key }) => key === field.options) === true) return []
  const option = (n: number) => ({ key: `option_${n}`, label: { zh: `选项 ${n}`, en: `Option ${n}` } })
  return [
    {
      do: 'add' as const,
      to: ['optionLibraries'],
      element: { key: field.options, label: { zh: '选项', en: 'Options' }, options: [option(1), option(2)] },
    },
  ]
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
