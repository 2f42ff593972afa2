import type { Dashboard, NavigationItem, View } from '../../schemas/generated/definition.ts'
import type { Labelled } from '../i18n/useText.ts'
import type { IconName } from '../ui/Icon.tsx'
import { iconOf } from '../ui/Icon.tsx'
import type { OpenApp } from './appContext.tsx'

/** A page of an app in the author's order; a group has no address of its own. */
export interface NavigationEntry {
  readonly key: string
  readonly label: Labelled
  readonly icon: IconName
  readonly path: string | undefined
  readonly form: string | undefined
  readonly items: readonly NavigationEntry[]
}

export const viewPath = (app: string, view: string): string => `/a/${app}/v/${view}`
export const dashboardPath = (app: string, dashboard: string): string => `/a/${app}/d/${dashboard}`
export const formPath = (app: string, form: string): string => `/a/${app}/f/${form}`
export const newPath = (app: string, form: string): string => `/a/${app}/f/${form}/new`
export const recordPath = (app: string, form: string, id: string): string => `/a/${app}/f/${form}/r/${id}`

/** The author's navigation as far as it is visible; without one, every view, then every form no view shows. */
export function navigationOf({ key, visible }: OpenApp): NavigationEntry[] {
  const { definition } = visible
  const views = new Map((definition.views ?? []).map(view => [view.key, view]))
  const formIcons = new Map(definition.forms.map(form => [form.key, form.icon]))
  const viewEntry = (view: View, label: Labelled, icon?: string): NavigationEntry => ({
    key: view.key,
    label: label ?? view.label,
    icon: iconOf(
      icon ?? view.icon ?? (view.type === 'kanban' ? undefined : formIcons.get(view.form)),
      view.type === 'kanban' ? 'kanban' : 'table',
    ),
    path: viewPath(key, view.key),
    form: view.form,
    items: [],
  })
  const dashboards = new Map((definition.dashboards ?? []).map(one => [one.key, one]))
  const dashboardEntry = (dashboard: Dashboard, label: Labelled, icon?: string): NavigationEntry => ({
    key: dashboard.key,
    label: label ?? dashboard.label,
    icon: iconOf(icon ?? dashboard.icon, 'chart'),
    path: dashboardPath(key, dashboard.key),
    form: undefined,
    items: [],
  })
  const entry = (item: NavigationItem): NavigationEntry[] => {
    const view = views.get(item.view ?? '')
    if (view !== undefined) return [viewEntry(view, item.label, item.icon)]
    const dashboard = dashboards.get(item.dashboard ?? '')
    if (dashboard !== undefined) return [dashboardEntry(dashboard, item.label, item.icon)]
    const items = (item.items ?? []).flatMap(entry)
    return items.length === 0
      ? []
      : [{ key: item.key, label: item.label, icon: iconOf(item.icon, 'apps'), path: undefined, form: undefined, items }]
  }
  const written = (definition.navigation ?? []).flatMap(entry)
  if (written.length > 0) return written
  const shown = new Set((definition.views ?? []).map(({ form }) => form))
  return [
    ...(definition.dashboards ?? []).map(one => dashboardEntry(one, one.label)),
    ...(definition.views ?? []).map(view => viewEntry(view, view.label)),
    ...definition.forms
      .filter(form => !shown.has(form.key) && visible.rights.forms[form.key]?.can.includes('read') === true)
      .map(form => ({
        key: form.key,
        label: form.name,
        icon: iconOf(form.icon, 'form'),
        path: formPath(key, form.key),
        form: form.key,
        items: [],
      })),
  ]
}

/** All pages, groups opened. */
export const flatNavigation = (entries: readonly NavigationEntry[]): NavigationEntry[] =>
  entries.flatMap(entry => (entry.path === undefined ? flatNavigation(entry.items) : [entry]))
