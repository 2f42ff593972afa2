import type { AppDefinition } from '../../schemas/generated/definition.ts'
import { type Conflict, withValue } from './conflict.ts'
import { elementAt, type Place } from './elements.ts'
import { mentionsApart } from './merge-mentions.ts'
import { type Reference, referencesOf } from './references/references.ts'
import { same } from './same.ts'

interface Sides {
  readonly base: AppDefinition
  readonly ours: AppDefinition
  readonly theirs: AppDefinition
}

/** A definition with what one side removed and the other newly needs: ours stays as it was until somebody decides. */
export function withNeeded(
  sides: Sides,
  merged: AppDefinition,
  removed: readonly Place[],
): { merged: AppDefinition; conflicts: Conflict[] } {
  const conflicts: Conflict[] = []
  let definition = merged
  const byUs = removed.filter(place => elementAt(sides.ours, place) === undefined)
  for (const place of neededAt(sides.theirs, sides.ours, definition, byUs))
    conflicts.push(conflictAt(sides, place, 'removed_used'))
  // What comes back may need more that is gone.
  const byThem = new Set(removed.filter(place => elementAt(sides.theirs, place) === undefined))
  for (let found = neededAt(sides.ours, sides.theirs, definition, [...byThem]); found.length > 0; ) {
    for (const place of found) {
      byThem.delete(place)
      conflicts.push(conflictAt(sides, place, 'used_removed'))
      definition = withValue(definition, place, elementAt(sides.ours, place)) as AppDefinition
    }
    found = neededAt(sides.ours, sides.theirs, definition, [...byThem])
  }
  return { merged: definition, conflicts }
}

const conflictAt = ({ base, ours, theirs }: Sides, place: Place, kind: Conflict['kind']): Conflict => ({
  place,
  kind,
  base: elementAt(base, place),
  ours: elementAt(ours, place),
  theirs: elementAt(theirs, place),
})

/** Uses that do without: a section simply shows one field less, a sample record keeps one value less. */
const DOES_WITHOUT: ReadonlySet<Reference['kind']> = new Set(['layout', 'sample'])

/**
 * Those of the removed elements that something of `side` needs which came into the merged definition as it is, and which the side that removed them
 * does not say: what it left dangling itself is no contradiction.
 */
function neededAt(
  side: AppDefinition,
  remover: AppDefinition,
  merged: AppDefinition,
  removed: readonly Place[],
): readonly Place[] {
  if (removed.length === 0 || !mentionsApart(side, remover, removed)) return []
  const uses = referencesOf(side).filter(({ from, kind }) => {
    const value = DOES_WITHOUT.has(kind) ? undefined : elementAt(side, from)
    return value !== undefined && same(elementAt(merged, from), value) && !same(elementAt(remover, from), value)
  })
  return removed.filter(place => uses.some(({ from, to }) => begins(place, to) && !begins(place, from)))
}

const begins = (place: Place, other: Place): boolean => place.every((step, at) => other[at] === step)
