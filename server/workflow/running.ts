import type { CompiledAction } from '../../engine/definition/compiled.ts'
import type { Related } from '../../engine/index.ts'
import type { ActionScope } from './action-values.ts'
import type { ActionRequest, Step } from './step.ts'

/** One action about to run. */
export interface Running {
  readonly step: Step
  readonly request: ActionRequest
  readonly action: CompiledAction
  readonly index: number
  readonly scope: ActionScope
  /** form of each record made by an earlier action */
  readonly made: Map<string, string>
  /** records earlier actions found, for `$out.x.field` */
  readonly found: Related[]
}
