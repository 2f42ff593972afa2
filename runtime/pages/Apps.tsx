import { Link, useNavigate } from 'react-router'
import { useMe } from '../app/session.tsx'
import { useText } from '../i18n/useText.ts'
import { PageHead, usePage } from '../shell/page.tsx'
import { AppTile } from '../ui/Avatar.tsx'
import { Button } from '../ui/Button.tsx'
import { Empty } from '../ui/states.tsx'

/** Every app this person may use. */
export default function Apps() {
  const { t, label } = useText()
  const me = useMe()
  const navigate = useNavigate()
  usePage(t('nav.apps'))
  return (
    <div className="fw-page">
      <PageHead title={t('apps.title')} hint={t('apps.hint')}>
        {me.user.admin ? (
          <Button icon="store" onClick={() => void navigate('/store')}>
            {t('nav.store')}
          </Button>
        ) : null}
      </PageHead>
      {me.apps.length === 0 ? (
        <div className="fw-card">
          <Empty
            icon="apps"
            title={t('home.noApps')}
            hint={t(me.user.admin ? 'home.noAppsAdmin' : 'home.noAppsUser')}
          />
        </div>
      ) : (
        <div className="fw-tiles">
          {me.apps.map(app => (
            <Link key={app.key} className="fw-app-card" to={`/a/${app.key}`}>
              <AppTile name={label(app.name)} seed={app.key} size={44} />
              <span className="fw-grow">
                <strong className="fw-cut">{label(app.name)}</strong>
                <small>{t('store.version', { version: app.version })}</small>
              </span>
            </Link>
          ))}
        </div>
      )}
    </div>
  )
}
