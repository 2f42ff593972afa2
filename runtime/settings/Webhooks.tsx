import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import '../styles/outside.css'
import type { Connector } from '../../schemas/generated/definition.ts'
import { AntdScope } from '../AntdScope.tsx'
import { get, request } from '../api/client.ts'
import { useOpenApp } from '../app/appContext.tsx'
import { useMe } from '../app/session.tsx'
import { connectionWords } from '../i18n/texts/connections.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { PageHead, usePage } from '../shell/page.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Empty, Failed, Skeleton } from '../ui/states.tsx'
import { toast } from '../ui/toast.tsx'
import { WebhooksIn } from './WebhooksIn.tsx'
import { WebhooksOut } from './WebhooksOut.tsx'
import { WebhooksSecrets } from './WebhooksSecrets.tsx'

interface OutsideDocument {
  readonly hosts: readonly string[]
  readonly secrets: readonly string[]
}

/** What an app and other systems tell each other, for administrators. */
export default function Webhooks() {
  const { t, label } = useText()
  const w = useWords(connectionWords)
  const app = useOpenApp()
  const me = useMe()
  const connectors = app.visible.definition.connectors ?? []
  usePage(t('nav.connections'), `/a/${app.key}`)
  const key = ['connections', app.key, 'outside']
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<OutsideDocument>(`/apps/${app.key}/outside`, signal),
    enabled: me.user.admin,
  })
  if (!me.user.admin) return <Empty icon="link" title={t('page.notFound')} hint={t('page.notFoundHint')} />
  if (error !== null && data === undefined) return <Failed error={error} retry={() => void refetch()} />
  return (
    <AntdScope>
      <div className="fw-page is-narrow">
        <PageHead title={w('title')} hint={`${label(app.visible.definition.name)} · ${w('lead')}`} />
        {data === undefined ? (
          <Skeleton lines={6} height={40} />
        ) : (
          <div className="fw-connections">
            <Hosts app={app.key} hosts={data.hosts} wanted={wantedHosts(connectors)} cacheKey={key} />
            <WebhooksOut app={app.key} forms={app.visible.definition.forms} />
            <WebhooksIn app={app.key} connectors={connectors} />
            <WebhooksSecrets app={app.key} names={data.secrets} wanted={wantedSecrets(connectors)} cacheKey={key} />
          </div>
        )}
      </div>
    </AntdScope>
  )
}

/** What the app's connectors name: nothing of it works before an administrator allows the host and enters the secret. */
const wantedHosts = (connectors: readonly Connector[]): string[] => [
  ...new Set(connectors.flatMap(one => (one.kind === 'http' ? [new URL(one.host).hostname] : []))),
]
const wantedSecrets = (connectors: readonly Connector[]): string[] => [
  ...new Set(connectors.flatMap(one => (one.kind === 'http' && one.auth !== undefined ? [one.auth.secret] : []))),
]

interface HostsProps {
  readonly app: string
  readonly hosts: readonly string[]
  readonly wanted: readonly string[]
  readonly cacheKey: readonly string[]
}

function Hosts({ app, hosts, wanted, cacheKey }: HostsProps) {
  const w = useWords(connectionWords)
  const client = useQueryClient()
  const save = async (next: readonly string[]) => {
    try {
      const body = { hosts: next.map(host => host.trim().toLowerCase()) }
      client.setQueryData(cacheKey, await request('PUT', `/apps/${app}/outside`, { body }))
      toast.done(w('saved'))
    } catch (error) {
      toast.failed(error)
    }
  }
  return (
    <section className="fw-card">
      <header className="fw-connection-head">
        <div>
          <h2>{w('hosts')}</h2>
          <p className="fw-hint">{w('hostsHint')}</p>
        </div>
      </header>
      <div className="fw-hosts">
        {wanted
          .filter(host => !hosts.includes(host))
          .map(host => (
            <p key={host} className="fw-row fw-wanted">
              <Icon name="alert" size={16} className="fw-faint" />
              <span className="fw-grow">{w('hostWanted', { host })}</span>
              <Button size="small" onClick={() => void save([...hosts, host])}>
                {w('hostAllow')}
              </Button>
            </p>
          ))}
        <Select
          mode="tags"
          open={false}
          suffixIcon={null}
          style={{ width: '100%' }}
          aria-label={w('hosts')}
          placeholder={w('hostAdd')}
          tokenSeparators={[' ', ',']}
          value={[...hosts]}
          onChange={(next: string[]) => void save(next)}
        />
      </div>
    </section>
  )
}
