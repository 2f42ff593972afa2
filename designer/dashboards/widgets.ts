import type { IconName } from '../../runtime/index.ts'
import type { AppDefinition, Dashboard, Form, Widget } from '../../schemas/generated/definition.ts'
import type { Plan } from '../commands/command.ts'
import { freeKey } from '../commands/names.ts'

export interface WidgetType {
  readonly type: Widget['type']
  readonly icon: IconName
}

/** The kinds of widgets, the most used first. */
export const widgetKinds: readonly WidgetType[] = [
  { type: 'number', icon: 'money' },
  { type: 'bar', icon: 'chart' },
  { type: 'line', icon: 'chart' },
  { type: 'pie', icon: 'clock' },
  { type: 'funnel', icon: 'filter' },
  { type: 'table', icon: 'table' },
  { type: 'text', icon: 'edit' },
]

export const widgetsPlace = ({ key }: Dashboard) => ['dashboards', key, 'widgets']

/** A new widget that shows something at once: the records of a form by stage, by a choice, by month. */
export function newWidget(definition: AppDefinition, dashboard: Dashboard, type: Widget['type']): Widget {
  const key = freeKey(
    type,
    dashboard.widgets.map(one => one.key),
  )
  if (type === 'text') return { key, type, text: { zh: '说明文字', en: 'Some text' } }
  const last = dashboard.widgets.findLast(widget => 'form' in widget)
  const form = formFor(definition, last !== undefined && 'form' in last ? last.form : undefined, type)
  const name = form?.name ?? {}
  const label = { zh: `${name.zh ?? ''}数`, en: `${name.en ?? name.zh ?? ''}` }
  if (type === 'table')
    return {
      key,
      type,
      label: name,
      form: form?.key ?? '',
      columns: (form?.fields ?? []).slice(0, 5).map(field => field.key),
    }
  const measured = { form: form?.key ?? '', aggregate: 'count' as const }
  if (type === 'number') return { key, type, label, ...measured }
  const { by, period } = groupFor(form, type)
  return { key, type, label, ...measured, by, ...(period === undefined ? {} : { period }) }
}

/** The form counted last, else one with stages for a funnel, else the first. */
function formFor({ forms }: AppDefinition, last: string | undefined, type: Widget['type']): Form | undefined {
  const known = forms.find(({ key }) => key === last)
  const staged = forms.find(({ stages }) => stages !== undefined)
  return type === 'funnel'
    ? known?.stages === undefined
      ? (staged ?? known ?? forms[0])
      : known
    : (known ?? staged ?? forms[0])
}

function groupFor(form: Form | undefined, type: Widget['type']): { by: string; period?: 'month' } {
  if (type === 'line') return { by: 'created_at', period: 'month' }
  if (form?.stages !== undefined) return { by: form.stages.field ?? 'stage' }
  const choice = form?.fields.find(field => field.type === 'select' && field.multiple !== true)
  return { by: choice?.key ?? 'owner' }
}

export const addWidget = (dashboard: Dashboard, widget: Widget, after?: string | null): Plan => [
  { do: 'add', to: widgetsPlace(dashboard), element: widget, ...(after === undefined ? {} : { after }) },
]
