import type { AppDefinition, Form, OptionLibrary } from '../../schemas/generated/definition.ts'
import type { Command } from './command.ts'
import { freeKey } from './names.ts'

/** A new element that works at once, and its key. */
export interface Created {
  readonly key: string
  readonly commands: readonly Command[]
}

const created = (list: string, element: { readonly key: string }): Created => ({
  key: element.key,
  commands: [{ do: 'add', to: [list], element }],
})

const keysOf = (items: readonly { readonly key: string }[] | undefined): string[] => (items ?? []).map(({ key }) => key)

export function newForm(definition: AppDefinition): Created {
  const form: Form = {
    key: freeKey('form', keysOf(definition.forms)),
    name: { zh: '新表单', en: 'New form' },
    titleField: 'name',
    fields: [{ key: 'name', label: { zh: '名称', en: 'Name' }, type: 'text', required: true }],
  }
  return created('forms', form)
}

export function newLibrary(definition: AppDefinition): Created {
  const library: OptionLibrary = {
    key: freeKey('options', keysOf(definition.optionLibraries)),
    label: { zh: '新选项库', en: 'New options' },
    options: [{ key: 'option_1', label: { zh: '选项 1', en: 'Option 1' } }],
  }
  return created('optionLibraries', library)
}
