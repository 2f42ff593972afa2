import type { FastifyInstance } from 'fastify'
import { startDue } from '../due.ts'
import type { Records } from '../records/records.ts'
import { buttonRoutes } from './button-routes.ts'
import { delegationRoutes } from './delegation.ts'
import { startDepartures } from './departed.ts'
import { engine, workflowWorks } from './engine.ts'
import { hookListener } from './hooks.ts'
import { workflowListener } from './listener.ts'
import { workflowRoutes } from './routes.ts'
import { runRoutes } from './run-routes.ts'
import { hearAnswers } from './run-work.ts'
import { filesThroughTasks } from './task-files.ts'

/** Workflows, tasks, automations and timers: listens to records, serves tasks, fires what is due. */
export function workflows(app: FastifyInstance, records: Records): void {
  records.listeners.push(workflowListener(records, engine))
  records.platform.hooks.onHook(hookListener(records, engine))
  workflowRoutes(app, records, engine)
  buttonRoutes(app, records)
  runRoutes(app, records, engine)
  hearAnswers(records, engine)
  delegationRoutes(app, records.platform)
  const { recordAccess } = records.platform
  recordAccess.canReadRecord = filesThroughTasks(records, recordAccess.canReadRecord)
  const stops: (() => Promise<void>)[] = []
  app.addHook('onReady', async () => {
    stops.push(
      ...workflowWorks(records).map(work =>
        startDue(records.platform, work, error => app.log.error({ err: error }, 'timer_failed')),
      ),
      startDepartures(records, engine, error => app.log.error({ err: error }, 'departure_failed')),
    )
  })
  app.addHook('onClose', async () => {
    for (const stop of stops) await stop()
  })
}
