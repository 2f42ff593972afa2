import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Drawer } from 'antd'
import { useState } from 'react'
import type { Form as FormDefinition } from '../../schemas/generated/definition.ts'
import { get, request } from '../api/client.ts'
import { connectionWords } from '../i18n/texts/connections.ts'
import { useWords } from '../i18n/useWords.ts'
import { Icon } from '../ui/Icon.tsx'
import { Empty, Failed, Skeleton } from '../ui/states.tsx'
import { Tag } from '../ui/Tag.tsx'
import { toast } from '../ui/toast.tsx'
import { Deliveries } from './ChannelsDeliveries.tsx'
import { WebhookForm } from './WebhooksOutForm.tsx'
import { SecretOnce } from './WebhooksSecret.tsx'
import type { WebhookDocument } from './webhookDocument.ts'

type Forms = readonly Pick<FormDefinition, 'key' | 'name'>[]

/** The webhooks of an app: whom it tells of what. */
export function WebhooksOut({ app, forms }: { readonly app: string; readonly forms: Forms }) {
  const w = useWords(connectionWords)
  const client = useQueryClient()
  const base = `/apps/${app}/webhooks`
  const key = ['connections', app, 'webhooks']
  const [editing, setEditing] = useState<WebhookDocument | 'new'>()
  const [secret, setSecret] = useState<string>()
  const [log, setLog] = useState<WebhookDocument>()
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<{ webhooks: readonly WebhookDocument[] }>(base, signal),
  })
  const test = async ({ id }: WebhookDocument) => {
    try {
      await request('POST', `${base}/${id}/test`)
      toast.done(w('tested'))
    } catch (caught) {
      toast.failed(caught)
    }
  }
  return (
    <section className="fw-card">
      <header className="fw-connection-head">
        <div className="fw-grow">
          <h2>{w('out')}</h2>
          <p className="fw-hint">{w('outHint')}</p>
        </div>
        <Button onClick={() => setEditing('new')}>{w('outAdd')}</Button>
      </header>
      {secret === undefined ? null : <SecretOnce secret={secret} />}
      {error !== null && data === undefined ? <Failed error={error} retry={() => void refetch()} /> : null}
      {data === undefined && error === null ? <Skeleton lines={2} height={40} /> : null}
      {data?.webhooks.length === 0 ? <Empty small icon="send" title={w('outEmpty')} /> : null}
      {data?.webhooks.map(webhook => (
        <Line
          key={webhook.id}
          webhook={webhook}
          onEdit={() => setEditing(webhook)}
          onTest={() => void test(webhook)}
          onLog={() => setLog(webhook)}
        />
      ))}
      {editing === undefined ? null : (
        <WebhookForm
          base={base}
          forms={forms}
          webhook={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
          onSaved={made => {
            if (made !== undefined) setSecret(made)
            void client.invalidateQueries({ queryKey: key })
          }}
        />
      )}
      {log === undefined ? null : (
        <Drawer open size={920} title={`${w('log')} · ${log.name}`} onClose={() => setLog(undefined)}>
          <Deliveries webhook={log.id} />
        </Drawer>
      )}
    </section>
  )
}

interface LineProps {
  readonly webhook: WebhookDocument
  readonly onEdit: () => void
  readonly onTest: () => void
  readonly onLog: () => void
}

function Line({ webhook, onEdit, onTest, onLog }: LineProps) {
  const w = useWords(connectionWords)
  return (
    <div className="fw-line fw-connection">
      <Icon name="send" className="fw-faint" />
      <button type="button" className="fw-plain-button fw-grow fw-start" onClick={onEdit}>
        <strong>{webhook.name}</strong>
        <small>
          <code>{webhook.url}</code>
        </small>
        <small>{webhook.events.map(event => w(event)).join(' · ')}</small>
      </button>
      <Tag color={webhook.enabled ? 'green' : 'grey'}>{w(webhook.enabled ? 'on' : 'off')}</Tag>
      <span className="fw-line-acts">
        <Button size="small" disabled={!webhook.enabled} onClick={onTest}>
          {w('test')}
        </Button>
        <Button size="small" onClick={onLog}>
          {w('log')}
        </Button>
      </span>
    </div>
  )
}
