import type { FastifyInstance } from 'fastify'
import { startDue } from '../due.ts'
import { ladderWork } from '../ladders/fire.ts'
import { scheduleWork } from '../ladders/schedules.ts'
import { sweepWork } from '../ladders/sweep.ts'
import type { Records } from '../records/records.ts'
import { actOnTask } from './act.ts'
import { runActions } from './actions.ts'
import { delegationRoutes } from './delegation.ts'
import { startDepartures } from './departed.ts'
import { finishInstance } from './finish.ts'
import { workflowListener } from './listener.ts'
import { workflowRoutes } from './routes.ts'
import { startWorkflow } from './start.ts'
import type { Engine } from './step.ts'
import { filesThroughTasks } from './task-files.ts'
import { startTimers } from './timers.ts'

/** Workflows, tasks, automations and timers: listens to records, serves tasks, fires what is due. */
export function workflows(app: FastifyInstance, records: Records): void {
  const engine: Engine = { start: startWorkflow, actOnTask, runActions, finished: finishInstance }
  records.listeners.push(workflowListener(records, engine))
  workflowRoutes(app, records, engine)
  delegationRoutes(app, records.platform)
  const { recordAccess } = records.platform
  recordAccess.canReadRecord = filesThroughTasks(records, recordAccess.canReadRecord)
  const stops: (() => Promise<void>)[] = []
  app.addHook('onReady', async () => {
    stops.push(
      startTimers(records, engine, error => app.log.error({ err: error }, 'timer_failed')),
      ...[ladderWork, scheduleWork, sweepWork].map(work =>
        startDue(records.platform, work(records, engine), error => app.log.error({ err: error }, 'timer_failed')),
      ),
      startDepartures(records, engine, error => app.log.error({ err: error }, 'departure_failed')),
    )
  })
  app.addHook('onClose', async () => {
    for (const stop of stops) await stop()
  })
}
