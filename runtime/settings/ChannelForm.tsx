import { Alert, Button, Form, Input, InputNumber, Popconfirm, Select, Switch } from 'antd'
import { request } from '../api/client.ts'
import { channelWords } from '../i18n/texts/channels.ts'
import { useWords } from '../i18n/useWords.ts'
import { toast } from '../ui/toast.tsx'
import { ChannelTest } from './ChannelTest.tsx'
import type { ChannelDocument, ChannelField, ChannelKind } from './channelKinds.ts'
import { SettingDrawer } from './SettingDrawer.tsx'

type Values = Readonly<Record<string, string | number | boolean | null | undefined>>

interface ChannelFormProps {
  readonly kind: ChannelKind
  readonly channel: ChannelDocument | undefined
  readonly onClose: () => void
  readonly onSaved: () => void
}

/** Sets one way of sending, and tries it. */
export function ChannelForm({ kind, channel, onClose, onSaved }: ChannelFormProps) {
  const w = useWords(channelWords)
  const path = `/channels/${kind.kind}`
  const done = (said: 'saved' | 'removed'): void => {
    toast.done(w(said))
    onSaved()
    onClose()
  }
  const save = async (values: Values) => {
    await request('PUT', path, { body: bodyOf(kind, channel, values) })
    done('saved')
  }
  const remove = async () => {
    await request('DELETE', path)
    done('removed')
  }
  return (
    <SettingDrawer<Values>
      title={w(kind.kind)}
      initial={initialOf(kind, channel)}
      fieldOf={steps => steps.at(-1)}
      onSave={save}
      onClose={onClose}
      acts={act =>
        channel === undefined ? null : (
          <Popconfirm title={w('removeText')} okText={w('remove')} onConfirm={() => void act(remove)}>
            <Button danger>{w('remove')}</Button>
          </Popconfirm>
        )
      }
      above={
        <>
          <Alert type="info" title={w(kind.hint)} style={{ marginBottom: 16 }} />
          {channel === undefined || !channel.enabled ? null : <ChannelTest path={path} group={kind.group ?? false} />}
        </>
      }
    >
      {kind.fields.map(field => (
        <FieldItem key={field.name} field={field} stored={channel?.hasSecret ?? false} />
      ))}
      <Form.Item name="enabled" label={w('enabled')} valuePropName="checked">
        <Switch />
      </Form.Item>
    </SettingDrawer>
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
