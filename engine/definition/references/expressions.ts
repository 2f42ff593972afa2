import type { Environment, Type, TypedNode } from '../../expression/index.ts'
import { elementOf } from '../../expression/types.ts'
import type { CompiledExpression } from '../compiled.ts'
import type { Place } from '../elements.ts'
import type { NameSpace } from '../environment.ts'
import { optionPlace, pathPlaces } from './targets.ts'

/** Functions that name a role or a stage as text, and as which argument. */
const ROLE_AT: Readonly<Record<string, number>> = { ROLE: 0, MANAGERS: 1, HASROLE: 1 }
const STAGE_AT: Readonly<Record<string, number>> = { ENTERED: 0 }

interface Reader {
  readonly space: NameSpace
  readonly environment: Environment
  readonly workflow: string | undefined
}

/** Every element an expression reads or names: fields through relations and lists, options, stages, settings, nodes, roles. */
export function expressionPlaces(
  space: NameSpace,
  environment: Environment,
  { typed }: CompiledExpression,
  workflow: string | undefined,
): Place[] {
  return [...placesIn(typed, { space, environment, workflow }, new Map())]
}

/** The form an environment's own names are of: `$old` is always a record of it. */
export const ownForm = (space: NameSpace, environment: Environment) => {
  const type = environment.resolve('$old')?.type
  return type?.kind === 'record' ? space.forms.get(type.form) : undefined
}

function* placesIn(node: TypedNode, reader: Reader, bound: ReadonlyMap<string, Type>): Iterable<Place> {
  const { space, environment, workflow } = reader
  if (node.node === 'reference')
    yield* pathPlaces(space, environment, node.path, { form: ownForm(space, environment), workflow })
  if (node.node === 'bound') {
    const from = bound.get(node.name) ?? bound.get('$item')
    if (from !== undefined) yield* pathPlaces(space, environment, node.path, { form: undefined, workflow, from })
  }
  if (node.node === 'constant' && node.type.kind === 'option' && typeof node.value === 'string')
    if (node.type.library !== undefined && node.value !== '') yield optionPlace(node.type.library, node.value)
  if (node.node === 'list') for (const item of node.items) yield* placesIn(item, reader, bound)
  if (node.node !== 'call') return
  yield* namedIn(node, reader)
  const element = node.args[0] && elementOf(node.args[0].type)
  const inside = element === undefined ? bound : new Map([...bound, ['$item', element], ['$candidate', element]])
  for (const [at, arg] of node.args.entries()) yield* placesIn(arg, reader, at === 0 ? bound : inside)
}

/** Roles and stages named as text: `ROLE("director")`, `ENTERED("won")`. */
function* namedIn({ source }: TypedNode, { space, environment }: Reader): Iterable<Place> {
  if (source.type !== 'call') return
  const name = source.name.toUpperCase()
  const role = source.args[ROLE_AT[name] ?? -1]
  if (role?.type === 'text') yield ['roles', role.value]
  const stage = source.args[STAGE_AT[name] ?? -1]
  const form = ownForm(space, environment)
  if (stage?.type === 'text' && form !== undefined) yield ['forms', form.key, 'stages', 'pipeline', stage.value]
}
