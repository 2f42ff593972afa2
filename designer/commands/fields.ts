import type { Place } from '../../engine/definition/elements.ts'
import type { Field, Form, Section } from '../../schemas/generated/definition.ts'
import type { Command, Plan } from './command.ts'
import { entryKey, sectionsOf } from './layout.ts'

/** Where a field is to stand: in a section, after another field; `after` null = first, absent = at the end. */
export interface Spot {
  readonly section?: string
  readonly after?: string | null
}

export const formPlace = (form: Form): Place => ['forms', form.key]
export const fieldPlace = (form: Form, field: string): Place => [...formPlace(form), 'fields', field]
const sectionsPlace = (form: Form): Place => [...formPlace(form), 'layout', 'sections']
export const sectionPlace = (form: Form, section: string): Place => [...sectionsPlace(form), section]

/** Writes down the sections a form is drawn with, when its layout does not name every field yet: positions need something to stand in. */
function drawn(form: Form): Plan {
  const sections = sectionsOf(form)
  return sections.every((section, at) => section === form.layout?.sections[at])
    ? []
    : [{ do: 'set', at: formPlace(form), set: { layout: { ...form.layout, sections } } }]
}

export function addField(form: Form, field: Field, spot: Spot = {}): Plan {
  if (form.fields.some(({ key }) => key === field.key)) return []
  const sections = sectionsOf(form)
  const section = sections.find(({ key }) => key === spot.section) ?? sections.at(-1)!
  return [
    ...drawn(form),
    { do: 'add', to: [...formPlace(form), 'fields'], element: field },
    add([...sectionPlace(form, section.key), 'fields'], field.key, spot.after),
  ]
}

const add = (to: Place, element: unknown, after: string | null | undefined): Command =>
  after === undefined ? { do: 'add', to, element } : { do: 'add', to, element, after }

export function moveField(form: Form, field: string, to: { section: string; after: string | null }): Plan {
  const from = sectionsOf(form).find(section => section.fields.some(entry => entryKey(entry) === field))
  if (from === undefined) return []
  return [
    ...drawn(form),
    {
      do: 'move',
      at: [...sectionPlace(form, from.key), 'fields', field],
      to: [...sectionPlace(form, to.section), 'fields'],
      after: to.after,
    },
  ]
}

/** Takes fields out of the form and out of its layout; what was filled in stays in the database. */
export function removeFields(form: Form, fields: readonly string[]): Plan {
  const gone = new Set(fields)
  const placed = sectionsOf(form).flatMap(section =>
    section.fields
      .map(entryKey)
      .filter(key => gone.has(key))
      .map((key): Command => ({ do: 'remove', at: [...sectionPlace(form, section.key), 'fields', key] })),
  )
  const title: Plan =
    form.titleField !== undefined && gone.has(form.titleField)
      ? [{ do: 'set', at: formPlace(form), set: { titleField: null } }]
      : []
  return [
    ...drawn(form),
    ...placed,
    ...title,
    ...fields.map((key): Command => ({ do: 'remove', at: fieldPlace(form, key) })),
  ]
}

export const addSection = (form: Form, section: Section, after?: string | null): Plan => [
  ...drawn(form),
  add(sectionsPlace(form), section, after),
]

export const moveSection = (form: Form, section: string, after: string | null): Plan => [
  ...drawn(form),
  { do: 'move', at: sectionPlace(form, section), after },
]

export const changeSection = (form: Form, section: string, set: Readonly<Record<string, unknown>>): Plan => [
  ...drawn(form),
  { do: 'set', at: sectionPlace(form, section), set },
]

/** The fields of a removed section go to the end of the one before it (or after it); the last section stays. */
export function removeSection(form: Form, section: string): Plan {
  const sections = sectionsOf(form)
  const at = sections.findIndex(({ key }) => key === section)
  const heir = sections[at - 1] ?? sections[at + 1]
  if (at < 0 || heir === undefined) return []
  const to = [...sectionPlace(form, heir.key), 'fields']
  const kept = sections[at]!.fields.map(entryKey)
  const behind = (index: number): string | null => kept[index - 1] ?? lastEntry(heir)
  return [
    ...drawn(form),
    ...kept.map(
      (key, index): Command => ({
        do: 'move',
        at: [...sectionPlace(form, section), 'fields', key],
        to,
        after: behind(index),
      }),
    ),
    { do: 'remove', at: sectionPlace(form, section) },
  ]
}

const lastEntry = (section: Section): string | null => {
  const entry = section.fields.at(-1)
  return entry === undefined ? null : entryKey(entry)
}

/** The neighbour in front of position `at` among `keys`, the moved one left out. */
export function neighbourAt(keys: readonly string[], at: number, moved?: string): string | null {
  const others = keys.filter(key => key !== moved)
  return at <= 0 ? null : (others[Math.min(at, others.length) - 1] ?? null)
}
