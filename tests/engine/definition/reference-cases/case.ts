import type { Edit } from '../merge-cases/case.ts'

export interface Case {
  readonly name: string
  readonly target: string
  /** an edit that makes a use of the target, and where it stands */
  readonly made: Edit
  readonly at: string
  /** nearly the same, which is none */
  readonly near: Edit
}
