import type { Form, Section } from '../../schemas/generated/definition.ts'

type Entry = Section['fields'][number]

/** The field an entry of a section places. */
export const entryKey = (entry: Entry): string =>
  typeof entry === 'string' ? entry : String((entry as { field?: unknown }).field)

/** The sections a form is drawn with: its own, and at the end of the last one every field no section places. */
export function sectionsOf(form: Form): Section[] {
  const sections = form.layout?.sections ?? []
  const placed = new Set(sections.flatMap(({ fields }) => fields.map(entryKey)))
  const loose = form.fields.map(({ key }) => key).filter(key => !placed.has(key))
  if (sections.length === 0) return [{ key: 'main', columns: 2, fields: loose }]
  if (loose.length === 0) return [...sections]
  return sections.map((section, at) =>
    at === sections.length - 1 ? { ...section, fields: [...section.fields, ...loose] } : section,
  )
}
