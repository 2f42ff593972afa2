import { confirm, toast } from '../../runtime/index.ts'
import type { AppDefinition, Field, Form, Section } from '../../schemas/generated/definition.ts'
import { addField, fieldPlace, moveField, neighbourAt, removeFields } from '../commands/fields.ts'
import { entryKey } from '../commands/layout.ts'
import { fieldKeys, freeKey } from '../commands/names.ts'
import type { FieldType } from '../fields/fieldTypes.ts'
import { run } from '../model/draft.ts'
import { usesOf } from '../model/usage.ts'
import { useDesign } from '../texts.ts'
import { copyFields, keepClip, keptClip, pasteFields } from './clipboard.ts'
import { addNewField, newSection } from './newParts.ts'
import type { Landing } from './SectionView.tsx'
import { useStable } from './useStable.ts'

interface Edited {
  readonly definition: AppDefinition
  readonly form: Form
  readonly sections: readonly Section[]
  readonly chosen: readonly string[]
  readonly onSelect: (selected: string | null) => void
  /** a field was added: its name is what the author types next */
  readonly onFresh: (field: string) => void
}

/** What an author does to a form on its canvas; the same functions for as long as it is open. */
export function useFormEdits({ definition, form, sections, chosen, onSelect, onFresh }: Edited) {
  const { d, label } = useDesign()
  const fields = new Map(form.fields.map(field => [field.key, field]))
  /** At the place it was dropped; pressed, it goes behind what is selected, else to the end. */
  const add = (type: FieldType, section?: string, at?: number) => {
    const behind = chosen.at(-1)
    const home = sections.find(one => one.fields.some(entry => entryKey(entry) === behind))
    const spot =
      section !== undefined
        ? { section, ...(at === undefined ? {} : { after: neighbourAt(entriesOf(sections, section), at) }) }
        : home === undefined || behind === undefined
          ? {}
          : { section: home.key, after: behind }
    const { key, commands } = addNewField(definition, form, type, spot)
    run(...commands)
    onFresh(key)
    onSelect(key)
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
  const select = (key: string, more: boolean) => {
    if (!more) return onSelect(key)
    const next = chosen.includes(key) ? chosen.filter(one => one !== key) : [...chosen, key]
    onSelect(next.length === 0 ? null : next.join(','))
  }
  const addNewSection = () => {
    const { key, commands } = newSection(form)
    run(...commands)
    onSelect(`section:${key}`)
  }
  const move = (field: string, { section, at }: Pick<Landing, 'section' | 'at'>) => {
    const after = neighbourAt(entriesOf(sections, section), at, field)
    run(...moveField(form, field, { section, after }))
  }
  return useStable({ add, remove, duplicate, paste, copy, select, move, addSection: addNewSection })
}

const entriesOf = (sections: readonly Section[], key: string | undefined): string[] =>
  (sections.find(section => section.key === key) ?? sections.at(-1))?.fields.map(entryKey) ?? []
