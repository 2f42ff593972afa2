import type { FastifyInstance } from 'fastify'
import type { Records } from '../records/records.ts'
import { actOnTask } from './act.ts'
import { runActions } from './actions.ts'
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
  const { recordAccess } = records.platform
  recordAccess.canReadRecord = filesThroughTasks(records, recordAccess.canReadRecord)
  let stop: (() => Promise<void>) | undefined
  app.addHook('onReady', async () => {
    stop = startTimers(records, engine, error => app.log.error({ err: error }, 'timer_failed'))
  })
  app.addHook('onClose', async () => stop?.())
}
