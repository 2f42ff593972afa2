import type { Form as WholeForm } from '../../schemas/generated/definition.ts'
import { elementAt, identityOf, isObject, type Place } from './elements.ts'
import { sectionsOf as drawnSections } from './sections.ts'

interface Section {
  readonly key: string
  readonly fields: readonly unknown[]
}
interface Form {
  readonly fields: readonly { readonly key: string }[]
  readonly layout?: { readonly sections: readonly Section[] }
}

const fieldOf = (entry: unknown): string => identityOf('fields', entry) ?? ''
const sectionsOf = (form: unknown): readonly Section[] => (form as Form).layout?.sections ?? []

/** A form with the sections it is drawn with written down, when it has none. */
export const laidOut = (form: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  form.layout === undefined ? { ...form, layout: { sections: drawnSections(form as unknown as WholeForm) } } : form

/** Field -> the section that places it. */
const placement = (form: unknown): ReadonlyMap<string, string> =>
  new Map(sectionsOf(form).flatMap(({ key, fields }) => fields.map(entry => [fieldOf(entry), key] as const)))

export interface PlacedApart {
  readonly field: string
  readonly base: string | undefined
  readonly ours: string
  readonly theirs: string
}

/** Fields that both sides put into another section, each into its own. A field stands in one section, so only one of them can be right. */
export function placedApart(base: unknown, ours: unknown, theirs: unknown): PlacedApart[] {
  const [before, mine, other] = [base, ours, theirs].map(placement) as [Placement, Placement, Placement]
  return [...mine].flatMap(([field, section]) => {
    const their = other.get(field)
    if (their === undefined || their === section) return []
    const was = before.get(field)
    return section === was || their === was ? [] : [{ field, base: was, ours: section, theirs: their }]
  })
}

type Placement = ReadonlyMap<string, string>

/** A form whose sections do not place some fields. */
export function withoutEntries(form: unknown, gone: (field: string) => boolean): unknown {
  const sections = sectionsOf(form)
  if (!sections.some(({ fields }) => fields.some(entry => gone(fieldOf(entry))))) return form
  return {
    ...(form as Form),
    layout: {
      ...(form as Form).layout,
      sections: sections.map(section => ({
        ...section,
        fields: section.fields.filter(entry => !gone(fieldOf(entry))),
      })),
    },
  }
}

const keysOf = (form: unknown): ReadonlySet<string> => new Set((form as Form).fields.map(({ key }) => key))

/** Fields one side removed, whose places in sections the other side may have kept or changed: these are empty now. */
export function goneFields(sides: readonly unknown[], merged: unknown): (field: string) => boolean {
  const after = keysOf(merged)
  const removedBy = sides.map(side => ({ fields: keysOf(side), places: placement(side) }))
  return field =>
    !after.has(field) &&
    removedBy.some(({ fields }) => fields.has(field)) &&
    removedBy.some(({ fields, places }) => !fields.has(field) && !places.has(field))
}

/** The definition with a field put into a section of its form; `place` is `forms, <form>, layout, sections, <section>, fields, <field>`. */
export function placedIn(definition: unknown, place: Place, section: string): unknown {
  const [list = '', key = ''] = place
  const field = place.at(-1) ?? ''
  const form = elementAt(definition, [list, key])
  if (!isObject(form) || !isObject(definition)) return definition
  const entry =
    sectionsOf(form)
      .flatMap(({ fields }) => fields)
      .find(one => fieldOf(one) === field) ?? field
  const bare = withoutEntries(form, name => name === field) as Form
  const sections = sectionsOf(bare).map(one => (one.key === section ? { ...one, fields: [...one.fields, entry] } : one))
  const next = { ...bare, layout: { ...bare.layout, sections } }
  return { ...definition, [list]: (definition[list] as readonly unknown[]).map(one => (one === form ? next : one)) }
}
