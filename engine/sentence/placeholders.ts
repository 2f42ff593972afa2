import type { Label } from '../../schemas/generated/definition.ts'
import { labelText } from '../definition/labels.ts'
import type { Place } from './place.ts'

const PLACEHOLDER = /\{([^{}]+)\}/g

/** Whose names a text uses, and in which language. */
type Naming = Pick<Place, 'form' | 'space' | 'language'>

/** A text with its placeholders called as readers call the fields: `{customer.name}` is `{客户.名称}`. One that would not lead back stays as it is. */
export const labelledText = (text: string, place: Naming): string =>
  text.replace(PLACEHOLDER, (whole, path: string) => {
    const labels = renamed(path, place, (form, key, language) => {
      const label = labelText(form.fields.get(key)?.label, language)
      return label === undefined || keyOf(form, label, language) !== key ? undefined : label
    })
    return labels === undefined ? whole : `{${labels}}`
  })

/** The same with keys, as it is stored; what names nothing stays as it was typed. */
export const keyedText = (text: string, place: Naming): string =>
  text.replace(PLACEHOLDER, (whole, path: string) => {
    const keys = renamed(path, place, (form, name, language) =>
      form.fields.has(name) ? name : keyOf(form, name, language),
    )
    return keys === undefined ? whole : `{${keys}}`
  })

type Form = Place['form']

/** The one field a label means. */
function keyOf({ fields }: Form, label: string, language: Place['language']): string | undefined {
  if (/[{}.]/.test(label)) return undefined
  const found = [...fields.values()].filter(field => labelText(field.label, language) === label)
  return found.length === 1 ? found[0]!.key : undefined
}

/** A path with each step called otherwise; undefined as soon as one has no other name. */
function renamed(
  path: string,
  { form, space, language }: Naming,
  call: (form: Form, step: string, language: Place['language']) => string | undefined,
): string | undefined {
  const names: string[] = []
  let at: Form | undefined = form
  for (const step of path.split('.')) {
    const name: string | undefined = at === undefined ? undefined : call(at, step, language)
    if (at === undefined || name === undefined) return undefined
    names.push(name)
    // One of the two is the key.
    at = space.forms.get((at.fields.get(step) ?? at.fields.get(name))?.target ?? '')
  }
  return names.join('.')
}

/** Texts of actions, in every language they have. */
export function withTexts<T>(actions: readonly T[], change: (text: string) => string): readonly T[] {
  const changed = (label: Label): Label =>
    Object.fromEntries(Object.entries(label).map(([language, text]) => [language, change(text)])) as Label
  return actions.map(action => {
    const own = action as { readonly message?: unknown; readonly title?: unknown }
    const texts = (['message', 'title'] as const).filter(name => typeof own[name] === 'object' && own[name] !== null)
    return texts.length === 0
      ? action
      : { ...action, ...Object.fromEntries(texts.map(name => [name, changed(own[name] as Label)])) }
  })
}
