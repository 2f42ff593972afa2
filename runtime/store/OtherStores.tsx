import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { get, request } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import type { OtherStore } from '../api/types.ts'
import { storeSettingWords } from '../i18n/texts/storeSettings.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { Button } from '../ui/Button.tsx'
import { confirm } from '../ui/confirm.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Failed, Skeleton } from '../ui/states.tsx'
import { TextField } from '../ui/TextField.tsx'
import { toast } from '../ui/toast.tsx'

/** The servers templates are taken from. */
export function OtherStores() {
  const w = useWords(storeSettingWords)
  const client = useQueryClient()
  const [adding, setAdding] = useState(false)
  const [renewing, setRenewing] = useState<OtherStore>()
  const { data, error, refetch } = useQuery({
    queryKey: keys.otherStores,
    queryFn: ({ signal }) => get<{ stores: readonly OtherStore[] }>('/stores', signal),
  })
  const changed = () => client.invalidateQueries({ queryKey: keys.otherStores })
  const remove = async ({ id, name }: OtherStore) => {
    if (!(await confirm({ title: w('others.ask', { name }), text: w('others.askText'), action: w('others.remove') })))
      return
    try {
      await request('DELETE', `/stores/${id}`)
      await changed()
    } catch (caught) {
      toast.failed(caught)
    }
  }
  return (
    <section className="fw-card fw-store-part">
      <div className="fw-row" style={{ gap: 12 }}>
        <h2 className="fw-grow">{w('others')}</h2>
        <Button size="small" icon="plus" onClick={() => setAdding(true)}>
          {w('others.add')}
        </Button>
      </div>
      <p className="fw-muted">{w('others.hint')}</p>
      {error !== null && data === undefined ? <Failed error={error} retry={() => void refetch()} /> : null}
      {error === null && data === undefined ? <Skeleton lines={2} height={40} /> : null}
      {data?.stores.map(store => (
        <div key={store.id} className="fw-line">
          <Icon name={store.problem === null ? 'link' : 'alert'} className="fw-faint" />
          <span className="fw-grow">
            <strong className="fw-cut">{store.name}</strong>
            <small className="fw-cut">{store.address}</small>
            {store.problem === null ? null : <small className="fw-author-warning">{store.problem}</small>}
          </span>
          <Button size="small" onClick={() => setRenewing(store)}>
            {w('others.code')}
          </Button>
          <Button size="small" onClick={() => void remove(store)}>
            {w('others.remove')}
          </Button>
        </div>
      ))}
      {adding ? <StoreForm onClose={() => setAdding(false)} onSaved={changed} /> : null}
      {renewing === undefined ? null : (
        <StoreForm store={renewing} onClose={() => setRenewing(undefined)} onSaved={changed} />
      )}
    </section>
  )
}

interface StoreFormProps {
  /** undefined: a new one */
  readonly store?: OtherStore
  readonly onClose: () => void
  readonly onSaved: () => Promise<void>
}

/** A new store, or another access code for one; it is asked at once whether it answers. */
function StoreForm({ store, onClose, onSaved }: StoreFormProps) {
  const { t } = useText()
  const w = useWords(storeSettingWords)
  const [address, setAddress] = useState(store?.address ?? '')
  const [code, setCode] = useState('')
  const [busy, setBusy] = useState(false)
  const save = async () => {
    setBusy(true)
    const given = code.trim() === '' ? {} : { code: code.trim() }
    try {
      if (store === undefined) await request('POST', '/stores', { body: { address: address.trim(), ...given } })
      else await request('PATCH', `/stores/${store.id}`, { body: given })
      await onSaved()
      toast.done(w('others.saved'))
      onClose()
    } catch (error) {
      setBusy(false)
      toast.failed(error)
    }
  }
  return (
    <Dialog
      title={store === undefined ? w('others.add') : w('others.codeOf', { name: store.name })}
      onClose={busy ? () => undefined : onClose}
      footer={
        <>
          <Button disabled={busy} onClick={onClose}>
            {t('word.cancel')}
          </Button>
          <Button kind="primary" busy={busy} disabled={address.trim() === ''} onClick={() => void save()}>
            {w(busy ? 'others.asking' : 'others.save')}
          </Button>
        </>
      }
    >
      <div className="fw-stack">
        <TextField
          label={w('others.address')}
          hint={w('others.addressHint')}
          value={address}
          placeholder="https://store.example.com"
          inputMode="url"
          readOnly={store !== undefined}
          maxLength={500}
          onChange={event => setAddress(event.target.value)}
        />
        <TextField
          label={w('others.code')}
          hint={w('others.codeHint')}
          value={code}
          autoComplete="off"
          maxLength={500}
          onChange={event => setCode(event.target.value)}
        />
      </div>
    </Dialog>
  )
}
