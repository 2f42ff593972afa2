import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input, Popconfirm, Select, Switch } from 'antd'
import { useState } from 'react'
import type { Connector } from '../../schemas/generated/definition.ts'
import { get, newKey, request } from '../api/client.ts'
import { agoText } from '../app/format.ts'
import { connectionWords } from '../i18n/texts/connections.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { copyText } from '../ui/copyText.ts'
import { Icon } from '../ui/Icon.tsx'
import { Empty, Failed, Skeleton } from '../ui/states.tsx'
import { Tag } from '../ui/Tag.tsx'
import { toast } from '../ui/toast.tsx'
import { SettingDrawer } from './SettingDrawer.tsx'
import { SecretOnce } from './WebhooksSecret.tsx'

interface HookDocument {
  readonly id: string
  readonly name: string
  readonly connector: string | null
  readonly enabled: boolean
  readonly address: string
  readonly lastAt: string | null
}

/** The addresses at which other systems tell an app something. */
export function WebhooksIn({ app, connectors }: { readonly app: string; readonly connectors: readonly Connector[] }) {
  const w = useWords(connectionWords)
  const client = useQueryClient()
  const base = `/apps/${app}/hooks`
  const key = ['connections', app, 'hooks']
  const [editing, setEditing] = useState<HookDocument | 'new'>()
  const [secret, setSecret] = useState<string>()
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<{ hooks: readonly HookDocument[] }>(base, signal),
  })
  return (
    <section className="fw-card">
      <header className="fw-connection-head">
        <div className="fw-grow">
          <h2>{w('in')}</h2>
          <p className="fw-hint">{w('inHint')}</p>
        </div>
        <Button onClick={() => setEditing('new')}>{w('inAdd')}</Button>
      </header>
      {secret === undefined ? null : <SecretOnce secret={secret} />}
      {error !== null && data === undefined ? <Failed error={error} retry={() => void refetch()} /> : null}
      {data === undefined && error === null ? <Skeleton lines={2} height={40} /> : null}
      {data?.hooks.length === 0 ? <Empty small icon="link" title={w('inEmpty')} /> : null}
      {data?.hooks.map(hook => (
        <HookLine key={hook.id} hook={hook} onEdit={() => setEditing(hook)} />
      ))}
      {editing === undefined ? null : (
        <HookForm
          base={base}
          connectors={connectors}
          hook={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
          onSaved={made => {
            if (made !== undefined) setSecret(made)
            void client.invalidateQueries({ queryKey: key })
          }}
        />
      )}
    </section>
  )
}

function HookLine({ hook, onEdit }: { readonly hook: HookDocument; readonly onEdit: () => void }) {
  const { t, language } = useText()
  const w = useWords(connectionWords)
  const { name, address, enabled, lastAt } = hook
  return (
    <div className="fw-line fw-connection">
      <Icon name="link" className="fw-faint" />
      <button type="button" className="fw-plain-button fw-grow fw-start" onClick={onEdit}>
        <strong>{name}</strong>
        <small>
          <code>{address}</code>
        </small>
        <small>{lastAt === null ? w('never') : w('lastAt', { ago: agoText(lastAt, language) })}</small>
      </button>
      <Tag color={enabled ? 'green' : 'grey'}>{w(enabled ? 'on' : 'off')}</Tag>
      <Button size="small" onClick={() => void copyText(address).then(() => toast.done(t('word.copied')))}>
        {t('word.copy')}
      </Button>
    </div>
  )
}

interface Values {
  readonly name: string
  readonly connector?: string | null
  readonly enabled?: boolean
}

interface HookFormProps {
  readonly base: string
  readonly connectors: readonly Connector[]
  readonly hook: HookDocument | undefined
  readonly onClose: () => void
  readonly onSaved: (secret?: string) => void
}

function HookForm({ base, connectors, hook, onClose, onSaved }: HookFormProps) {
  const { label } = useText()
  const w = useWords(connectionWords)
  const one = `${base}/${hook?.id ?? ''}`
  const done = (saved: { readonly secret?: string } | undefined): void => {
    onSaved(saved?.secret)
    toast.done(w('saved'))
    onClose()
  }
  const save = async ({ name, connector, enabled = true }: Values) => {
    const body = { name, connector: connector ?? null }
    done(
      hook === undefined
        ? await request('POST', base, { body, key: newKey() })
        : await request('PATCH', one, { body: { ...body, enabled } }),
    )
  }
  return (
    <SettingDrawer<Values>
      title={w(hook === undefined ? 'inAdd' : 'inEdit')}
      initial={hook ?? {}}
      onSave={save}
      onClose={onClose}
      acts={act =>
        hook === undefined ? null : (
          <Popconfirm
            title={w('renewText')}
            okText={w('renew')}
            onConfirm={() => void act(async () => done(await request('POST', `${one}/secret`)))}
          >
            <Button>{w('renew')}</Button>
          </Popconfirm>
        )
      }
    >
      <Form.Item name="name" label={w('name')} rules={[{ required: true, message: '' }]}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="connector" label={w('connector')} extra={w('connectorHint')}>
        <Select
          allowClear
          placeholder={w('connectorNone')}
          options={connectors
            .filter(({ kind }) => kind === 'webhook')
            .map(({ key, name }) => ({ value: key, label: name === undefined ? key : label(name) }))}
        />
      </Form.Item>
      {hook === undefined ? null : (
        <Form.Item name="enabled" label={w('enabled')} valuePropName="checked">
          <Switch />
        </Form.Item>
      )}
    </SettingDrawer>
  )
}
