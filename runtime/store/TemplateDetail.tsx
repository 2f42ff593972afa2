import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { get, newKey, request } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { ListedTemplate, Template } from '../api/types.ts'
import { useMe } from '../app/session.tsx'
import { LookLink } from '../demo/LookLink.tsx'
import { connectingWords } from '../i18n/texts/connecting.ts'
import { storeWords } from '../i18n/texts/store.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Failed, Skeleton } from '../ui/states.tsx'
import { toast } from '../ui/toast.tsx'
import { AddOnDetail } from './AddOnDetail.tsx'
import { AuthorChoice, isWelcome } from './Author.tsx'
import { keyFor } from './blankApp.ts'
import type { Connecting } from './ConnectingPart.tsx'
import { Facts, Reach } from './Facts.tsx'

interface TemplateDetailProps {
  readonly template: ListedTemplate | Template
  /** what a template of this key is called */
  readonly nameOf: (key: string) => string
  /** only trusted authors may come in */
  readonly strict: boolean
  readonly onClose: () => void
}

/** A template of the gallery, opened; another server's is fetched and looked into first. */
export function TemplateDetail({ template, nameOf, strict, onClose }: TemplateDetailProps) {
  const { label } = useText()
  const listed = 'author' in template ? template : undefined
  const { data, error, refetch } = useQuery({
    queryKey: [...keys.otherStores, template.address, template.version],
    queryFn: ({ signal }) => get<Template>(`/store/${template.address}`, signal),
    enabled: listed === undefined,
    retry: false,
    staleTime: 0,
    gcTime: 0,
  })
  const found = listed ?? data
  if (found?.addOn !== undefined && error === null) {
    const { addOn } = found
    const host = nameOf(addOn.extends)
    return <AddOnDetail template={{ ...found, addOn }} host={host} onClose={onClose} />
  }
  if (found !== undefined && error === null) return <Loaded template={found} strict={strict} onClose={onClose} />
  return (
    <Dialog kind="wide" title={label(template.name)} onClose={onClose}>
      {error === null ? <Skeleton lines={5} /> : <Failed error={error} retry={() => void refetch()} />}
    </Dialog>
  )
}

interface LoadedProps {
  readonly template: Template
  /** only trusted authors may come in */
  readonly strict: boolean
  readonly onClose: () => void
}

/** What a template brings and who made it, before it is installed. */
function Loaded({ template, strict, onClose }: LoadedProps) {
  const { t, label } = useText()
  const w = useWords(storeWords)
  const c = useWords(connectingWords)
  const me = useMe()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [samples, setSamples] = useState(true)
  const [trust, setTrust] = useState(false)
  const [busy, setBusy] = useState(false)
  const name = label(template.name)
  // Another server’s template may bear the key of an app that is here: it takes the next free one.
  const elsewhere = template.store !== null && template.store !== undefined
  const key = keyFor(
    template.key,
    me.apps.map(one => one.key),
  )
  const install = async () => {
    setBusy(true)
    try {
      const { app } = await request<{ app: string }>('POST', `/store/${template.address}/install`, {
        body: { sampleData: samples, trust, ...(elsewhere ? { key, checksum: template.checksum } : {}) },
        key: newKey(),
      })
      await client.invalidateQueries({ queryKey: keys.me })
      void client.invalidateQueries({ queryKey: keys.store })
      onClose()
      void navigate(`/a/${app}`)
      toast.done(t('store.done', { app: name }), await connectAction(app))
    } catch (error) {
      setBusy(false)
      toast.failed(error)
    }
  }
  /** What it uses and nobody has connected yet is one press away; nothing waits for it. */
  const connectAction = async (app: string) => {
    const found = await get<Connecting>(`/apps/${app}/connecting`).catch(() => undefined)
    const n = found?.missing.length ?? 0
    return n === 0 ? undefined : { label: c('connecting.go', { n }), run: () => void navigate(`/a/${app}/settings`) }
  }
  const installed = template.installed !== null
  return (
    <Dialog
      kind="wide"
      title={name}
      onClose={busy ? () => undefined : onClose}
      footer={
        installed ? (
          <Button kind="primary" onClick={() => void navigate(`/a/${template.app}`)}>
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
        {label(template.description) === '' ? null : <p>{label(template.description)}</p>}
        {elsewhere ? <p className="fw-hint">{w('store.from', { name: template.store?.name ?? '' })}</p> : null}
        {label(template.notes) === '' ? null : (
          <div>
            <h3>{w('store.notes')}</h3>
            <p className="fw-pre-line">{label(template.notes)}</p>
          </div>
        )}
        {me.user.admin ? <LookLink template={template.address} /> : null}
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
