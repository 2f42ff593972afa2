import { useQuery } from '@tanstack/react-query'
import { NavLink, useNavigate, useParams } from 'react-router'
import { demo } from '../api/base.ts'
import { appQuery, openApp } from '../app/appContext.tsx'
import { type NavigationEntry, navigationOf } from '../app/navigation.ts'
import { useMe } from '../app/session.tsx'
import { useText } from '../i18n/useText.ts'
import { useTodoCount } from '../live/counts.ts'
import { AppTile } from '../ui/Avatar.tsx'
import { Icon, type IconName } from '../ui/Icon.tsx'
import { Menu } from '../ui/Menu.tsx'
import { Brand } from './Brand.tsx'

/** The left column of a desk: what everybody has, then the pages of the app at hand. */
export function Side() {
  const { t } = useText()
  const me = useMe()
  const { app } = useParams()
  const todo = useTodoCount()
  return (
    <nav className="fw-side" aria-label={t('nav.main')}>
      <div className="fw-brand">
        <Brand />
        <span className="fw-cut">{me.organisation.name}</span>
      </div>
      <SideLink to="/" icon="today" text={t('nav.today')} end />
      <SideLink to="/tasks" icon="tasks" text={t('nav.tasks')} count={todo} />
      <SideLink to="/apps" icon="apps" text={t('nav.apps')} end />
      <hr />
      {app === undefined ? <AppList /> : <AppPages app={app} />}
      <div className="fw-side-bottom">
        {me.user.admin ? (
          <>
            <SideLink to="/store" icon="store" text={t('nav.store')} />
            <SideLink to="/settings/people" icon="people" text={t('nav.people')} />
            <SideLink to="/settings/workflows" icon="flag" text={t('running.title')} />
            <SideLink to="/settings/channels" icon="send" text={t('nav.channels')} />
          </>
        ) : null}
      </div>
    </nav>
  )
}

function SideLink({
  to,
  icon,
  text,
  count = 0,
  end = false,
}: {
  readonly to: string
  readonly icon: IconName
  readonly text: string
  readonly count?: number
  readonly end?: boolean
}) {
  return (
    <NavLink to={to} end={end}>
      <Icon name={icon} />
      <span className="fw-cut">{text}</span>
      {count > 0 ? <span className="fw-side-count">{count}</span> : null}
    </NavLink>
  )
}

function AppList() {
  const me = useMe()
  const { label } = useText()
  return (
    <>
      {me.apps.map(app => (
        <NavLink key={app.key} to={`/a/${app.key}`}>
          <AppTile name={label(app.name)} seed={app.key} size={22} />
          <span className="fw-cut">{label(app.name)}</span>
        </NavLink>
      ))}
    </>
  )
}

/** The app's pages as its author ordered them, and a way to the other apps. */
function AppPages({ app: key }: { readonly app: string }) {
  const { t, label } = useText()
  const me = useMe()
  const navigate = useNavigate()
  const { data } = useQuery(appQuery(key))
  const summary = me.apps.find(app => app.key === key)
  const name = label(data?.definition.name ?? summary?.name)
  return (
    <>
      <Menu
        label={t('nav.apps')}
        items={me.apps.map(app => ({
          key: app.key,
          text: label(app.name),
          checked: app.key === key,
          run: () => void navigate(`/a/${app.key}`),
        }))}
        trigger={props => (
          <button type="button" className="fw-side-switch fw-side-app" {...props}>
            <AppTile name={name} seed={key} size={22} />
            <span className="fw-cut">{name}</span>
            {me.apps.length > 1 ? <Icon name="chevronDown" size={15} /> : null}
          </button>
        )}
      />
      <div>{data === undefined ? null : <Entries entries={navigationOf(openApp(data))} />}</div>
      {data?.rights.admin === true ? (
        <>
          <hr />
          {demo === undefined ? (
            <a href={`/designer/${key}`}>
              <Icon name="design" />
              <span className="fw-cut">{t('nav.design')}</span>
            </a>
          ) : null}
          <SideLink to={`/a/${key}/settings`} icon="settings" text={t('nav.appSettings')} />
          <SideLink to={`/a/${key}/automations`} icon="refresh" text={t('nav.automations')} />
          {(data.definition.calendars ?? []).length > 0 ? (
            <SideLink to={`/a/${key}/calendars`} icon="clock" text={t('nav.calendars')} />
          ) : null}
          {me.user.admin ? <SideLink to={`/a/${key}/connections`} icon="link" text={t('nav.connections')} /> : null}
          <SideLink to={`/a/${key}/bin`} icon="trash" text={t('nav.bin')} />
        </>
      ) : null}
    </>
  )
}

function Entries({ entries }: { readonly entries: readonly NavigationEntry[] }) {
  const { label } = useText()
  return (
    <>
      {entries.map(entry =>
        entry.path === undefined ? (
          <div key={entry.key}>
            <p className="fw-side-group">{label(entry.label)}</p>
            <Entries entries={entry.items} />
          </div>
        ) : (
          <SideLink key={entry.key} to={entry.path} icon={entry.icon} text={label(entry.label)} />
        ),
      )}
    </>
  )
}
