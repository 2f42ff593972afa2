import { withValue } from '../../../../engine/definition/conflict.ts'
import { elementAt } from '../../../../engine/definition/elements.ts'
import type { AppDefinition } from '../../../../schemas/generated/definition.ts'

export type Edit = (definition: AppDefinition) => AppDefinition

/** Places are written `forms/customer/fields/name`. */
const steps = (place: string): string[] => place.split('/')

/** Puts a value at a place; a new item of a list comes after the one named, null = first, else last. */
export const put =
  (place: string, value: unknown, after?: string | null): Edit =>
  definition =>
    withValue(definition, steps(place), value, after) as AppDefinition

export const drop = (place: string): Edit => put(place, undefined)

/** Moves an item of a list after another of it; null = to the front. */
export const move =
  (place: string, after: string | null): Edit =>
  definition =>
    put(place, elementAt(definition, steps(place)), after)(drop(place)(definition))

/** Puts an element into another list. */
export const carry =
  (place: string, to: string, after?: string | null): Edit =>
  definition =>
    put(to, elementAt(definition, steps(place)), after)(drop(place)(definition))

export const both = (zh: string, en: string) => ({ zh, en })

export interface MergeCase {
  readonly name: string
  readonly ours: readonly Edit[]
  readonly theirs: readonly Edit[]
  /** edits of the base that give what is expected */
  readonly expected: readonly Edit[]
  readonly conflicts?: readonly (readonly [place: string, kind: string])[]
}
