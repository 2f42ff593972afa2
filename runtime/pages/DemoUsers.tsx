import { useState } from 'react'
import { useText } from '../i18n/useText.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { Button } from '../ui/Button.tsx'
import { ConfirmHost, confirm } from '../ui/confirm.tsx'
import { copyText } from '../ui/copyText.ts'
import { toast } from '../ui/toast.tsx'

export interface DemoUser {
  readonly name: string
  readonly login: string
  readonly password: string
  readonly title: string
}

/** The made accounts, shown once: copied or printed before one goes on. */
export function DemoUsers({ users, onDone }: { readonly users: readonly DemoUser[]; readonly onDone: () => void }) {
  const { t } = useText()
  const [kept, setKept] = useState(false)
  const copy = async () => {
    await copyText(users.map(user => [user.name, user.title, user.login, user.password].join('\t')).join('\n'))
    setKept(true)
    toast.done(t('word.copied'))
  }
  const next = async () => {
    if (kept || (await confirm({ title: t('setup.notCopied'), action: t('setup.toStore') }))) onDone()
  }
  return (
    <div className="fw-first-card">
      <h1>{t('setup.usersTitle')}</h1>
      <p>{t('setup.usersLead')}</p>
      <div className="fw-table-scroll">
        <table className="fw-plain-table">
          <thead>
            <tr>
              <th>{t('setup.person')}</th>
              <th>{t('setup.job')}</th>
              <th>{t('setup.login')}</th>
              <th>{t('setup.password')}</th>
            </tr>
          </thead>
          <tbody>
            {users.map(user => (
              <tr key={user.login}>
                <td>
                  <span className="fw-person">
                    <Avatar name={user.name} /> {user.name}
                  </span>
                </td>
                <td className="fw-muted">{user.title}</td>
                <td>
                  <code>{user.login}</code>
                </td>
                <td>
                  <code>{user.password}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="fw-row" style={{ marginTop: 20, flexWrap: 'wrap' }}>
        <Button icon="copy" onClick={() => void copy()}>
          {t('setup.copyAll')}
        </Button>
        <Button
          icon="print"
          onClick={() => {
            setKept(true)
            window.print()
          }}
        >
          {t('word.print')}
        </Button>
        <span className="fw-grow" />
        <Button kind="primary" onClick={() => void next()}>
          {t('setup.toStore')}
        </Button>
      </div>
      <ConfirmHost />
    </div>
  )
}
