import type { FastifyInstance } from 'fastify'
import { usesApp, type VisibleApp, visibleApp } from '../apps/visible.ts'
import { callerOf } from '../http/caller.ts'
import { notFound } from '../http/problem.ts'
import type { Records } from '../records/records.ts'
import { taskFields } from './task-rights.ts'
import { openTaskOf } from './task-view.ts'

/**
 * `GET /api/tasks/:id/app`: the app's definition as the task's paper needs it. Through an open task or a copy its holder reads the record whatever his role says,
 * so he gets the form with the fields the task shows; who has no role in the app gets nothing else of it.
 */
export function taskAppRoute(app: FastifyInstance, records: Records): void {
  const { platform } = records
  app.get<{ Params: { id: string } }>('/api/tasks/:id/app', { config: { anyApp: true } }, async request => {
    const caller = callerOf(request)
    const { row, installation, scope, workflow } = await openTaskOf(
      records,
      caller,
      request.params.id,
      platform.database.pool,
    )
    const holds = row.assignee === caller.userId && (row.state === 'open' || row.kind === 'cc')
    const uses = usesApp(installation, caller, scope.directory)
    if (!holds && !uses) throw notFound()
    const through = holds ? { form: row.form, fields: taskFields(scope, workflow, row) } : undefined
    const visible = visibleApp(installation, caller, scope.directory, platform.clock.now(), through)
    return uses ? visible : onlyForm(visible)
  })
}

/** Of an app one has no role in: the form, and of settings and option libraries those it names. */
function onlyForm({ definition, settings, ...rest }: VisibleApp): VisibleApp {
  const text = JSON.stringify(definition.forms)
  const named = (key: string): boolean => text.includes(`$settings.${key}`)
  const { formatVersion, key, version, name, zone, calendars, optionLibraries, scorecards, forms } = definition
  const libraries = optionLibraries?.filter(library => text.includes(`"${library.key}"`))
  const tuned = definition.settings?.filter(setting => named(setting.key))
  return {
    ...rest,
    definition: {
      formatVersion,
      key,
      version,
      name,
      forms,
      ...(zone === undefined ? {} : { zone }),
      ...(calendars === undefined ? {} : { calendars }),
      ...(libraries === undefined ? {} : { optionLibraries: libraries }),
      ...(scorecards === undefined ? {} : { scorecards }),
      ...(tuned === undefined ? {} : { settings: tuned }),
    },
    settings: Object.fromEntries(Object.entries(settings).filter(([setting]) => named(setting))),
  }
}
