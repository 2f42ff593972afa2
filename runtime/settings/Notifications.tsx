import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import '../styles/outside.css'
import { ApiError } from '../api/apiError.ts'
import { get, request } from '../api/client.ts'
import { ownNoticeWords } from '../i18n/texts/ownNotices.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { PageHead, usePage } from '../shell/page.tsx'
import { Button } from '../ui/Button.tsx'
import { Empty, Failed, Skeleton } from '../ui/states.tsx'
import { toast } from '../ui/toast.tsx'
import { NotificationTimes } from './NotificationTimes.tsx'
import { NotificationWays } from './NotificationWays.tsx'
import type { Draft, OwnSettings, Preference, Way } from './notificationKinds.ts'

const KEY = ['own-notifications'] as const

/** How notices reach a person outside the pages, and when they do not. */
export default function Notifications() {
  const { t } = useText()
  const w = useWords(ownNoticeWords)
  usePage(t('me.notifications'), '/me')
  const { data, error, refetch } = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => get<OwnSettings>('/notification-settings', signal),
  })
  if (error !== null && data === undefined) return <Failed error={error} retry={() => void refetch()} />
  return (
    <div className="fw-page is-narrow">
      <PageHead title={w('title')} hint={w('lead')} />
      {data === undefined ? (
        <Skeleton lines={6} height={40} />
      ) : data.ways.length === 0 ? (
        <div className="fw-card">
          <Empty icon="bell" title={w('nothing')} hint={w('nothingHint')} />
        </div>
      ) : (
        <OwnForm settings={data} />
      )}
    </div>
  )
}

function OwnForm({ settings }: { readonly settings: OwnSettings }) {
  const { t } = useText()
  const w = useWords(ownNoticeWords)
  const client = useQueryClient()
  const [draft, setDraft] = useState<Draft>()
  const [errors, setErrors] = useState<ReadonlyMap<string, string>>(new Map())
  const [busy, setBusy] = useState(false)
  const shown: Draft = draft ?? settings
  const change = (part: Partial<Draft>) => setDraft({ ...shown, ...part })
  const save = async () => {
    setBusy(true)
    try {
      const { addresses, preference } = shown
      client.setQueryData(KEY, await request('PUT', '/notification-settings', { body: { addresses, preference } }))
      setDraft(undefined)
      setErrors(new Map())
      toast.done(w('saved'))
    } catch (error) {
      if (error instanceof ApiError && error.errors.length > 0)
        setErrors(new Map(error.errors.map(({ path, message }) => [path.split('/').at(-1) ?? '', message])))
      else toast.failed(error)
    } finally {
      setBusy(false)
    }
  }
  const tell = (preference: Partial<Preference>) => change({ preference: { ...shown.preference, ...preference } })
  return (
    <div className="fw-settings">
      <Addresses
        ways={settings.ways}
        addresses={shown.addresses}
        errors={errors}
        onChange={addresses => change({ addresses })}
      />
      <NotificationWays settings={settings} preference={shown.preference} onChange={kinds => tell({ kinds })} />
      <NotificationTimes settings={settings} preference={shown.preference} onChange={tell} />
      {draft === undefined ? null : (
        <div className="fw-form-bar">
          <span className="fw-grow fw-faint">{w('changed')}</span>
          <Button onClick={() => setDraft(undefined)}>{t('word.cancel')}</Button>
          <Button kind="primary" busy={busy} onClick={() => void save()}>
            {t('word.save')}
          </Button>
        </div>
      )}
    </div>
  )
}

interface AddressesProps {
  readonly ways: readonly Way[]
  readonly addresses: OwnSettings['addresses']
  readonly errors: ReadonlyMap<string, string>
  readonly onChange: (addresses: OwnSettings['addresses']) => void
}

const PLACES = {
  email: { word: 'emailAddress', type: 'email' },
  sms: { word: 'smsAddress', type: 'tel' },
  wecom: { word: 'wecomAddress', type: 'text' },
  dingtalk: { word: 'dingtalkAddress', type: 'text' },
  feishu: { word: 'feishuAddress', type: 'text' },
} as const

function Addresses({ ways, addresses, errors, onChange }: AddressesProps) {
  const w = useWords(ownNoticeWords)
  return (
    <section className="fw-section fw-setting fw-stack">
      <h2>{w('addresses')}</h2>
      <div className="fw-own-fields">
        {ways.map(way => (
          <label key={way}>
            <span className="fw-label">{w(PLACES[way].word)}</span>
            <input
              className="fw-input"
              type={PLACES[way].type}
              value={addresses[way] ?? ''}
              maxLength={320}
              aria-invalid={errors.has(way)}
              onChange={event => onChange({ ...addresses, [way]: event.target.value.trim() || null })}
            />
            {errors.has(way) ? (
              <span className="fw-error" role="alert">
                {errors.get(way)}
              </span>
            ) : null}
          </label>
        ))}
      </div>
    </section>
  )
}
