import { fieldsOfWidget } from '../../engine/definition/dashboards.ts'
import type { Dashboard, Widget } from '../../schemas/generated/definition.ts'
import type { Installation } from './installation.ts'
import { type FormRights, isOpenable } from './visible-views.ts'

type Rights = {
  readonly roles: readonly string[]
  readonly forms: Readonly<Record<string, FormRights>>
}

/**
 * The dashboards a person can open: administrators all, others those their roles name. A widget that counts or reads what is hidden from him is not
 * there for him; a table keeps the columns he may read.
 */
export function visibleDashboards(installation: Installation, admin: boolean, rights: Rights): Dashboard[] {
  const named = new Set(rights.roles.flatMap(role => installation.app.roles.get(role)?.definition.dashboards ?? []))
  return [...installation.app.dashboards.values()]
    .filter(({ key }) => admin || named.has(key))
    .map(dashboard => ({
      ...dashboard,
      widgets: dashboard.widgets.flatMap(widget => visibleWidget(installation, widget, rights.forms)),
    }))
}

function visibleWidget(installation: Installation, widget: Widget, rights: Rights['forms']): Widget[] {
  if (widget.type === 'text') return [widget]
  if (!isOpenable(installation, widget, rights)) return []
  const readable = (key: string): boolean => Object.hasOwn(rights[widget.form]?.fields ?? {}, key)
  if (widget.type === 'table') {
    const columns = widget.columns.filter(readable)
    const sort = widget.sort?.filter(term => readable(term.replace(/^-/, '')))
    return columns.length === 0 ? [] : [{ ...widget, columns, ...(sort === undefined ? {} : { sort }) }]
  }
  return fieldsOfWidget(widget).every(readable) ? [widget] : []
}
