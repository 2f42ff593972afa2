import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Form, Input, InputNumber, Modal, Popconfirm, Segmented, Select, Table } from 'antd'
import { useState } from 'react'
import { AntdScope } from '../AntdScope.tsx'
import { get, request } from '../api/client.ts'
import type { TokenDocument } from '../api/types.ts'
import { agoText, dateTimeText } from '../app/format.ts'
import { useMe } from '../app/session.tsx'
import { useText } from '../i18n/useText.ts'
import { PageHead, usePage } from '../shell/page.tsx'
import { copyText } from '../ui/copyText.ts'
import { Empty } from '../ui/states.tsx'
import { toast } from '../ui/toast.tsx'
import { useIsPhone } from '../ui/useMedia.ts'

const KEY = ['tokens'] as const

/** One's own API tokens. */
export default function Tokens() {
  const { t, language } = useText()
  const me = useMe()
  const phone = useIsPhone()
  usePage(t('tokens.title'), '/me')
  const client = useQueryClient()
  const [adding, setAdding] = useState(false)
  const [made, setMade] = useState<string>()
  const { data, isPending } = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => get<{ tokens: readonly TokenDocument[] }>('/tokens', signal),
  })
  const revoke = async (token: TokenDocument) => {
    try {
      await request('DELETE', `/tokens/${token.id}`)
      await client.invalidateQueries({ queryKey: KEY })
    } catch (error) {
      toast.failed(error)
    }
  }
  return (
    <AntdScope>
      <div className="fw-page is-narrow">
        <PageHead title={t('tokens.title')} hint={t('tokens.lead')}>
          <Button type="primary" onClick={() => setAdding(true)}>
            {t('tokens.add')}
          </Button>
        </PageHead>
        {made === undefined ? null : (
          <Alert
            type="warning"
            showIcon
            style={{ marginBottom: 16 }}
            title={t('tokens.once')}
            description={<code className="fw-secret">{made}</code>}
            action={
              <Button onClick={() => void copyText(made).then(() => toast.done(t('word.copied')))}>
                {t('word.copy')}
              </Button>
            }
          />
        )}
        {data?.tokens.length === 0 ? (
          <div className="fw-card">
            <Empty icon="key" title={t('tokens.empty')} hint={t('tokens.lead')} />
          </div>
        ) : (
          <Table<TokenDocument>
            className="fw-card fw-antd-table"
            rowKey="id"
            loading={isPending}
            pagination={false}
            scroll={phone ? { x: 560 } : {}}
            dataSource={[...(data?.tokens ?? [])]}
            columns={[
              { title: t('tokens.name'), dataIndex: 'name' },
              {
                title: t('tokens.scope'),
                render: (_, token) => t(token.scopes.includes('write') ? 'tokens.write' : 'tokens.read'),
              },
              { title: t('tokens.apps'), render: (_, token) => token.apps?.join(', ') ?? t('tokens.allApps') },
              {
                title: t('tokens.expires'),
                render: (_, token) =>
                  token.expiresAt === null ? '—' : dateTimeText(token.expiresAt, me.user.zone).slice(0, 10),
              },
              {
                title: t('tokens.lastUsed'),
                render: (_, token) =>
                  token.lastUsedAt === null ? t('tokens.never') : agoText(token.lastUsedAt, language),
              },
              {
                align: 'end',
                render: (_, token) => (
                  <Popconfirm
                    title={t('tokens.revokeText', { name: token.name })}
                    okText={t('tokens.revoke')}
                    onConfirm={() => void revoke(token)}
                  >
                    <Button type="link" danger>
                      {t('tokens.revoke')}
                    </Button>
                  </Popconfirm>
                ),
              },
            ]}
          />
        )}
        {adding ? (
          <TokenForm
            onClose={() => setAdding(false)}
            onMade={token => {
              setAdding(false)
              setMade(token)
              void client.invalidateQueries({ queryKey: KEY })
            }}
          />
        ) : null}
      </div>
    </AntdScope>
  )
}

interface Wish {
  readonly name: string
  readonly scope: 'read' | 'write'
  readonly apps?: readonly string[]
  readonly days: number
}

function TokenForm({ onClose, onMade }: { readonly onClose: () => void; readonly onMade: (token: string) => void }) {
  const { t, label } = useText()
  const me = useMe()
  const [form] = Form.useForm<Wish>()
  const submit = async ({ name, scope, apps = [], days }: Wish) => {
    try {
      const body = { name, scopes: [scope], days, ...(apps.length === 0 ? {} : { apps }) }
      onMade((await request<TokenDocument>('POST', '/tokens', { body })).token ?? '')
    } catch (error) {
      toast.failed(error)
    }
  }
  return (
    <Modal open title={t('tokens.add')} okText={t('tokens.add')} onOk={() => form.submit()} onCancel={onClose}>
      <Form<Wish>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ scope: 'read', days: 90 }}
        onFinish={values => void submit(values)}
      >
        <Form.Item name="name" label={t('tokens.name')} rules={[{ required: true, message: '' }]}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="scope" label={t('tokens.scope')}>
          <Segmented
            options={[
              { value: 'read', label: t('tokens.read') },
              { value: 'write', label: t('tokens.write') },
            ]}
          />
        </Form.Item>
        <Form.Item name="apps" label={t('tokens.apps')}>
          <Select
            mode="multiple"
            placeholder={t('tokens.allApps')}
            options={me.apps.map(app => ({ value: app.key, label: label(app.name) }))}
          />
        </Form.Item>
        <Form.Item name="days" label={t('tokens.days')}>
          <InputNumber min={1} max={365} precision={0} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
