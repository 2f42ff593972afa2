import type { Said } from './words/place.ts'
import type { Teller } from './words/teller.ts'

/** One change between two definitions, in words. `path` names elements by key, so that it does not move when lists are reordered. */
export interface Change {
  readonly path: string
  readonly kind: 'added' | 'removed' | 'changed'
  /** what the app does, who may do what, what things are called, where they stand */
  readonly group: ChangeGroup
  readonly text: Said
  /** of a right: somebody may do or see more than before, or may, as far as can be told */
  readonly opens?: boolean
}

export type ChangeGroup = 'meaning' | 'rights' | 'words' | 'layout'

/** Both definitions with what tells them, and the changes found so far. */
export interface Comparison {
  readonly before: Teller
  readonly after: Teller
  readonly changes: Change[]
}
