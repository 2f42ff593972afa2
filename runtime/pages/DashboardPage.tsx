import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { get } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import { useOpenApp } from '../app/appContext.tsx'
import { dateTimeText } from '../app/format.ts'
import type { DashboardData } from '../dashboard/data.ts'
import { WidgetView } from '../dashboard/WidgetView.tsx'
import { dashboardWords } from '../i18n/texts/dashboard.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { PageHead, usePage } from '../shell/page.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import NotFound from './NotFound.tsx'
import '../styles/dashboard.css'

const READ_AGAIN_MS = 60_000

/** A dashboard: its widgets in the author's order, over the records this reader may see. */
export default function DashboardPage() {
  const { dashboard: key } = useParams()
  const { label } = useText()
  const w = useWords(dashboardWords)
  const app = useOpenApp()
  const dashboard = app.visible.definition.dashboards?.find(one => one.key === key)
  usePage(label(dashboard?.label), `/a/${app.key}`)
  const { data, error, refetch } = useQuery({
    queryKey: keys.dashboard(app.key, key ?? '', app.visible.version),
    queryFn: ({ signal }) => get<DashboardData>(`/apps/${app.key}/dashboards/${key}`, signal),
    enabled: dashboard !== undefined,
    refetchInterval: READ_AGAIN_MS,
  })
  if (dashboard === undefined) return <NotFound />
  if (error !== null && data === undefined) return <Failed error={error} retry={() => void refetch()} />
  return (
    <div className="fw-page">
      <PageHead
        title={label(dashboard.label)}
        hint={
          data === undefined
            ? label(dashboard.help)
            : w('dashboard.at', { time: dateTimeText(data.at, app.visible.zone) })
        }
      />
      {dashboard.widgets.length === 0 ? <Empty icon="chart" title={w('dashboard.empty')} /> : null}
      <div className="fw-dashboard">
        {dashboard.widgets.map(widget => (
          <WidgetView key={widget.key} widget={widget} data={data?.widgets[widget.key]} />
        ))}
      </div>
    </div>
  )
}
