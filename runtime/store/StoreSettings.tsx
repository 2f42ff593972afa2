import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { get, request } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import { dateTimeText } from '../app/format.ts'
import { useMe } from '../app/session.tsx'
import { storeSettingWords } from '../i18n/texts/storeSettings.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { PageHead, usePage } from '../shell/page.tsx'
import { Button } from '../ui/Button.tsx'
import { confirm } from '../ui/confirm.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Empty, Failed, Skeleton } from '../ui/states.tsx'
import { toast } from '../ui/toast.tsx'
import '../styles/store.css'
import { inGroups } from './Author.tsx'
import { Offering } from './Offering.tsx'
import { OtherStores } from './OtherStores.tsx'
import type { StoreSettingsDocument } from './settings.ts'

/** How the company deals with templates: whose it takes, whom it trusts, what it signs with. */
export default function StoreSettings() {
  const { t } = useText()
  const w = useWords(storeSettingWords)
  const me = useMe()
  usePage(w('title'), '/store')
  const change = useChange()
  const { data, error, refetch } = useQuery({
    queryKey: keys.storeSettings,
    queryFn: ({ signal }) => get<StoreSettingsDocument>('/store-settings', signal),
    enabled: me.user.admin,
  })
  if (!me.user.admin) return <Empty icon="store" title={t('page.notFound')} hint={t('page.notFoundHint')} />
  return (
    <div className="fw-page is-narrow">
      <PageHead title={w('title')} hint={w('lead')} />
      {error !== null && data === undefined ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton lines={8} height={40} />
      ) : (
        <div className="fw-stack">
          <Policy settings={data} />
          <Trusted settings={data} />
          <OtherStores />
          <Offering settings={data} change={change} />
          <OwnKeys settings={data} />
          <Link className="fw-card fw-line" to="/store/removed">
            <Icon name="trash" className="fw-faint" />
            <span className="fw-grow">
              <strong>{w('removed')}</strong>
              <small>{w('removedHint')}</small>
            </span>
            <Icon name="chevronRight" size={16} className="fw-faint" />
          </Link>
        </div>
      )}
    </div>
  )
}

/** Does it, shows the new state, says what went wrong. */
function useChange() {
  const client = useQueryClient()
  return async (method: string, path: string, body?: object): Promise<boolean> => {
    try {
      await request(method, `/store-settings${path}`, body === undefined ? {} : { body })
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.storeSettings }),
        client.invalidateQueries({ queryKey: keys.store }),
      ])
      return true
    } catch (error) {
      toast.failed(error)
      return false
    }
  }
}

function Policy({ settings }: { readonly settings: StoreSettingsDocument }) {
  const w = useWords(storeSettingWords)
  const change = useChange()
  // What was chosen stands at once; a refusal puts it back.
  const [chosen, setChosen] = useState(settings.policy)
  const choose = async (policy: StoreSettingsDocument['policy']) => {
    setChosen(policy)
    if (!(await change('PUT', '/policy', { policy }))) setChosen(settings.policy)
  }
  return (
    <fieldset className="fw-card fw-store-part">
      <legend>{w('policy')}</legend>
      {(['anyone', 'trusted'] as const).map(policy => (
        <label key={policy} className="fw-check">
          <input type="radio" name="policy" checked={chosen === policy} onChange={() => void choose(policy)} />
          <span>
            {w(`policy.${policy}`)}
            <span className="fw-hint" style={{ display: 'block' }}>
              {w(`policy.${policy}Hint`)}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}

function Trusted({ settings }: { readonly settings: StoreSettingsDocument }) {
  const w = useWords(storeSettingWords)
  const me = useMe()
  const change = useChange()
  const remove = async (keyId: string, name: string) => {
    if (await confirm({ title: w('trusted.ask', { name }), text: w('trusted.askText'), action: w('trusted.remove') }))
      await change('DELETE', `/trusted/${keyId}`)
  }
  return (
    <section className="fw-card fw-store-part">
      <h2>{w('trusted')}</h2>
      {settings.trusted.length === 0 ? <p className="fw-muted">{w('trusted.none')}</p> : null}
      {settings.trusted.map(({ keyId, name, trustedAt }) => (
        <div key={keyId} className="fw-line">
          <Icon name="check" className="fw-faint" />
          <span className="fw-grow">
            <strong className="fw-cut">{name}</strong>
            <small>
              <code className="fw-fingerprint">{inGroups(keyId)}</code> ·{' '}
              {w('trusted.since', { day: dateTimeText(trustedAt, me.user.zone).slice(0, 10) })}
            </small>
          </span>
          <Button size="small" onClick={() => void remove(keyId, name)}>
            {w('trusted.remove')}
          </Button>
        </div>
      ))}
    </section>
  )
}

function OwnKeys({ settings }: { readonly settings: StoreSettingsDocument }) {
  const w = useWords(storeSettingWords)
  const me = useMe()
  const change = useChange()
  const dayOf = (instant: string) => dateTimeText(instant, me.user.zone).slice(0, 10)
  const make = async () => {
    if (await confirm({ title: w('key.ask'), text: w('key.askText'), action: w('key.new') }))
      if (await change('POST', '/keys')) toast.done(w('key.made'))
  }
  return (
    <section className="fw-card fw-store-part">
      <div className="fw-row" style={{ gap: 12 }}>
        <h2 className="fw-grow">{w('key')}</h2>
        <Button size="small" onClick={() => void make()}>
          {w('key.new')}
        </Button>
      </div>
      <p className="fw-muted">{w('key.hint')}</p>
      {settings.keys.length === 0 ? <p className="fw-muted">{w('key.none')}</p> : null}
      {settings.keys.map(({ keyId, createdAt, retiredAt }) => (
        <div key={keyId} className="fw-line">
          <Icon name="key" className="fw-faint" />
          <span className="fw-grow">
            <code className="fw-fingerprint">{inGroups(keyId)}</code>
            <small>
              {retiredAt === null
                ? w('key.inUse', { day: dayOf(createdAt) })
                : w('key.former', { from: dayOf(createdAt), to: dayOf(retiredAt) })}
            </small>
          </span>
        </div>
      ))}
    </section>
  )
}
