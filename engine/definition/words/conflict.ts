import type { AppDefinition } from '../../../schemas/generated/definition.ts'
import type { Conflict } from '../conflict.ts'
import { isObject } from '../elements.ts'
import { placeInWords, type Said, stopsOf } from './place.ts'
import { differingParts, partsInWords, valueInWords } from './value.ts'

/** A conflict in words: what it is about, why, and what each side says. */
export interface ToldConflict {
  readonly place: Said
  readonly reason: Said
  readonly ours: Said
  readonly theirs: Said
}

const REASONS: Readonly<Record<Conflict['kind'], Said>> = {
  changed_apart: { zh: '两边都改了，改得不一样。', en: 'Both changed it, each in another way.' },
  added_apart: { zh: '两边都新增了它，内容不一样。', en: 'Both added it, each with another content.' },
  removed_changed: { zh: '这边删除了它，另一边改了它。', en: 'It was removed here and changed by the other.' },
  changed_removed: { zh: '这边改了它，另一边删除了它。', en: 'It was changed here and removed by the other.' },
  placed_apart: { zh: '两边把它移到了不同的分组。', en: 'Both moved it, each into another section.' },
  removed_used: {
    zh: '这边删除了它，另一边新增的内容要用它。',
    en: 'It was removed here, and what the other added needs it.',
  },
  used_removed: {
    zh: '这边新增的内容要用它，另一边删除了它。',
    en: 'What was added here needs it, and the other removed it.',
  },
}
const KEY = { name: 'key', schema: {} }
const REMOVED: Said = { zh: '删除', en: 'removed' }

/** @param ours @param theirs the definitions that conflict: each value is told in the words of its own */
export function conflictInWords(ours: AppDefinition, theirs: AppDefinition, conflict: Conflict): ToldConflict {
  const { place, kind } = conflict
  const known = conflict.ours === undefined ? theirs : ours
  const told = (definition: AppDefinition, value: unknown): Said => {
    if (value === undefined) return REMOVED
    const shape = stopsOf(definition, place).at(-1)?.shape
    if (kind === 'placed_apart') return valueInWords(definition, place, KEY, value)
    if (shape === undefined) return REMOVED
    // Of two elements only what differs is told.
    const isPart = value !== conflict.ours && value !== conflict.theirs && isObject(value)
    return (isPart ? partsInWords : valueInWords)(definition, place, shape, value as Readonly<Record<string, unknown>>)
  }
  const [mine, other] = differingParts(conflict.ours, conflict.theirs)
  return {
    place: placeInWords(known, place),
    reason: REASONS[kind],
    ours: told(ours, mine),
    theirs: told(theirs, other),
  }
}
