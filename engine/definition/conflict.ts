import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { identityOf, indexOf, isObject, type Place } from './elements.ts'
import { placedIn } from './merge-layout.ts'

/** One thing two people changed differently. `place` names it by keys; a value that is not there is undefined. */
export interface Conflict {
  readonly place: Place
  readonly kind:
    | 'changed_apart'
    | 'added_apart'
    /** ours is gone, theirs was changed */
    | 'removed_changed'
    /** ours was changed, theirs is gone */
    | 'changed_removed'
    /** a field both put into another section; the values are keys of sections */
    | 'placed_apart'
    /** ours is gone, and what theirs says needs it */
    | 'removed_used'
    /** ours needs it, theirs is gone */
    | 'used_removed'
  readonly base: unknown
  readonly ours: unknown
  readonly theirs: unknown
  /** in its list, the item of each side that stands before it; null = the first */
  readonly after?: { readonly ours: string | null; readonly theirs: string | null } | undefined
}

export type Side = 'ours' | 'theirs'

/** The definition with a conflict settled for one side. A merged definition holds ours until then. */
export function settleConflict(definition: AppDefinition, conflict: Conflict, side: Side): AppDefinition {
  const { place, kind } = conflict
  if (kind === 'placed_apart') return placedIn(definition, place, conflict[side] as string) as AppDefinition
  return withValue(definition, place, conflict[side], conflict.after?.[side]) as AppDefinition
}

/** A value with another at a place; undefined takes it away. A new item of a list comes after the one named, else last. */
export function withValue(
  value: unknown,
  [step, ...rest]: Place,
  next: unknown,
  after?: string | null,
  list = '',
): unknown {
  if (step === undefined) return next
  if (Array.isArray(value)) {
    const at = indexOf(list, value, step)
    if (at >= 0) {
      const item = withValue(value[at], rest, next, after, step)
      return item === undefined ? value.filter((_, index) => index !== at) : value.with(at, item)
    }
    if (rest.length > 0 || next === undefined) return value
    const before = after === null ? -1 : after === undefined ? value.length - 1 : indexOf(list, value, after)
    return value.toSpliced(before < 0 && after !== null ? value.length : before + 1, 0, next)
  }
  if (!isObject(value) && value !== undefined) return value
  const { [step]: inside, ...others } = (value ?? {}) as Record<string, unknown>
  const item = withValue(inside ?? (rest.length > 0 && isList(rest, next) ? [] : undefined), rest, next, after, step)
  return item === undefined ? others : { ...(value ?? {}), [step]: item }
}

const isList = (rest: Place, next: unknown): boolean => rest.length === 1 && identityOf('', next) === rest[0]
