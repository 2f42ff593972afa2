import { calendarRoutes } from '../apps/calendars.ts'
import { startOccasions } from '../apps/day.ts'
import { Installations } from '../apps/installation.ts'
import { preparationWork } from '../apps/preparation/work.ts'
import { presenceRoutes } from '../apps/presence.ts'
import { recalculate, startRecalculations } from '../apps/recalculation/job.ts'
import { appRoutes } from '../apps/routes.ts'
import { usesApp } from '../apps/visible.ts'
import { assignment } from '../assignment/plugin.ts'
import { automationRoutes } from '../automations/routes.ts'
import { dashboardRoutes } from '../dashboards/routes.ts'
import { documentRoutes } from '../documents/routes.ts'
import { startDue } from '../due.ts'
import { type Caller, mayUseApp } from '../http/caller.ts'
import type { Platform, Routes } from '../http/platform.ts'
import type { RecordAccess } from '../http/recordAccess.ts'
import { openapiRoutes } from '../openapi/routes.ts'
import { recordWebhooks } from '../outbox/recordWebhooks.ts'
import { scenarioRoutes } from '../scenarios/routes.ts'
import { storeRoutes } from '../store/routes.ts'
import { workflows } from '../workflow/plugin.ts'
import { readable } from './filter.ts'
import { readOne } from './one.ts'
import type { Records } from './records.ts'
import { recordRoutes } from './routes.ts'
import { openForm } from './scope.ts'

/** Apps and their records: what everything else of an installation stands on. */
export const recordsAndApps: Routes = (app, platform) => {
  const records: Records = {
    platform,
    installations: new Installations(platform.database, platform.listener),
    listeners: [],
    postpone: async (installation, fields, by, connection) => {
      const directory = await platform.directories.of({ orgId: installation.orgId, directoryVersion: 0 })
      await recalculate(records, installation, fields, { reason: 'cascade', by, directory }, connection)
    },
  }
  platform.recordAccess = recordAccess(records)
  openapiRoutes(app, records)
  appRoutes(app, records)
  presenceRoutes(app, records)
  dashboardRoutes(app, records)
  documentRoutes(app, records)
  calendarRoutes(app, records)
  recordRoutes(app, records)
  storeRoutes(app, records)
  scenarioRoutes(app, records)
  workflows(app, records)
  records.listeners.push(recordWebhooks(platform, platform.webhooks))
  assignment(app, records)
  automationRoutes(app, records)
  const stops: (() => Promise<void>)[] = []
  app.addHook('onReady', async () => {
    stops.push(startOccasions(records, error => app.log.error({ err: error }, 'occasion_failed')))
    stops.push(
      startDue(platform, preparationWork(records), error => app.log.error({ err: error }, 'preparation_failed')),
    )
    stops.push(startRecalculations(records, error => app.log.error({ err: error }, 'recalculation_failed')))
  })
  app.addHook('onClose', async () => {
    await Promise.all(stops.map(stop => stop()))
  })
}

/** The rights of records for files, comments, views and live events: the same layer as for the records themselves. */
function recordAccess({ platform, installations }: Records): RecordAccess {
  const quietly = async (work: () => Promise<boolean>): Promise<boolean> => {
    try {
      return await work()
    } catch (error) {
      if (isRefusal(error)) return false
      throw error
    }
  }
  return {
    canReadForm: (caller, app, form) =>
      quietly(async () => (await openForm(platform, installations, caller, app, form)).access.can('read')),
    canReadRecord: (caller, app, form, record, field) =>
      quietly(async () => {
        const scope = await openForm(platform, installations, caller, app, form)
        if (field !== undefined && !readable(scope, scope.form, field)) return false
        await readOne(scope, record, { fields: 'id' }, platform.database.pool)
        return true
      }),
    appsOf: caller => appsOf(platform, installations, caller),
  }
}

const isRefusal = (error: unknown): boolean => {
  const status = (error as { status?: number }).status
  return status === 403 || status === 404
}

async function appsOf(platform: Platform, installations: Installations, caller: Caller) {
  const directory = await platform.directories.of(caller)
  const apps = await installations.list(caller.orgId)
  return apps
    .filter(app => mayUseApp(caller, app.key) && usesApp(app, caller, directory))
    .map(({ key, version, app: { definition } }) => ({
      key,
      name: definition.name,
      icon: definition.icon ?? null,
      version,
      admin: caller.admin,
    }))
}
