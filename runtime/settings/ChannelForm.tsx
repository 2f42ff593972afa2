import { Alert, Button, Drawer, Form, Input, InputNumber, Popconfirm, Select, Switch } from 'antd'
import { useState } from 'react'
import { ApiError } from '../api/apiError.ts'
import { request } from '../api/client.ts'
import { channelWords } from '../i18n/texts/channels.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { toast } from '../ui/toast.tsx'
import { ChannelTest } from './ChannelTest.tsx'
import type { ChannelDocument, ChannelField, ChannelKind } from './channelKinds.ts'

type Values = Readonly<Record<string, string | number | boolean | null | undefined>>

interface ChannelFormProps {
  readonly kind: ChannelKind
  readonly channel: ChannelDocument | undefined
  readonly onClose: () => void
  readonly onSaved: () => void
}

/** Sets one way of sending, and tries it. */
export function ChannelForm({ kind, channel, onClose, onSaved }: ChannelFormProps) {
  const { t } = useText()
  const w = useWords(channelWords)
  const [form] = Form.useForm<Values>()
  const [busy, setBusy] = useState(false)
  const path = `/channels/${kind.kind}`
  const save = async (values: Values) => {
    setBusy(true)
    try {
      await request('PUT', path, { body: bodyOf(kind, channel, values) })
      toast.done(w('saved'))
      onSaved()
      onClose()
    } catch (error) {
      if (error instanceof ApiError && error.errors.length > 0)
        form.setFields(error.errors.map(one => ({ name: one.path.split('/').at(-1) ?? '', errors: [one.message] })))
      else toast.failed(error)
    } finally {
      setBusy(false)
    }
  }
  const remove = async () => {
    try {
      await request('DELETE', path)
      toast.done(w('removed'))
      onSaved()
      onClose()
    } catch (error) {
      toast.failed(error)
    }
  }
  return (
    <Drawer
      open
      size={460}
      title={w(kind.kind)}
      onClose={onClose}
      footer={
        <div className="fw-row" style={{ justifyContent: 'flex-end' }}>
          {channel === undefined ? null : (
            <Popconfirm title={w('removeText')} okText={w('remove')} onConfirm={() => void remove()}>
              <Button danger>{w('remove')}</Button>
            </Popconfirm>
          )}
          <span className="fw-grow" />
          <Button onClick={onClose}>{t('word.cancel')}</Button>
          <Button type="primary" loading={busy} onClick={() => form.submit()}>
            {t('word.save')}
          </Button>
        </div>
      }
    >
      <Alert type="info" title={w(kind.hint)} style={{ marginBottom: 16 }} />
      {channel === undefined || !channel.enabled ? null : <ChannelTest path={path} group={kind.group ?? false} />}
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={initialOf(kind, channel)}
        onFinish={values => void save(values)}
      >
        {kind.fields.map(field => (
          <FieldItem key={field.name} field={field} stored={channel?.hasSecret ?? false} />
        ))}
        <Form.Item name="enabled" label={w('enabled')} valuePropName="checked">
          <Switch />
        </Form.Item>
      </Form>
    </Drawer>
  )
}

function FieldItem({ field, stored }: { readonly field: ChannelField; readonly stored: boolean }) {
  const w = useWords(channelWords)
  const { name, type, optional = false, hint, choices = [] } = field
  const kept = type === 'secret' && stored
  return (
    <Form.Item
      name={name}
      label={w(name)}
      extra={hint === undefined ? undefined : w(hint)}
      rules={[{ required: !optional && !kept, message: '' }]}
    >
      {type === 'number' ? (
        <InputNumber min={0} precision={0} controls={false} style={{ width: '100%' }} />
      ) : type === 'choice' ? (
        <Select options={choices.map(value => ({ value, label: w(value) }))} />
      ) : type === 'secret' ? (
        <Input.Password autoComplete="new-password" placeholder={kept ? w('stored') : undefined} />
      ) : (
        <Input autoComplete="off" maxLength={320} />
      )}
    </Form.Item>
  )
}

const initialOf = ({ fields }: ChannelKind, channel: ChannelDocument | undefined): Values => ({
  ...Object.fromEntries(fields.map(({ name, initial }) => [name, initial])),
  ...channel?.settings,
  enabled: channel?.enabled ?? true,
})

/** What stays blank is left out: a secret keeps what it was. */
function bodyOf({ fields }: ChannelKind, channel: ChannelDocument | undefined, values: Values): object {
  const given = (secret: boolean) =>
    Object.fromEntries(
      fields.flatMap(({ name, type }) => {
        const value = values[name]
        const text = typeof value === 'string' ? value.trim() : value
        return (type === 'secret') !== secret || text === undefined || text === null || text === ''
          ? []
          : [[name, text]]
      }),
    )
  const secrets = given(true)
  // An address of the service that somebody set over the API stays.
  const { base } = channel?.settings ?? {}
  return {
    settings: { ...(base === undefined ? {} : { base }), ...given(false) },
    enabled: values.enabled === true,
    ...(Object.keys(secrets).length === 0 ? {} : { secrets }),
  }
}
