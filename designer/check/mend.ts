import type { Place } from '../../engine/definition/elements.ts'
import type { Finding } from '../../engine/index.ts'
import type { AppDefinition } from '../../schemas/generated/definition.ts'
import type { Plan } from '../commands/command.ts'

/** A way to put a finding right with one click. */
export interface Mend {
  readonly text: { readonly zh: string; readonly en: string }
  readonly commands: Plan
}

/** What a mend is made for. */
export interface Subject {
  readonly definition: AppDefinition
  readonly finding: Finding
  readonly place: Place
  /** what stands at the place */
  readonly value: unknown
}
