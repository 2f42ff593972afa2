import { Link, Navigate, Outlet, useParams } from 'react-router'
import { AppProvider, appQuery, useOpenApp } from '../app/appContext.tsx'
import { flatNavigation, navigationOf } from '../app/navigation.ts'
import { useText } from '../i18n/useText.ts'
import { usePage } from '../shell/page.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Empty } from '../ui/states.tsx'
import { useIsPhone } from '../ui/useMedia.ts'

/** Stands around every page of an app. */
export default function AppPage() {
  const { app = '' } = useParams()
  return (
    <AppProvider key={app} query={appQuery(app)}>
      <Outlet />
    </AppProvider>
  )
}

/** An app's own address: its first page on a desk, its list of pages on a phone. */
export function AppStart() {
  const { label, t } = useText()
  const app = useOpenApp()
  const phone = useIsPhone()
  const pages = flatNavigation(navigationOf(app))
  usePage(label(app.visible.definition.name), '/apps')
  const first = pages[0]?.path
  if (first === undefined) return <Empty icon="form" title={t('home.noRecent')} hint={t('home.noAppsUser')} />
  if (!phone) return <Navigate to={first} replace />
  return (
    <div className="fw-page">
      <section className="fw-card">
        {pages.map(page => (
          <Link key={page.key} className="fw-line" to={page.path ?? '/'}>
            <Icon name={page.icon} className="fw-faint" />
            <span className="fw-grow">{label(page.label)}</span>
            <Icon name="chevronRight" size={16} className="fw-faint" />
          </Link>
        ))}
        {app.visible.rights.admin ? (
          <>
            <Link className="fw-line" to={`/a/${app.key}/settings`}>
              <Icon name="settings" className="fw-faint" />
              <span className="fw-grow">{t('nav.appSettings')}</span>
            </Link>
            <Link className="fw-line" to={`/a/${app.key}/automations`}>
              <Icon name="refresh" className="fw-faint" />
              <span className="fw-grow">{t('nav.automations')}</span>
            </Link>
            <Link className="fw-line" to={`/a/${app.key}/bin`}>
              <Icon name="trash" className="fw-faint" />
              <span className="fw-grow">{t('nav.bin')}</span>
            </Link>
          </>
        ) : null}
      </section>
    </div>
  )
}
