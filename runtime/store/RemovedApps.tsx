import { useQuery, useQueryClient } from '@tanstack/react-query'
import { get, request } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import { agoText, dateTimeText } from '../app/format.ts'
import { useMe } from '../app/session.tsx'
import { removalWords } from '../i18n/texts/removal.ts'
import { type Labelled, useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { PageHead, usePage } from '../shell/page.tsx'
import { AppTile } from '../ui/Avatar.tsx'
import { Button } from '../ui/Button.tsx'
import { confirm } from '../ui/confirm.tsx'
import { Empty, Failed, Skeleton } from '../ui/states.tsx'
import { toast } from '../ui/toast.tsx'

interface RemovedApp {
  readonly id: string
  readonly key: string
  readonly name: Labelled
  readonly removedAt: string
  readonly removedBy: string | null
  readonly until: string
}

/** Apps that were taken away and can come back. */
export default function RemovedApps() {
  const { t, label, language } = useText()
  const w = useWords(removalWords)
  const me = useMe()
  const client = useQueryClient()
  usePage(w('removed.title'), '/store')
  const { data, error, refetch } = useQuery({
    queryKey: keys.removedApps,
    queryFn: ({ signal }) => get<{ apps: readonly RemovedApp[] }>('/removed-apps', signal),
    enabled: me.user.admin,
  })
  if (!me.user.admin) return <Empty icon="trash" title={t('page.notFound')} hint={t('page.notFoundHint')} />
  const act = async (path: string, body: object | undefined, done: string) => {
    try {
      await request('POST', `/removed-apps/${path}`, body === undefined ? {} : { body })
      await Promise.all([keys.removedApps, keys.me, keys.store].map(queryKey => client.invalidateQueries({ queryKey })))
      toast.done(done)
    } catch (caught) {
      toast.failed(caught)
    }
  }
  const purge = async ({ id, key, name }: RemovedApp) => {
    const named = label(name)
    const sure = await confirm({
      title: w('removed.ask', { name: named }),
      text: w('removed.askText'),
      action: w('removed.purge'),
      danger: true,
    })
    if (sure) await act(`${id}/purge`, { confirm: key }, w('removed.purged', { name: named }))
  }
  const told = ({ removedAt, removedBy, until }: RemovedApp): string => {
    const days = { when: agoText(removedAt, language), until: dateTimeText(until, me.user.zone).slice(0, 10) }
    return removedBy === null ? w('removed.when', days) : w('removed.by', { who: removedBy, ...days })
  }
  return (
    <div className="fw-page is-narrow">
      <PageHead title={w('removed.title')} hint={w('removed.lead')} />
      {error !== null && data === undefined ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton lines={4} height={44} />
      ) : data.apps.length === 0 ? (
        <div className="fw-card">
          <Empty icon="trash" title={w('removed.none')} hint={w('removed.noneHint')} />
        </div>
      ) : (
        <section className="fw-card">
          {data.apps.map(app => (
            <div key={app.id} className="fw-line fw-removed">
              <AppTile name={label(app.name)} seed={app.key} size={32} />
              <span className="fw-grow">
                <strong className="fw-cut">{label(app.name)}</strong>
                <small>{told(app)}</small>
              </span>
              <Button
                size="small"
                kind="primary"
                onClick={() =>
                  void act(`${app.id}/restore`, undefined, w('removed.restored', { name: label(app.name) }))
                }
              >
                {w('removed.restore')}
              </Button>
              <Button size="small" onClick={() => void purge(app)}>
                {w('removed.purge')}
              </Button>
            </div>
          ))}
        </section>
      )}
    </div>
  )
}
