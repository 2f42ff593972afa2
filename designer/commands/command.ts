import type { Place } from '../../engine/definition/elements.ts'

/** Properties to set; null takes one away. */
export type Patch = Readonly<Record<string, unknown>>

/**
 * One edit of a definition, as data. Four kinds carry every edit of every page; what "add a field" means for a form is a plan: a pure function
 * that answers commands. Places name elements by key and positions by neighbour, so that a command still says what it meant after somebody else edited the same list.
 */
export type Command =
  /** puts an element into the list at `to`: after the one named, first (null), or at the end. Nothing happens when its identity is taken. */
  | { readonly do: 'add'; readonly to: Place; readonly element: unknown; readonly after?: string | null }
  /** sets properties of the object at `at`; missing objects on the way are made */
  | { readonly do: 'set'; readonly at: Place; readonly set: Patch }
  /** moves an element within its list, or into the list at `to` */
  | { readonly do: 'move'; readonly at: Place; readonly to?: Place; readonly after: string | null }
  | { readonly do: 'remove'; readonly at: Place }

/** Commands for an edit of a definition; none when it would change nothing. */
export type Plan = readonly Command[]
