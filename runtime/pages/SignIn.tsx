import { type FormEvent, useEffect, useState } from 'react'
import { messageOf } from '../api/apiError.ts'
import { signIn, useTakeMe } from '../app/session.tsx'
import { useText } from '../i18n/useText.ts'
import { Button } from '../ui/Button.tsx'
import { TextField } from '../ui/TextField.tsx'
import { FirstFrame } from './FirstFrame.tsx'

/** Sign-in stands in place of any page, so that its address is kept. */
export function SignIn() {
  const { t } = useText()
  const takeMe = useTakeMe()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string>()
  useEffect(() => {
    document.title = `${t('signin.title')} · Formwork`
  }, [t])
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(undefined)
    try {
      takeMe(await signIn(login.trim(), password))
    } catch (caught) {
      setError(messageOf(caught))
      setBusy(false)
    }
  }
  return (
    <FirstFrame>
      <div className="fw-first-card">
        <h1 style={{ marginBottom: 20 }}>{t('signin.title')}</h1>
        <form onSubmit={event => void submit(event)}>
          <TextField
            label={t('signin.login')}
            autoComplete="username"
            autoCapitalize="none"
            required
            value={login}
            onChange={event => setLogin(event.target.value)}
          />
          <TextField
            label={t('signin.password')}
            type="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={event => setPassword(event.target.value)}
          />
          {error === undefined ? null : (
            <p className="fw-note is-danger" role="alert">
              {error}
            </p>
          )}
          <Button type="submit" kind="primary" size="large" wide busy={busy}>
            {t('signin.submit')}
          </Button>
        </form>
      </div>
    </FirstFrame>
  )
}
