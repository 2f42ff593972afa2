import type { AppDefinition } from '../../schemas/generated/definition.ts'
import type { Conflict } from './conflict.ts'
import { identitiesOf, isObject, type Place } from './elements.ts'
import { chained } from './merge-flow.ts'
import { goneFields, laidOut, placedApart, withoutEntries } from './merge-layout.ts'
import { type Aligned, aligned, type Named, named, natureOf } from './merge-lists.ts'
import { mergeOrder } from './merge-order.ts'
import { withNeeded } from './merge-uses.ts'
import { same } from './same.ts'
import { APP, fits, isAtomic, type Shape, shapeInside } from './shape.ts'

export interface Merged {
  readonly merged: AppDefinition
  readonly conflicts: readonly Conflict[]
}

/**
 * What two people made of one definition, put together by meaning (X3): elements are matched by identity at every depth, a property is what the one
 * who changed it says, lists take in both sides' additions, removals and moves. What both changed differently is a conflict; `merged` then holds ours.
 * It has the shape the format asks for whenever the three have, and shares with ours what nobody else changed.
 */
export function mergeDefinitions(base: AppDefinition, ours: AppDefinition, theirs: AppDefinition): Merged {
  const [conflicts, removed]: [Conflict[], Place[]] = [[], []]
  const merged = mergeObjects(base as unknown as Json, ours as unknown as Json, theirs as unknown as Json, {
    place: [],
    list: '',
    shapeOf: () => APP,
    conflicts,
    removed,
  })
  const told = new Set(conflicts.map(({ place }) => place.join('/')))
  const untold = removed.filter(place => !told.has(place.join('/')))
  const complete = withNeeded({ base, ours, theirs }, merged as unknown as AppDefinition, untold)
  return { merged: complete.merged, conflicts: [...conflicts, ...complete.conflicts] }
}

type Json = Readonly<Record<string, unknown>>

interface At {
  readonly place: Place
  /** the name of the list an item stands in; of a property its own */
  readonly list: string
  /** what the format says of a value here: it may depend on the value's kind */
  readonly shapeOf: (value: unknown) => Shape
  readonly conflicts: Conflict[]
  /** elements that one side alone took away */
  readonly removed: Place[]
}

/** Merges one value; undefined = not there. */
function mergeValues(before: unknown, ours: unknown, theirs: unknown, at: At): unknown {
  // Both began a list of elements (the first dashboard of an app), or of what a role may open: it was empty before.
  const begun = [ours, theirs].every(side => isElements(side) || (OPENED.has(at.list) && Array.isArray(side)))
  const base = before === undefined && begun ? [] : before
  if (ours === theirs) return ours
  if (theirs === base || ours === base) {
    const side = theirs === base ? ours : theirs
    noteRemoved(base, side, at)
    return side
  }
  if (mergeable(base, ours, theirs, at)) {
    const inner: Conflict[] = []
    const merged = mergeParts(base, ours, theirs, { ...at, conflicts: inner })
    if (merged === ours || fits(at.shapeOf(merged), merged)) {
      at.conflicts.push(...inner)
      return merged
    }
  } else {
    if (same(ours, theirs) || same(theirs, base)) return ours
    if (same(ours, base)) return theirs
  }
  at.conflicts.push({ place: at.place, kind: kindOf(base, ours, theirs), base, ours, theirs })
  return ours
}

/** What a role may open or start, by key: who adds one says nothing about the others. */
const OPENED: ReadonlySet<string> = new Set(['views', 'dashboards', 'workflows'])

/** A part that one side left alone is taken over whole; what the other took away in it somebody else may need all the same. */
function noteRemoved(base: unknown, side: unknown, at: Pick<At, 'place' | 'list' | 'removed'>): void {
  if (base === side) return
  const within = (name: string, list: string) => ({ ...at, place: [...at.place, name], list })
  if (Array.isArray(base) && Array.isArray(side)) {
    const [before, after] = [identitiesOf(at.list, base), identitiesOf(at.list, side)]
    if (before === undefined || after === undefined) return
    const left = new Map(after.map((name, index) => [name, side[index] as unknown]))
    for (const [index, name] of before.entries())
      if (left.has(name)) noteRemoved(base[index], left.get(name), within(name, at.list))
      else if (isElement(base[index])) at.removed.push([...at.place, name])
  } else if (isObject(base) && isObject(side))
    for (const [name, value] of Object.entries(base)) noteRemoved(value, side[name], within(name, name))
}

const kindOf = (base: unknown, ours: unknown, theirs: unknown): Conflict['kind'] =>
  ours === undefined
    ? 'removed_changed'
    : theirs === undefined
      ? 'changed_removed'
      : base === undefined
        ? 'added_apart'
        : 'changed_apart'

/** One step further in: a property, or an item of a list. */
const inside = (at: At, step: string, { list, shape }: { list: string; shape: Shape }): At => ({
  ...at,
  place: [...at.place, step],
  list,
  shapeOf: value => shapeInside(shape, step, value),
})

/** All three have parts that can be told apart, and are of one kind but for what one side made of it. */
function mergeable(base: unknown, ours: unknown, theirs: unknown, { shapeOf }: At): boolean {
  const all = [base, ours, theirs]
  const shape = shapeOf(ours)
  if (all.every(Array.isArray)) return !isAtomic(shape) || all.every(isTable)
  return all.every(isObject) && !isAtomic(shape)
}

/** A constant that is a table: rows of values. */
const isTable = (value: unknown): boolean => Array.isArray(value) && value.length > 0 && value.every(isObject)

function mergeParts(base: unknown, ours: unknown, theirs: unknown, at: At): unknown {
  if (Array.isArray(ours)) return mergeLists(base as readonly unknown[], ours, theirs as readonly unknown[], at)
  if (at.list === 'forms') return mergeForms(base as Json, ours as Json, theirs as Json, at)
  if (at.list === 'workflows')
    return mergeObjects(base as Json, ...chained(base as Json, ours as Json, theirs as Json), at)
  return mergeObjects(base as Json, ours as Json, theirs as Json, at)
}

function mergeObjects(base: Json, ours: Json, theirs: Json, at: At): Json {
  const names = new Set([...Object.keys(ours), ...Object.keys(theirs)])
  const changed: [string, unknown][] = []
  const shape = at.shapeOf(ours)
  for (const name of names) {
    const [a, b, c] = [base[name], ours[name], theirs[name]]
    if (b === c) continue
    const merged = mergeValues(a, b, c, inside(at, name, { list: name, shape }))
    if (merged !== b) changed.push([name, merged])
  }
  if (changed.length === 0) return ours
  const merged: Record<string, unknown> = { ...ours }
  for (const [name, value] of changed)
    if (value === undefined) delete merged[name]
    else merged[name] = value
  return merged
}

/** A field stands in one section: both sides' moves are looked at together, before the sections are. */
function mergeForms(before: Json, ours: Json, theirs: Json, at: At): Json {
  // Who first moves a field writes down how the form was drawn until then; two who do so began from the same drawing.
  const base = [ours, theirs].every(({ layout }) => layout !== undefined) ? laidOut(before) : before
  const apart = placedApart(base, ours, theirs)
  const moved = new Set(apart.map(({ field }) => field))
  for (const { field, ...sections } of apart) {
    const place = [...at.place, 'layout', 'sections', sections.ours, 'fields', field]
    at.conflicts.push({ place, kind: 'placed_apart', ...sections })
  }
  const others = withoutEntries(theirs, field => moved.has(field)) as Json
  const merged = mergeObjects(base, ours, others, at)
  return withoutEntries(merged, goneFields([ours, theirs], merged)) as Json
}

/** What identifies an edge is where it leads, and that is what people change of it: which edge is which, its neighbours say. */
const BY_NEIGHBOURS: ReadonlySet<string> = new Set(['next'])

function mergeLists(base: readonly unknown[], ours: readonly unknown[], theirs: readonly unknown[], at: At): unknown {
  const ids = [base, ours, theirs].map(items => (BY_NEIGHBOURS.has(at.list) ? undefined : identitiesOf(at.list, items)))
  const [a, b, c] = ids
  if (a !== undefined && b !== undefined && c !== undefined)
    return mergeNamed({ base: named(a, base), ours: named(b, ours), theirs: named(c, theirs) }, ours, at)
  if (same(ours, theirs) || same(base, theirs)) return ours
  if (same(base, ours)) return theirs
  const lists = aligned(at.list, base, ours, theirs)
  const inner: Conflict[] = []
  const merged = mergeNamed(lists, ours, { ...at, conflicts: inner })
  // Who says both of two new rows are meant? Of what happens (actions, triggers) both may happen.
  if (inner.length === 0 && !bothAddRows(lists, at.list)) return merged
  at.conflicts.push({ place: at.place, kind: 'changed_apart', base, ours, theirs })
  return ours
}

function bothAddRows({ base, ours, theirs }: Aligned, list: string): boolean {
  const rows = (side: Named, other: Named): boolean =>
    [...side].some(([name, item]) => !base.has(name) && !other.has(name) && natureOf(list, item) === undefined)
  return rows(ours, theirs) && rows(theirs, ours)
}

function mergeNamed({ base, ours, theirs }: Aligned, list: readonly unknown[], at: At): unknown {
  const items = new Map<string, unknown>()
  const shape = at.shapeOf(list)
  for (const name of new Set([...ours.keys(), ...theirs.keys()])) {
    const item = mergeItem(name, { base, ours, theirs }, shape, at)
    if (item !== undefined) items.set(name, item)
    else if (isElement(base.get(name)) && ours.has(name) !== theirs.has(name)) at.removed.push([...at.place, name])
  }
  const order = mergeOrder([...base.keys()], [...ours.keys()], [...theirs.keys()], new Set(items.keys()))
  const merged = order.map(name => items.get(name))
  return merged.length === list.length && merged.every((item, index) => item === list[index]) ? list : merged
}

const isElements = (list: unknown): boolean => Array.isArray(list) && list.every(isElement)

const isElement = (item: unknown): boolean => isObject(item) && typeof item.key === 'string'

function mergeItem(name: string, lists: Aligned, shape: Shape, at: At): unknown {
  const [base, ours, theirs] = [lists.base.get(name), lists.ours.get(name), lists.theirs.get(name)]
  const conflicts: Conflict[] = []
  const here = inside({ ...at, conflicts }, name, { list: at.list, shape })
  const merged = mergeValues(base, ours, theirs, here)
  for (const conflict of conflicts)
    at.conflicts.push(
      conflict.place.length === here.place.length
        ? { ...conflict, after: { ours: before(lists.ours, name), theirs: before(lists.theirs, name) } }
        : conflict,
    )
  return merged
}

/** The item that stands before one; null = none. */
function before(side: Named, name: string): string | null {
  const names = [...side.keys()]
  return names[names.indexOf(name) - 1] ?? null
}
