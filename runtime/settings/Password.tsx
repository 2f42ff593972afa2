import { type FormEvent, useState } from 'react'
import { useNavigate } from 'react-router'
import { ApiError, messageOf } from '../api/apiError.ts'
import { request } from '../api/client.ts'
import type { Me } from '../api/types.ts'
import { useMe, useTakeMe } from '../app/session.tsx'
import { useText } from '../i18n/useText.ts'
import { PageHead, usePage } from '../shell/page.tsx'
import { Button } from '../ui/Button.tsx'
import { TextField } from '../ui/TextField.tsx'
import { toast } from '../ui/toast.tsx'

/** One's own password; other devices are signed out. */
export default function Password() {
  const { t } = useText()
  const me = useMe()
  const takeMe = useTakeMe()
  const navigate = useNavigate()
  usePage(t('password.title'), '/me')
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const errorOf = (name: string) =>
    error instanceof ApiError ? error.errors.find(({ path }) => path === `/password/${name}`)?.message : undefined
  const elsewhere = error !== undefined && errorOf('current') === undefined && errorOf('next') === undefined
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(undefined)
    try {
      takeMe(await request<Me>('PATCH', '/me', { body: { password: { current, next } } }))
      toast.done(t('password.changed'))
      void navigate('/')
    } catch (caught) {
      setError(caught)
      setBusy(false)
    }
  }
  return (
    <div className="fw-page is-narrow">
      <PageHead title={t('password.title')} />
      <form className="fw-section fw-stack" style={{ maxWidth: 420 }} onSubmit={event => void submit(event)}>
        <input type="hidden" autoComplete="username" value={me.user.login} readOnly />
        <TextField
          label={t('password.current')}
          type="password"
          autoComplete="current-password"
          required
          value={current}
          error={errorOf('current')}
          onChange={event => setCurrent(event.target.value)}
        />
        <TextField
          label={t('password.next')}
          hint={t('setup.passwordHint')}
          type="password"
          autoComplete="new-password"
          required
          minLength={8}
          value={next}
          error={errorOf('next')}
          onChange={event => setNext(event.target.value)}
        />
        {elsewhere ? (
          <p className="fw-note is-danger" role="alert">
            {messageOf(error)}
          </p>
        ) : null}
        <Button type="submit" kind="primary" busy={busy}>
          {t('password.title')}
        </Button>
      </form>
    </div>
  )
}
