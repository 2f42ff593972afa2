import { useQueries, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from 'react-router'
import { get, queryText } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { RecordDocument, RecordPage } from '../api/types.ts'
import { appQuery, type OpenApp, openApp } from '../app/appContext.tsx'
import { agoText } from '../app/format.ts'
import { recordPath } from '../app/navigation.ts'
import { useMe } from '../app/session.tsx'
import { titleOf } from '../app/ValueView.tsx'
import { useText } from '../i18n/useText.ts'
import { tasksQuery } from '../live/counts.ts'
import { PageHead, usePage } from '../shell/page.tsx'
import { useCreatable } from '../shell/useCreatable.ts'
import { TaskLine } from '../task/TaskLine.tsx'
import { Button } from '../ui/Button.tsx'
import { Icon, iconOf } from '../ui/Icon.tsx'
import { Empty, Skeleton } from '../ui/states.tsx'

const SHOWN = 8
const FORMS_READ = 8

/** 今天: what waits for me, what I may add, what changed. */
export default function Home() {
  const { t } = useText()
  const me = useMe()
  usePage(t('nav.today'), undefined, 'page')
  const hour = new Date().getHours()
  const greeting = hour < 12 ? 'home.greeting.morning' : hour < 18 ? 'home.greeting.afternoon' : 'home.greeting.evening'
  return (
    <div className="fw-page">
      <PageHead title={t(greeting, { name: me.user.name })} />
      {me.apps.length === 0 ? (
        <NoApps />
      ) : (
        <div className="fw-home">
          <MyTasks />
          <div className="fw-home-side">
            <QuickAdd />
            <Recent />
          </div>
        </div>
      )}
    </div>
  )
}

function NoApps() {
  const { t } = useText()
  const me = useMe()
  const navigate = useNavigate()
  return (
    <section className="fw-card">
      <Empty
        icon="apps"
        title={t('home.noApps')}
        hint={t(me.user.admin ? 'home.noAppsAdmin' : 'home.noAppsUser')}
        action={
          me.user.admin ? (
            <Button kind="primary" icon="store" onClick={() => void navigate('/store')}>
              {t('home.openStore')}
            </Button>
          ) : undefined
        }
      />
    </section>
  )
}

function MyTasks() {
  const { t } = useText()
  const { data, isPending } = useQuery({ ...tasksQuery('todo'), retry: false })
  const tasks = data?.tasks ?? []
  return (
    <section className="fw-card" aria-labelledby="home-tasks">
      <header className="fw-card-head">
        <h2 id="home-tasks">
          {t('home.tasks')}
          {tasks.length === 0 ? null : <span className="fw-count">{tasks.length}</span>}
        </h2>
        {tasks.length > SHOWN ? <Link to="/tasks">{t('home.allTasks')}</Link> : null}
      </header>
      {isPending ? (
        <div className="fw-card-body">
          <Skeleton lines={4} height={36} />
        </div>
      ) : tasks.length === 0 ? (
        <Empty icon="check" title={t('home.noTasks')} hint={t('home.noTasksHint')} />
      ) : (
        tasks.slice(0, SHOWN).map(task => <TaskLine key={task.id} task={task} />)
      )}
    </section>
  )
}

function QuickAdd() {
  const { t, label } = useText()
  const navigate = useNavigate()
  const forms = useCreatable()
  if (forms.length === 0) return null
  return (
    <section className="fw-card" aria-labelledby="home-quick">
      <header className="fw-card-head">
        <h2 id="home-quick">{t('home.start')}</h2>
      </header>
      <div className="fw-quick">
        {forms.slice(0, SHOWN).map(form => (
          <Button key={form.path} icon={form.icon} onClick={() => void navigate(form.path)}>
            {label(form.name)}
          </Button>
        ))}
      </div>
    </section>
  )
}

interface RecentRecord {
  readonly app: OpenApp
  readonly form: string
  readonly record: RecordDocument
}

function useRecent(): { records: readonly RecentRecord[]; pending: boolean } {
  const me = useMe()
  const apps = useQueries({ queries: me.apps.map(app => appQuery(app.key)) })
  const forms = apps
    .flatMap(({ data }) => (data === undefined ? [] : [openApp(data)]))
    .flatMap(app => app.visible.definition.forms.filter(form => app.can(form.key, 'read')).map(form => ({ app, form })))
    .slice(0, FORMS_READ)
  const lists = useQueries({
    queries: forms.map(({ app, form }) => {
      const title = app.form(form.key)?.titleField ?? 'id'
      const query = { limit: SHOWN, sort: '-updated_at', fields: title === 'id' ? 'updated_at' : `${title},updated_at` }
      return {
        queryKey: keys.list(app.key, form.key, query),
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          get<RecordPage>(`/apps/${app.key}/forms/${form.key}/records${queryText(query)}`, signal),
        retry: false,
      }
    }),
  })
  const records = lists
    .flatMap(({ data }, index) => {
      const place = forms[index]
      return place === undefined
        ? []
        : (data?.records ?? []).map(record => ({ app: place.app, form: place.form.key, record }))
    })
    .sort((a, b) => String(b.record.updated_at).localeCompare(String(a.record.updated_at)))
  return { records: records.slice(0, SHOWN), pending: [...apps, ...lists].some(({ isPending }) => isPending) }
}

function Recent() {
  const { t, label, language } = useText()
  const { records, pending } = useRecent()
  return (
    <section className="fw-card" aria-labelledby="home-recent">
      <header className="fw-card-head">
        <h2 id="home-recent">{t('home.recent')}</h2>
      </header>
      {pending && records.length === 0 ? (
        <div className="fw-card-body">
          <Skeleton lines={5} height={28} />
        </div>
      ) : records.length === 0 ? (
        <Empty small icon="history" title={t('home.noRecent')} hint={t('home.recentHint')} />
      ) : (
        records.map(({ app, form, record }) => {
          const compiled = app.form(form)
          return (
            <Link key={record.id} className="fw-line" to={recordPath(app.key, form, record.id)}>
              <Icon name={iconOf(compiled?.definition?.icon, 'form')} className="fw-faint" />
              <span className="fw-grow">
                <strong className="fw-cut">
                  {(compiled === undefined ? '' : titleOf(compiled, record)) || t('table.noTitle')}
                </strong>
                <small>
                  {label(compiled?.name)} · {agoText(String(record.updated_at), language)}
                </small>
              </span>
            </Link>
          )
        })
      )}
    </section>
  )
}
