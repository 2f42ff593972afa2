import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { newKey, request } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import { useMe } from '../app/session.tsx'
import { storeWords } from '../i18n/texts/store.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Tabs } from '../ui/Tabs.tsx'
import { TextField } from '../ui/TextField.tsx'
import { toast } from '../ui/toast.tsx'
import { blankApp, keyFor } from './blankApp.ts'

const ways = ['blank', 'file', 'copy'] as const
type Way = (typeof ways)[number]

/** A new app: from nothing, from a file, or from one that is there. It opens in the designer. */
export function NewApp({ onClose }: { readonly onClose: () => void }) {
  const { t, label } = useText()
  const w = useWords(storeWords)
  const me = useMe()
  const client = useQueryClient()
  const [way, setWay] = useState<Way>('blank')
  const [name, setName] = useState('')
  const [key, setKey] = useState('')
  const [source, setSource] = useState(me.apps[0]?.key ?? '')
  const [bundle, setBundle] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const taken = me.apps.map(one => one.key)
  const wished = key === '' ? keyFor(name, taken) : key
  const ready = way === 'file' ? bundle !== undefined : name.trim() !== '' && /^[a-z][a-z0-9_]{0,47}$/.test(wished)
  const make = (): Promise<{ app: string }> => {
    const options = { key: newKey() }
    if (way === 'file')
      return request('POST', '/apps/import', {
        body: { bundle, sampleData: true, ...(key === '' ? {} : { key }) },
        ...options,
      })
    const named = { zh: name.trim(), en: name.trim() }
    if (way === 'copy')
      return request('POST', `/apps/${source}/copy`, { body: { key: wished, name: named }, ...options })
    return request('POST', '/apps', { body: { definition: blankApp(wished, named) }, ...options })
  }
  const create = async () => {
    setBusy(true)
    try {
      const { app } = await make()
      await client.invalidateQueries({ queryKey: keys.me })
      location.assign(`/designer/${app}`)
    } catch (error) {
      setBusy(false)
      toast.failed(error)
    }
  }
  const read = async (file: File | undefined) => {
    if (file === undefined) return
    try {
      setBundle(JSON.parse(await file.text()))
      setName(file.name)
    } catch {
      toast.note(w('new.unreadable'))
    }
  }
  return (
    <Dialog
      title={w('store.new')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('word.cancel')}</Button>
          <Button kind="primary" busy={busy} disabled={!ready} onClick={() => void create()}>
            {w('new.create')}
          </Button>
        </>
      }
    >
      <Tabs
        label={w('store.new')}
        open={way}
        onOpen={next => setWay(next as Way)}
        items={ways.map(one => ({ key: one, text: w(`new.${one}`) }))}
      >
        <div className="fw-stack">
          {way === 'file' ? (
            <label className="fw-file">
              <span className="fw-label">{w('new.choose')}</span>
              <input
                type="file"
                accept=".json,application/json"
                onChange={event => void read(event.target.files?.[0])}
              />
              <span className="fw-hint">{w('new.fileHint')}</span>
            </label>
          ) : (
            <TextField
              label={w('new.name')}
              value={name}
              placeholder={w('new.nameHint')}
              maxLength={200}
              onChange={event => setName(event.target.value)}
            />
          )}
          {way === 'copy' ? (
            <label>
              <span className="fw-label">{w('new.source')}</span>
              <select className="fw-input" value={source} onChange={event => setSource(event.target.value)}>
                {me.apps.map(one => (
                  <option key={one.key} value={one.key}>
                    {label(one.name)}
                  </option>
                ))}
              </select>
            </label>
          ) : null}
          <TextField
            label={w('new.key')}
            hint={w('new.keyHint')}
            value={key}
            placeholder={way === 'file' ? '' : wished}
            maxLength={48}
            onChange={event => setKey(event.target.value)}
          />
        </div>
      </Tabs>
    </Dialog>
  )
}
