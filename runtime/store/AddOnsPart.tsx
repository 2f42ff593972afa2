import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { get } from '../api/client.ts'
import { addOnWords } from '../i18n/texts/addOns.ts'
import { storeWords } from '../i18n/texts/store.ts'
import { type Labelled, useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { Button } from '../ui/Button.tsx'
import { Failed, Skeleton } from '../ui/states.tsx'
import '../styles/store.css'
import { MergeDialog } from './MergeDialog.tsx'

interface AddOn {
  readonly address: string
  readonly version: string
  readonly name: Labelled
  readonly description: Labelled
  /** the version its store has; null = this one */
  readonly newer: string | null
}

type Act = { readonly addOn: AddOn; readonly kind: 'upgrade' | 'remove' }

/** In an app's settings: which add-ons it has, upgrading and removing them. */
export function AddOnsPart({ app }: { readonly app: string }) {
  const { label } = useText()
  const w = useWords(addOnWords)
  const navigate = useNavigate()
  const client = useQueryClient()
  const [act, setAct] = useState<Act>()
  const { data, error, refetch } = useQuery({
    queryKey: ['apps', app, 'add-ons'],
    queryFn: ({ signal }) => get<{ addOns: readonly AddOn[] }>(`/apps/${app}/add-ons`, signal),
  })
  const close = () => {
    setAct(undefined)
    void client.invalidateQueries()
  }
  return (
    <section className="fw-card fw-add-ons" aria-label={w('addOn.part')}>
      <h2>{w('addOn.part')}</h2>
      {error !== null ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton lines={2} />
      ) : data.addOns.length === 0 ? (
        <p className="fw-row">
          <span className="fw-muted fw-grow">{w('addOn.partNone')}</span>
          <Button size="small" onClick={() => void navigate('/store')}>
            {w('addOn.store')}
          </Button>
        </p>
      ) : (
        <ul>
          {data.addOns.map(addOn => (
            <li key={addOn.address} className="fw-row">
              <span className="fw-grow">
                <strong>{label(addOn.name)}</strong>{' '}
                <span className="fw-hint">{w('addOn.version', { version: addOn.version })}</span>
                <span className="fw-hint" style={{ display: 'block' }}>
                  {label(addOn.description)}
                </span>
              </span>
              {addOn.newer === null ? null : (
                <Button size="small" kind="primary" onClick={() => setAct({ addOn, kind: 'upgrade' })}>
                  {w('addOn.upgrade', { version: addOn.newer })}
                </Button>
              )}
              <Button size="small" onClick={() => setAct({ addOn, kind: 'remove' })}>
                {w('addOn.remove')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {act === undefined ? null : <ActDialog app={app} act={act} onClose={close} />}
    </section>
  )
}

function ActDialog({ app, act, onClose }: { readonly app: string; readonly act: Act; readonly onClose: () => void }) {
  const { label } = useText()
  const w = useWords(addOnWords)
  const s = useWords(storeWords)
  const { addOn, kind } = act
  const place = `/apps/${app}/add-ons/${addOn.address}`
  const name = label(addOn.name)
  const newer = addOn.newer ?? ''
  return kind === 'upgrade' ? (
    <MergeDialog
      preview={place}
      take={place}
      title={w('addOn.upgradeTitle', { name })}
      lead={s('store.fromTo', { from: addOn.version, to: newer })}
      action={w('addOn.upgrade', { version: newer })}
      done={w('addOn.upgraded', { name, version: newer })}
      theirs={w('addOn.theirs')}
      onClose={onClose}
    />
  ) : (
    <MergeDialog
      preview={`${place}/removal`}
      take={`${place}/remove`}
      title={w('addOn.removeOf', { name })}
      lead={w('addOn.removeLead')}
      action={w('addOn.removeGo')}
      done={w('addOn.removed', { name })}
      theirs={w('addOn.theirs')}
      onClose={onClose}
    />
  )
}
