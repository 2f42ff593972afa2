import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Finding } from '../../engine/index.ts'
import { errorMessage } from '../../schemas/errors/catalogue.ts'
import type { AppDefinition, Widget } from '../../schemas/generated/definition.ts'
import { checkDefinition } from '../apps/publish.ts'
import { visibleApp } from '../apps/visible.ts'
import { visibleDashboards } from '../apps/visible-dashboards.ts'
import { adminOf, assertApp, callerOf } from '../http/caller.ts'
import { HttpProblem, notFound } from '../http/problem.ts'
import { closedObject } from '../http/schema.ts'
import { type ListQuery, listRecords } from '../records/list.ts'
import type { Records } from '../records/records.ts'
import { type FormScope, openForm } from '../records/scope.ts'
import { grouped, measured } from './measure.ts'

type Request = FastifyRequest<{ Params: { app: string; dashboard: string } }>

/** Dashboards: all widgets of one in one answer, each over the records its reader may see. */
export function dashboardRoutes(app: FastifyInstance, { platform, installations }: Records): void {
  const { pool } = platform.database

  /** What a widget shows; one that cannot be shown to this reader says why and leaves the others alone. */
  const dataOf = async (widget: Widget, open: (form: string) => Promise<FormScope>): Promise<unknown> => {
    if (widget.type === 'text') return {}
    const scope = await open(widget.form)
    scope.access.assert('read')
    if (widget.type === 'number') return { value: await measured(scope, widget, pool) }
    if (widget.type !== 'table') return { groups: await grouped(scope, widget, pool) }
    return JSON.parse(await listRecords(scope, tableQuery(scope, widget), pool)) as unknown
  }

  const answer = async (
    request: FastifyRequest,
    widgets: readonly Widget[],
    open: (form: string) => Promise<FormScope>,
  ): Promise<Readonly<Record<string, unknown>>> => {
    const { language } = callerOf(request)
    const shown = await Promise.all(
      widgets.map(async widget => {
        try {
          return [widget.key, await dataOf(widget, open)] as const
        } catch (error) {
          if (!(error instanceof HttpProblem)) throw error
          return [widget.key, { error: errorMessage(error.code, error.params, language) }] as const
        }
      }),
    )
    return Object.fromEntries(shown)
  }

  app.get('/api/apps/:app/dashboards/:dashboard', async request => {
    const caller = callerOf(request)
    const { app: key, dashboard } = (request as Request).params
    const installation = await installations.get(caller.orgId, key)
    const directory = await platform.directories.of(caller)
    const { rights } = visibleApp(installation, caller, directory, platform.clock.now())
    const found = visibleDashboards(installation, caller.admin, rights).find(one => one.key === dashboard)
    if (found === undefined) throw notFound()
    const open = (form: string) => openForm(platform, installations, caller, key, form)
    return { key: found.key, at: platform.clock.now(), widgets: await answer(request, found.widgets, open) }
  })

  // What widgets of the draft would show, over the forms in use: for their author, before the publish.
  app.post(
    '/api/apps/:app/draft/widgets',
    {
      schema: { body: closedObject({ widgets: { type: 'array', maxItems: 60 } }, ['widgets']) },
      config: { reads: true },
    },
    async request => {
      const caller = adminOf(request)
      const { app: key } = (request as Request).params
      assertApp(caller, key)
      const installation = await installations.get(caller.orgId, key)
      const open = (form: string) => openForm(platform, installations, caller, key, form)
      const widgets = (request.body as { widgets: Widget[] }).widgets
      const { sound, faults } = soundWidgets(installation.app.definition, widgets)
      const shown = await answer(request, sound, open)
      const told = Object.fromEntries(
        [...faults].map(([widget, { code, params }]) => [
          widget,
          { error: errorMessage(code, params, caller.language) },
        ]),
      )
      return { at: platform.clock.now(), widgets: { ...shown, ...told } }
    },
  )
}

/** Widgets that can be counted over a definition's forms, and what is wrong with the others. */
function soundWidgets(definition: AppDefinition, widgets: readonly Widget[]) {
  const preview = { key: 'preview', label: { zh: '预览' }, widgets: [...widgets] }
  const { findings } = checkDefinition({ ...definition, dashboards: [preview] })
  const faults = new Map<string, Finding>()
  for (const finding of findings) {
    const at = /^\/dashboards\/0\/widgets\/(\d+)/.exec(finding.path)?.[1]
    const widget = at === undefined ? undefined : widgets[Number(at)]
    if (widget !== undefined && finding.severity === 'error') faults.set(String(widget.key), finding)
  }
  return { sound: widgets.filter(({ key }) => !faults.has(String(key))), faults }
}

type TableWidget = Extract<Widget, { type: 'table' }>

/** The first records of a table, linked ones with their titles. */
const tableQuery = ({ form }: FormScope, { columns, sort, limit, where }: TableWidget): ListQuery => ({
  fields: columns.join(','),
  expand: columns.filter(key => form.fields.get(key)?.target !== undefined).join(','),
  ...(sort === undefined ? {} : { sort: sort.join(',') }),
  ...(where === undefined ? {} : { where }),
  limit: String(limit ?? 10),
})
