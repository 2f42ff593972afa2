import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Checkbox, Drawer, Form, Input, Popconfirm, Select } from 'antd'
import { useState } from 'react'
import { ApiError } from '../api/apiError.ts'
import { get, newKey, request } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { Person, RoleDocument } from '../api/types.ts'
import { useDirectory } from '../app/directory.ts'
import { useMe } from '../app/session.tsx'
import { useText } from '../i18n/useText.ts'
import { toast } from '../ui/toast.tsx'

interface Values {
  readonly name: string
  readonly login?: string
  readonly title?: string
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
  const [form] = Form.useForm<Values>()
  const [busy, setBusy] = useState(false)
  const [shown, setShown] = useState<{ readonly name: string; readonly password: string }>()
  const send = async (body: object) => {
    setBusy(true)
    try {
      const saved =
        person === undefined
          ? await request<Person & { password?: string }>('POST', '/users', { body, key: newKey() })
          : await request<Person & { password?: string }>('PATCH', `/users/${person.id}`, { body })
      await client.invalidateQueries({ queryKey: keys.directory })
      toast.done(t('people.saved', { name: saved.name }))
      if (saved.password === undefined) onClose()
      else setShown({ name: saved.name, password: saved.password })
    } catch (error) {
      const single = error instanceof ApiError ? error.errors.filter(({ path }) => path !== '') : []
      if (single.length === 0) toast.failed(error)
      form.setFields(
        single.map(({ path, message }) => ({ name: path.split('/').slice(1) as never, errors: [message] })),
      )
    } finally {
      setBusy(false)
    }
  }
  const submit = ({ password, login, ...values }: Values) =>
    send({
      ...Object.fromEntries(
        Object.entries(values).map(([name, value]) => [name, value ?? (name === 'title' ? '' : null)]),
      ),
      ...(person === undefined ? { login } : {}),
      ...(password === undefined || password === '' ? {} : { password }),
    })
  if (shown !== undefined) return <PasswordOnce {...shown} onClose={onClose} />
  return (
    <Drawer
      open
      size={460}
      title={t(person === undefined ? 'people.add' : 'people.edit')}
      onClose={onClose}
      footer={
        <div className="fw-row" style={{ justifyContent: 'flex-end' }}>
          {person === undefined ? null : <ActiveButton person={person} send={send} />}
          <span className="fw-grow" />
          <Button onClick={onClose}>{t('word.cancel')}</Button>
          <Button type="primary" loading={busy} onClick={() => form.submit()}>
            {t('word.save')}
          </Button>
        </div>
      }
    >
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={person ?? {}}
        onFinish={values => void submit(values)}
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
      </Form>
    </Drawer>
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

function ActiveButton({ person, send }: { readonly person: Person; readonly send: (body: object) => Promise<void> }) {
  const { t } = useText()
  if (!person.active) return <Button onClick={() => void send({ active: true })}>{t('people.activate')}</Button>
  return (
    <Popconfirm
      title={t('people.deactivateText', { name: person.name })}
      okText={t('people.deactivate')}
      onConfirm={() => void send({ active: false })}
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
