import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { identitiesOf, isObject } from './elements.ts'
import { same } from './same.ts'

/**
 * What two definitions have in common, as the beginning of a merge where nothing better is known: what only one has was added by it, and every
 * property both have otherwise is a conflict, so that nothing is overwritten or taken away without being asked for. It lacks what the format
 * asks for; only a merge may read it.
 */
export function inCommon(ours: AppDefinition, theirs: AppDefinition): AppDefinition {
  return commonParts('', ours, theirs) as AppDefinition
}

/** The common part of two values; undefined where they have none. */
function commonParts(list: string, ours: unknown, theirs: unknown): unknown {
  if (same(ours, theirs)) return ours
  if (Array.isArray(ours) && Array.isArray(theirs)) return commonItems(list, ours, theirs)
  if (!isObject(ours) || !isObject(theirs)) return undefined
  const parts = Object.keys(ours).map(name => [name, commonParts(name, ours[name], theirs[name])] as const)
  return Object.fromEntries(parts.filter(([, part]) => part !== undefined))
}

/** Of lists whose items can be told apart, the items both have, in our order; any other list is one value. */
function commonItems(list: string, ours: readonly unknown[], theirs: readonly unknown[]): unknown {
  const [mine, other] = [identitiesOf(list, ours), identitiesOf(list, theirs)]
  if (mine === undefined || other === undefined) return undefined
  return ours
    .map((item, at) => commonParts(list, item, theirs[other.indexOf(mine[at]!)]))
    .filter(item => item !== undefined)
}
