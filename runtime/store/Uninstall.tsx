import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useNavigate } from 'react-router'
import { get, request } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import { sizeText } from '../app/format.ts'
import { removalWords } from '../i18n/texts/removal.ts'
import { type Labelled, useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Failed, Skeleton } from '../ui/states.tsx'
import { TextField } from '../ui/TextField.tsx'
import { toast } from '../ui/toast.tsx'
import '../styles/store.css'

/** What goes with an app, counted. */
interface Removal {
  readonly forms: readonly { readonly key: string; readonly name: Labelled; readonly records: number }[]
  readonly files: number
  /** of all files */
  readonly bytes: number
  readonly running: number
  readonly tasks: number
  readonly timers: number
  readonly people: number
  readonly keptDays: number
}

interface UninstallProps {
  readonly app: string
  readonly name: string
  readonly onClose: () => void
}

/** Taking an app away: what goes is said, everything can be taken along first, and its name is typed. */
export function Uninstall({ app, name, onClose }: UninstallProps) {
  const { t } = useText()
  const w = useWords(removalWords)
  const client = useQueryClient()
  const navigate = useNavigate()
  const [typed, setTyped] = useState('')
  const [busy, setBusy] = useState(false)
  const { data, error, refetch } = useQuery({
    queryKey: [...keys.app(app), 'removal'],
    queryFn: ({ signal }) => get<Removal>(`/apps/${app}/removal`, signal),
    staleTime: 0,
    gcTime: 0,
  })
  const remove = async () => {
    setBusy(true)
    try {
      await request('DELETE', `/apps/${app}?confirm=${app}`)
      void navigate('/apps')
      toast.done(w('remove.done', { name }))
      client.removeQueries({ queryKey: keys.app(app) })
      await client.invalidateQueries({ queryKey: keys.me })
      void client.invalidateQueries({ queryKey: keys.store })
    } catch (caught) {
      setBusy(false)
      toast.failed(caught)
    }
  }
  return (
    <Dialog
      title={w('remove.title', { name })}
      onClose={busy ? () => undefined : onClose}
      footer={
        <>
          <Button disabled={busy} onClick={onClose}>
            {t('word.cancel')}
          </Button>
          <Button
            kind="danger"
            busy={busy}
            disabled={data === undefined || typed.trim() !== name}
            onClick={() => void remove()}
          >
            {w('remove.do')}
          </Button>
        </>
      }
    >
      {error !== null ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton lines={5} />
      ) : (
        <div className="fw-stack">
          <WhatGoes removal={data} />
          <p className="fw-muted">{w('remove.kept', { days: data.keptDays })}</p>
          <div>
            <a className="fw-button is-plain is-normal" href={`/api/apps/${app}/archive`} download>
              <Icon name="upload" size={17} className="fw-down" />
              <span>{w('remove.export')}</span>
            </a>
            <p className="fw-hint">{w('remove.exportHint')}</p>
          </div>
          <TextField
            label={w('remove.confirm', { name })}
            value={typed}
            autoComplete="off"
            disabled={busy}
            onChange={event => setTyped(event.target.value)}
          />
        </div>
      )}
    </Dialog>
  )
}

function WhatGoes({ removal }: { readonly removal: Removal }) {
  const { label } = useText()
  const w = useWords(removalWords)
  const id = useId()
  const more = [
    ...(removal.files === 0 ? [] : [w('remove.files', { n: removal.files, size: sizeText(removal.bytes) })]),
    ...(['running', 'tasks', 'timers', 'people'] as const).flatMap(one =>
      removal[one] === 0 ? [] : [w(`remove.${one}`, { n: removal[one] })],
    ),
  ]
  return (
    <section aria-labelledby={id}>
      <h3 id={id} style={{ marginBottom: 8 }}>
        {w('remove.what')}
      </h3>
      <ul className="fw-plain-list fw-what-goes">
        {removal.forms.map(({ key, name, records }) => (
          <li key={key}>
            <span>{label(name)}</span> <span className="fw-faint">{w('remove.records', { n: records })}</span>
          </li>
        ))}
        {more.map(text => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </section>
  )
}
