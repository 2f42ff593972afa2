import type { CompiledField, CompiledForm } from '../definition/compiled.ts'
import type { Node } from '../expression/tree.ts'
import { treeOf } from './formula.ts'
import { nameOf, names } from './names.ts'
import { phrase } from './phrase.ts'
import { type Place, placeOf } from './place.ts'
import { choice, mapped, type Rule } from './rule.ts'

type Accept = (field: CompiledField) => boolean

const MOST_STEPS = 2

/** A field of the record or of one it points to, as the path a formula writes; the place's prefix leads there. */
export function fieldPath(place: Place, accept: Accept): Rule<readonly string[]> {
  return mapped(
    steps(place, accept, MOST_STEPS),
    path => [...place.prefix, ...path],
    path => (place.prefix.every((step, at) => step === path[at]) ? path.slice(place.prefix.length) : undefined),
  )
}

function steps(place: Place, accept: Accept, most: number): Rule<readonly string[]> {
  const own = mapped(
    fieldNames(place, accept),
    key => [key] as readonly string[],
    path => (path.length === 1 ? path[0] : undefined),
  )
  const relations =
    most === 0 ? [] : [...place.form.fields.values()].filter(({ target, list }) => target !== undefined && !list)
  if (relations.length === 0) return own
  const through = phrase<{ relation: string; rest: readonly string[] }>(place.phrases.of, {
    relation: fieldNames(place, field => relations.includes(field)),
    rest: ({ relation = '' }) => {
      const target = targetOf(place, relation)
      return target === undefined ? nothing : steps(placeOf(place, target), accept, most - 1)
    },
  })
  return choice(
    own,
    mapped(
      through,
      ({ relation, rest }) => [relation, ...rest],
      ([relation = '', ...rest]) => (rest.length === 0 ? undefined : { relation, rest }),
    ),
  )
}

const nothing: Rule<never> = { read: () => [], say: () => undefined }

const targetOf = ({ form, space }: Place, relation: string): CompiledForm | undefined =>
  space.forms.get(form.fields.get(relation)?.target ?? '')

/** A field of the form itself, by its key. */
export const fieldNames = (place: Place, accept: Accept): Rule<string> =>
  names(
    [...place.form.fields.values()].filter(accept).map(({ key, label }) => nameOf(key, label, place.language)),
    place,
  )

/** The field a path leads to, from the place's own form. */
export function fieldAt({ space, form, prefix }: Place, path: readonly string[]): CompiledField | undefined {
  let at: CompiledForm | undefined = form
  const own = path.slice(prefix.length)
  for (const [index, key] of own.entries()) {
    const field: CompiledField | undefined = at?.fields.get(key)
    if (index === own.length - 1) return field
    at = space.forms.get(field?.target ?? '')
  }
  return undefined
}

/** The path of a formula that is nothing but a reference to a field. */
export function pathOf(node: Node | string): readonly string[] | undefined {
  const tree = typeof node === 'string' ? treeOf(node) : node
  return tree?.type === 'path' && !tree.path.some(step => step.startsWith('$')) ? tree.path : undefined
}
