import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import {
  Button,
  type DashboardData,
  Empty,
  Icon,
  IconButton,
  PreviewApp,
  request,
  usualHeight,
  usualWidth,
  WidgetView,
} from '../../runtime/index.ts'
import type { Dashboard, Widget } from '../../schemas/generated/definition.ts'
import { choiceWord } from '../../schemas/words/choices.ts'
import { neighbourAt } from '../commands/fields.ts'
import { freeKey } from '../commands/names.ts'
import { SortableGrid, useGridItem } from '../drag/SortableGrid.tsx'
import { useElementRemoval } from '../elements/useElementRemoval.ts'
import { nameSpaceOf } from '../formula/place.ts'
import { GroupHead } from '../help/GroupHead.tsx'
import { run } from '../model/draft.ts'
import { ElementPanel } from '../panel/Panel.tsx'
import { visibleDraft } from '../preview/visibleDraft.ts'
import { SwitchRow } from '../properties/inputs.tsx'
import type { PageProps } from '../shell/page.ts'
import { useDesign, usePageTexts } from '../texts.ts'
import { dashboardTexts } from './texts.ts'
import { addWidget, newWidget, widgetKinds, widgetsPlace } from './widgets.ts'
import './dashboards.css'

/** A dashboard as its readers see it, with real figures: widgets are added, dragged and set right beside. */
export default function DashboardPage(props: PageProps) {
  const { definition, item } = props
  const w = usePageTexts(dashboardTexts)
  const dashboards = definition.dashboards ?? []
  const dashboard = dashboards.find(({ key }) => key === item) ?? dashboards[0]
  if (dashboard === undefined)
    return (
      <div className="fd-page">
        <Empty icon="chart" title={w('none')} hint={w('noneHint')} action={props.add} />
      </div>
    )
  return <Editor key={dashboard.key} {...props} dashboard={dashboard} />
}

interface EditorProps extends PageProps {
  readonly dashboard: Dashboard
}

function Editor({ app, definition, checked, dashboard, selected, onSelect, open }: EditorProps) {
  const { pair, label } = useDesign()
  const w = usePageTexts(dashboardTexts)
  const data = useWidgetData(app, dashboard.widgets)
  const shown = checked.sound ?? definition
  const visible = useMemo(() => visibleDraft(shown), [shown])
  const add = (type: Widget['type']) => {
    const widget = newWidget(definition, dashboard, type)
    run(...addWidget(dashboard, widget))
    onSelect(widget.key)
  }
  const keys = dashboard.widgets.map(({ key }) => key)
  const move = (key: string, at: number) =>
    run({ do: 'move', at: [...widgetsPlace(dashboard), key], after: neighbourAt(keys, at, key) })
  return (
    <>
      <aside className="fd-palette" aria-label={w('widgets')}>
        <GroupHead name={w('widgets')} help="widgets" as="h2" />
        <p className="fd-hint">{w('addHint')}</p>
        <div className="fd-palette-items">
          {widgetKinds.map(({ type, icon }) => (
            <button key={type} type="button" className="fd-palette-item" data-type={type} onClick={() => add(type)}>
              <Icon name={icon} size={16} />
              <span>{pair(choiceWord('type', type))}</span>
            </button>
          ))}
        </div>
      </aside>
      <div className="fd-canvas-pane">
        <div className="fd-dashboard">
          <button
            type="button"
            className={`fd-form-title${selected === null ? ' is-selected' : ''}`}
            onClick={() => onSelect(null)}
          >
            {label(dashboard.label)}
          </button>
          {dashboard.widgets.length === 0 ? <p className="fd-empty">{w('emptyHint')}</p> : null}
          <PreviewApp visible={visible}>
            <SortableGrid keys={keys} onMove={move}>
              <div className="fw-dashboard">
                {dashboard.widgets.map(widget => (
                  <WidgetCard
                    key={widget.key}
                    dashboard={dashboard}
                    widget={widget}
                    data={data?.widgets[widget.key]}
                    selected={selected === widget.key}
                    onSelect={onSelect}
                  />
                ))}
              </div>
            </SortableGrid>
          </PreviewApp>
        </div>
      </div>
      <Side definition={definition} dashboard={dashboard} selected={selected} onSelect={onSelect} open={open} />
    </>
  )
}

/** What the widgets would show now; asked again when they change. */
function useWidgetData(app: string, widgets: readonly Widget[]): DashboardData | undefined {
  const asked = widgets.map(({ label: _, help: __, w: ___, h: ____, ...rest }) => rest)
  const { data } = useQuery({
    queryKey: ['designer', app, 'widgets', JSON.stringify(asked)],
    queryFn: () => request<DashboardData>('POST', `/apps/${app}/draft/widgets`, { body: { widgets: asked } }),
    placeholderData: keepPreviousData,
    enabled: widgets.length > 0,
  })
  return data
}

interface WidgetCardProps {
  readonly dashboard: Dashboard
  readonly widget: Widget
  readonly data: DashboardData['widgets'][string] | undefined
  readonly selected: boolean
  readonly onSelect: (key: string | null) => void
}

function WidgetCard({ dashboard, widget, data, selected, onSelect }: WidgetCardProps) {
  const { d, label, pair } = useDesign()
  const w = usePageTexts(dashboardTexts)
  const { ref, handle, style, isDragging } = useGridItem(widget.key)
  const name = label(widget.label) || pair(choiceWord('type', widget.type))
  const size = { '--w': widget.w ?? usualWidth(widget), '--h': widget.h ?? usualHeight(widget) } as object
  const duplicate = () => {
    const key = freeKey(
      widget.type,
      dashboard.widgets.map(one => one.key),
    )
    run(...addWidget(dashboard, { ...widget, key }, widget.key))
    onSelect(key)
  }
  const remove = () => {
    run({ do: 'remove', at: [...widgetsPlace(dashboard), widget.key] })
    onSelect(null)
  }
  return (
    <div
      ref={ref}
      style={{ ...style, ...size }}
      className={`fd-widget${selected ? ' is-selected' : ''}${isDragging ? ' is-dragging' : ''}`}
      data-widget={widget.key}
    >
      <WidgetView widget={widget} data={data} />
      <button
        type="button"
        className="fd-widget-face"
        aria-pressed={selected}
        aria-label={w('open', { name })}
        onClick={() => onSelect(widget.key)}
      />
      <div className="fd-field-tools">
        <button type="button" className="fd-grip" {...handle} aria-label={`${d('designer.move')} ${name}`}>
          <Icon name="grip" size={16} />
        </button>
        <IconButton icon="copy" size={15} name={`${d('designer.duplicate')} ${name}`} onClick={duplicate} />
        <IconButton icon="trash" size={15} name={`${d('designer.remove')} ${name}`} onClick={remove} />
      </div>
    </div>
  )
}

type SideProps = Pick<EditorProps, 'definition' | 'dashboard' | 'selected' | 'onSelect' | 'open'>

/** What is selected: a widget, else the dashboard itself and who sees it. */
function Side({ definition, dashboard, selected, onSelect, open }: SideProps) {
  const { d, pair, label } = useDesign()
  const w = usePageTexts(dashboardTexts)
  const space = useMemo(() => nameSpaceOf(definition), [definition])
  const take = useElementRemoval(definition)
  const widget = dashboard.widgets.find(({ key }) => key === selected)
  const context = { definition, space, form: undefined }
  const remove = async () => {
    const title = w('removeAsk', { name: label(dashboard.label) })
    if (!(await take('dashboards', dashboard.key, { title, hint: w('removeHint') }))) return
    onSelect(null)
    open('dashboards')
  }
  if (widget !== undefined)
    return (
      <aside className="fd-properties" aria-label={d('designer.more')}>
        <h2>{pair(choiceWord('type', widget.type))}</h2>
        <ElementPanel
          key={widget.key}
          of={`${widget.type}_widget`}
          value={widget}
          place={[...widgetsPlace(dashboard), widget.key]}
          context={context}
          lead={['label', 'form', 'aggregate', 'field', 'by', 'period', 'columns', 'where', 'w', 'text']}
        />
      </aside>
    )
  const roles = definition.roles ?? []
  const sees = roles.filter(role => role.dashboards?.includes(dashboard.key) === true)
  return (
    <aside className="fd-properties" aria-label={d('designer.more')}>
      <h2>{w('settings')}</h2>
      <ElementPanel
        of="dashboard"
        value={dashboard}
        place={['dashboards', dashboard.key]}
        context={context}
        lead={['label']}
        omit={['widgets', 'icon']}
      />
      <GroupHead name={w('who')} help="who" as="h2" />
      {sees.length === 0 ? <p className="fd-hint">{w('adminsOnly')}</p> : null}
      {roles.map(role => {
        const place = ['roles', role.key, 'dashboards']
        return (
          <SwitchRow
            key={role.key}
            name={label(role.label)}
            value={sees.includes(role)}
            onChange={on =>
              run(
                on ? { do: 'add', to: place, element: dashboard.key } : { do: 'remove', at: [...place, dashboard.key] },
              )
            }
          />
        )
      })}
      <Button size="small" kind="danger" icon="trash" onClick={() => void remove()}>
        {d('designer.remove')}
      </Button>
    </aside>
  )
}
