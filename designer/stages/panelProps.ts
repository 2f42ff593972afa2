import type { Finding } from '../../engine/index.ts'
import type { AppDefinition, Form, Stage } from '../../schemas/generated/definition.ts'
import type { Speaking } from '../workflow/words/speaking.ts'

/** What every part of a stage's panel is given. */
export interface StagePanelProps {
  readonly app: string
  readonly definition: AppDefinition
  readonly form: Form
  readonly stage: Stage
  readonly speaking: Speaking
  readonly findings: readonly Finding[]
  readonly open: (to: string) => void
  readonly onClose: () => void
}
