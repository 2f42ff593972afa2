import type { AppDefinition, Field, Form, Section } from '../../schemas/generated/definition.ts'
import type { Plan } from '../commands/command.ts'
import type { Created } from '../commands/elements.ts'
import { addField, addSection, type Spot } from '../commands/fields.ts'
import { sectionsOf } from '../commands/layout.ts'
import { fieldKeys, freeKey } from '../commands/names.ts'
import type { FieldType } from '../fields/fieldTypes.ts'

/** A field of a kind as it works without a dialog, and its key. */
export function addNewField(definition: AppDefinition, form: Form, type: FieldType, spot: Spot = {}): Created {
  const [zh, en] = type.name
  const key = freeKey(type.type, fieldKeys(form))
  const field = { key, label: { zh, en }, type: type.type, ...type.make?.(definition) } as Field
  return { key, commands: [...libraryFor(definition, field), ...addField(form, field, spot)] }
}

/** A drop-down in an app without libraries brings a first one. */
function libraryFor(definition: AppDefinition, field: Field): Plan {
  if (!('options' in field) || definition.optionLibraries?.some(({ key }) => key === field.options) === true) return []
  const option = (n: number) => ({ key: `option_${n}`, label: { zh: `选项 ${n}`, en: `Option ${n}` } })
  return [
    {
      do: 'add',
      to: ['optionLibraries'],
      element: { key: field.options, label: { zh: '选项', en: 'Options' }, options: [option(1), option(2)] },
    },
  ]
}

/** An empty section at the end of a form, and its key. */
export function newSection(form: Form): Created {
  const keys = sectionsOf(form).map(({ key }) => key)
  const section: Section = {
    ...{ key: freeKey('section', keys), label: { zh: '新分组', en: 'New section' }, columns: 2, fields: [] },
  }
  return { key: section.key, commands: addSection(form, section) }
}
