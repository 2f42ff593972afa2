import { useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input, Modal, Popconfirm } from 'antd'
import { useState } from 'react'
import { request } from '../api/client.ts'
import { connectionWords } from '../i18n/texts/connections.ts'
import { useWords } from '../i18n/useWords.ts'
import { Icon } from '../ui/Icon.tsx'
import { Empty } from '../ui/states.tsx'
import { Tag } from '../ui/Tag.tsx'
import { toast } from '../ui/toast.tsx'

interface SecretsProps {
  readonly app: string
  readonly names: readonly string[]
  /** those the app's connectors name */
  readonly wanted: readonly string[]
  readonly cacheKey: readonly string[]
}

/** The secrets an app's connectors name: entered, replaced, removed, never read. */
export function WebhooksSecrets({ app, names, wanted, cacheKey }: SecretsProps) {
  const w = useWords(connectionWords)
  const client = useQueryClient()
  const [entering, setEntering] = useState<string>()
  const missing = wanted.filter(name => !names.includes(name))
  const changed = () => client.invalidateQueries({ queryKey: cacheKey })
  const remove = async (name: string) => {
    try {
      await request('DELETE', `/apps/${app}/secrets/${name}`)
      await changed()
    } catch (error) {
      toast.failed(error)
    }
  }
  return (
    <section className="fw-card">
      <header className="fw-connection-head">
        <div className="fw-grow">
          <h2>{w('secrets')}</h2>
          <p className="fw-hint">{w('secretsHint')}</p>
        </div>
        <Button onClick={() => setEntering('')}>{w('secretAdd')}</Button>
      </header>
      {names.length + missing.length === 0 ? <Empty small icon="key" title={w('secretsEmpty')} /> : null}
      {missing.map(name => (
        <div key={name} className="fw-line fw-connection">
          <Icon name="key" className="fw-faint" />
          <span className="fw-grow">
            <code>{name}</code>
          </span>
          <Tag color="orange">{w('secretMissing')}</Tag>
          <Button size="small" onClick={() => setEntering(name)}>
            {w('secretEnter')}
          </Button>
        </div>
      ))}
      {names.map(name => (
        <div key={name} className="fw-line fw-connection">
          <Icon name="key" className="fw-faint" />
          <span className="fw-grow">
            <code>{name}</code>
          </span>
          <Tag color="green">{w('secretStored')}</Tag>
          <span className="fw-line-acts">
            <Button size="small" onClick={() => setEntering(name)}>
              {w('secretChange')}
            </Button>
            <Popconfirm title={w('removeText', { name })} okText={w('remove')} onConfirm={() => void remove(name)}>
              <Button size="small" danger>
                {w('remove')}
              </Button>
            </Popconfirm>
          </span>
        </div>
      ))}
      {entering === undefined ? null : (
        <SecretForm
          app={app}
          name={entering}
          stored={names.includes(entering)}
          onClose={() => setEntering(undefined)}
          onSaved={() => {
            setEntering(undefined)
            void changed()
          }}
        />
      )}
    </section>
  )
}

interface SecretFormProps {
  readonly app: string
  /** '' = any */
  readonly name: string
  readonly stored: boolean
  readonly onClose: () => void
  readonly onSaved: () => void
}

function SecretForm({ app, name, stored, onClose, onSaved }: SecretFormProps) {
  const w = useWords(connectionWords)
  const [form] = Form.useForm<{ name: string; value: string }>()
  const save = async (values: { name: string; value: string }) => {
    try {
      await request('PUT', `/apps/${app}/secrets/${values.name}`, { body: { value: values.value } })
      toast.done(w('saved'))
      onSaved()
    } catch (error) {
      toast.failed(error)
    }
  }
  return (
    <Modal open title={w(stored ? 'secretChange' : 'secretAdd')} onOk={() => form.submit()} onCancel={onClose}>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ name }}
        onFinish={values => void save(values)}
      >
        <Form.Item
          name="name"
          label={w('secretName')}
          extra={w('secretNameHint')}
          rules={[{ required: true, pattern: /^[a-z][a-z0-9_]{0,47}$/, message: '' }]}
        >
          <Input disabled={name !== ''} autoComplete="off" />
        </Form.Item>
        <Form.Item name="value" label={w('secretValue')} rules={[{ required: true, message: '' }]}>
          <Input.Password autoComplete="new-password" maxLength={4000} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
