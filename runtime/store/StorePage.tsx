import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { get, newKey, request } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { Template, WaitingTemplate } from '../api/types.ts'
import { useMe } from '../app/session.tsx'
import { LookLink } from '../demo/LookLink.tsx'
import { useNamedTemplate } from '../demo/useNamedTemplate.ts'
import { storeWords } from '../i18n/texts/store.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { PageHead, usePage } from '../shell/page.tsx'
import { AppTile } from '../ui/Avatar.tsx'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Empty, Failed, Skeleton } from '../ui/states.tsx'
import { Tag } from '../ui/Tag.tsx'
import { toast } from '../ui/toast.tsx'
import '../styles/store.css'
import { AuthorChoice, AuthorLine, isWelcome } from './Author.tsx'
import { Facts, Reach } from './Facts.tsx'
import { NewApp } from './NewApp.tsx'
import { Upgrade } from './Upgrade.tsx'
import { Waiting } from './Waiting.tsx'

interface Gallery {
  readonly templates: readonly Template[]
  readonly waiting: readonly WaitingTemplate[]
  readonly policy: 'anyone' | 'trusted'
}

/** The templates that came with the house and those of the company; one click installs. */
export default function StorePage() {
  const { t, label } = useText()
  const w = useWords(storeWords)
  const me = useMe()
  const navigate = useNavigate()
  usePage(t('nav.store'), '/apps')
  const [open, setOpen] = useState<Template>()
  const [upgrading, setUpgrading] = useState<Template>()
  const [making, setMaking] = useState(false)
  const [wanted, setWanted] = useState('')
  const { data, error, refetch } = useQuery({
    queryKey: keys.store,
    queryFn: ({ signal }) => get<Gallery>('/store', signal),
    retry: false,
  })
  useNamedTemplate(data?.templates, setOpen)
  const text = wanted.trim().toLowerCase()
  const shown = (data?.templates ?? []).filter(one =>
    `${label(one.name)} ${label(one.description)} ${one.category ?? ''}`.toLowerCase().includes(text),
  )
  return (
    <div className="fw-page">
      <PageHead title={t('store.title')} hint={t('store.lead')}>
        <input
          className="fw-input"
          type="search"
          style={{ width: 220 }}
          aria-label={w('store.search')}
          placeholder={w('store.search')}
          value={wanted}
          onChange={event => setWanted(event.target.value)}
        />
        {me.user.admin ? (
          <Button icon="settings" onClick={() => void navigate('/store/settings')}>
            {w('store.settings')}
          </Button>
        ) : null}
        {me.user.admin ? (
          <Button icon="plus" onClick={() => setMaking(true)}>
            {w('store.new')}
          </Button>
        ) : null}
      </PageHead>
      <Waiting templates={data?.waiting ?? []} />
      {error !== null ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton lines={4} height={120} />
      ) : data.templates.length === 0 ? (
        <div className="fw-card">
          <Empty icon="store" title={t('store.empty')} />
        </div>
      ) : (
        <div className="fw-tiles" style={{ gridTemplateColumns: 'repeat(auto-fill, minmax(300px, 1fr))' }}>
          {shown.length === 0 ? <Empty icon="search" title={w('store.none')} small /> : null}
          {shown.map(template => (
            <TemplateCard
              key={template.key}
              template={template}
              onDetail={() => setOpen(template)}
              onUpgrade={() => setUpgrading(template)}
            />
          ))}
        </div>
      )}
      {open === undefined ? null : (
        <TemplateDetail template={open} strict={data?.policy === 'trusted'} onClose={() => setOpen(undefined)} />
      )}
      {upgrading === undefined ? null : <Upgrade template={upgrading} onClose={() => setUpgrading(undefined)} />}
      {making ? <NewApp onClose={() => setMaking(false)} /> : null}
    </div>
  )
}

interface TemplateCardProps {
  readonly template: Template
  readonly onDetail: () => void
  readonly onUpgrade: () => void
}

function TemplateCard({ template, onDetail, onUpgrade }: TemplateCardProps) {
  const { t, label } = useText()
  const w = useWords(storeWords)
  const me = useMe()
  return (
    <article className="fw-store-card">
      <div className="fw-row" style={{ gap: 14 }}>
        <AppTile name={label(template.name)} seed={template.key} size={44} />
        <div className="fw-grow">
          <h2 className="fw-cut">{label(template.name)}</h2>
          <div className="fw-faint">{t('store.version', { version: template.version })}</div>
        </div>
        {template.installed === null ? null : <Tag color="green">{t('store.installed')}</Tag>}
      </div>
      <p>{label(template.description)}</p>
      <Facts template={template} />
      <AuthorLine author={template.author} />
      {template.upgradable === true && me.user.admin ? (
        <Button kind="primary" onClick={onUpgrade}>
          {w('store.upgrade', { version: template.version })}
        </Button>
      ) : null}
      <Button kind={template.installed === null ? 'primary' : 'plain'} onClick={onDetail}>
        {t(template.installed === null ? 'store.install' : 'store.detail')}
      </Button>
    </article>
  )
}

interface TemplateDetailProps {
  readonly template: Template
  /** only trusted authors may come in */
  readonly strict: boolean
  readonly onClose: () => void
}

function TemplateDetail({ template, strict, onClose }: TemplateDetailProps) {
  const { t, label } = useText()
  const me = useMe()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [samples, setSamples] = useState(true)
  const [trust, setTrust] = useState(false)
  const [busy, setBusy] = useState(false)
  const name = label(template.name)
  const install = async () => {
    setBusy(true)
    try {
      const { app } = await request<{ app: string }>('POST', `/store/${template.key}/install`, {
        body: { sampleData: samples, trust },
        key: newKey(),
      })
      await client.invalidateQueries({ queryKey: keys.me })
      void client.invalidateQueries({ queryKey: keys.store })
      toast.done(t('store.done', { app: name }))
      onClose()
      void navigate(`/a/${app}`)
    } catch (error) {
      setBusy(false)
      toast.failed(error)
    }
  }
  const installed = template.installed !== null
  return (
    <Dialog
      kind="wide"
      title={name}
      onClose={busy ? () => undefined : onClose}
      footer={
        installed ? (
          <Button kind="primary" onClick={() => void navigate(`/a/${template.key}`)}>
            {t('store.open')}
          </Button>
        ) : (
          <Button
            kind="primary"
            busy={busy}
            disabled={!me.user.admin || !isWelcome(template.author, strict, trust)}
            onClick={() => void install()}
          >
            {t(busy ? 'store.installing' : 'store.install')}
          </Button>
        )
      }
    >
      <div className="fw-stack">
        <p>{label(template.description)}</p>
        {me.user.admin ? <LookLink template={template.key} /> : null}
        <div>
          <h3 style={{ marginBottom: 8 }}>{t('store.what')}</h3>
          <Facts template={template} />
          <Reach template={template} />
        </div>
        <AuthorChoice author={template.author} strict={strict} trust={trust} onTrust={setTrust} disabled={busy} />
        {(template.pictures ?? []).map(picture => (
          <img key={picture} src={picture} alt="" style={{ maxWidth: '100%', borderRadius: 8 }} />
        ))}
        {installed ? null : (
          <label className="fw-check">
            <input
              type="checkbox"
              checked={samples}
              disabled={busy}
              onChange={event => setSamples(event.target.checked)}
            />
            <span>
              {t('store.withSamples')}
              <span className="fw-hint" style={{ display: 'block' }}>
                {t('store.withSamplesHint')}
              </span>
            </span>
          </label>
        )}
        {me.user.admin ? null : <p className="fw-note is-warning">{t('store.adminOnly')}</p>}
        {busy ? (
          <div role="status">
            <p className="fw-muted" style={{ marginBottom: 8 }}>
              {t(samples ? 'store.step.samples' : 'store.step.tables')}
            </p>
            <div className="fw-progress is-open">
              <i />
            </div>
          </div>
        ) : null}
      </div>
    </Dialog>
  )
}
