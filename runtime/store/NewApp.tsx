import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { newKey, request } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import { useMe } from '../app/session.tsx'
import { addOnWords } from '../i18n/texts/addOns.ts'
import { storeWords } from '../i18n/texts/store.ts'
import { useText } from '../i18n/useText.ts'
import { useWords } from '../i18n/useWords.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Tabs } from '../ui/Tabs.tsx'
import { TextField } from '../ui/TextField.tsx'
import { toast } from '../ui/toast.tsx'
import { AddFromFile, FileOfAddOn } from './AddFromFile.tsx'
import { isWelcome } from './Author.tsx'
import { blankApp, keyFor } from './blankApp.ts'
import { FileChoice } from './FileChoice.tsx'
import { FileContents, isStrict, type LookedAt, lookAt } from './FileContents.tsx'

const ways = ['blank', 'sheet', 'file', 'copy'] as const
type Way = (typeof ways)[number]

/** A new app: from nothing, from a sheet with its rows, from a file, or from one that is there. It opens in the designer. */
export function NewApp({ onClose }: { readonly onClose: () => void }) {
  const { t, label } = useText()
  const w = useWords(storeWords)
  const a = useWords(addOnWords)
  const me = useMe()
  const client = useQueryClient()
  const [way, setWay] = useState<Way>('blank')
  const [name, setName] = useState('')
  const [key, setKey] = useState('')
  const [source, setSource] = useState(me.apps[0]?.key ?? '')
  const [file, setFile] = useState<LookedAt>()
  const [trust, setTrust] = useState(false)
  const [sheet, setSheet] = useState<File>()
  const [busy, setBusy] = useState(false)
  const [host, setHost] = useState('')
  const [adding, setAdding] = useState(false)
  const taken = me.apps.map(one => one.key)
  const wished = key === '' ? keyFor(name, taken) : key
  const named = name.trim() !== '' && /^[a-z][a-z0-9_]{0,47}$/.test(wished)
  const addOn = way === 'file' ? file?.look.addOn : undefined
  const ready =
    addOn !== undefined
      ? host !== ''
      : way === 'file'
        ? file !== undefined && isWelcome(file.look.author, isStrict(file), trust)
        : named && (way !== 'sheet' || sheet !== undefined)
  const make = (): Promise<{ app: string }> => {
    const options = { key: newKey() }
    if (way === 'file')
      return request('POST', '/apps/import', {
        body: { bundle: file?.bundle, sampleData: true, trust, ...(key === '' ? {} : { key }) },
        ...options,
      })
    if (way === 'sheet' && sheet !== undefined) {
      const body = new FormData()
      body.append('key', wished)
      body.append('name', name.trim())
      body.append('file', sheet, sheet.name)
      return request('POST', '/apps/from-sheet', { body })
    }
    const both = { zh: name.trim(), en: name.trim() }
    if (way === 'copy')
      return request('POST', `/apps/${source}/copy`, { body: { key: wished, name: both }, ...options })
    return request('POST', '/apps', { body: { definition: blankApp(wished, both) }, ...options })
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
  const readBundle = async (chosen: File) => {
    setFile(undefined)
    setTrust(false)
    setBusy(true)
    try {
      const found = await lookAt(chosen)
      setFile(found)
      setHost(found.look.addOn?.apps[0]?.app ?? '')
    } catch (error) {
      if (error instanceof SyntaxError) toast.note(w('new.unreadable'))
      else toast.failed(error)
    }
    setBusy(false)
  }
  const takeSheet = (file: File) => {
    setSheet(file)
    // What the file is called is mostly what the app is called.
    if (name.trim() === '') setName(file.name.replace(/\.[^.]*$/, '').slice(0, 200))
  }
  if (adding && file !== undefined) {
    const app = me.apps.find(one => one.key === host)
    return <AddFromFile file={file} app={host} name={label(app?.name ?? null)} onClose={onClose} />
  }
  return (
    <Dialog
      title={w('store.new')}
      onClose={busy ? () => undefined : onClose}
      footer={
        <>
          <Button disabled={busy} onClick={onClose}>
            {t('word.cancel')}
          </Button>
          <Button
            kind="primary"
            busy={busy}
            disabled={!ready}
            onClick={() => (addOn === undefined ? void create() : setAdding(true))}
          >
            {addOn === undefined ? w('new.create') : a('addOn.look')}
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
          {way === 'sheet' ? (
            <FileChoice
              label={w('new.choose')}
              hint={w('new.sheetHint')}
              accept=".xlsx,.csv,text/csv"
              disabled={busy}
              onChoose={takeSheet}
            />
          ) : null}
          {way === 'file' ? (
            <FileChoice
              label={w('new.choose')}
              hint={w('new.fileHint')}
              accept=".json,application/json"
              disabled={busy}
              onChoose={chosen => void readBundle(chosen)}
            />
          ) : (
            <TextField
              label={w('new.name')}
              value={name}
              placeholder={w('new.nameHint')}
              maxLength={200}
              onChange={event => setName(event.target.value)}
            />
          )}
          {way === 'file' && file !== undefined ? (
            <FileContents file={file} trust={trust} onTrust={setTrust} disabled={busy} />
          ) : null}
          {addOn === undefined ? null : <FileOfAddOn addOn={addOn} chosen={host} onChoose={setHost} />}
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
          {addOn === undefined ? (
            <TextField
              label={w('new.key')}
              hint={w('new.keyHint')}
              value={key}
              placeholder={way === 'file' ? '' : wished}
              maxLength={48}
              onChange={event => setKey(event.target.value)}
            />
          ) : null}
          {busy && (way === 'sheet' || way === 'file') ? (
            <div role="status">
              <p className="fw-muted" style={{ marginBottom: 8 }}>
                {w(way === 'sheet' ? 'new.sheetWorking' : 'new.reading')}
              </p>
              <div className="fw-progress is-open">
                <i />
              </div>
            </div>
          ) : null}
        </div>
      </Tabs>
    </Dialog>
  )
}
