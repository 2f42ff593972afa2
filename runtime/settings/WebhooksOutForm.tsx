import { Button, Checkbox, Form, Input, Popconfirm, Select, Switch } from 'antd'
import type { Form as FormDefinition } from '../../schemas/generated/definition.ts'
import { type WebhookEvent, webhookEvents } from '../../schemas/webhook-events.ts'
import { newKey, request } from '../api/client.ts'
import { connectionWords } from '../i18n/texts/connections.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { toast } from '../ui/toast.tsx'
import { SettingDrawer } from './SettingDrawer.tsx'
import type { WebhookDocument } from './webhookDocument.ts'

interface Values {
  readonly name: string
  readonly url: string
  readonly events: readonly WebhookEvent[]
  readonly forms?: readonly string[]
  readonly enabled?: boolean
}

interface WebhookFormProps {
  readonly base: string
  readonly forms: readonly Pick<FormDefinition, 'key' | 'name'>[]
  readonly webhook: WebhookDocument | undefined
  readonly onClose: () => void
  /** @param secret a new signing secret, to be shown once */
  readonly onSaved: (secret?: string) => void
}

/** Adds or changes an outgoing webhook. */
export function WebhookForm({ base, forms, webhook, onClose, onSaved }: WebhookFormProps) {
  const { label } = useText()
  const w = useWords(connectionWords)
  const one = `${base}/${webhook?.id ?? ''}`
  const done = (saved: { readonly secret?: string } | undefined): void => {
    onSaved(saved?.secret)
    toast.done(w('saved'))
    onClose()
  }
  const save = async ({ forms: only = [], enabled = true, ...values }: Values) => {
    const body = { ...values, forms: only.length === 0 ? null : only }
    done(
      webhook === undefined
        ? await request('POST', base, { body, key: newKey() })
        : await request('PATCH', one, { body: { ...body, enabled } }),
    )
  }
  return (
    <SettingDrawer<Values>
      title={w(webhook === undefined ? 'outAdd' : 'outEdit')}
      initial={
        webhook === undefined
          ? { events: ['record.created', 'record.updated'] }
          : { ...webhook, forms: webhook.forms ?? [] }
      }
      fieldOf={([field]) => field}
      onSave={save}
      onClose={onClose}
      acts={act =>
        webhook === undefined ? null : (
          <>
            <Popconfirm
              title={w('removeText', { name: webhook.name })}
              okText={w('remove')}
              onConfirm={() => void act(async () => done(await request('DELETE', one)))}
            >
              <Button danger>{w('remove')}</Button>
            </Popconfirm>
            <Popconfirm
              title={w('renewText')}
              okText={w('renew')}
              onConfirm={() => void act(async () => done(await request('POST', `${one}/secret`)))}
            >
              <Button>{w('renew')}</Button>
            </Popconfirm>
          </>
        )
      }
    >
      <Form.Item name="name" label={w('name')} rules={[{ required: true, message: '' }]}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="url" label={w('url')} rules={[{ required: true, message: '' }]}>
        <Input maxLength={2000} placeholder="https://erp.example.com/formwork" autoComplete="off" />
      </Form.Item>
      <Form.Item name="events" label={w('events')} rules={[{ required: true, message: '' }]}>
        <Checkbox.Group options={webhookEvents.map(value => ({ value, label: w(value) }))} className="fw-checks" />
      </Form.Item>
      <Form.Item name="forms" label={w('forms')}>
        <Select
          mode="multiple"
          placeholder={w('formsAll')}
          options={forms.map(({ key, name }) => ({ value: key, label: label(name) }))}
        />
      </Form.Item>
      {webhook === undefined ? null : (
        <Form.Item name="enabled" label={w('enabled')} valuePropName="checked">
          <Switch />
        </Form.Item>
      )}
    </SettingDrawer>
  )
}
