import type { Environment, Type } from '../../expression/index.ts'
import type { CompiledForm } from '../compiled.ts'
import type { Place } from '../elements.ts'
import { type NameSpace, peopleForm } from '../environment.ts'

/** The place of a field of a form, of a row's field inside its sub-form; undefined of a column every record has. */
export function fieldPlace(form: CompiledForm | undefined, key: string): Place | undefined {
  if (form === undefined) return undefined
  const [root = '', ...rows] = form.key.split('.')
  const inside = rows.flatMap(row => ['fields', row])
  const inverse = form.inverses.get(key)
  if (inverse !== undefined && !form.fields.has(key)) return ['forms', inverse.form, 'fields', inverse.field]
  const field = form.fields.get(key)
  if (field?.kind === 'stage') return ['forms', root, 'stages']
  return field?.definition === undefined ? undefined : ['forms', root, ...inside, 'fields', key]
}

/** The place of an option, or of a stage: its form's stages are a library too. */
export const optionPlace = (library: string, option: string): Place =>
  library.startsWith('$stages.')
    ? ['forms', library.slice('$stages.'.length), 'stages', 'pipeline', option]
    : ['optionLibraries', library, 'options', option]

/** Everything a path of keys touches on its way: fields, relations, inverse lists, settings and their columns, stages, nodes. */
export function pathPlaces(
  space: NameSpace,
  environment: Environment,
  path: readonly string[],
  context: { readonly form: CompiledForm | undefined; readonly workflow: string | undefined; readonly from?: Type },
): Place[] {
  const places: Place[] = []
  let form: CompiledForm | undefined = context.from === undefined ? context.form : formOf(space, context.from)
  let type = context.from
  for (const [at, key] of path.entries()) {
    const scope = at === 0 && context.from === undefined && key.startsWith('$')
    if (scope && key === '$nodes' && context.workflow !== undefined && path[1] !== undefined)
      return [...places, ['workflows', context.workflow, 'nodes', path[1]]]
    const place = scope ? undefined : placeOfMember(space, { form, type, key, path: path.slice(0, at) })
    if (place !== undefined) places.push(place)
    const found =
      type === undefined ? environment.resolve(key) : environment.member(elementOf(type), path.slice(0, at), key)
    if (found === undefined) return places
    type = found.type
    form = formOf(space, type)
  }
  return places
}

const elementOf = (type: Type): Type => (type.kind === 'list' ? elementOf(type.of) : type)

function formOf(space: NameSpace, type: Type): CompiledForm | undefined {
  const one = elementOf(type)
  return one.kind === 'record' ? space.forms.get(one.form) : undefined
}

interface Member {
  readonly form: CompiledForm | undefined
  readonly type: Type | undefined
  readonly key: string
  readonly path: readonly string[]
}

function placeOfMember(space: NameSpace, { form, type, key }: Member): Place | undefined {
  if (form !== undefined) return fieldPlace(form, key)
  const owner = type === undefined ? undefined : elementOf(type)
  if (owner?.kind === 'user') return fieldPlace(peopleForm(space.forms), key)
  if (owner?.kind !== 'record') return undefined
  if (owner.form === '$settings') return ['settings', key]
  if (owner.form.startsWith('$settings.')) return ['settings', owner.form.slice('$settings.'.length), 'columns', key]
  return owner.form.startsWith('$stages.') ? optionPlace(owner.form, key) : undefined
}
