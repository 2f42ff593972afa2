import type { AppDefinition, Field, Form, Option, OptionLibrary, Section } from '../../schemas/generated/definition.ts'
import type { Command, Patch } from './command.ts'
import { entryKey, withSections } from './layout.ts'

/**
 * The definition after a command; the one before it is left as it was. A command about an element that is no longer there (two authors at once)
 * changes nothing.
 */
export function applyCommand(definition: AppDefinition, command: Command): AppDefinition {
  switch (command.do) {
    case 'add_form':
      return definition.forms.some(({ key }) => key === command.form.key)
        ? definition
        : { ...definition, forms: [...definition.forms, command.form] }
    case 'add_library':
      return { ...definition, optionLibraries: insert(definition.optionLibraries ?? [], command.library) }
    case 'change_library':
    case 'add_option':
    case 'change_option':
    case 'move_option':
    case 'remove_option':
      return {
        ...definition,
        optionLibraries: change(definition.optionLibraries ?? [], command.library, library =>
          applyToLibrary(library, command),
        ),
      }
    default:
      return { ...definition, forms: change(definition.forms, command.form, form => applyToForm(form, command)) }
  }
}

interface Keyed {
  readonly key: string
}

const change = <T extends Keyed>(items: readonly T[], key: string, edit: (item: T) => T): T[] =>
  items.map(item => (item.key === key ? edit(item) : item))

/** Adds an element unless its key is taken. */
function insert<T extends Keyed>(items: readonly T[], item: T, at = items.length): T[] {
  if (items.some(({ key }) => key === item.key)) return [...items]
  return [...items.slice(0, at), item, ...items.slice(at)]
}

function move<T>(items: readonly T[], isIt: (item: T) => boolean, at: number): T[] {
  const item = items.find(isIt)
  if (item === undefined) return [...items]
  const rest = items.filter(other => other !== item)
  return [...rest.slice(0, at), item, ...rest.slice(at)]
}

/** Sets properties; null takes one away; the key stays what it is. */
function patched<T extends Keyed>(element: T, set: Patch): T {
  const next: Record<string, unknown> = Object.fromEntries(Object.entries(element))
  for (const [name, value] of Object.entries(set)) {
    if (name === 'key') continue
    if (value === null || value === undefined) delete next[name]
    else next[name] = value
  }
  return next as unknown as T
}

type FormCommand = Extract<Command, { form: string }>

function applyToForm(form: Form, command: FormCommand): Form {
  switch (command.do) {
    case 'change_form':
      return patched(form, command.set)
    case 'add_field':
      return addField(form, command.field, command.section, command.at)
    case 'change_field':
      return { ...form, fields: change(form.fields, command.field, field => patched(field, command.set)) }
    case 'move_field':
      return moveField(form, command.field, command.section, command.at)
    case 'remove_field':
      return removeField(form, command.field)
    case 'add_section':
      return withSections(form, sections => insert(sections, command.section, command.at))
    case 'change_section':
      return withSections(form, sections => change(sections, command.section, section => patched(section, command.set)))
    case 'move_section':
      return withSections(form, sections => move(sections, ({ key }) => key === command.section, command.at))
    case 'remove_section':
      return withSections(form, sections => removeSection(sections, command.section))
  }
}

function addField(form: Form, field: Field, section: string | undefined, at: number | undefined): Form {
  if (form.fields.some(({ key }) => key === field.key)) return form
  const added = withSections(form, sections => {
    const target = sections.find(({ key }) => key === section) ?? sections.at(-1)!
    return change(sections, target.key, one => ({
      ...one,
      fields: [
        ...one.fields.slice(0, at ?? one.fields.length),
        field.key,
        ...one.fields.slice(at ?? one.fields.length),
      ],
    }))
  })
  return { ...added, fields: [...form.fields, field] }
}

function moveField(form: Form, key: string, section: string, at: number): Form {
  return withSections(form, sections => {
    const entry = sections.flatMap(({ fields }) => fields).find(one => entryKey(one) === key)
    if (entry === undefined || !sections.some(one => one.key === section)) return sections
    const without = sections.map(one => ({ ...one, fields: one.fields.filter(other => entryKey(other) !== key) }))
    return change(without, section, one => ({
      ...one,
      fields: [...one.fields.slice(0, at), entry, ...one.fields.slice(at)],
    }))
  })
}

function removeField(form: Form, key: string): Form {
  const without = withSections(form, sections =>
    sections.map(one => ({ ...one, fields: one.fields.filter(entry => entryKey(entry) !== key) })),
  )
  const { titleField, ...rest } = { ...without, fields: form.fields.filter(field => field.key !== key) }
  return titleField === undefined || titleField === key ? rest : { ...rest, titleField }
}

/** The fields of a removed section move to the one before it (or after it); the last section stays. */
function removeSection(sections: readonly Section[], key: string): Section[] {
  const at = sections.findIndex(section => section.key === key)
  if (at < 0 || sections.length === 1) return [...sections]
  const heir = sections[at - 1] ?? sections[at + 1]!
  return sections.flatMap(section =>
    section.key === key
      ? []
      : section === heir
        ? [{ ...section, fields: [...section.fields, ...sections[at]!.fields] }]
        : [section],
  )
}

type LibraryCommand = Extract<Command, { library: string }>

function applyToLibrary(library: OptionLibrary, command: LibraryCommand): OptionLibrary {
  switch (command.do) {
    case 'change_library':
      return patched(library, command.set)
    case 'add_option':
      return { ...library, options: insert(library.options, command.option, command.at) }
    case 'change_option':
      return {
        ...library,
        options: change<Option>(library.options, command.option, option => patched(option, command.set)),
      }
    case 'move_option':
      return { ...library, options: move(library.options, ({ key }) => key === command.option, command.at) }
    case 'remove_option':
      return { ...library, options: library.options.filter(({ key }) => key !== command.option) }
  }
}
