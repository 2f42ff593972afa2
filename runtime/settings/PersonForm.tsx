import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Checkbox, Drawer, Form, Input, Popconfirm, Select } from 'antd'
import { useState } from 'react'
import { get, newKey, request } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { Person, RoleDocument } from '../api/types.ts'
import { useDirectory } from '../app/directory.ts'
import { useMe } from '../app/session.tsx'
import { useText } from '../i18n/useText.ts'
import { toast } from '../ui/toast.tsx'
import { SettingDrawer } from './SettingDrawer.tsx'

interface Values {
  readonly name: string
  readonly login?: string
  readonly title?: string | null
  readonly department?: string | null
  readonly manager?: string | null
  readonly admin?: boolean
  readonly password?: string
  readonly roles?: Readonly<Record<string, readonly string[]>>
}

/** Adds or changes a person: who he is, where he stands, what he may do. */
export function PersonForm({ person, onClose }: { readonly person: Person | undefined; readonly onClose: () => void }) {
  const { t } = useText()
  const client = useQueryClient()
  const [shown, setShown] = useState<{ readonly name: string; readonly password: string }>()
  const send = async (body: object) => {
    const saved =
      person === undefined
        ? await request<Person & { password?: string }>('POST', '/users', { body, key: newKey() })
        : await request<Person & { password?: string }>('PATCH', `/users/${person.id}`, { body })
    await client.invalidateQueries({ queryKey: keys.directory })
    toast.done(t('people.saved', { name: saved.name }))
    if (saved.password === undefined) onClose()
    else setShown({ name: saved.name, password: saved.password })
  }
  const save = ({ password = '', login, title, department, manager, admin, ...values }: Values) =>
    send({
      ...values,
      ...{ title: title ?? '', department: department ?? null, manager: manager ?? null, admin: admin === true },
      ...(person === undefined ? { login } : {}),
      ...(password === '' ? {} : { password }),
    })
  if (shown !== undefined) return <PasswordOnce {...shown} onClose={onClose} />
  return (
    <SettingDrawer<Values>
      title={t(person === undefined ? 'people.add' : 'people.edit')}
      initial={person ?? {}}
      onSave={save}
      onClose={onClose}
      acts={act =>
        person === undefined ? null : (
          <ActiveButton
            active={person.active}
            name={person.name}
            onChange={active => void act(() => send({ active }))}
          />
        )
      }
    >
      <Form.Item name="name" label={t('people.name')} rules={[{ required: true, message: '' }]}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item
        name="login"
        label={t('people.login')}
        extra={t('setup.loginHint')}
        rules={[{ required: person === undefined, message: '' }]}
      >
        <Input disabled={person !== undefined} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="password"
        label={t(person === undefined ? 'signin.password' : 'people.resetPassword')}
        extra={person === undefined ? t('people.passwordBlank') : undefined}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <PlaceFields person={person} />
      <Form.Item name="admin" valuePropName="checked" extra={t('people.adminHint')}>
        <Checkbox>{t('people.admin')}</Checkbox>
      </Form.Item>
      <RoleFields />
    </SettingDrawer>
  )
}

function PlaceFields({ person }: { readonly person: Person | undefined }) {
  const { t } = useText()
  const { people, departments } = useDirectory()
  const search = { showSearch: { optionFilterProp: 'label' }, allowClear: true } as const
  return (
    <>
      <Form.Item name="title" label={t('people.job')}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="department" label={t('people.department')}>
        <Select {...search} options={[...departments.values()].map(({ id, name }) => ({ value: id, label: name }))} />
      </Form.Item>
      <Form.Item name="manager" label={t('people.manager')}>
        <Select
          {...search}
          options={[...people.values()]
            .filter(({ id, active }) => active && id !== person?.id)
            .map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
    </>
  )
}

function RoleFields() {
  const { t, label } = useText()
  const me = useMe()
  const { data } = useQuery({
    queryKey: [...keys.directory, 'roles'],
    queryFn: ({ signal }) => get<{ roles: readonly RoleDocument[] }>('/roles', signal),
  })
  const apps = me.apps.filter(app => (data?.roles ?? []).some(role => role.app === app.key))
  if (apps.length === 0) return null
  return (
    <fieldset>
      <legend className="fw-label">{t('people.roles')}</legend>
      {apps.map(app => (
        <Form.Item key={app.key} name={['roles', app.key]} label={label(app.name)}>
          <Select
            mode="multiple"
            placeholder={t('people.noRoles')}
            options={(data?.roles ?? [])
              .filter(role => role.app === app.key)
              .map(role => ({ value: role.key, label: label(role.label) }))}
          />
        </Form.Item>
      ))}
    </fieldset>
  )
}

interface ActiveButtonProps {
  readonly active: boolean
  readonly name: string
  readonly onChange: (active: boolean) => void
}

function ActiveButton({ active, name, onChange }: ActiveButtonProps) {
  const { t } = useText()
  if (!active) return <Button onClick={() => onChange(true)}>{t('people.activate')}</Button>
  return (
    <Popconfirm
      title={t('people.deactivateText', { name })}
      okText={t('people.deactivate')}
      onConfirm={() => onChange(false)}
    >
      <Button danger>{t('people.deactivate')}</Button>
    </Popconfirm>
  )
}

/** A made password: shown now, never again. */
function PasswordOnce({
  name,
  password,
  onClose,
}: {
  readonly name: string
  readonly password: string
  readonly onClose: () => void
}) {
  const { t } = useText()
  return (
    <Drawer
      open
      size={460}
      title={t('people.newPassword')}
      onClose={onClose}
      footer={<Button onClick={onClose}>{t('word.close')}</Button>}
    >
      <Alert
        type="warning"
        showIcon
        title={t('people.passwordOnce', { name })}
        description={<code className="fw-secret">{password}</code>}
      />
    </Drawer>
  )
}
