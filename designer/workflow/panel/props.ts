import type { AppDefinition, Workflow } from '../../../schemas/generated/definition.ts'
import type { Shape } from '../graph/shape.ts'
import type { Edits } from '../useEdits.ts'
import type { Speaking } from '../words/speaking.ts'

/** What every part of the panel is given. */
export interface PanelProps {
  readonly definition: AppDefinition
  readonly workflow: Workflow
  readonly shape: Shape
  readonly speaking: Speaking
  readonly edits: Edits
  readonly select: (item: string) => void
}
