import { type FormEvent, useState } from 'react'
import { useNavigate } from 'react-router'
import { ApiError, messageOf } from '../api/apiError.ts'
import { request } from '../api/client.ts'
import type { Me } from '../api/types.ts'
import { useTakeMe } from '../app/session.tsx'
import { useText } from '../i18n/useText.ts'
import { Button } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Tag } from '../ui/Tag.tsx'
import { TextField } from '../ui/TextField.tsx'
import { ToastHost, toast } from '../ui/toast.tsx'
import { type DemoUser, DemoUsers } from './DemoUsers.tsx'
import { FirstFrame } from './FirstFrame.tsx'

type Step =
  | { readonly at: 'admin' }
  | { readonly at: 'choice'; readonly me: Me }
  | { readonly at: 'users'; readonly me: Me; readonly users: readonly DemoUser[] }

/** The first page on an empty database: administrator, then how to begin. */
export function Setup() {
  const takeMe = useTakeMe()
  const navigate = useNavigate()
  const [step, setStep] = useState<Step>({ at: 'admin' })
  const finish = (me: Me, path: string) => {
    takeMe(me)
    void navigate(path)
  }
  return (
    <FirstFrame wide={step.at !== 'admin'}>
      {step.at === 'admin' ? <CreateAdministrator onDone={me => setStep({ at: 'choice', me })} /> : null}
      {step.at === 'choice' ? (
        <HowToBegin
          onDemo={users => setStep({ at: 'users', me: step.me, users })}
          onEmpty={() => finish(step.me, '/store')}
        />
      ) : null}
      {step.at === 'users' ? <DemoUsers users={step.users} onDone={() => finish(step.me, '/store')} /> : null}
      <ToastHost />
    </FirstFrame>
  )
}

const fields = ['organisation', 'name', 'login', 'password'] as const
type FieldName = (typeof fields)[number]

function CreateAdministrator({ onDone }: { readonly onDone: (me: Me) => void }) {
  const { t, language } = useText()
  const [values, setValues] = useState<Readonly<Record<FieldName, string>>>({
    organisation: '',
    name: '',
    login: '',
    password: '',
  })
  const [shown, setShown] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const errorOf = (name: FieldName) =>
    error instanceof ApiError ? error.errors.find(({ path }) => path === `/${name}`)?.message : undefined
  const elsewhere = error !== undefined && !fields.some(name => errorOf(name) !== undefined)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(undefined)
    try {
      const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
      onDone(await request<Me>('POST', '/setup', { body: { ...values, login: values.login.trim(), language, zone } }))
    } catch (caught) {
      setError(caught)
      setBusy(false)
    }
  }
  const field = (name: FieldName) => ({
    name,
    required: true,
    value: values[name],
    error: errorOf(name),
    onChange: (event: { target: { value: string } }) => setValues({ ...values, [name]: event.target.value }),
  })
  return (
    <div className="fw-first-card">
      <h1>{t('setup.title')}</h1>
      <p>{t('setup.lead')}</p>
      <form onSubmit={event => void submit(event)}>
        <TextField label={t('setup.organisation')} autoComplete="organization" {...field('organisation')} />
        <TextField label={t('setup.name')} autoComplete="name" {...field('name')} />
        <TextField
          label={t('setup.login')}
          hint={t('setup.loginHint')}
          autoComplete="username"
          autoCapitalize="none"
          {...field('login')}
        />
        <TextField
          label={t('setup.password')}
          hint={t('setup.passwordHint')}
          type={shown ? 'text' : 'password'}
          autoComplete="new-password"
          minLength={8}
          {...field('password')}
        />
        <label className="fw-check">
          <input type="checkbox" checked={shown} onChange={event => setShown(event.target.checked)} />
          {t('setup.showPassword')}
        </label>
        {elsewhere ? (
          <p className="fw-note is-danger" role="alert">
            {messageOf(error)}
          </p>
        ) : null}
        <Button type="submit" kind="primary" size="large" wide busy={busy}>
          {t('setup.create')}
        </Button>
      </form>
    </div>
  )
}

function HowToBegin({
  onDemo,
  onEmpty,
}: {
  readonly onDemo: (users: readonly DemoUser[]) => void
  readonly onEmpty: () => void
}) {
  const { t } = useText()
  const [busy, setBusy] = useState(false)
  const demo = async () => {
    setBusy(true)
    try {
      onDemo((await request<{ users: readonly DemoUser[] }>('POST', '/setup/demo')).users)
    } catch (error) {
      setBusy(false)
      toast.failed(error)
    }
  }
  return (
    <div className="fw-first-card">
      <h1>{t('setup.chooseTitle')}</h1>
      <p>{t('setup.chooseLead')}</p>
      <div className="fw-choices">
        <button
          type="button"
          className="fw-choice is-first"
          disabled={busy}
          aria-busy={busy}
          onClick={() => void demo()}
        >
          <Icon name="people" size={26} />
          <strong>
            {t('setup.demo')}
            <Tag color="blue">{t('setup.recommended')}</Tag>
          </strong>
          <p>{t('setup.demoHint')}</p>
        </button>
        <button type="button" className="fw-choice" disabled={busy} onClick={onEmpty}>
          <Icon name="form" size={26} />
          <strong>{t('setup.empty')}</strong>
          <p>{t('setup.emptyHint')}</p>
        </button>
      </div>
    </div>
  )
}
