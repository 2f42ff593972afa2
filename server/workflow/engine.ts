import { carryOverWork } from '../apps/carry-over/job.ts'
import type { DueWork } from '../due.ts'
import { ladderWork } from '../ladders/fire.ts'
import { scheduleWork } from '../ladders/schedules.ts'
import { sweepWork } from '../ladders/sweep.ts'
import type { Records } from '../records/records.ts'
import { actOnTask } from './act.ts'
import { runActions } from './actions.ts'
import { finishInstance } from './finish.ts'
import { runWork } from './run-work.ts'
import { startWorkflow } from './start.ts'
import type { Engine } from './step.ts'
import { deadlineWork } from './timers.ts'

/** The parts of this room, wired once. */
export const engine: Engine = { start: startWorkflow, actOnTask, runActions, finished: finishInstance }

/** What of workflows, ladders and schedules falls due. */
export const workflowWorks = (records: Records): readonly DueWork[] =>
  [deadlineWork, ladderWork, scheduleWork, sweepWork, runWork, carryOverWork].map(work => work(records, engine))
