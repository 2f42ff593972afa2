import { useState } from 'react'
import { request } from '../api/client.ts'
import { dateTimeText } from '../app/format.ts'
import { useMe } from '../app/session.tsx'
import { storeSettingWords } from '../i18n/texts/storeSettings.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { Button } from '../ui/Button.tsx'
import { confirm } from '../ui/confirm.tsx'
import { copyText } from '../ui/copyText.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { Icon } from '../ui/Icon.tsx'
import { TextField } from '../ui/TextField.tsx'
import { toast } from '../ui/toast.tsx'
import type { StoreSettingsDocument } from './settings.ts'

interface OfferingProps {
  readonly settings: StoreSettingsDocument
  readonly change: (method: string, path: string, body?: object) => Promise<boolean>
}

/** Whether other companies may take the templates approved here, and the codes they do it with. */
export function Offering({ settings, change }: OfferingProps) {
  const { t } = useText()
  const w = useWords(storeSettingWords)
  const me = useMe()
  const [offered, setOffered] = useState(settings.offered)
  const [adding, setAdding] = useState(false)
  const [made, setMade] = useState<string>()
  const toggle = async (next: boolean) => {
    setOffered(next)
    if (!(await change('PUT', '/offering', { offered: next }))) setOffered(!next)
  }
  const end = async (id: string, name: string) => {
    if (await confirm({ title: w('offer.ask', { name }), text: w('offer.askText'), action: w('offer.end') }))
      await change('DELETE', `/accesses/${id}`)
  }
  return (
    <section className="fw-card fw-store-part">
      <h2>{w('offer')}</h2>
      <label className="fw-check">
        <input type="checkbox" checked={offered} onChange={event => void toggle(event.target.checked)} />
        <span>
          {w('offer.on')}
          <span className="fw-hint" style={{ display: 'block' }}>
            {w('offer.onHint')}
          </span>
        </span>
      </label>
      {offered ? (
        <>
          <p>
            {w('offer.address')} <code className="fw-fingerprint">{settings.address}</code>
          </p>
          {settings.address.startsWith('https:') ? null : <p className="fw-hint">{w('offer.notSecure')}</p>}
          {made === undefined ? null : (
            <div className="fw-note" role="status">
              <Icon name="key" size={18} />
              <div className="fw-grow">
                <p>{w('offer.once')}</p>
                <p>
                  <code className="fw-fingerprint">{made}</code>
                </p>
              </div>
              <Button size="small" onClick={() => void copyText(made).then(() => toast.done(t('word.copied')))}>
                {t('word.copy')}
              </Button>
            </div>
          )}
          {settings.accesses.map(({ id, name, lastUsedAt }) => (
            <div key={id} className="fw-line">
              <Icon name="key" className="fw-faint" />
              <span className="fw-grow">
                <strong className="fw-cut">{name}</strong>
                <small>
                  {lastUsedAt === null
                    ? w('offer.unused')
                    : w('offer.used', { day: dateTimeText(lastUsedAt, me.user.zone).slice(0, 10) })}
                </small>
              </span>
              <Button size="small" onClick={() => void end(id, name)}>
                {w('offer.end')}
              </Button>
            </div>
          ))}
          <div>
            <Button size="small" icon="plus" onClick={() => setAdding(true)}>
              {w('offer.add')}
            </Button>
          </div>
        </>
      ) : null}
      {adding ? (
        <AccessForm
          onClose={() => setAdding(false)}
          onMade={code => {
            setAdding(false)
            setMade(code)
            void change('PUT', '/offering', { offered: true })
          }}
        />
      ) : null}
    </section>
  )
}

interface AccessFormProps {
  readonly onClose: () => void
  readonly onMade: (code: string) => void
}

/** For whom a code is: nothing else is asked. */
function AccessForm({ onClose, onMade }: AccessFormProps) {
  const { t } = useText()
  const w = useWords(storeSettingWords)
  const [name, setName] = useState('')
  const make = async () => {
    try {
      const { code } = await request<{ code: string }>('POST', '/store-settings/accesses', {
        body: { name: name.trim() },
      })
      onMade(code)
    } catch (error) {
      toast.failed(error)
    }
  }
  return (
    <Dialog
      title={w('offer.add')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('word.cancel')}</Button>
          <Button kind="primary" disabled={name.trim() === ''} onClick={() => void make()}>
            {w('offer.add')}
          </Button>
        </>
      }
    >
      <TextField
        label={w('offer.for')}
        hint={w('offer.forHint')}
        value={name}
        maxLength={200}
        onChange={event => setName(event.target.value)}
      />
    </Dialog>
  )
}
