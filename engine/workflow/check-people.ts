import type { Node } from '../../schemas/generated/definition.ts'
import type { CompiledExpression } from '../definition/compiled.ts'
import type { NameSpace } from '../definition/environment.ts'
import { type Findings, suggest } from '../definition/finding.ts'
import { type Type, typeName } from '../expression/index.ts'
import { childrenOf, type Node as Tree } from '../expression/tree.ts'

/** Functions that name a role, and as which argument. */
const ROLE_AT: Readonly<Record<string, number>> = { ROLE: 0, MANAGERS: 1 }
const PEOPLE = new Set<Type['kind']>(['user', 'text', 'any'])

/** Whom a node names: people and nothing else, roles the app has, and never surely nobody. */
export function checkPeople(
  space: NameSpace,
  node: Node,
  { by, empty }: { readonly by: CompiledExpression | undefined; readonly empty: CompiledExpression | undefined },
  findings: Findings,
): void {
  if (by !== undefined) checkNamed(space, by, findings.at('by'))
  if (empty !== undefined) checkNamed(space, empty, findings.at('empty', 'to'))
  if (by !== undefined && empty === undefined && isBlank(by.typed.source))
    findings.at('by').error('no_possible_approver', { node: node.key })
}

function checkNamed(space: NameSpace, { typed, type }: CompiledExpression, place: Findings): void {
  const roles = (space.definition.roles ?? []).map(({ key }) => key)
  for (const role of rolesIn(typed.source))
    if (!roles.includes(role)) place.error('unknown_role', { role, suggestion: suggest(role, roles) })
  const one = type.kind === 'list' ? type.of : type
  const { start, end } = typed.source
  if (!PEOPLE.has(one.kind) && !isBlank(typed.source))
    place.error('formula_wrong_result', { expected: 'user', found: typeName(type), start, end })
}

function rolesIn(tree: Tree): string[] {
  const named = tree.type === 'call' ? tree.args[ROLE_AT[tree.name.toUpperCase()] ?? -1] : undefined
  return [...(named?.type === 'text' ? [named.value] : []), ...childrenOf(tree).flatMap(rolesIn)]
}

/** Written so that it is nobody, whatever the record says. */
const isBlank = (tree: Tree): boolean =>
  tree.type === 'blank' ||
  (tree.type === 'text' && tree.value.trim() === '') ||
  (tree.type === 'list' && tree.items.every(isBlank)) ||
  (tree.type === 'call' && tree.name.toUpperCase() === 'BLANK')
