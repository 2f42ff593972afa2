import type { AppDefinition, Field, Form, OptionLibrary } from '../../schemas/generated/definition.ts'
import { applyCommands } from '../commands/apply.ts'
import type { Plan } from '../commands/command.ts'
import { addField } from '../commands/fields.ts'
import { fieldKeys, freeKey } from '../commands/names.ts'

/** Fields on their way to another form or another app, with the option libraries they bring. */
export interface Clip {
  readonly formwork: 'fields'
  readonly app: string
  readonly form: string
  readonly fields: readonly Field[]
  readonly libraries: readonly OptionLibrary[]
}

export function copyFields(definition: AppDefinition, form: Form, keys: readonly string[]): Clip {
  const fields = form.fields.filter(({ key }) => keys.includes(key))
  const named = new Set(fields.flatMap(field => ('options' in field ? [field.options] : [])))
  const libraries = (definition.optionLibraries ?? []).filter(({ key }) => named.has(key))
  return { formwork: 'fields', app: definition.key, form: form.key, fields, libraries }
}

/**
 * Fields put in after another one. A key that is taken becomes a free one, also where the pasted fields name each other; a library the app lacks comes
 * along; links to forms that are not here are left out.
 */
export function pasteFields(
  definition: AppDefinition,
  form: Form,
  clip: Clip,
  spot: { section?: string; after?: string | null } = {},
): { plan: Plan; keys: readonly string[] } {
  const forms = new Set(definition.forms.map(({ key }) => key))
  const fields = clip.fields.filter(field => field.type !== 'relation' || forms.has(field.to))
  const taken = fieldKeys(form)
  const names = new Map<string, string>()
  for (const { key, type } of fields) {
    const free = taken.includes(key) ? freeKey(type, taken) : key
    taken.push(free)
    names.set(key, free)
  }
  const libraries: Plan = clip.libraries
    .filter(({ key }) => !definition.optionLibraries?.some(known => known.key === key))
    .map(library => ({ do: 'add', to: ['optionLibraries'], element: library }))
  let now = form
  let { after } = spot
  const plans = fields.flatMap(field => {
    const renamed = renamedField(field, names)
    const plan = addField(now, renamed, { ...spot, ...(after === undefined ? {} : { after }) })
    now = applyCommands({ ...definition, forms: [now] }, plan).forms[0]!
    after = renamed.key
    return plan
  })
  return { plan: [...libraries, ...plans], keys: [...names.values()] }
}

/** The field under its new key; what names other pasted fields (`{amount}`, a lookup's relation) follows them. */
function renamedField(field: Field, names: ReadonlyMap<string, string>): Field {
  const renamed = (value: unknown): unknown => {
    if (typeof value === 'string')
      return value.replace(
        /\{([a-z][a-z0-9_]{0,47})([.}])/g,
        (_, key: string, end: string) => `{${names.get(key) ?? key}${end}`,
      )
    if (Array.isArray(value)) return value.map(renamed)
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [name, name === 'label' || name === 'help' ? one : renamed(one)]),
    )
  }
  const next = renamed(field) as Field & { relation?: string; parent?: string }
  return {
    ...next,
    key: names.get(field.key) ?? field.key,
    ...(next.relation === undefined ? {} : { relation: names.get(next.relation) ?? next.relation }),
    ...(next.parent === undefined ? {} : { parent: names.get(next.parent) ?? next.parent }),
  } as Field
}

const PLACE = 'formwork.clip'

/** Kept in the browser, so that it reaches another form, another app and another window. */
export const keepClip = (clip: Clip): void => localStorage.setItem(PLACE, JSON.stringify(clip))

export function keptClip(): Clip | null {
  try {
    const clip = JSON.parse(localStorage.getItem(PLACE) ?? 'null') as Clip | null
    return clip?.formwork === 'fields' ? clip : null
  } catch {
    return null
  }
}
