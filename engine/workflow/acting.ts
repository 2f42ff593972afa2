import type { ActEvent } from './events.ts'
import type { LiveActivation, LiveTask, Run } from './run.ts'

/** A task with what it belongs to, and what was done with it. */
export interface Acting {
  readonly run: Run
  readonly activation: LiveActivation
  readonly task: LiveTask
  readonly event: ActEvent
}
